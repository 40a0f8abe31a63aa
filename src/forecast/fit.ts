/**
 * Fit the additive model: options → history and holidays → exact optimum → model.
 */
import type { TableLike } from '../arrow/table-like.js'
import { estimate } from './additive/estimate.js'
import { assertCapacity } from './additive/capacity.js'
import { columnsOfSettings } from './additive/components.js'
import { readChangepoints } from './input/changepoints.js'
import { readHistory } from './input/history.js'
import { readHolidays } from './input/holidays.js'
import type { AdditiveModel } from './model.js'
import { resolveForecastOptions, type ForecastOptions } from './options.js'

/**
 * Fit the additive model (trend + seasonalities + holidays + regressors) exactly: its maximum a posteriori, with a certificate.
 *
 * @param history one row an observation: a time column (default `ds`; Date, Timestamp or ISO text, UTC), a value column (default `y`), and
 *   the columns that regressors and conditions name. Any row order; rows without a value are skipped; repeated times are repeated observations
 * @param options see `ForecastOptions`; defaults are Prophet's
 * @returns a frozen model; `fit.certificate.kind` says whether its optimum is proven global
 * @throws BodkinError `OPTION` for an unknown or impossible option, `COLUMN` for a missing or mistyped column, `DATA` for values that cannot be
 *   used (infinite, unparsable times, fewer than 2 rows)
 * @example
 * const model = fit({ ds: ['2024-01-01', '2024-01-02', '2024-01-03'], y: [1, 2, 3] })
 * predict(model, { periods: 2 }).getChild('yhat')   // about [4, 5]
 */
export function fit(history: TableLike, options: ForecastOptions = {}): AdditiveModel {
  const { holidays, changepoints, ...settings } = resolveForecastOptions(options)
  const observed = readHistory(history, settings, columnsOfSettings(settings), 'fit', 2)
  assertCapacity(settings, observed.ds, observed.columns)
  return estimate(observed, {
    settings: Object.freeze(settings),
    holidays:
      holidays === undefined
        ? []
        : readHolidays(holidays, settings.holidaysPriorScale, settings.holidaysMode ?? settings.seasonalityMode),
    changepoints: changepoints === undefined ? undefined : readChangepoints(observed.ds, changepoints),
  })
}
