/**
 * Sorting positions by small integers, by counting. Stable, so several keys sort one after the other, the least important first. O(positions + size).
 */

/**
 * The positions of `order` by rising key, equal keys in the order that they had.
 *
 * @param keys a key for each position, 0 to `size` − 1
 * @example
 * orderBy(Int32Array.of(0, 1, 2), Int32Array.of(1, 0, 1), 2)   // Int32Array [1, 0, 2]
 */
export function orderBy(order: Int32Array, keys: Int32Array, size: number): Int32Array {
  const next = new Int32Array(size + 1)
  for (let i = 0; i < order.length; i++) next[keys[order[i]] + 1]++
  for (let key = 0; key < size; key++) next[key + 1] += next[key]
  const out = new Int32Array(order.length)
  for (let i = 0; i < order.length; i++) out[next[keys[order[i]]]++] = order[i]
  return out
}

/**
 * Values as places among the different ones, ascending. No value may be NaN. O(values + k log k) for k different ones.
 *
 * @example
 * rankValues(Float64Array.of(7, 3, 7))   // { ranks: Int32Array [1, 0, 1], distinct: Float64Array [3, 7] }
 */
export function rankValues(values: Float64Array): { ranks: Int32Array; distinct: Float64Array } {
  const distinct = Float64Array.from(new Set(values)).sort()
  const placeOf = new Map<number, number>()
  distinct.forEach((value, place) => placeOf.set(value, place))
  return { ranks: Int32Array.from(values, (value) => placeOf.get(value) as number), distinct }
}
