/** One series, end to end: hold out, fit, compare with baselines, judge, and only if it passed fit on everything and forecast. */
import type { Table } from 'apache-arrow'
import { numericColumn } from '../../src/arrow/numeric-column.js'
import { readTable } from '../../src/arrow/read-table.js'
import {
  fit,
  mean,
  naive,
  predict,
  seasonalNaive,
  type AdditiveModel,
  type ForecastModel,
} from '../../src/forecast/index.js'
import type { Verdict } from '../../src/verdict/verdict.js'
import type { Rows, Series } from '../data/series.js'
import type { Progress } from '../progress.js'
import { holdOutVerdict } from './hold-out-verdict.js'
import { onCalendar } from './regular.js'
import { score, type Predicted, type Scores } from './scores.js'
import { seasonWords, splitSeries, type Split } from './split.js'
import { periodsOf } from './words.js'

/** A model and its scores over the held-out rows. */
export interface Contestant {
  readonly name: string
  readonly scores: Scores
}

/** All that a report tells about one series. */
export interface Evaluation {
  readonly series: Series
  readonly split: Split
  readonly all: Rows
  readonly training: Rows
  readonly truth: Rows
  /** Forecast of the held-out rows by the model that never saw them. */
  readonly heldOutForecast: Table
  /** The model first, then the baselines. */
  readonly contestants: readonly Contestant[]
  readonly verdict: Verdict
  /** The model that is shown: fitted on everything when published, else on the training rows. */
  readonly model: AdditiveModel
  /** The next periods; null when refused. */
  readonly forecast: Table | null
}

/** Evaluate one series and forecast its next `periods` rows. Deterministic: every seed is fixed. */
export function evaluate(series: Series, periods: number, progress: Progress): Evaluation {
  const split = splitSeries(series)
  const { ds, y } = series
  const all = rowsOf(ds, y, 0, ds.length)
  const training = rowsOf(ds, y, 0, split.trained)
  const truth = rowsOf(ds, y, split.trained, ds.length)
  const future = { ds: truth.ds }
  const options = { ...holidayOption(series, periods, split), seed: 0 }

  progress(`fit on ${split.trained} rows`)
  const held = fit(training, options)
  progress(`predict the ${split.heldOut} held-out rows, compare with baselines`)
  const heldOutForecast = predict(held, future, { interval: 'simulation' })
  const scoresOf = (model: ForecastModel): Scores => score(truth.y, predictedOf(predict(model, future)))
  const modelScores = score(truth.y, predictedOf(heldOutForecast))
  const seasonal =
    split.season === null
      ? null
      : scoresOf(seasonalNaive(onCalendar(training, split.frequency, split.season), { season: split.season }))
  const meanScores = scoresOf(mean(training))
  const naiveScores = scoresOf(naive(training))

  const evidence = {
    model: modelScores,
    mean: meanScores,
    naive: naiveScores,
    seasonalNaive: seasonal,
    seasonWords: split.season === null ? '' : seasonWords(split.frequency, split.season),
    heldOut: split.heldOut,
    periods: periodsOf(split.frequency),
    unit: series.unit,
  }
  const first = holdOutVerdict({ ...evidence, finite: Number.isFinite(modelScores.mae + modelScores.width) })
  const shared = {
    series,
    split,
    all,
    training,
    truth,
    heldOutForecast,
    contestants: contestantsOf(modelScores, seasonal, meanScores, naiveScores, split),
  }
  if (!first.publish) return { ...shared, verdict: first, model: held, forecast: null }

  progress(`fit on all ${ds.length} rows, forecast ${periods} more`)
  const model = fit(all, options)
  const forecast = predict(model, { periods, frequency: split.frequency }, { interval: 'simulation' })
  const { yhat, lower, upper } = predictedOf(forecast)
  const finite = [yhat, lower, upper].every((column) => column.every(Number.isFinite))
  const verdict = holdOutVerdict({ ...evidence, finite })
  return { ...shared, verdict, model, forecast: verdict.publish ? forecast : null }
}

function rowsOf(ds: Float64Array, y: Float64Array, from: number, to: number): Rows {
  return { ds: Array.from(ds.subarray(from, to), (time) => new Date(time)), y: y.slice(from, to) }
}

/** Holidays of every year of the history and of the span that will be forecast. */
function holidayOption({ ds, holidays }: Series, periods: number, { trained, heldOut }: Split): object {
  if (holidays === null) return {}
  const first = new Date(ds[0])
  const last = ds[ds.length - 1]
  const span = (last - ds[0]) / (trained + heldOut - 1)
  return { holidays: holidays(first.getUTCFullYear(), new Date(last + (periods + 1) * span).getUTCFullYear()) }
}

function predictedOf(table: Table): Predicted {
  const read = readTable(table, 'forecast')
  const column = (name: string): Float64Array => numericColumn(read, name).values
  return { yhat: column('yhat'), lower: column('yhat_lower'), upper: column('yhat_upper') }
}

function contestantsOf(
  model: Scores,
  seasonal: Scores | null,
  mean: Scores,
  naive: Scores,
  { season }: Split,
): Contestant[] {
  return [
    { name: 'additive model', scores: model },
    ...(seasonal === null ? [] : [{ name: `seasonal naive (${season} rows)`, scores: seasonal }]),
    { name: 'naive (last value)', scores: naive },
    { name: 'mean', scores: mean },
  ]
}
