/**
 * Autoregressive noise: what the units in which nothing happens are like, and what of a value they do not announce.
 *
 *   x_t − centre = Σ φ_i (x_{t−i} − centre) + w_t,   w ~ (0, deviation²)        i = 1 … p
 *
 * φ by Burg's recursion (solve/autoregression.ts). O(n·p).
 */
import { average } from '../../numeric/average.js'
import { estimateAutoregression, filterRows } from '../solve/autoregression.js'

/** Noise about its centre. */
export interface Noise {
  readonly centre: number
  /** Coefficients of its autoregression. */
  readonly phi: Float64Array
  /** Standard deviation of w. */
  readonly deviation: number
  /** Standard deviation of x. */
  readonly spread: number
}

/** Most that φ is believed while windows are not known. */
const MOST = 0.5

/**
 * The noise of the values that `busy` does not mark; the order of its autoregression is chosen by AIC.
 *
 * @param cautious hold the order at 1 and φ in [0, ½]: for values whose windows are not known yet, which look like noise that drags on
 */
export function noiseOf(values: Float64Array, busy: Uint8Array, cautious = false): Noise {
  const still = values.filter((_, i) => busy[i] === 0)
  const centre = average(still)
  const noise = still.map((value) => value - centre)
  const phi = cautious
    ? estimateAutoregression(noise, 1).map((value) => Math.max(0, Math.min(MOST, value)))
    : estimateAutoregression(noise, 'auto')
  return { centre, phi, deviation: rootMeanSquare(filterRows(noise, phi)), spread: rootMeanSquare(noise) }
}

/**
 * w of every value. The first p have too little before them: they are filtered by what there is, and scaled from the spread of x to that of w, so
 * that a window may begin with the first unit.
 */
export function surprises(values: Float64Array, { centre, phi, deviation, spread }: Noise): Float64Array {
  const about = values.map((value) => value - centre)
  const result = about.slice()
  result.set(filterRows(about, phi), Math.min(phi.length, about.length))
  for (let t = 0; t < Math.min(phi.length, about.length); t++) {
    for (let i = 0; i < t; i++) result[t] -= phi[i] * about[t - 1 - i]
    result[t] *= deviation / spread
  }
  return result
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(average(values.map((value) => value * value)))
}
