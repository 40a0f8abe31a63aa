/**
 * What candidates did in their folds: the rows of the evaluation table, and the evidence for the gate.
 *
 *   gain of a forecast in a fold = loss of the uninformed one − its own loss                 loss: mean |y − ŷ| / scale of the fold
 *   p = max over mean and naive of max(reality check over all candidates, Diebold–Mariano of the chosen one)
 *
 * A forecast has skill when it beats the mean and the naive forecast, so the p-value against the better of the two, which is picked after
 * the fact, is the larger of both: no correction for the picking is needed (Berger 1982, intersection–union). The reality check answers for
 * the search among candidates, the paired test for the chosen one, which need not be the best: each alone lets a little more noise through
 * than it promises in 16 folds, both together do not.
 */
import { average } from '../../numeric/average.js'
import { randomStream } from '../../numeric/random.js'
import { studentTUpper } from '../../numeric/student-t.js'
import { isUninformed, type CandidateName, type UNINFORMED } from './candidates.js'
import { dieboldMariano } from './diebold-mariano.js'
import type { FoldErrors } from './interval.js'
import { realityCheck } from './reality-check.js'
import type { Tried } from './tuned.js'

/** What came in a fold's window. */
export interface FoldTruth {
  readonly y: Float64Array
  /** Milliseconds behind the origin. */
  readonly horizon: Float64Array
  /** 1 for rows in a shock window, which the gate does not look at. */
  readonly shocked: Uint8Array
  /** Whether the last row before the window lies in one. */
  readonly fromShock: boolean
  /** Unit of the loss: the seasonal naive error inside the fold's history, or 1 where that is 0. */
  readonly scale: number
}

/** A row of the evaluation table; figures are null where they have no value. */
export interface EvaluationRow {
  readonly model: CandidateName
  /** Folds with a forecast. */
  readonly folds: number
  readonly mae: number | null
  readonly rmse: number | null
  readonly mape: number | null
  readonly mase: number | null
  /** 1 − loss/loss of the better of mean and naive. */
  readonly skill: number | null
  readonly coverage: number | null
  /** Mean of ŷ − y. */
  readonly bias: number | null
  /** Without the rows in shock windows. */
  readonly maeWithoutShocks: number | null
  readonly maseWithoutShocks: number | null
  readonly selected: boolean
}

/** Mean absolute error of a candidate a number of rows ahead. */
export interface HorizonError {
  readonly model: CandidateName
  readonly horizon: number
  readonly mae: number
}

/** How well the chosen one did against the uninformed. */
export interface Skill {
  readonly benchmark: (typeof UNINFORMED)[number]
  readonly skill: number
  readonly realityCheck: number
  readonly dieboldMariano: number
  readonly statistic: number
}

/** Mean |y − ŷ| in units of the fold's scale; of the rows outside of shocks unless all are inside. */
export function scaledError({ y, shocked, scale }: FoldTruth, forecast: Float64Array): number {
  const all = shocked.every((flag) => flag === 1)
  let sum = 0
  let rows = 0
  for (let i = 0; i < y.length; i++) {
    if (!all && shocked[i] === 1) continue
    sum += Math.abs(y[i] - forecast[i])
    rows++
  }
  return sum / rows / scale
}

/**
 * Test the chosen candidate against the uninformed ones; null with fewer than 2 folds or without an uninformed forecast.
 *
 * A last value inside a shock is no level to continue, so that a fold which begins there says nothing about skill: one gain of that size makes
 * all others look like chance. Such folds are left out of both tests, unless fewer than half would stay.
 */
export function testSkill(
  chosen: Tried,
  tried: readonly Tried[],
  truth: readonly FoldTruth[],
  overlap: number,
  seed: number,
  id: string,
): Skill | null {
  const uninformed = tried.filter((one) => isUninformed(one.name) && Number.isFinite(one.loss))
  if (chosen.losses.length < 2 || uninformed.length === 0) return null
  const informed = tried.filter((one) => !isUninformed(one.name) && Number.isFinite(one.loss))
  const benchmark = uninformed.reduce((best, one) => (one.loss < best.loss ? one : best))
  const calm = [...truth.keys()].filter((f) => !truth[f].fromShock)
  const tested = Int32Array.from(calm.length < 2 || 2 * calm.length < truth.length ? truth.keys() : calm)
  const gainOver = (rival: Tried, one: Tried): Float64Array =>
    Float64Array.from(tested, (f) => rival.losses[f] - one.losses[f])
  const checks = uninformed.map((rival) =>
    realityCheck(
      informed.map((one) => gainOver(rival, one)),
      overlap,
      randomStream(seed, `reality check ${rival.name} ${id}`),
    ),
  )
  const paired = uninformed.map((rival) => dieboldMariano(gainOver(rival, chosen), overlap))
  const weakest = paired.reduce((worst, one) => (one.pValue > worst.pValue ? one : worst))
  return {
    benchmark: benchmark.name as Skill['benchmark'],
    skill: benchmark.loss > 0 ? 1 - chosen.loss / benchmark.loss : 0,
    realityCheck: Math.max(...checks),
    dieboldMariano: weakest.pValue,
    statistic: weakest.statistic,
  }
}

/** |mean error| as a share of the mean absolute error, and the two-sided p-value of a mean error of 0; null with fewer than 2 folds. */
export function measureBias(
  forecasts: readonly Float64Array[],
  truth: readonly FoldTruth[],
  overlap: number,
): { readonly share: number; readonly pValue: number } | null {
  if (forecasts.length < 2) return null
  const errors = forecasts.map((forecast, f) => forecast.map((value, i) => (value - truth[f].y[i]) / truth[f].scale))
  const mean = average(Float64Array.from(errors, average))
  const size = average(Float64Array.from(errors, (own) => average(own.map(Math.abs))))
  const sign = Math.sign(mean) || 1
  const { statistic } = dieboldMariano(
    Float64Array.from(errors, (own) => sign * average(own)),
    overlap,
  )
  return {
    share: size === 0 ? 0 : Math.abs(mean) / size,
    pValue: Math.min(1, 2 * studentTUpper(statistic, forecasts.length - 1)),
  }
}

/** Absolute errors in units of y, fold by fold, for the interval; of the rows outside of shocks unless a fold has none. */
export function foldErrors(forecasts: readonly Float64Array[], truth: readonly FoldTruth[]): FoldErrors {
  const kept = truth.map(({ shocked }) => {
    const calm = Array.from(shocked.keys()).filter((i) => shocked[i] === 0)
    return calm.length === 0 ? Array.from(shocked.keys()) : calm
  })
  return {
    errors: forecasts.map((forecast, f) => Float64Array.from(kept[f], (i) => Math.abs(truth[f].y[i] - forecast[i]))),
    horizons: truth.map(({ horizon }, f) => Float64Array.from(kept[f], (i) => horizon[i])),
  }
}

/** One row of the evaluation table. */
export function evaluationRow(
  { name, forecasts, loss }: Tried,
  truth: readonly FoldTruth[],
  benchmarkLoss: number,
  coverage: number | null,
  selected: boolean,
): EvaluationRow {
  const own = forecasts.flatMap((forecast, f) => (forecast === undefined ? [] : [{ forecast, truth: truth[f] }]))
  const sums = { rows: 0, absolute: 0, squares: 0, percentage: 0, scaled: 0, error: 0 }
  const calm = { rows: 0, absolute: 0, scaled: 0 }
  let smallest = Infinity
  for (const { forecast, truth: came } of own) {
    for (let i = 0; i < forecast.length; i++) {
      const error = forecast[i] - came.y[i]
      const size = Math.abs(error)
      smallest = Math.min(smallest, Math.abs(came.y[i]))
      sums.rows++
      sums.absolute += size
      sums.squares += error * error
      sums.percentage += size / Math.abs(came.y[i])
      sums.scaled += size / came.scale
      sums.error += error
      if (came.shocked[i] === 1) continue
      calm.rows++
      calm.absolute += size
      calm.scaled += size / came.scale
    }
  }
  const share = (sum: number, rows: number): number | null => (rows === 0 ? null : sum / rows)
  const maseWithoutShocks = share(calm.scaled, calm.rows)
  return {
    model: name,
    folds: own.length,
    mae: share(sums.absolute, sums.rows),
    rmse: sums.rows === 0 ? null : Math.sqrt(sums.squares / sums.rows),
    // a value near 0 makes the percentage meaningless, as in metrics
    mape: smallest < 1e-8 ? null : share(sums.percentage, sums.rows),
    mase: share(sums.scaled, sums.rows),
    skill: Number.isFinite(loss) && benchmarkLoss > 0 && truth.length > 0 ? 1 - loss / benchmarkLoss : null,
    coverage,
    bias: share(sums.error, sums.rows),
    maeWithoutShocks: share(calm.absolute, calm.rows),
    maseWithoutShocks,
    selected,
  }
}

/** Mean absolute error by rows ahead. */
export function horizonErrors({ name, forecasts }: Tried, truth: readonly FoldTruth[]): HorizonError[] {
  const longest = truth.reduce((most, { y }) => Math.max(most, y.length), 0)
  return Array.from({ length: longest }, (_, i): HorizonError => {
    let sum = 0
    let rows = 0
    forecasts.forEach((forecast, f) => {
      if (forecast === undefined || i >= forecast.length) return
      sum += Math.abs(truth[f].y[i] - forecast[i])
      rows++
    })
    return { model: name, horizon: i + 1, mae: rows === 0 ? NaN : sum / rows }
  })
}
