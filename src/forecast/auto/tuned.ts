/**
 * From trials to candidates: which variant speaks for a name in each fold, and the median of several candidates.
 *
 * Tuning without leakage: in a fold a name speaks through the variant with the least mean loss over the folds whose windows ended before
 * that fold's origin (the first variant while there are none), and through the one with the least mean loss over all folds in the forecast of
 * the future. So a candidate's losses are those of the whole procedure, tuning included. O(variants · folds²).
 */
import type { Fold } from '../evaluation/folds.js'
import type { CandidateName, Variant } from './candidates.js'
import type { Trials } from './trials.js'

/** A candidate in all folds. */
export interface Tried {
  readonly name: CandidateName
  /** By fold: forecasts of its window; undefined where there is none. */
  readonly forecasts: readonly (Float64Array | undefined)[]
  /** Mean scaled absolute error by fold; ∞ where there is no forecast. */
  readonly losses: Float64Array
  /** Mean of `losses`. */
  readonly loss: number
  /** Positions of the variants whose forecasts (their median) it is in the future. */
  readonly variants: readonly number[]
}

/** Loss of a forecast of a fold's window. */
export type Loss = (fold: number, forecast: Float64Array) => number

/** One candidate a name, tuned among its variants. */
export function tuneVariants(
  variants: readonly Variant[],
  trials: Trials,
  folds: readonly Fold[],
  loss: Loss,
): Tried[] {
  const names = [...new Set(variants.map(({ name }) => name))]
  const losses = trials.map((forecasts) => lossesOf(forecasts, loss))
  return names.map((name) => {
    const own = [...variants.keys()].filter((v) => variants[v].name === name)
    const forecasts = folds.map((fold, f) => {
      const settled = folds.flatMap(({ end }, g) => (end <= fold.train ? [g] : []))
      const usable = own.filter((v) => trials[v][f] !== undefined)
      return usable.length === 0 ? undefined : trials[bestOf(usable, losses, settled)][f]
    })
    return triedOf(name, forecasts, loss, [bestOf(own, losses, [...folds.keys()])])
  })
}

/** The pointwise median of candidates; in a fold of those that have a forecast there. */
export function medianOf(members: readonly Tried[], loss: Loss): Tried {
  const folds = members[0].forecasts.length
  const forecasts = Array.from({ length: folds }, (_, f) => {
    const there = members.flatMap(({ forecasts: own }) => own[f] ?? [])
    return there.length === 0 ? undefined : pointwiseMedian(there)
  })
  return triedOf(
    'median',
    forecasts,
    loss,
    members.flatMap(({ variants }) => variants),
  )
}

/** The median of several forecasts at each row; of an even number the mean of the middle two. NaN counts as no forecast. */
export function pointwiseMedian(forecasts: readonly Float64Array[]): Float64Array {
  return forecasts[0].map((_, row) => {
    const values = forecasts.map((forecast) => forecast[row]).filter((value) => !Number.isNaN(value))
    values.sort((a, b) => a - b)
    const middle = values.length >> 1
    return values.length % 2 === 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
  })
}

function triedOf(
  name: CandidateName,
  forecasts: readonly (Float64Array | undefined)[],
  loss: Loss,
  variants: readonly number[],
): Tried {
  const losses = lossesOf(forecasts, loss)
  return { name, forecasts, losses, loss: meanOver(losses, [...losses.keys()]), variants }
}

function lossesOf(forecasts: readonly (Float64Array | undefined)[], loss: Loss): Float64Array {
  return Float64Array.from(forecasts, (forecast, f) => (forecast === undefined ? Infinity : loss(f, forecast)))
}

/** The variant with the least mean loss over some folds; the first of equal ones, so of no folds the first. */
function bestOf(variants: readonly number[], losses: readonly Float64Array[], folds: readonly number[]): number {
  let best = variants[0]
  for (const v of variants) if (meanOver(losses[v], folds) < meanOver(losses[best], folds)) best = v
  return best
}

function meanOver(losses: Float64Array, folds: readonly number[]): number {
  let sum = 0
  for (const f of folds) sum += losses[f]
  return folds.length === 0 ? 0 : sum / folds.length
}
