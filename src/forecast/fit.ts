/**
 * Fit the additive model: options → history and holidays → exact optimum → model.
 */
import type { TableLike } from '../arrow/table-like.js'
import { estimate } from './additive/estimate.js'
import { readHistory } from './input/history.js'
import { neededColumns, readRecipe } from './input/recipe.js'
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
 *   used (infinite, unparsable times, fewer than 2 rows, outside the domain of `transform`), `PEER` when `country` is given and the package
 *   `date-holidays` is not installed
 * @example
 * const model = fit({ ds: ['2024-01-01', '2024-01-02', '2024-01-03'], y: [1, 2, 3] })
 * predict(model, { periods: 2 }).getChild('yhat')   // about [4, 5]
 */
export function fit(history: TableLike, options: ForecastOptions = {}): AdditiveModel {
  const resolved = resolveForecastOptions(options)
  const observed = readHistory(history, resolved.settings, neededColumns(resolved), 'fit', 2)
  return estimate(observed, readRecipe(resolved, observed))
}
