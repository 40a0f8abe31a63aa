/**
 * Quantiles of a sample by selection, O(n) instead of a sort.
 *
 * Type 7 of Hyndman & Fan (1996), NumPy's default: position h = (n − 1)·q, linear between the order statistics around it. Selection:
 * Hoare's quickselect with the median of three.
 */

/**
 * The q-quantile of `values` from `start` (inclusive) to `end` (exclusive). Reorders that part of `values`.
 *
 * @param q in [0, 1]
 * @returns NaN for an empty range
 * @example
 * quantileInPlace(new Float64Array([4, 1, 3, 2]), 0.5)   // 2.5
 */
export function quantileInPlace(
  values: Float64Array,
  q: number,
  start: number = 0,
  end: number = values.length,
): number {
  const n = end - start
  if (n === 0) return NaN
  const position = (n - 1) * q
  const lower = Math.floor(position)
  const low = select(values, start + lower, start, end - 1)
  const share = position - lower
  if (share === 0) return low
  // after the selection everything behind the index is ≥ low: its smallest is the next order statistic
  let high = Infinity
  for (let i = start + lower + 1; i < end; i++) if (values[i] < high) high = values[i]
  return low + share * (high - low)
}

/** Put the k-th smallest of values[left…right] at index k and return it. */
function select(values: Float64Array, k: number, left: number, right: number): number {
  while (right > left) {
    const middle = (left + right) >> 1
    if (values[middle] < values[left]) swap(values, left, middle)
    if (values[right] < values[left]) swap(values, left, right)
    if (values[right] < values[middle]) swap(values, middle, right)
    const pivot = values[middle]
    let i = left
    let j = right
    while (i <= j) {
      while (values[i] < pivot) i++
      while (values[j] > pivot) j--
      if (i <= j) swap(values, i++, j--)
    }
    if (k <= j) right = j
    else if (k >= i) left = i
    else return values[k]
  }
  return values[k]
}

function swap(values: Float64Array, i: number, j: number): void {
  const value = values[i]
  values[i] = values[j]
  values[j] = value
}
