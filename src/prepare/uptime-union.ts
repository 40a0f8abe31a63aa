/**
 * How long a machine stood in each month: the measure of the union of its stops, cut at the months' bounds.
 *
 *   down[g·M + m] = | ∪ [start, end) of group g  ∩  [bounds[m], bounds[m + 1]) |      ms; g machine, m month, M months
 *
 * Stops are sorted by machine and begin; one that begins before the ones before it have ended joins them, so overlapping and nested stops
 * count once. Whole milliseconds add up exactly. O(n log n + n + months crossed).
 */
import { orderBy } from '../numeric/counting-order.js'

/** Stops: arrays of one length. `start` ≤ `end`, ms; `groups` 0 to `count` − 1. */
export interface Stops {
  readonly groups: Int32Array
  readonly start: Float64Array
  readonly end: Float64Array
  readonly count: number
}

/**
 * @param bounds where months begin, and where the last one ends, rising; what lies outside is cut off
 * @returns `down`: ms a machine and month; `joined`: stops that begin within earlier ones of the same machine
 */
export function unionByMonth(
  { groups, start, end, count }: Stops,
  bounds: Float64Array,
): { down: Float64Array; joined: number } {
  const months = bounds.length - 1
  const down = new Float64Array(count * months)
  const byStart = Int32Array.from(start.keys()).sort((a, b) => start[a] - start[b] || a - b)
  const order = orderBy(byStart, groups, count)
  let joined = 0
  let [group, low, high, month] = [-1, 0, 0, 0]

  const flush = (): void => {
    const [from, to] = [Math.max(low, bounds[0]), Math.min(high, bounds[months])]
    while (month < months && bounds[month + 1] <= from) month++
    for (let m = month; m < months && bounds[m] < to; m++) {
      down[group * months + m] += Math.min(to, bounds[m + 1]) - Math.max(from, bounds[m])
    }
  }
  for (const i of order) {
    if (groups[i] === group && start[i] < high) {
      joined++
      high = Math.max(high, end[i])
      continue
    }
    if (group >= 0) flush()
    if (groups[i] !== group) month = 0
    group = groups[i]
    low = start[i]
    high = end[i]
  }
  if (group >= 0) flush()
  return { down, joined }
}
