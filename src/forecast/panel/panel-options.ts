/** Options that everything which works on a table of many series shares. */
import { BodkinError } from '../../errors.js'
import { listOf, refuse, textRule, type Rule } from '../../options/rules.js'

const name = textRule('the name of a column')
const names = listOf(name)
const BY = 'the name of a column, or an array of names'

/** One column or several whose values name a series. */
export const byRule: Rule<readonly string[]> = {
  expected: BY,
  read(value, place) {
    if (typeof value === 'string') return Object.freeze([name.read(value, place)])
    if (!Array.isArray(value)) return refuse(place, BY, value)
    const given = names.read(value, place)
    return given.length > 0 ? given : refuse(place, 'at least one column', value)
  },
}

/** Refuse key columns that stand twice, or whose names the columns of the results have. */
export function assertKeyNames(by: readonly string[], taken: readonly string[]): void {
  by.forEach((key, i) => {
    const rule =
      by.indexOf(key) < i
        ? 'must name different columns'
        : taken.includes(key)
          ? 'must not be a column of the result'
          : null
    if (rule === null) return
    throw new BodkinError(
      'OPTION',
      `option "by" ${rule}, got ${JSON.stringify(key)}${taken.includes(key) ? ': rename the column' : ''}`,
      {
        option: 'by',
        value: key,
      },
    )
  })
}
