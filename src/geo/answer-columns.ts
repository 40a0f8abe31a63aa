/**
 * Outcomes → columns of the table. Labels are encoded once a distinct question and spread over the rows by number, so a million rows with
 * twenty thousand questions cost twenty thousand encodings.
 */
import type { SourceTable } from '../arrow/read-table.js'
import { boolean, category, float64, time, type OutputColumn } from '../arrow/write-table.js'
import { BodkinError } from '../errors.js'
import { STATUSES, statusCode, type Outcomes } from './outcomes.js'
import type { Answer } from './source.js'
import type { Status } from './types.js'

/** What a column of answers holds. */
export type AnswerType = 'text' | 'number' | 'boolean' | 'time'

/** Codes of rows that have no question. */
const NO_QUESTION: Readonly<Record<number, Status>> = { [-1]: 'missing', [-2]: 'bogon', [-3]: 'invalid' }

/**
 * One column of the answers.
 *
 * @param codes the question of each row; negative for none
 * @returns null where there is no answer, or its value is of another type
 */
export function answerColumn(
  codes: Int32Array,
  records: readonly (Answer | null)[],
  name: string,
  type: AnswerType,
): OutputColumn {
  if (type === 'text') return textColumn(codes, records.length, (i) => records[i]?.[name])
  const values = Float64Array.from(records, (record) => numberOf(record?.[name], type))
  const rows = spreadNumbers(codes, values)
  if (type === 'time') return time(rows)
  return type === 'number'
    ? float64(rows)
    : boolean(Uint8Array.from(rows, (value) => (Number.isNaN(value) ? 255 : value)))
}

function numberOf(value: unknown, type: AnswerType): number {
  if (type === 'boolean') return typeof value === 'boolean' ? Number(value) : NaN
  if (type === 'time' && value instanceof Date) return value.getTime()
  // a time that went through a cache comes back as the text of its JSON
  if (type === 'time' && typeof value === 'string') return Date.parse(value)
  return typeof value === 'number' && Number.isFinite(value) ? value : NaN
}

/** Where each row's answer comes from, and when it was given. */
export function sourceColumns(
  codes: Int32Array,
  { sources, fetchedAt }: Outcomes,
): { source: OutputColumn; fetchedAt: OutputColumn } {
  return {
    source: textColumn(codes, sources.length, (i) => sources[i]),
    fetchedAt: time(spreadNumbers(codes, fetchedAt)),
  }
}

/** Status of each row, and how many rows have each. */
export function statusColumn(
  codes: Int32Array,
  status: Uint8Array,
): { column: OutputColumn; counts: Record<Status, number> } {
  const all = lookUp(
    status.length,
    (i) => status[i],
    (code) => statusCode(NO_QUESTION[code]),
  )
  const tally = new Int32Array(STATUSES.length)
  for (let row = 0; row < codes.length; row++) tally[all[codes[row] + NONE]]++
  const used = STATUSES.filter((_, code) => tally[code] > 0)
  const place = STATUSES.map((word) => used.indexOf(word))
  const column = category(
    spread(
      codes,
      all.map((code) => place[code]),
      new Int32Array(codes.length),
    ),
    used,
  )
  const counts = Object.fromEntries(STATUSES.map((word, code) => [word, tally[code]])) as Record<Status, number>
  return { column, counts }
}

/** Codes below 0 that there are: a table of values starts with one for each, so that rows are spread without a question. */
const NONE = 3

/** Values by code, from −3 on. */
function lookUp(count: number, valueOf: (i: number) => number, none: (code: number) => number): Int32Array {
  const table = new Int32Array(count + NONE)
  for (let i = 0; i < NONE; i++) table[i] = none(i - NONE)
  for (let i = 0; i < count; i++) table[i + NONE] = valueOf(i)
  return table
}

/** `rows[row] = table[codes[row] + 3]` for every row. */
function spread<T extends Int32Array | Float64Array>(codes: Int32Array, table: T, rows: T): T {
  for (let row = 0; row < codes.length; row++) rows[row] = table[codes[row] + NONE]
  return rows
}

function spreadNumbers(codes: Int32Array, values: Float64Array): Float64Array {
  const table = new Float64Array(values.length + NONE).fill(NaN, 0, NONE)
  table.set(values, NONE)
  return spread(codes, table, new Float64Array(codes.length))
}

function textColumn(codes: Int32Array, count: number, textOf: (i: number) => unknown): OutputColumn {
  const known = new Map<string, number>()
  const codeOf = (i: number): number => {
    const value = textOf(i)
    if (typeof value !== 'string') return -1
    let code = known.get(value)
    if (code === undefined) known.set(value, (code = known.size))
    return code
  }
  const table = lookUp(count, codeOf, () => -1)
  return category(spread(codes, table, new Int32Array(codes.length)), [...known.keys()])
}

/** @throws BodkinError `COLUMN` when a new column has the name of an old one or of another new one */
export function checkNames(source: SourceTable, names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) {
    throw new BodkinError('COLUMN', `column ${JSON.stringify(twice)} would be there twice: give it another name`, {
      column: twice,
    })
  }
  const clash = names.find((name) => source.has(name))
  if (clash === undefined) return
  throw new BodkinError('COLUMN', `column ${JSON.stringify(clash)} is in the table already: give option "prefix"`, {
    column: clash,
  })
}
