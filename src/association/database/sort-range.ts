/** Short lists of integers that lie in one array, each sorted where it lies. */

/** Numbers that insertion sorts sooner than the engine's own sort, which takes a call. */
const SHORT = 48

/** Sort `values[from]` to `values[to − 1]` ascending. O(k²) for up to 48 numbers, which most baskets have; O(k log k) for more. */
export function sortRange(values: Int32Array, from: number, to: number): void {
  if (to - from > SHORT) {
    values.subarray(from, to).sort()
    return
  }
  for (let i = from + 1; i < to; i++) {
    const value = values[i]
    let at = i
    for (; at > from && values[at - 1] > value; at--) values[at] = values[at - 1]
    values[at] = value
  }
}
