/**
 * What shocks do to a model: fitted once as it is, and once with the windows as holidays.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import { float64, text, writeTable } from '../../arrow/write-table.js'
import { integer, optional, readOptions, refuse, textRule, withDefault, type Schema } from '../../options/rules.js'
import { estimate } from '../additive/estimate.js'
import { average } from '../../numeric/average.js'
import { DAY_MS } from '../calendar.js'
import { forecastColumns } from '../forecast-columns.js'
import { stepOf, stepsAfter, type Frequency } from '../frequency.js'
import { readHistory } from '../input/history.js'
import { readHolidays } from '../input/holidays.js'
import { neededColumns, readRecipe } from '../input/recipe.js'
import type { AdditiveModel } from '../model.js'
import { resolveForecastOptions, type ForecastOptions } from '../options.js'
import { evaluateMean } from '../posterior/mean-parts.js'
import { shockHolidays } from './shock-holidays.js'

/** Options of `shockEffect`: the model's, and how far ahead its interval is measured. */
export interface ShockEffectOptions extends ForecastOptions {
  /** Rows ahead over which the width of the interval is averaged, integer ≥ 1; default 30. */
  readonly periods?: number
  /** Step of those rows; default the history's. */
  readonly frequency?: Frequency
}

const schema: Schema<{ readonly periods: number; readonly frequency: Frequency | undefined }> = {
  periods: withDefault(integer({ min: 1, max: 100_000 }), 30),
  frequency: optional(textRule('a frequency such as "D" or "MS"')),
}

/**
 * Compare the model without and with the shocks as holidays: how much of its slope, of its bends and of the width of its intervals the shocks
 * made.
 *
 * @param shocks from `detectShocks`, or any table with `start`, `days` and `kind`
 * @param options the model's options; holidays given there stay in both models
 * @returns `measure, before, after` with the rows `slope`, of the trend at the end of the history, in units of y a day; `mean_abs_delta`, mean size
 *   of the trend's bends in the model's scale, which widens intervals; `sigma`, the noise in units of y; `interval_width`, mean width of the
 *   interval over the next `periods` rows in units of y (closed form; regressors and conditions as in the last row)
 * @throws BodkinError `OPTION`, `COLUMN` or `DATA` as `fit` and `shockHolidays`
 * @example
 * shockEffect(history, detectShocks(history)).toArray()   // [{ measure: 'slope', before: −12.1, after: 0.4 }, …]
 */
export function shockEffect(history: TableLike, shocks: TableLike, options: ShockEffectOptions = {}): Table {
  if (Object.prototype.toString.call(options) !== '[object Object]') {
    refuse({ code: 'OPTION', noun: 'option', path: 'options' }, 'an object', options)
  }
  const { periods: rows, frequency: step, ...rest } = options
  const { periods, frequency } = readOptions(schema, { periods: rows, frequency: step })
  const model = resolveForecastOptions(rest)
  const { holidaysPriorScale, holidaysMode, seasonalityMode } = model.settings
  const observed = readHistory(history, model.settings, neededColumns(model), 'shockEffect', 2)
  const recipe = readRecipe(model, observed)
  const windows = readHolidays(shockHolidays(shocks), holidaysPriorScale, holidaysMode ?? seasonalityMode)
  const before = measures(estimate(observed, recipe), periods, frequency)
  const after = measures(
    estimate(observed, { ...recipe, holidays: [...recipe.holidays, ...windows] }),
    periods,
    frequency,
  )
  return writeTable({
    measure: text(Object.keys(before)),
    before: float64(Float64Array.from(Object.values(before))),
    after: float64(Float64Array.from(Object.values(after))),
  })
}

function measures(model: AdditiveModel, periods: number, frequency: Frequency | undefined): Record<string, number> {
  const { fit, scale, history, time } = model
  const last = history.ds.length - 1
  const frameAt = (ds: Float64Array): { ds: Float64Array; columns: Record<string, Float64Array> } => ({
    ds,
    columns: Object.fromEntries(
      Object.entries(history.columns).map(([column, values]) => [
        column,
        new Float64Array(ds.length).fill(values[last]),
      ]),
    ),
  })
  // the last hundredth of the history: no bend lies there unless the caller put it there
  const back = (time.end - time.start) / 100
  const { trend } = evaluateMean(model, frameAt(Float64Array.of(time.end - back, time.end)))
  const columns = new Map(
    forecastColumns(model, frameAt(stepsAfter(time.end, periods, stepOf(time, frequency))), {
      intervalWidth: undefined,
      interval: 'analytic',
      draws: 1,
      seed: undefined,
      nonNegative: false,
      integer: false,
    }),
  )
  const upper = columns.get('yhat_upper')!
  const lower = columns.get('yhat_lower')!
  return {
    slope: ((trend[1] - trend[0]) / back) * DAY_MS,
    mean_abs_delta: fit.delta.length === 0 ? 0 : average(fit.delta.map(Math.abs)),
    sigma: fit.sigma * scale.y,
    interval_width: average(upper.map((value, i) => value - lower[i])),
  }
}
