/**
 * Detect shocks: options → history → windows → table.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import { writeTable } from '../../arrow/write-table.js'
import { readHistory } from '../input/history.js'
import { neededColumns, readRecipe } from '../input/recipe.js'
import { findShocks } from './find-shocks.js'
import { shockColumns } from './shock-columns.js'
import { readShockOptions, type ShockOptions } from './shock-options.js'

/**
 * Find the windows in which a series left its usual course: a lockdown, a sale, a strike, a counter that was broken.
 *
 * The usual course is the additive model without what it should not follow. Two kinds of window are looked for: days on one side of it
 * ('up', 'down'), and days far off in both directions ('mixed'), as in a sale that alternates peaks and empty days. Each is tested against
 * noise that may drag on and may have any distribution, corrected for all the windows looked at.
 *
 * Windows are made of rows; where a day has several rows, of days. A history of fewer than 28 rows (days) gives an empty table, and so does a
 * constant one. With weekly or monthly rows a window has at least three of them and at most `maxDays`; with yearly rows the defaults
 * (`minLength` 3, `maxDays` 366) leave none, and nothing is found: set `maxDays: 3660` for shocks of up to ten years.
 *
 * A step that lasts is no shock: a level that changes for good is part of the usual course, also where that course bends too slowly to follow. So a window
 * that goes on at the last row is not told, since nothing says that it ends, and one side of the usual course from the first row on neither, where a step
 * explains it as well.
 *
 * @param history as for `fit`
 * @param options the model's (holidays and regressors that explain a window keep it from being found), and `alpha`, `minLength`, `maxDays`
 * @returns a row a shock, in time order: `start` and `end`, first and last row inside; `days`, both counted; `direction` 'up', 'down' or 'mixed';
 *   `effect`, the mean distance from the usual course in units of y, for 'mixed' the mean of its size; `z` and `p_value`, corrected;
 *   `kind` 'yearly' when most other years of the history have its like on the same dates, else 'one-off'
 * @throws BodkinError `OPTION`, `COLUMN` or `DATA` as `fit`
 * @example
 * detectShocks(history).toArray()   // [{ start: 2020-03-14, end: 2020-06-06, days: 85, direction: 'down', effect: −18200, … }]
 */
export function detectShocks(history: TableLike, options: ShockOptions = {}): Table {
  const { model, rule } = readShockOptions(options)
  const observed = readHistory(history, model.settings, neededColumns(model), 'detectShocks', 0)
  const shocks = observed.ds.length === 0 ? [] : findShocks(observed, { ...rule, recipe: readRecipe(model, observed) })
  return writeTable(shockColumns(shocks))
}
