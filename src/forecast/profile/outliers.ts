/**
 * Outliers: rows far outside of what their neighbours one and two seasons away span.
 *
 *   neighbours of row t: the values m and 2m steps before and after it (both pairs, or the nearer pair alone); [a, b] = the middle two
 *   r_t = y_t − (a + b)/2,   s = 1.4826 · median |r|,   outlier: y_t < a − 5s or y_t > b + 5s
 *
 * m = steps in a season. A straight trend cancels in symmetric pairs, a neighbour that is an outlier itself widens [a, b] instead of moving
 * it, and half of all rows may be wild before s follows them. Rows within a season of either end have no pair and are not judged; nothing is
 * where s = 0 (at least half of the rows equal their neighbours). At 5 s one normal row in 1.7 million is flagged. O(T).
 */
import { quantileInPlace } from '../../numeric/quantile.js'

const TOO_FAR = 5
/** Standard deviation of a normal in units of its median absolute deviation. */
export const MAD_TO_DEVIATION = 1.4826

/**
 * @param y values, length T
 * @param position step of each row on the calendar, ascending, length T
 * @param season steps in a season, at least 1
 */
export function countOutliers(y: Float64Array, position: Float64Array, season: number): number {
  const rowAt = new Map(Array.from(position, (step, t) => [step, t]))
  const low = new Float64Array(y.length).fill(NaN)
  const high = new Float64Array(y.length).fill(NaN)
  const distances: number[] = []
  for (let t = 0; t < y.length; t++) {
    const near = pair(rowAt, position[t], season)
    if (near === null) continue
    const far = pair(rowAt, position[t], 2 * season)
    const around = [...near, ...(far ?? [])].map((row) => y[row]).sort((a, b) => a - b)
    const middle = around.length / 2
    low[t] = around[middle - 1]
    high[t] = around[middle]
    distances.push(Math.abs(y[t] - low[t] / 2 - high[t] / 2))
  }
  const deviation = MAD_TO_DEVIATION * quantileInPlace(Float64Array.from(distances), 0.5)
  if (!(deviation > 0)) return 0
  let count = 0
  for (let t = 0; t < y.length; t++) {
    if (y[t] < low[t] - TOO_FAR * deviation || y[t] > high[t] + TOO_FAR * deviation) count++
  }
  return count
}

/** Rows `lag` steps before and after a step, when both exist. */
function pair(rowAt: ReadonlyMap<number, number>, step: number, lag: number): [number, number] | null {
  const before = rowAt.get(step - lag)
  const after = rowAt.get(step + lag)
  return before === undefined || after === undefined ? null : [before, after]
}
