/**
 * Fit and forecast some series of a panel: one model a series, no choice among models. Typed arrays in, typed arrays out, so that the same
 * function runs here and on a worker.
 *
 * Additive series that share their times share scaled times, feature columns, design and Gram matrix (`layOut`): the first costs T·p²/2,
 * each further one T·p and the solve. The result of a series is the same, bit for bit, whichever series it is worked on with, because
 * what is shared depends on the times alone.
 */
import { BodkinError } from '../../errors.js'
import { randomStream } from '../../numeric/random.js'
import type { Task } from '../../parallel/task.js'
import { estimate } from '../additive/estimate.js'
import type { Frame } from '../additive/frame.js'
import { layOut, withValues, type Layout } from '../additive/preparation.js'
import { showTime } from '../calendar.js'
import { fitCandidate, type Candidate } from '../evaluation/candidates.js'
import { forecastColumns } from '../forecast-columns.js'
import { stepOf, stepsAfter, type Frequency } from '../frequency.js'
import type { History } from '../history.js'
import type { ForecastModel } from '../model.js'
import { historyOf, type PanelData, type PanelFrame, type SeriesFailure } from '../panel/panel.js'
import { assertDomain } from '../transform/transform.js'

/** Series that share a frame, with the model to fit to them. */
export interface SeriesGroup {
  readonly frame: PanelFrame
  readonly candidate: Candidate
  readonly series: readonly { readonly id: string; readonly start: number }[]
}

/** What a worker needs for some series. */
export interface SeriesInput {
  readonly data: PanelData
  readonly groups: readonly SeriesGroup[]
  readonly periods: number
  /** undefined: that of each series. */
  readonly frequency: Frequency | undefined
  readonly seed: number
}

/** Forecasts of some series, in the order of the input. */
export interface SeriesOutput {
  /** Rows of series i stand at i·periods … (i + 1)·periods; NaN for a series that failed, and bounds where there are none. */
  readonly ds: Float64Array
  readonly yhat: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** Why each series has no forecast; undefined where it has one. */
  readonly failures: readonly (SeriesFailure | undefined)[]
  /** What a reader should know of each model; usually empty. */
  readonly notes: readonly (readonly string[])[]
}

/** Some series, on a worker or here. */
export const seriesTask: Task<SeriesInput, SeriesOutput> = {
  name: 'forecast/series',
  run: forecastSeries,
  transfer: ({ ds, yhat, lower, upper }) => [ds, yhat, lower, upper].map(({ buffer }) => buffer as ArrayBuffer),
}

/** Fit and forecast. What is wrong with a series is its failure, not an error. */
function forecastSeries({ data, groups, periods, frequency, seed }: SeriesInput): SeriesOutput {
  const count = groups.reduce((sum, { series }) => sum + series.length, 0)
  const empty = (): Float64Array => new Float64Array(count * periods).fill(NaN)
  const [ds, yhat, lower, upper] = [empty(), empty(), empty(), empty()]
  const failures: (SeriesFailure | undefined)[] = []
  const notes: (readonly string[])[] = []
  for (const { frame, candidate, series } of groups) {
    const fit = seriesFitter(candidate)
    for (const { id, start } of series) {
      const at = failures.length * periods
      try {
        const model = fit(historyOf(data, frame, start))
        const rows = { ds: stepsAfter(model.time.end, periods, stepOf(model.time, frequency)), columns: {} }
        const forecast = forecastOf(model, rows, candidate, frequency, randomStream(seed, `series ${id}`).bits())
        ds.set(rows.ds, at)
        yhat.set(forecast.yhat, at)
        if (forecast.lower !== undefined) lower.set(forecast.lower, at)
        if (forecast.upper !== undefined) upper.set(forecast.upper, at)
        failures.push(undefined)
        notes.push(model.kind === 'additive' ? model.notes : [])
      } catch (error) {
        if (!(error instanceof BodkinError)) throw error
        failures.push({ code: error.code, message: error.message })
        notes.push([])
      }
    }
  }
  return { ds, yhat, lower, upper, failures, notes }
}

/** A function that fits a candidate to histories of one frame. */
function seriesFitter(candidate: Candidate): (history: History) => ForecastModel {
  if (candidate.model !== 'additive') return (history) => fitCandidate(history, candidate, new Map())
  const { recipe } = candidate
  let layout: Layout | undefined
  const { transform, value } = recipe.settings
  return (history) => {
    assertDomain(history.y, transform, value, (i) => `at ${showTime(history.ds[i])}`)
    layout ??= layOut(history, recipe)
    return estimate(history, recipe, withValues(layout, history, recipe))
  }
}

/** yhat and its bounds at rows behind the history. */
function forecastOf(
  model: ForecastModel,
  rows: Frame,
  { output, intervalWidth }: Candidate,
  frequency: Frequency | undefined,
  seed: number,
): { yhat: Float64Array; lower: Float64Array | undefined; upper: Float64Array | undefined } {
  const columns = new Map(forecastColumns(model, rows, { ...output, intervalWidth, seed }, frequency))
  const yhat = columns.get('yhat')!
  if (yhat.some((value) => !Number.isFinite(value)))
    throw new BodkinError('DATA', 'the forecast is not finite: the values are too far apart for the model')
  return { yhat, lower: columns.get('yhat_lower'), upper: columns.get('yhat_upper') }
}
