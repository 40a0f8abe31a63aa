/** The trend's bends as a table: where, how much, and the slope on either side. */
import type { Table } from 'apache-arrow'
import { boolean, float64, time, writeTable } from '../arrow/write-table.js'
import { assertAdditive } from './assert-model.js'
import { DAY_MS } from './calendar.js'
import type { ForecastModel } from './model.js'

/**
 * List the changepoints of an additive model.
 *
 * @returns a row a changepoint, in time order: `ds`; `delta`, the change of the rate, and `rate_before`, `rate_after`, in the model's scale
 *   (as `model.fit.delta` and `model.fit.k`: scaled y per length of the history); `active`, whether the trend bends there at all; and
 *   `slope_before`, `slope_after`, the same rates in units of y (with a `transform` of the transformed y) per day (null for logistic growth, whose slope is nowhere constant)
 * @throws BodkinError `OPTION` for a model without changepoints (a baseline)
 * @example
 * changepoints(model).getChild('active')   // [false, true, …]
 */
export function changepoints(model: ForecastModel): Table {
  const { settings, fit, scale, time: axis, changepoints: times } = assertAdditive(model, 'changepoints')
  const after = fit.delta.map(() => 0)
  let rate = fit.k
  fit.delta.forEach((size, s) => (after[s] = rate += size))
  const before = after.map((_, s) => (s === 0 ? fit.k : after[s - 1]))
  const perDay = settings.growth === 'logistic' ? NaN : (scale.y * DAY_MS) / (axis.end - axis.start)
  return writeTable({
    ds: time(times),
    delta: float64(fit.delta.slice()),
    rate_before: float64(before),
    rate_after: float64(after),
    active: boolean(Uint8Array.from(fit.delta, (size) => (size === 0 ? 0 : 1))),
    slope_before: float64(before.map((value) => value * perDay)),
    slope_after: float64(after.map((value) => value * perDay)),
  })
}
