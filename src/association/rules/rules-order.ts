/**
 * Sorting by several numbers: rows by the first, those that are equal in it by the second, and so on. Keys lie in arrays of doubles, and
 * each run of ties is sorted by packed-sort.ts. O(rows log rows) for each level that has ties.
 */
import { sortByKey } from '../database/packed-sort.js'

/** Rows 0 … n − 1, ascending by the first keys, then the second, …. The last keys should leave no ties. */
export function orderBy(keys: readonly Float64Array[]): Int32Array {
  const count = keys[0].length
  const order = new Int32Array(count)
  for (let i = 0; i < count; i++) order[i] = i
  sortRun(order, keys, keys[0].slice(), 0, count, 0)
  return order
}

/** Sort the rows from `from` to `to − 1`; `values` has their keys of this level. */
function sortRun(
  order: Int32Array,
  keys: readonly Float64Array[],
  values: Float64Array,
  from: number,
  to: number,
  level: number,
): void {
  sortByKey(values, order, from, to - 1)
  if (level + 1 === keys.length) return
  const next = keys[level + 1]
  for (let start = from; start < to;) {
    const value = values[start]
    let end = start + 1
    while (end < to && values[end] === value) end++
    if (end - start > 1) {
      // this run's keys are not needed any more
      for (let i = start; i < end; i++) values[i] = next[order[i]]
      sortRun(order, keys, values, start, end, level + 1)
    }
    start = end
  }
}
