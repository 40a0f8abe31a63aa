/** The numbers behind the pictures and scores, as tables of text. */
import type { Table } from 'apache-arrow'
import { categoryColumn } from '../../src/arrow/category-column.js'
import { numericColumn } from '../../src/arrow/numeric-column.js'
import { readTable } from '../../src/arrow/read-table.js'
import { timeColumn } from '../../src/arrow/time-column.js'
import { decimalsFor, formatNumber, formatShare, formatSigned, formatTime } from '../../src/figure/format.js'
import type { ComponentFigure, ReportTable } from '../../src/figure/index.js'
import type { Rows } from '../data/series.js'
import type { HolidayEffects } from './holiday-effects.js'
import { modelName } from './words.js'

const numeric = (title: string): { title: string; numeric: true } => ({ title, numeric: true })

/** Most rows that a table of the report lists; the files hold all of them. */
const most = 400

/** Every forecast row with its interval. */
export function forecastTable(forecast: Table): ReportTable {
  const read = readTable(forecast)
  const times = timeColumn(read, 'ds')
  const [yhat, lower, upper] = ['yhat', 'yhat_lower', 'yhat_upper'].map((name) => numericColumn(read, name).values)
  const decimals = decimalsFor(yhat)
  const cut = times.length > most
  return {
    kind: 'table',
    title: cut ? `the first ${most} of ${times.length} forecast rows` : 'forecast with its 80 % interval',
    columns: [{ title: 'Time' }, numeric('Forecast'), numeric('Lower'), numeric('Upper')],
    rows: Array.from(times.subarray(0, most), (time, i) => [
      formatTime(time),
      ...[yhat[i], lower[i], upper[i]].map((value) => formatNumber(value, decimals)),
    ]),
  }
}

/** The history by year, or by month or day when it is short. */
export function historyTable({ ds, y }: Rows): ReportTable {
  const candidates: [string, number][] = [
    ['Year', 4],
    ['Month', 7],
    ['Day', 10],
  ]
  const found = candidates
    .map(([unit, digits]) => [unit, grouped(ds, digits)] as const)
    .find(([, groups]) => groups.size >= 3)
  const [unit, groups] = found ?? (['Year', grouped(ds, 4)] as const)
  const decimals = decimalsFor(y)
  return {
    kind: 'table',
    title: `the history by ${unit.toLowerCase()}`,
    columns: [{ title: unit }, numeric('Rows'), numeric('Mean'), numeric('Lowest'), numeric('Highest')],
    rows: [...groups].map(([label, rows]) => [
      label,
      String(rows.length),
      formatNumber(
        meanOf(rows, (i) => y[i]),
        decimals,
      ),
      formatNumber(
        rows.reduce((low, i) => Math.min(low, y[i]), Infinity),
        decimals,
      ),
      formatNumber(
        rows.reduce((high, i) => Math.max(high, y[i]), -Infinity),
        decimals,
      ),
    ]),
  }
}

/** A component at each place of its cycle; a year by the mean of its months. */
export function componentTable({ name, cycle, points }: ComponentFigure): ReportTable {
  const decimals = decimalsFor(points.map(({ value }) => value))
  const value = (x: number): string => (cycle === 'none' ? formatNumber(x, decimals) : formatSigned(x, decimals))
  const heads = { none: 'Time', day: 'Hour', week: 'Weekday', year: 'Month' }
  return {
    kind: 'table',
    title: `component ${name}${cycle === 'year' ? ', mean by month' : ''}`,
    columns: [{ title: heads[cycle] }, numeric('Value')],
    rows: (cycle === 'year' ? byMonth(points) : points)
      .slice(0, most)
      .map(({ at, value: x }) => [typeof at === 'number' ? formatTime(at) : at, value(x)]),
  }
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

function byMonth(points: ComponentFigure['points']): { at: string; value: number }[] {
  return monthNames.flatMap((at, month) => {
    const values = points
      .filter((point) => Number(String(point.at).slice(0, 2)) === month + 1)
      .map(({ value }) => value)
    return values.length === 0 ? [] : [{ at, value: values.reduce((sum, value) => sum + value, 0) / values.length }]
  })
}

/** Holiday effects in the order of the picture. */
export function effectTable({ name, effect }: HolidayEffects): ReportTable {
  const decimals = decimalsFor(effect)
  return {
    kind: 'table',
    title: 'effect of each day',
    columns: [{ title: 'Day' }, numeric('Effect')],
    rows: name.map((day, i) => [day, formatSigned(effect[i], decimals)]),
  }
}

/** In what unit of time a rate is told: years for a history of two years or more, else 30 days, else a day. `span` in ms. */
export function rateScale(span: number): { perDays: number; words: string } {
  const days = span / 86_400_000
  if (days >= 730) return { perDays: 365.25, words: 'change a year' }
  return days >= 60 ? { perDays: 30, words: 'change in 30 days' } : { perDays: 1, words: 'change a day' }
}

/** The changepoints at which the trend bends. */
export function changepointTable(table: Table, perDays: number, words: string): ReportTable {
  const read = readTable(table)
  const times = timeColumn(read, 'ds')
  const active = numericColumn(read, 'active').values
  const before = numericColumn(read, 'slope_before').values.map((slope) => slope * perDays)
  const after = numericColumn(read, 'slope_after').values.map((slope) => slope * perDays)
  const decimals = decimalsFor([...before, ...after])
  return {
    kind: 'table',
    title: `where the trend bends, ${words}`,
    columns: [{ title: 'Time' }, numeric('Before'), numeric('After')],
    rows: Array.from(times, (_, i) => i)
      .filter((i) => active[i] === 1)
      .map((i) => [formatTime(times[i]), formatSigned(before[i], decimals), formatSigned(after[i], decimals)]),
  }
}

/** Errors of every model over the folds, the least first; the chosen one is set in bold. */
export function evaluationTable(evaluation: Table, unit: string): ReportTable {
  const read = readTable(evaluation)
  const column = (name: string): Float64Array => numericColumn(read, name).values
  const [mae, rmse, coverage, skill, selected] = ['mae', 'rmse', 'coverage', 'skill', 'selected'].map(column)
  const names = namesOf(read, 'model')
  const order = names.map((_, i) => i).sort((a, b) => (mae[a] || Infinity) - (mae[b] || Infinity) || a - b)
  const decimals = decimalsFor(mae)
  return {
    kind: 'table',
    title: 'Every model on the same stretches of the past',
    caption: `Errors: ${unit}. Skill: how much smaller the error is than that of the better uninformed forecast (mean or last value), in units of each stretch's own scale.`,
    columns: [{ title: 'Model' }, numeric('MAE'), numeric('RMSE'), numeric('In the 80 % interval'), numeric('Skill')],
    rows: order.map((i) => [
      modelName(names[i]),
      formatNumber(mae[i], decimals),
      formatNumber(rmse[i], decimals),
      formatShare(coverage[i], 0),
      Number.isFinite(skill[i]) ? `${formatSigned(skill[i] * 100, 0)} %` : '–',
    ]),
    emphasis: order.findIndex((i) => selected[i] === 1),
  }
}

/** Errors by distance, a column a model. */
export function errorTable(errors: Table, models: readonly string[], title: string): ReportTable {
  const read = readTable(errors)
  const horizon = numericColumn(read, 'horizon').values
  const mae = numericColumn(read, 'mae').values
  const names = namesOf(read, 'model')
  const decimals = decimalsFor(mae)
  const cells = new Map(names.map((name, i) => [`${name} ${horizon[i]}`, mae[i]]))
  return {
    kind: 'table',
    title: 'mean absolute error by distance',
    columns: [{ title }, ...models.map((name) => numeric(modelName(name)))],
    rows: [...new Set(horizon)]
      .sort((a, b) => a - b)
      .slice(0, most)
      .map((h) => [String(h), ...models.map((name) => formatNumber(cells.get(`${name} ${h}`) ?? null, decimals))]),
  }
}

/** The shocks of the history. */
export function shockTable(shocks: Table): ReportTable {
  const read = readTable(shocks)
  const [start, end] = ['start', 'end'].map((name) => timeColumn(read, name))
  const [days, effect] = ['days', 'effect'].map((name) => numericColumn(read, name).values)
  const [direction, kind] = ['direction', 'kind'].map((name) => namesOf(read, name))
  const decimals = decimalsFor(effect)
  return {
    kind: 'table',
    title: 'the shocks',
    columns: [
      { title: 'From' },
      { title: 'To' },
      numeric('Days'),
      { title: 'Direction' },
      numeric('Effect'),
      { title: 'Kind' },
    ],
    rows: direction.map((way, i) => [
      formatTime(start[i]),
      formatTime(end[i]),
      String(days[i]),
      way,
      formatSigned(effect[i], decimals),
      kind[i],
    ]),
  }
}

/** Rows by the first letters of their ISO time: 4 a year, 7 a month, 10 a day. */
function grouped(ds: readonly Date[], letters: number): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  ds.forEach((time, i) => {
    const label = time.toISOString().slice(0, letters)
    const rows = groups.get(label)
    if (rows === undefined) groups.set(label, [i])
    else rows.push(i)
  })
  return groups
}

function meanOf(rows: readonly number[], value: (i: number) => number): number {
  return rows.reduce((sum, i) => sum + value(i), 0) / rows.length
}

/** The texts of a column. */
function namesOf(source: ReturnType<typeof readTable>, name: string): string[] {
  const { codes, labels } = categoryColumn(source, name)
  return Array.from(codes, (code) => labels[code])
}
