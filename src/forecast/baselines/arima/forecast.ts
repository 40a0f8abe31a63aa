/**
 * Forecasts of a fitted seasonal ARIMA model.
 *
 *   ŵ(T + h) = level + first entry of Tʰ⁻¹·a, a the filter's state behind the last row;  ŷ undoes the differences row by row
 *   variance σ² Σ_{i<h} ψ_i²,  ψ the response of y to one shock
 *
 * O(horizon·(lags + season)) for the means, O(horizon²) at most for the weights. Hyndman & Athanasopoulos, Forecasting: Principles and
 * Practice (3rd ed., 2021), §9.8. The uncertainty of the coefficients is left out, as in R.
 */
import { differencePolynomial, lagsOf, multiplyOut, psiWeights } from './polynomials.js'
import { harmonicColumns } from './problem.js'
import type { ArimaState } from './state.js'

/** Means and standard deviations of the forecast errors for h = 1 … horizon. */
export interface ArimaForecast {
  readonly yhat: Float64Array
  readonly deviation: Float64Array
}

/**
 * Forecast `horizon` ≥ 0 rows behind the history.
 *
 * @example
 * forecastArima(fitArima(Float64Array.of(1, 2, 3, 4, 5, 6), 1), 2)   // yhat [7, 8], deviation [0, 0]: a straight line
 */
export function forecastArima(state: ArimaState, horizon: number): ArimaForecast {
  const { order, ar, ma, seasonalAr, seasonalMa, sigma, rows, tail, state: behind, harmonic, harmonicPairs } = state
  const { p, q, P, Q, season, D } = order
  const arLags = lagsOf(p, P, season)
  const maLags = lagsOf(q, Q, season)
  const phi = new Float64Array((arLags.at(-1) ?? 0) + 1)
  const theta = new Float64Array((maLags.at(-1) ?? 0) + 1)
  multiplyOut(ar, seasonalAr, season, 1, arLags, phi)
  multiplyOut(ma, seasonalMa, season, -1, maLags, theta)
  const difference = differencePolynomial(order)
  const level = state.constant * season ** D

  const w = new Float64Array(horizon)
  const memory = tail.length
  const y = new Float64Array(memory + horizon)
  y.set(tail)
  for (let h = 0; h < horizon; h++) {
    let sum = h < behind.length ? behind[h] : 0
    for (const lag of arLags) if (lag <= h) sum += phi[lag] * w[h - lag]
    w[h] = sum
    let value = level + sum
    for (let i = 1; i < difference.length; i++) value -= difference[i] * y[memory + h - i]
    y[memory + h] = value
  }
  const yhat = y.slice(memory)
  harmonicColumns(rows, horizon, season, harmonicPairs).forEach((column, i) => {
    for (let h = 0; h < horizon; h++) yhat[h] += harmonic[i] * column[h]
  })

  const full = new Float64Array(phi.length + difference.length - 1)
  for (let i = 0; i < difference.length; i++) {
    full[i] += difference[i]
    for (const lag of arLags) full[i + lag] -= difference[i] * phi[lag]
  }
  const deviation = psiWeights(full, theta, horizon)
  let variance = 0
  for (let h = 0; h < horizon; h++) {
    variance += deviation[h] * deviation[h]
    deviation[h] = sigma * Math.sqrt(variance)
  }
  return { yhat, deviation }
}
