/**
 * The way in: any table, recognised by shape, becomes a list of named columns. Nothing is read or copied before a column is asked for.
 */
import { BodkinError, didYouMean, show } from '../errors.js'
import type { ArrowType } from './arrow-type.js'
import { toChunks, totalLength } from './chunk.js'
import { columnError, type SourceColumn } from './source-column.js'
import type {
  ArqueroTableLike,
  ArrowColumnLike,
  ArrowTableLike,
  DataFrameLike,
  RowsLike,
  TableLike,
} from './table-like.js'

/** A table that is ready to be read by column. */
export interface SourceTable {
  /** Rows of the table; after the filter, for an arquero table. */
  readonly rows: number
  /** Column names in the table's order, each once. */
  readonly names: readonly string[]
  has(name: string): boolean
  /** The column of that name; throws `COLUMN` and names the nearest one when there is none. */
  column(name: string): SourceColumn
}

/** What each kind of table has to tell. */
interface Shape {
  readonly rows: number
  readonly names: readonly string[]
  /** The column at a position: an array, a typed array or an Arrow column. */
  readonly at: (index: number) => unknown
  /** Rows of the underlying columns to take, in this order; null takes all. */
  readonly selection: ArrayLike<number> | null
}

/**
 * Read any table.
 *
 * @param table apache-arrow Table (17 or newer, any copy), flechette table, arquero table (its filter and order are obeyed), danfo
 *   DataFrame, columns by name (arrays, typed arrays, Arrow columns), or an array of row objects
 * @param role what the table is to the caller, for messages: 'history', 'holidays', …; default 'table'
 * @throws BodkinError `DATA` when it is no table, when two columns share a name, or when the columns differ in length
 * @example
 * readTable({ ds: ['2024-01-01', '2024-01-02'], y: [3, 4] }).names   // ['ds', 'y']
 */
export function readTable(table: TableLike, role: string = 'table'): SourceTable {
  const { rows, names, at, selection } = shapeOf(table, role)
  const positions = new Map(names.map((name, index) => [name, index]))
  if (positions.size < names.length) {
    const twice = names.find((name, index) => positions.get(name) !== index) as string
    throw new BodkinError('DATA', `${role} has two columns named ${JSON.stringify(twice)}: rename one of them`, {
      table: role,
      column: twice,
    })
  }
  return Object.freeze({
    rows,
    names,
    has: (name: string) => positions.has(name),
    column: (name: string) => {
      const index = positions.get(name)
      if (index === undefined) throw missingColumn(role, name, names)
      return toColumn(at(index), { name, role, rows }, selection)
    },
  })
}

function shapeOf(table: TableLike, role: string): Shape {
  if (Array.isArray(table)) return rowsShape(table, role)
  if (isObject(table) && !ArrayBuffer.isView(table)) {
    if (isArrowTable(table)) return arrowShape(table)
    if (isArqueroTable(table)) return arqueroShape(table)
    if (isDataFrame(table)) return dataFrameShape(table)
    if (Object.keys(table).length > 0) return columnsShape(table, role)
  }
  const rule = 'must be a table (Arrow, arquero, danfo, columns or rows)'
  throw new BodkinError('DATA', `${role} ${rule}, got ${show(table)}`, { table: role })
}

function arrowShape(table: ArrowTableLike): Shape {
  const names = table.schema.fields.map((field) => field.name)
  return { rows: table.numRows, names, at: (index) => table.getChildAt(index), selection: null }
}

function arqueroShape(table: ArqueroTableLike): Shape {
  const names = table.columnNames()
  const selection = table.isFiltered() || table.isOrdered() ? table.indices() : null
  return { rows: table.numRows(), names, at: (index) => table.column(names[index]), selection }
}

function dataFrameShape(table: DataFrameLike): Shape {
  const names = table.columns.map(String)
  return { rows: table.shape[0], names, at: (index) => table.column(names[index]).values, selection: null }
}

function columnsShape(table: Readonly<Record<string, unknown>>, role: string): Shape {
  const names = Object.keys(table)
  const columns = names.map((name) => arrayLike(table[name], { name, role }))
  const rows = columns[0].length
  const odd = columns.findIndex((values) => values.length !== rows)
  if (odd >= 0) {
    const message =
      `${role} must have columns of one length, ` +
      `got ${rows} rows in ${JSON.stringify(names[0])} and ${columns[odd].length} in ${JSON.stringify(names[odd])}`
    throw new BodkinError('DATA', message, { table: role, column: names[odd] })
  }
  return { rows, names, at: (index) => columns[index], selection: null }
}

function rowsShape(table: RowsLike, role: string): Shape {
  const keys = new Set<string>()
  for (let row = 0; row < table.length; row++) {
    const object: unknown = table[row]
    if (!isObject(object) || Array.isArray(object) || ArrayBuffer.isView(object)) {
      throw new BodkinError('DATA', `${role}, row ${row}: must be an object, got ${show(object)}`, { table: role, row })
    }
    for (const key of Object.keys(object)) keys.add(key)
  }
  const names = [...keys]
  return { rows: table.length, names, at: (index) => valuesOfKey(table, names[index]), selection: null }
}

/** The values of one key; keys that rows inherit from Object (`constructor`, …) count only where a row has its own. */
function valuesOfKey(rows: RowsLike, key: string): unknown[] {
  const inherited = key in Object.prototype
  return rows.map((row) => (inherited && !Object.hasOwn(row, key) ? null : (row as Record<string, unknown>)[key]))
}

function toColumn(
  found: unknown,
  identity: { readonly name: string; readonly role: string; readonly rows: number },
  selection: ArrayLike<number> | null,
): SourceColumn {
  if (isArrowColumn(found)) {
    const chunks = toChunks(found.data)
    checkLength(totalLength(chunks), identity, selection)
    return { ...identity, storage: 'chunked', type: found.type as ArrowType, chunks, selection }
  }
  const values = arrayLike(found, identity)
  checkLength(values.length, identity, selection)
  return { ...identity, storage: 'plain', values: plainValues(values, selection) }
}

/** Arquero's own column objects have `at(row)` and no indices: their values are taken out once. */
function plainValues(found: ArrayLike<unknown>, selection: ArrayLike<number> | null): ArrayLike<unknown> {
  const at = (found as { at?: (row: number) => unknown }).at
  const indexed = Array.isArray(found) || ArrayBuffer.isView(found) || typeof at !== 'function'
  if (indexed && selection === null) return found
  const get = indexed ? (row: number) => found[row] : (row: number) => at.call(found, row)
  return Array.from({ length: selection?.length ?? found.length }, (_, row) =>
    get(selection === null ? row : selection[row]),
  )
}

function checkLength(
  length: number,
  { name, role, rows }: { readonly name: string; readonly role: string; readonly rows: number },
  selection: ArrayLike<number> | null,
): void {
  if (selection !== null || length === rows) return
  const message = `${role} must have columns of one length, got ${length} rows in ${JSON.stringify(name)} of a table of ${rows}`
  throw new BodkinError('DATA', message, { table: role, column: name })
}

function missingColumn(role: string, name: string, names: readonly string[]): BodkinError {
  const listed = names
    .slice(0, 8)
    .map((other) => JSON.stringify(other))
    .join(', ')
  const others = names.length === 0 ? ': it has no columns' : `: it has ${listed}${names.length > 8 ? ', …' : ''}`
  const hint = didYouMean(name, names) || others
  return new BodkinError('COLUMN', `${role} has no column ${JSON.stringify(name)}${hint}`, {
    table: role,
    column: name,
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isArrowTable(value: object): value is ArrowTableLike {
  const { schema, getChildAt } = value as { schema?: { fields?: unknown }; getChildAt?: unknown }
  return typeof getChildAt === 'function' && isObject(schema) && Array.isArray(schema.fields)
}

function isArqueroTable(value: object): value is ArqueroTableLike {
  const { columnNames, column, indices } = value as Partial<Record<string, unknown>>
  return typeof columnNames === 'function' && typeof column === 'function' && typeof indices === 'function'
}

function isDataFrame(value: object): value is DataFrameLike {
  const { columns, shape, column } = value as Partial<Record<string, unknown>>
  return Array.isArray(columns) && Array.isArray(shape) && typeof column === 'function'
}

function isArrowColumn(value: unknown): value is ArrowColumnLike {
  if (!isObject(value) || !Array.isArray(value.data)) return false
  return isObject(value.type) && typeof value.type.typeId === 'number'
}

/** The column if it has a length, as everything that can be a column has. */
function arrayLike(found: unknown, column: { readonly name: string; readonly role: string }): ArrayLike<unknown> {
  if (isObject(found) && Number.isInteger(found.length) && (found.length as number) >= 0) {
    return found as unknown as ArrayLike<unknown>
  }
  throw columnError('DATA', column, `must be an array, a typed array or an Arrow column, got ${show(found)}`)
}
