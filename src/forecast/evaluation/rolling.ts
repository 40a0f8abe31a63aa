/**
 * Rolling averages over the horizon, as Prophet's `rolling_mean_by_h` and `rolling_median_by_h`.
 *
 * Rows are sorted by horizon; a window of w rows ends with the last row of each distinct horizon. Of the mean's earliest horizon a share is
 * taken when only some of its rows fit; the median takes whole rows, the latest first, and never fewer than the horizon's own. Horizons
 * with fewer than w rows up to them have no result. Rows without a value (NaN) count for the window but not for the mean.
 * Mean O(n), median O(n + distinct horizons · w).
 */
import { quantileInPlace } from '../../numeric/quantile.js'

/** Rows of equal horizon: those of group g stand at start[g] … start[g + 1]. */
export interface HorizonGroups {
  readonly start: Int32Array
  /** Distinct horizons, ascending. */
  readonly horizon: Float64Array
}

/** Group ascending horizons. */
export function groupHorizons(horizon: Float64Array): HorizonGroups {
  const start: number[] = []
  for (let i = 0; i < horizon.length; i++) if (i === 0 || horizon[i] !== horizon[i - 1]) start.push(i)
  return {
    start: Int32Array.from([...start, horizon.length]),
    horizon: Float64Array.from(start, (i) => horizon[i]),
  }
}

/** Index of the first group that has `size` rows up to its end. */
export function firstFullGroup({ start }: HorizonGroups, size: number): number {
  let group = 0
  while (start[group + 1] < size) group++
  return group
}

/**
 * Means of windows of `size` rows, for the groups from `firstFullGroup` on.
 *
 * @param x a value a row, in the order of the groups
 * @param size rows in a window, 1 … rows
 */
export function rollingMean(x: Float64Array, groups: HorizonGroups, size: number): Float64Array {
  const { start } = groups
  const count = groups.horizon.length
  const sums = new Float64Array(count)
  const valid = new Float64Array(count)
  for (let g = 0; g < count; g++) {
    for (let i = start[g]; i < start[g + 1]; i++) {
      if (Number.isNaN(x[i])) continue
      sums[g] += x[i]
      valid[g]++
    }
  }
  const first = firstFullGroup(groups, size)
  const result = new Float64Array(count - first)
  // from the right: `g` is added until the window is full, then the window's last group is dropped
  let last = count - 1
  let [sum, weight, rows] = [0, 0, 0]
  for (let g = count - 1; g >= 0; g--) {
    sum += sums[g]
    weight += valid[g]
    rows += start[g + 1] - start[g]
    while (rows >= size) {
      const share = (rows - size) / (start[g + 1] - start[g])
      const left = weight - share * valid[g]
      result[last - first] = left > 0 ? (sum - share * sums[g]) / left : NaN
      sum -= sums[last]
      weight -= valid[last]
      rows -= start[last + 1] - start[last]
      last--
    }
  }
  return result
}

/** Medians of windows of `size` rows, for the groups from `firstFullGroup` on. NaN where a row of the window has no value. */
export function rollingMedian(x: Float64Array, groups: HorizonGroups, size: number): Float64Array {
  const { start } = groups
  const count = groups.horizon.length
  const first = firstFullGroup(groups, size)
  return Float64Array.from({ length: count - first }, (_, i) => {
    const g = first + i
    const window = x.slice(Math.min(start[g], start[g + 1] - size), start[g + 1])
    return window.some(Number.isNaN) ? NaN : quantileInPlace(window, 0.5)
  })
}
