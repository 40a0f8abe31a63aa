/**
 * What a profile found, as sentences for people.
 */
import type { Profile } from './profile.js'

/** Sentences for the findings that somebody should know of; none for an even, complete series. */
export function profileNotes(facts: Omit<Profile, 'notes'>): string[] {
  const { rows, frequency, gaps, duplicates, partialLast, zeros, negatives, constant, outliers } = facts
  const notes: string[] = []
  const add = (when: boolean, sentence: () => string): void => {
    if (when) notes.push(sentence())
  }
  add(rows === 0, () => 'There are no rows with a value.')
  add(rows > 1 && frequency === null, () => 'The steps between rows are too irregular to have a frequency.')
  if (gaps !== null && gaps.missing > 0) {
    const runs = gaps.count === 1 ? 'in one run' : `in ${gaps.count} runs, the longest of ${gaps.longest}`
    notes.push(`${counted(gaps.missing, 'period has', 'periods have')} no row, ${runs}.`)
  }
  add(duplicates > 0, () => `${counted(duplicates, 'row shares', 'rows share')} the time of another row.`)
  if (partialLast !== null) {
    const share = `${Math.round(100 * partialLast.share)} %`
    notes.push(
      `The last row (${partialLast.ds}) holds ${share} of what the rows before it lead to expect: its period may be incomplete.`,
    )
  }
  add(constant, () => 'All rows have the same value.')
  add(zeros >= 0.1 && !constant, () => `${Math.round(100 * zeros)} % of the rows are zero.`)
  add(negatives > 0, () => `${counted(negatives, 'row is', 'rows are')} negative.`)
  add(outliers > 0, () => `${counted(outliers, 'row lies', 'rows lie')} far outside of the usual range.`)
  for (const { holiday, days, unmatched } of facts.unmatchedHolidays) {
    notes.push(
      `${unmatched} of ${counted(days, 'day', 'days')} of holiday ${JSON.stringify(holiday)} inside the history match no row and have no effect there.`,
    )
  }
  return notes
}

function counted(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`
}
