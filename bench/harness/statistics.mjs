/** The few statistics that the tables show: median, spread, and the slope of a scaling law. */

/** Median of a non-empty list; the mean of the two middle values when the count is even. `median([3, 1, 2])` → `2` */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Median, smallest and largest of a non-empty list. */
export function summary(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) }
}

/** Least-squares slope of ln y on ln x: the exponent b of y ≈ a·x^b. `exponent([10, 100], [1, 10])` → `1` */
export function exponent(xs, ys) {
  const u = xs.map(Math.log)
  const v = ys.map(Math.log)
  const meanU = u.reduce((a, b) => a + b, 0) / u.length
  const meanV = v.reduce((a, b) => a + b, 0) / v.length
  let above = 0
  let below = 0
  for (let i = 0; i < u.length; i++) {
    above += (u[i] - meanU) * (v[i] - meanV)
    below += (u[i] - meanU) ** 2
  }
  return above / below
}

/** Root mean square of a − b over two lists of one length. */
export function rootMeanSquareDifference(a, b) {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2
  return Math.sqrt(sum / a.length)
}
