/**
 * The theta models as one recursion, and the impulses of their errors.
 *
 * Rows i = 0…T−1, level ℓ by simple smoothing, a = 1 − α, line A + B·(i + 1), weight ω = 1 − 1/θ:
 *
 *   forecast of row i    μ = ℓ + ω·g_i,   g_i = A·a^i + B·(1 − a^(i+1))/α          level   ℓ ← αy + aℓ
 *
 * In the standard model A and B are the least-squares line of the whole history; in the dynamic one the line through the rows seen so far,
 * updated row by row (and by the forecasts themselves beyond the history). ω = ½ (θ = 2) is the classic method of Assimakopoulos &
 * Nikolopoulos (2000), simple smoothing with drift B/2 (Hyndman & Billah 2003).
 *
 * Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler, Models for optimising the theta method and their relationship to state space
 * models, Int. J. Forecasting 32 (2016), 1151–1161.
 */

/** What one more row changes; `rows` have been seen. */
export interface ThetaLine {
  readonly rows: number
  readonly mean: number
  /** A and B. */
  readonly intercept: number
  readonly slope: number
}

/** The least-squares line of all of `y` on 1…T. */
export function wholeLine(y: Float64Array): ThetaLine {
  const rows = y.length
  const middle = (rows + 1) / 2
  let mean = 0
  for (const value of y) mean += value / rows
  let product = 0
  let square = 0
  for (let i = 0; i < rows; i++) {
    product += (i + 1 - middle) * (y[i] - mean)
    square += (i + 1 - middle) ** 2
  }
  const slope = square > 0 ? product / square : 0
  return { rows, mean, intercept: mean - slope * middle, slope }
}

/** The line of the first row alone. */
export function firstLine(first: number): ThetaLine {
  return { rows: 1, mean: first, intercept: first, slope: 0 }
}

/** The least-squares line with one more row. */
export function nextLine({ rows: i, mean, slope }: ThetaLine, value: number): ThetaLine {
  const nextMean = (i * mean + value) / (i + 1)
  const nextSlope = ((i - 1) * slope + (6 * (value - mean)) / (i + 1)) / (i + 2)
  return { rows: i + 1, mean: nextMean, intercept: nextMean - (nextSlope * (i + 2)) / 2, slope: nextSlope }
}

/** g of row `i`; `power` = a^i. */
export function lineShare(intercept: number, slope: number, alpha: number, power: number): number {
  return intercept * power + (slope * (1 - power * (1 - alpha))) / alpha
}

/** Where the recursion stands after the history. */
export interface ThetaPosition {
  readonly dynamic: boolean
  readonly alpha: number
  readonly weight: number
  readonly level: number
  /** Rows that were smoothed: the index i of the next one. */
  readonly rows: number
  readonly line: ThetaLine
}

/** Forecasts of the next `horizon` rows, the forecasts standing in for the values. */
export function forecastLine(position: ThetaPosition, horizon: number): Float64Array {
  return run(position, horizon, 0)
}

/**
 * Σ over the errors of earlier steps of their squared effect on step h, plus 1 for its own: the variance of step h in units of σ².
 *
 * The recursion is linear in its state, so an error of 1 at step k moves later steps by the recursion started from that error alone.
 * O(H) for the standard model (1 + (h − 1)α²), O(H²) for the dynamic one.
 */
export function varianceFactors(position: ThetaPosition, horizon: number): Float64Array {
  const { dynamic, alpha } = position
  const factors = new Float64Array(horizon).fill(1)
  if (!dynamic) return factors.map((_, h) => 1 + h * alpha * alpha)
  const none: ThetaLine = { rows: 0, mean: 0, intercept: 0, slope: 0 }
  for (let k = 0; k + 1 < horizon; k++) {
    const effects = run(
      { ...position, level: 0, rows: position.rows + k, line: { ...none, rows: position.line.rows + k } },
      horizon - k,
      1,
    )
    for (let h = k + 1; h < horizon; h++) factors[h] += effects[h - k] ** 2
  }
  return factors
}

/** `error` is added to the first forecast before it is taken for the value. */
function run(
  { dynamic, alpha, weight, level, rows, line }: ThetaPosition,
  horizon: number,
  error: number,
): Float64Array {
  const forecast = new Float64Array(horizon)
  let power = (1 - alpha) ** rows
  let current = level
  let { mean, intercept, slope } = line
  let seen = line.rows
  for (let h = 0; h < horizon; h++) {
    const value = current + weight * lineShare(intercept, slope, alpha, power) + (h === 0 ? error : 0)
    forecast[h] = value
    current = alpha * value + (1 - alpha) * current
    power *= 1 - alpha
    if (dynamic) ({ rows: seen, mean, intercept, slope } = nextLine({ rows: seen, mean, intercept, slope }, value))
  }
  return forecast
}
