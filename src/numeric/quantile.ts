/**
 * Quantiles of a sample by selection, O(n) instead of a sort.
 *
 * Type 7 of Hyndman & Fan (1996), NumPy's default: position h = (n − 1)·q, linear between the order statistics around it. Selection by
 * Floyd & Rivest, Algorithm 489: SELECT, Communications of the ACM 18 (1975): a sample brackets the wanted rank, so that about n + min(k, n − k)
 * comparisons are enough.
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

/** Ranges longer than this are narrowed by a sample first. */
const SAMPLED = 600

/** Put the k-th smallest of values[left…right] at index k and return it; smaller ones end up left of it, larger ones right. */
export function select(values: Float64Array, k: number, left: number, right: number): number {
  while (right > left) {
    if (right - left > SAMPLED) {
      const n = right - left + 1
      const rank = k - left + 1
      const z = Math.log(n)
      const size = 0.5 * Math.exp((2 * z) / 3)
      const spread = 0.5 * Math.sqrt((z * size * (n - size)) / n) * Math.sign(rank - n / 2)
      const low = Math.max(left, Math.floor(k - (rank * size) / n + spread))
      const high = Math.min(right, Math.floor(k + ((n - rank) * size) / n + spread))
      select(values, k, low, high)
    }
    const pivot = values[k]
    let i = left
    let j = right
    swap(values, left, k)
    if (values[right] > pivot) swap(values, left, right)
    while (i < j) {
      swap(values, i, j)
      i++
      j--
      while (values[i] < pivot) i++
      while (values[j] > pivot) j--
    }
    if (values[left] === pivot) swap(values, left, j)
    else swap(values, ++j, right)
    if (j <= k) left = j + 1
    if (k <= j) right = j - 1
  }
  return values[k]
}

function swap(values: Float64Array, i: number, j: number): void {
  const value = values[i]
  values[i] = values[j]
  values[j] = value
}
