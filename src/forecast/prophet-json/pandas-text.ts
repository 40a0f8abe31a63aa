/**
 * Tables and series as pandas writes them into JSON text: `to_json(orient='table')` and `to_json(orient='split')`.
 *
 * pandas reads such a table with a parser that knows integers below 2⁶⁴ and 15 decimals; numbers that this would damage are written with an
 * exponent, which leaves a relative error of 1e-15.
 */
import { number, refuse, rule, type Place, type Rule } from '../../options/rules.js'

/** Rows of a table, each an object by column name; nothing about the values is known yet. */
export type PandasRows = readonly Readonly<Record<string, unknown>>[]

/** Text of a table: its rows. */
export const tableText: Rule<PandasRows> = {
  expected: 'text of a pandas table (orient "table")',
  read(value, place) {
    const data = member(tableText, value, place, 'data')
    const bad = data.findIndex((row) => typeof row !== 'object' || row === null || Array.isArray(row))
    if (bad >= 0) refuse({ ...place, path: `${place.path}.data[${bad}]` }, 'an object', data[bad])
    return data as PandasRows
  },
}

/** Text of a series whose entries follow one rule. */
export function seriesText<T>(entry: Rule<T>): Rule<readonly T[]> {
  const expected = 'text of a pandas series (orient "split")'
  const series: Rule<readonly T[]> = {
    expected,
    read: (value, place) =>
      member(series, value, place, 'data').map((item, i) =>
        entry.read(item, { ...place, path: `${place.path}.data[${i}]` }),
      ),
  }
  return series
}

/** An array inside an object inside a text. */
function member({ expected }: Rule<unknown>, value: unknown, place: Place, name: string): readonly unknown[] {
  if (typeof value !== 'string') return refuse(place, expected, value)
  const data = (parseOr(value, place, expected) as Readonly<Record<string, unknown>> | null)?.[name]
  return Array.isArray(data) ? data : refuse({ ...place, path: `${place.path}.${name}` }, 'an array', data)
}

function parseOr(text: string, place: Place, expected: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(place, expected, text)
    throw error
  }
}

/** A column of a table, entry by entry. */
export function columnOf<T>(rows: PandasRows, name: string, entry: Rule<T>, place: Place): T[] {
  return rows.map((row, i) =>
    entry.read(Object.hasOwn(row, name) ? row[name] : undefined, {
      ...place,
      path: `${place.path}.data[${i}].${name}`,
    }),
  )
}

/** Milliseconds since 1970-01-01 UTC of a time as pandas writes it: `2024-01-31T00:00:00.000`, older versions with a Z. */
export const isoTime: Rule<number> = {
  expected: 'a time to the millisecond, such as "2024-01-31T00:00:00.000"',
  read(value, place) {
    const match =
      typeof value === 'string' ? /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:(\.\d{3})0{0,6})?Z?$/.exec(value) : null
    const text = match === null ? '' : `${match[1]}${match[2] ?? '.000'}Z`
    const time = Date.parse(text)
    // 31 February parses, as 2 March
    return !Number.isNaN(time) && new Date(time).toISOString() === text ? time : refuse(place, isoTime.expected, value)
  },
}

/** true or false, or 1 or 0 for them; as 1 or 0. */
export const booleanFlag: Rule<number> = {
  expected: 'true or false',
  read: (value, place) =>
    Number(
      rule(booleanFlag.expected, (item): item is boolean | number => [true, false, 0, 1].includes(item as number)).read(
        value,
        place,
      ),
    ),
}

/** A finite number. */
export const finite: Rule<number> = number()

/** A column to write: its pandas type, and the JSON of its entries. */
export interface PandasColumn {
  readonly name: string
  readonly type: 'datetime' | 'number' | 'integer' | 'boolean' | 'string'
  readonly entry: (row: number) => string
}

/** Text of a table. */
export function writeTableText(columns: readonly PandasColumn[], rows: number): string {
  const fields = columns.map(({ name, type }) => ({ name, type }))
  const keys = columns.map(({ name }) => JSON.stringify(name))
  const data = Array.from(
    { length: rows },
    (_, row) => `{${columns.map(({ entry }, i) => `${keys[i]}:${entry(row)}`).join(',')}}`,
  )
  return `{"schema":${JSON.stringify({ fields, pandas_version: '1.4.0' })},"data":[${data.join(',')}]}`
}

/** Text of a series. */
export function writeSeriesText(name: string | null, data: readonly string[]): string {
  return JSON.stringify({ name, index: data.map((_, i) => i), data })
}

/** A column of numbers. */
export function numberColumn(name: string, values: Float64Array): PandasColumn {
  return { name, type: 'number', entry: (row) => numeral(values[row]) }
}

/** A column of times in milliseconds. */
export function timeColumn(name: string, values: ArrayLike<number>): PandasColumn {
  return { name, type: 'datetime', entry: (row) => JSON.stringify(isoText(values[row])) }
}

/** A time as pandas writes it. */
export function isoText(ms: number): string {
  return new Date(ms).toISOString().slice(0, -1)
}

function numeral(value: number): string {
  const size = Math.abs(value)
  return size !== 0 && (size < 1e-3 || size >= 1e15) ? value.toExponential() : JSON.stringify(value)
}
