/** Statistics of one series that several experiments need. */

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Standard deviation around the mean, divisor n. */
export function deviation(values) {
  const centre = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
}

/** Mean of |a − b|. */
export function meanAbsoluteDifference(a, b) {
  return mean(a.map((value, i) => Math.abs(value - b[i])))
}

/** Median of a non-empty list. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Geometric mean of positive numbers. */
export function geometricMean(values) {
  return Math.exp(mean(values.map(Math.log)))
}
