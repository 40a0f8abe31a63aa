/** One series, end to end: try every candidate on the past, choose, judge; where that passed, fit the additive model that explains it. */
import { auto, fit, type AdditiveModel, type AutoResult } from '../../src/forecast/index.js'
import type { Rows, Series } from '../data/series.js'
import type { Progress } from '../progress.js'
import { calendarOf, type Calendar } from './calendar.js'

/** Threads for the trials on the past; the answer is the same for any number. */
const workers = 2

/** All that a report tells about one series. */
export interface Evaluation {
  readonly series: Series
  readonly calendar: Calendar
  readonly all: Rows
  /** Forecast, verdict and evidence. */
  readonly result: AutoResult
  /** Trend, seasons and holidays of the whole history; null when the forecast is refused: what explains nothing is not shown. */
  readonly explained: AdditiveModel | null
}

/** Evaluate one series and forecast its next `periods` rows. Deterministic: every seed is fixed. */
export async function evaluate(series: Series, periods: number, progress: Progress): Promise<Evaluation> {
  const { ds, y, name } = series
  const calendar = calendarOf(series)
  const all: Rows = { ds: Array.from(ds, (time) => new Date(time)), y }
  const options = { ...holidayOption(series, periods), seed: 0 }
  progress(`try the models on the past of ${name}, ${ds.length} rows`)
  const result = await auto(all, { horizon: periods, frequency: calendar.frequency, workers, ...options })
  if (!result.verdict.publish) return { series, calendar, all, result, explained: null }
  progress('fit the additive model that explains it')
  return { series, calendar, all, result, explained: fit(all, options) }
}

/** Holidays of every year of the history and of the span that will be forecast. */
function holidayOption({ ds, holidays }: Series, periods: number): object {
  if (holidays === null) return {}
  const first = new Date(ds[0])
  const last = ds[ds.length - 1]
  const span = (last - ds[0]) / (ds.length - 1)
  return { holidays: holidays(first.getUTCFullYear(), new Date(last + (periods + 1) * span).getUTCFullYear()) }
}
