/**
 * What one likelihood is computed from: the differenced series and its regressors, centred and scaled.
 *
 *   w = (1 − B)ᵈ (1 − Bˢ)ᴰ y, rows = T − d − s·D;  series[0] = (w − centre)/scale, then the differenced harmonics, then the constant (ones)
 *
 * `scale` is the root mean square of w − centre, so that nothing downstream depends on the unit of y; the centre is the mean where a
 * constant is estimated and 0 where it is not.
 */
import { differences, type ArimaOrder } from './polynomials.js'

/** A differenced, scaled series and its regressors. */
export interface ArimaProblem {
  readonly series: readonly Float64Array[]
  readonly rows: number
  readonly centre: number
  readonly scale: number
  /** The differenced series does not vary: there is nothing to estimate but its level. */
  readonly flat: boolean
}

/** Differencing leaves rounding errors of about 2e-16·|y| a time; what varies less than this times |y| is constant. */
const ROUNDING = 1e-14

/**
 * Difference, centre and scale `y` (finite, longer than d + season·D).
 *
 * @param harmonics number of Fourier pairs of `season` that enter as regressors
 */
export function arimaProblem(
  y: Float64Array,
  order: Pick<ArimaOrder, 'd' | 'D' | 'season' | 'constant'>,
  harmonics: number,
): ArimaProblem {
  const w = differences(y, order)
  const rows = w.length
  let centre = 0
  if (order.constant) {
    for (const value of w) centre += (value - w[0]) / rows
    centre += w[0] // a constant series keeps its value to the last bit
  }
  let square = 0
  for (let t = 0; t < rows; t++) {
    w[t] -= centre
    if (Math.abs(w[t]) > square) square = Math.abs(w[t])
  }
  const largest = square
  let sum = 0
  if (largest > 0) for (const value of w) sum += (value / largest) ** 2
  const scale = largest * Math.sqrt(sum / rows)
  const flat = !(scale > roundingOf(y, order))
  if (!flat) for (let t = 0; t < rows; t++) w[t] /= scale
  else w.fill(0)
  const series = [w]
  for (const column of harmonicColumns(0, y.length, order.season, harmonics)) series.push(differences(column, order))
  if (order.constant) series.push(new Float64Array(rows).fill(1))
  return { series, rows, centre, scale: flat ? 1 : scale, flat }
}

/** Differences of `y` below this are rounding errors. */
export function roundingOf(y: Float64Array, { d, D }: Pick<ArimaOrder, 'd' | 'D'>): number {
  let largest = 0
  for (const value of y) if (Math.abs(value) > largest) largest = Math.abs(value)
  return largest * ROUNDING * 2 ** (d + D)
}

/** Columns sin(2πkt/season), cos(2πkt/season) for k = 1 … pairs over the rows t = first … first + rows − 1; at k = season/2 the cosine only. */
export function harmonicColumns(first: number, rows: number, season: number, pairs: number): Float64Array[] {
  const columns: Float64Array[] = []
  for (let k = 1; k <= pairs; k++) {
    const sine = new Float64Array(rows)
    const cosine = new Float64Array(rows)
    for (let t = 0; t < rows; t++) {
      const angle = (2 * Math.PI * ((k * (first + t)) % season)) / season
      sine[t] = Math.sin(angle)
      cosine[t] = Math.cos(angle)
    }
    if (2 * k !== season) columns.push(sine)
    columns.push(cosine)
  }
  return columns
}
