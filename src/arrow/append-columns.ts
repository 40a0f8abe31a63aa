/**
 * A table as it came, and new columns behind its own: the result of whatever adds to rows instead of replacing them.
 *
 * Arrow columns keep their type and their buffers. Plain JavaScript columns get the type of their values. A column whose values have no type
 * (objects, a mixture with dates) is an error: nothing is dropped in silence.
 */
import { Field, RecordBatch, Schema, Struct, Table, makeData, type Vector } from 'apache-arrow'
import { valueType } from './arrow-type.js'
import { booleanColumn } from './boolean-column.js'
import { categoryOf } from './category-column.js'
import { listColumn } from './list-column.js'
import { numericColumn } from './numeric-column.js'
import type { SourceTable } from './read-table.js'
import { rewrap } from './rewrap.js'
import { columnError, type SourceColumn } from './source-column.js'
import { isLabelType } from './text.js'
import { timeColumn } from './time-column.js'
import {
  boolean,
  category,
  float64,
  integers,
  list,
  time,
  writeTable,
  type IntegerArray,
  type OutputColumn,
} from './write-table.js'

/**
 * The source's columns, then the new ones.
 *
 * @param columns new ones by name, as long as the source; their names must not be the source's
 * @param metadata texts for the schema
 * @throws BodkinError `COLUMN` for a column that has no type in Arrow
 */
export function appendColumns(
  source: SourceTable,
  columns: readonly (readonly [string, OutputColumn])[],
  metadata: Readonly<Record<string, string>> = {},
): Table {
  const vectors = new Map<string, Vector>(source.names.map((name) => [name, carried(source, name)]))
  const added = writeTable(columns)
  for (const [name] of columns) vectors.set(name, added.getChild(name) as Vector)
  // Vectors may be cut into chunks differently: the table's own constructor cuts them alike
  const even = new Table(Object.fromEntries(vectors) as never)
  // an object puts names that look like numbers first, so the order is restored here
  const order = [...vectors.keys()].map((name) => even.schema.fields.findIndex((field) => field.name === name))
  const fields = order.map((i) => new Field(even.schema.fields[i].name, even.schema.fields[i].type, true))
  const schema = new Schema(fields, new Map(Object.entries(metadata)))
  const batches = even.batches.map(({ data }) => {
    const children = order.map((i) => data.children[i])
    const struct = makeData({ type: new Struct(fields), length: data.length, nullCount: 0, children })
    return new RecordBatch(schema, struct)
  })
  return new Table(schema, batches)
}

function carried(source: SourceTable, name: string): Vector {
  const column = source.column(name)
  const whole =
    column.storage === 'chunked' && column.selection === null ? rewrap(column.type, column.chunks) : undefined
  return whole ?? (writeTable([[name, rewritten(source, column)]]).getChildAt(0) as Vector)
}

/** The column written anew: a plain one, a selection of rows, or a type that has no simpler form. */
function rewritten(source: SourceTable, column: SourceColumn): OutputColumn {
  switch (kindOf(column)) {
    case 'number':
      return numbers(source, column)
    case 'boolean':
      return boolean(booleanColumn(source, column.name))
    case 'time':
      return time(timeColumn(source, column.name))
    case 'label': {
      const { codes, labels } = categoryOf(column)
      return category(codes, labels)
    }
    case 'list': {
      const { offsets, codes, labels } = listColumn(source, column.name)
      return list(offsets, codes, labels)
    }
    case undefined:
      throw columnError(
        'COLUMN',
        column,
        'holds values that have no Arrow type and cannot be carried into the result: leave it out',
      )
  }
}

type Kind = 'number' | 'boolean' | 'time' | 'label' | 'list'

function kindOf(column: SourceColumn): Kind | undefined {
  if (column.storage === 'plain') return kindOfValues(column.values)
  const { typeId } = valueType(column.type)
  if (typeId === 6) return 'boolean'
  if (typeId === 8 || typeId === 10) return 'time'
  if (typeId === 2 || typeId === 3 || typeId === 7) return 'number'
  if (typeId === 12 || typeId === 16) return 'list'
  return isLabelType(typeId) ? 'label' : undefined
}

function kindOfValues(values: ArrayLike<unknown>): Kind | undefined {
  if (ArrayBuffer.isView(values)) return 'number'
  const kinds = new Set<Kind | undefined>()
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (value !== null && value !== undefined) kinds.add(kindOfValue(value))
  }
  if (kinds.size === 0) return 'label'
  if (kinds.size === 1) return [...kinds][0]
  // numbers and texts together are texts, as a category column reads them
  return [...kinds].every((kind) => kind === 'label' || kind === 'number' || kind === 'boolean') ? 'label' : undefined
}

function kindOfValue(value: unknown): Kind | undefined {
  if (typeof value === 'string') return 'label'
  if (typeof value === 'number' || typeof value === 'bigint') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  if (Object.prototype.toString.call(value) === '[object Date]') return 'time'
  return typeof value === 'object' && value !== null && Symbol.iterator in value ? 'list' : undefined
}

/** Integers of a typed array keep their width, plain bigints get 64 bits; all others are doubles. */
function numbers(source: SourceTable, column: SourceColumn): OutputColumn {
  if (column.storage === 'plain') {
    const { values } = column
    if (ArrayBuffer.isView(values) && !/Float|Clamped/.test(Object.prototype.toString.call(values))) {
      return integers((values as unknown as IntegerArray).slice(), new Uint8Array(values.length).fill(1))
    }
    if (Array.from(values).some((value) => typeof value === 'bigint')) return bigIntegers(column.values)
  }
  return float64(numericColumn(source, column.name).values)
}

function bigIntegers(values: ArrayLike<unknown>): OutputColumn {
  const present = Uint8Array.from(values, (value) => (value === null || value === undefined ? 0 : 1))
  return integers(
    BigInt64Array.from(values as ArrayLike<bigint | number>, (value, i) => (present[i] === 1 ? BigInt(value) : 0n)),
    present,
  )
}
