/** The history in Prophet's document, in this package's shape. */
import { refuse } from '../../options/rules.js'
import { showTime } from '../calendar.js'
import type { History } from '../history.js'
import { at, type ProphetDocument } from './document.js'
import { booleanFlag, columnOf, finite, isoTime } from './pandas-text.js'

/** Times, values, and the columns of regressors, limits and conditions, each on its own scale. */
export function readHistory(document: ProphetDocument): History {
  const { history: rows, extra_regressors, seasonalities, growth, logistic_floor } = document
  const place = at('history')
  const numbers = (name: string): Float64Array => Float64Array.from(columnOf(rows, name, finite, place))
  const ds = Float64Array.from(columnOf(rows, 'ds', isoTime, place))
  const late = ds.findIndex((time, i) => time < ds[i - 1])
  if (late >= 0) refuse(at(`history.data[${late}].ds`), 'not before the row above', showTime(ds[late]))
  if (ds.length < 2 || ds[0] === ds[ds.length - 1]) refuse(at('history.data'), 'rows at two times at least', rows)
  assertClock(document, ds)
  const columns = new Map<string, Float64Array>()
  for (const [name, { mu, std }] of extra_regressors) {
    // the table holds them as the model sees them
    const raw = numbers(name).map((value) => value * std + mu)
    const bad = raw.findIndex((value) => !Number.isFinite(value))
    if (bad >= 0) refuse(at(`history.data[${bad}].${name}`), 'finite on its own scale', raw[bad])
    columns.set(name, raw)
  }
  if (growth === 'logistic') {
    const cap = numbers('cap')
    const floor = logistic_floor
      ? numbers('floor')
      : cap.map(() => (document.scaling === 'minmax' ? document.y_min : 0))
    const bad = cap.findIndex((value, i) => !(value > floor[i]))
    if (bad >= 0) refuse(at(`history.data[${bad}].cap`), `above the floor ${floor[bad]}`, cap[bad])
    columns.set('cap', cap)
    if (logistic_floor) columns.set('floor', floor)
  }
  const conditions = new Set(seasonalities.flatMap(([, { condition_name: condition }]) => condition ?? []))
  for (const condition of conditions) {
    if (columns.has(condition)) refuse(at('seasonalities'), 'with conditions of columns of their own', condition)
    columns.set(condition, Float64Array.from(columnOf(rows, condition, booleanFlag, place)))
  }
  return { ds, y: numbers('y'), columns: Object.freeze(Object.fromEntries(columns)) }
}

/** Prophet's clock starts and ends with the history; times finer than a millisecond are cut off in the document's table. */
function assertClock({ start, t_scale }: ProphetDocument, ds: Float64Array): void {
  const same = (ms: number, seconds: number): boolean => Math.abs(ms - seconds * 1000) < 1e-2
  if (!same(ds[0], start))
    refuse(at('start'), `${ds[0] / 1000}, the first time of the history in whole milliseconds`, start)
  const span = ds[ds.length - 1] - ds[0]
  if (!same(span, t_scale))
    refuse(at('t_scale'), `${span / 1000}, the length of the history in whole milliseconds`, t_scale)
}
