/**
 * What may be exchanged with what, when a test asks how the data would look if there were nothing in them.
 *
 * Rows are exchanged in blocks of equal length within strata: a permutation test is exact if the data would be as likely after any such
 * exchange. So the blocks follow from what is known about the rows:
 *   nothing          each row is a block, one stratum
 *   unit             a block is a machine's whole history, in time order; a stratum, the machines with equally long histories. What all
 *                    machines share, a season, stays where it is and gets no credit
 *   time, no unit    20 runs of rows in time order; the oldest rows that do not fill a run stay in place
 * A feature that changes within the strata is tested by its rows' exchange within them: within a machine and a stretch of time, if those
 * are known. Rows must lie in canonical order (canonical-order.ts): machine by machine and in time order.
 */
import type { RandomStream } from '../../numeric/random.js'

/** Blocks and the strata in which they are exchanged. Structured-cloneable. */
export interface Exchange {
  readonly rows: number
  /** First row of each block. */
  readonly starts: Int32Array
  /** Rows of each block; the same within a stratum. */
  readonly lengths: Int32Array
  /** Blocks of each stratum: `members[begins[s]] … members[begins[s + 1] − 1]`. */
  readonly begins: Int32Array
  readonly members: Int32Array
}

/** Blocks of rows in time order, when only times are known. */
const TIME_BLOCKS = 20
/** Fewest rows of a stretch of time within which a feature's rows are exchanged. */
const STRETCH = 6
/** Fewest machines with equally long histories to test anything with. */
export const FEWEST_UNITS = 5

/** Exchange single rows that carry the same label; default all rows. */
export function exchangeRows(rows: number, labels?: ArrayLike<number>): Exchange {
  const starts = Int32Array.from({ length: rows }, (_, row) => row)
  return exchange(rows, starts, new Int32Array(rows).fill(1), labels ?? new Int32Array(rows))
}

/** Exchange whole machines with equally long histories. `units`: machine of each row, rows of one machine adjacent. */
export function exchangeUnits(units: Int32Array): Exchange {
  const starts: number[] = []
  for (let row = 0; row < units.length; row++) if (row === 0 || units[row] !== units[row - 1]) starts.push(row)
  const lengths = Int32Array.from(starts, (start, i) => (starts[i + 1] ?? units.length) - start)
  return exchange(units.length, Int32Array.from(starts), lengths, lengths)
}

/** Exchange runs of rows, rows being in time order. */
export function exchangeRuns(rows: number): Exchange {
  const length = Math.max(1, Math.floor(rows / TIME_BLOCKS))
  const count = Math.floor(rows / length)
  const starts = Int32Array.from({ length: count }, (_, i) => rows - (count - i) * length)
  return exchange(rows, starts, new Int32Array(count).fill(length), new Int32Array(count))
}

/** Label of the stretch of time that each row lies in: of its machine's history, or of all rows when `units` is null. */
export function stretches(rows: number, units: Int32Array | null): Int32Array {
  const labels = new Int32Array(rows)
  let label = 0
  for (let begin = 0; begin < rows;) {
    let end = begin + 1
    while (end < rows && (units === null || units[end] === units[begin])) end++
    const count = Math.min(TIME_BLOCKS, Math.max(1, Math.floor((end - begin) / STRETCH)))
    for (let row = begin; row < end; row++) labels[row] = label + Math.floor(((row - begin) * count) / (end - begin))
    label += count
    begin = end
  }
  return labels
}

/** Label of each row from two labels: the same where both are. */
export function crossed(first: ArrayLike<number>, second: ArrayLike<number>): Int32Array {
  const known = new Map<string, number>()
  return Int32Array.from(first, (label, row) => {
    const key = `${label},${second[row]}`
    const at = known.get(key) ?? known.size
    known.set(key, at)
    return at
  })
}

/** The most machines with equally long histories. */
export function largestStratum({ begins }: Exchange): number {
  let most = 0
  for (let s = 0; s + 1 < begins.length; s++) most = Math.max(most, begins[s + 1] - begins[s])
  return most
}

/** Blocks in the strata of their labels. */
function exchange(rows: number, starts: Int32Array, lengths: Int32Array, labels: ArrayLike<number>): Exchange {
  const strata = new Map<number, number[]>()
  for (let block = 0; block < starts.length; block++) {
    const stratum = strata.get(labels[block])
    if (stratum === undefined) strata.set(labels[block], [block])
    else stratum.push(block)
  }
  const groups = [...strata.values()]
  const begins = new Int32Array(groups.length + 1)
  groups.forEach((group, s) => (begins[s + 1] = begins[s] + group.length))
  return Object.freeze({ rows, starts, lengths, begins, members: Int32Array.from(groups.flat()) })
}

/**
 * A random exchange, each as likely as any other: afterwards row r holds what row `source[r]` held.
 *
 * @param order scratch of at least as many entries as there are blocks
 */
export function drawExchange(
  { starts, lengths, begins, members, rows }: Exchange,
  random: RandomStream,
  source: Int32Array,
  order: Int32Array,
): void {
  for (let row = 0; row < rows; row++) source[row] = row
  for (let s = 0; s + 1 < begins.length; s++) {
    const begin = begins[s]
    const size = begins[s + 1] - begin
    for (let i = 0; i < size; i++) order[i] = members[begin + i]
    for (let i = size - 1; i > 0; i--) {
      const j = random.below(i + 1)
      const held = order[i]
      order[i] = order[j]
      order[j] = held
    }
    for (let i = 0; i < size; i++) {
      const to = starts[members[begin + i]]
      const from = starts[order[i]]
      for (let k = 0, length = lengths[order[i]]; k < length; k++) source[to + k] = from + k
    }
  }
}

/** Whether an exchange can change this column at all. */
export function changes(plan: Exchange, values: ArrayLike<number>): boolean {
  const { starts, lengths, begins, members } = plan
  for (let s = 0; s + 1 < begins.length; s++) {
    const first = members[begins[s]]
    for (let m = begins[s] + 1; m < begins[s + 1]; m++)
      for (let k = 0; k < lengths[first]; k++)
        if (!Object.is(values[starts[first] + k], values[starts[members[m]] + k])) return true
  }
  return false
}
