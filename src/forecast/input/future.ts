/**
 * The rows to predict: so many periods after the history, or the rows of a table as they are.
 */
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { BodkinError } from '../../errors.js'
import { flag, integer, optional, readOptions, textRule, withDefault, type Schema } from '../../options/rules.js'
import type { Frame } from '../additive/frame.js'
import { stepOf, stepsAfter, type Frequency } from '../frequency.js'
import { assertCapacity } from '../additive/capacity.js'
import { columnsOfSettings } from '../additive/components.js'
import type { NeededColumns } from '../history.js'
import type { ForecastModel } from '../model.js'
import { readColumns, readPartColumn, readTimes } from './history.js'

/** A number of periods after the history. */
export interface FuturePeriods {
  /** How many periods, integer ≥ 0. */
  readonly periods: number
  /** Their step; default: the history's. */
  readonly frequency?: Frequency
  /** Put the history's own times in front; default false. */
  readonly includeHistory?: boolean
}

/** What `predict` takes: a number of periods, or a table of times (with the regressors and conditions of the model). */
export type Future = FuturePeriods | TableLike

interface PeriodSettings {
  readonly periods: number
  readonly frequency: Frequency | undefined
  readonly includeHistory: boolean
}

const schema: Schema<PeriodSettings> = {
  periods: integer({ min: 0, max: 10_000_000 }),
  frequency: optional(textRule('a frequency such as "D" or "MS"')),
  includeHistory: withDefault(flag(), false),
}

/** Read the future rows of a model; `frequency` is the caller's, if given. */
export function readFuture(model: ForecastModel, future: Future): { frame: Frame; frequency: Frequency | undefined } {
  if (!isPeriods(future)) return { frame: readFrame(model, future, 'future'), frequency: undefined }
  const { strict } = neededOf(model)
  const { periods, frequency, includeHistory } = readOptions(schema, future)
  const missing = [...strict.numbers, ...strict.flags]
  if (missing.length > 0 && periods > 0) {
    throw new BodkinError(
      'COLUMN',
      `predict with "periods" cannot know the future of column "${missing[0]}": give a table with "${model.settings.time}" and ${missing.map((name) => `"${name}"`).join(', ')}`,
      { column: missing[0] },
    )
  }
  const after = periods === 0 ? new Float64Array(0) : stepsAfter(model.time.end, periods, stepOf(model.time, frequency))
  return { frame: includeHistory ? historyThen(model, after) : { ds: after, columns: {} }, frequency }
}

/** Read the rows of a table with the columns that the model needs; `noun` is what messages call the table. */
export function readFrame(model: ForecastModel, table: TableLike, noun: string): Frame {
  const { strict, forecast } = neededOf(model)
  const source = readTable(table, noun)
  const ds = readTimes(source, model.settings.time)
  const given = forecast.filter((name) => source.has(name))
  const columns = {
    ...readColumns(source, strict),
    ...Object.fromEntries(given.map((name) => [name, readPartColumn(source, name)])),
  }
  if (model.kind === 'additive') assertCapacity(model.settings, ds, columns)
  return { ds, columns }
}

/** Columns that every row must have, and those of regressors that are forecast where they lack. */
function neededOf(model: ForecastModel): { strict: NeededColumns; forecast: readonly string[] } {
  if (model.kind !== 'additive') return { strict: { numbers: [], flags: [] }, forecast: [] }
  const predictors = model.predictors ?? {}
  const own = columnsOfSettings(model.settings)
  const theirs = Object.values(predictors).map(({ settings }) => columnsOfSettings(settings))
  const numbers = new Set([
    ...own.numbers.filter((name) => !Object.hasOwn(predictors, name)),
    ...theirs.flatMap((needed) => needed.numbers),
  ])
  const flags = new Set([own, ...theirs].flatMap((needed) => needed.flags))
  return {
    strict: { numbers: [...numbers], flags: [...flags] },
    forecast: Object.keys(predictors).filter((name) => !numbers.has(name)),
  }
}

/** The history's distinct times with their columns, then the new times, whose columns are yet to be forecast. */
function historyThen({ history }: ForecastModel, after: Float64Array): Frame {
  const rows: number[] = []
  for (let t = 0; t < history.ds.length; t++) if (t === 0 || history.ds[t] !== history.ds[t - 1]) rows.push(t)
  const columns = Object.entries(history.columns).map(([name, column]) => [
    name,
    Float64Array.from([...rows.map((t) => column[t]), ...after.map(() => NaN)]),
  ])
  return { ds: Float64Array.from([...rows.map((t) => history.ds[t]), ...after]), columns: Object.fromEntries(columns) }
}

function isPeriods(future: Future): future is FuturePeriods {
  if (typeof future !== 'object' || future === null || Array.isArray(future)) return false
  const { periods } = future as { readonly periods?: unknown }
  return periods !== undefined && (typeof periods !== 'object' || periods === null)
}
