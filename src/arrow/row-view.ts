/**
 * Rows as objects, for functions that a caller gives: columns are read once, when a row is first asked for them.
 *
 * A proxy a row, so that a misspelt column is an error rather than undefined: a condition on it would never hold, in silence.
 */
import { TypeId, valueType } from './arrow-type.js'
import { booleanColumn } from './boolean-column.js'
import { categoryColumn } from './category-column.js'
import { numericColumn } from './numeric-column.js'
import type { SourceTable } from './read-table.js'
import { timeColumn } from './time-column.js'

/** A cell by its row. */
type Cells = (row: number) => unknown

/**
 * A way to see rows as objects. A row object may be kept; all of them read the same columns.
 *
 * Cells of Arrow columns: labels as text, numbers as numbers (64-bit integers and decimals to the nearest double), booleans, dates and
 * timestamps as Date, null for null. Cells of JavaScript arrays are what they are, undefined as null. O(rows) for each column asked for.
 *
 * @throws BodkinError `COLUMN` from a row that is asked for a column the table does not have, or which holds lists or the like
 */
export function rowViews(source: SourceTable): (row: number) => Readonly<Record<string, unknown>> {
  const columns = new Map<string, Cells>()
  const cells = (name: string): Cells => {
    let found = columns.get(name)
    if (found === undefined) columns.set(name, (found = readCells(source, name)))
    return found
  }
  const handler: ProxyHandler<{ readonly row: number }> = {
    // what every object has (toString, toJSON for JSON.stringify) is no column unless the table says so
    get: ({ row }, name) =>
      typeof name === 'symbol' || (!source.has(name) && (name in Object.prototype || name === 'toJSON'))
        ? Reflect.get(Object.prototype, name)
        : cells(name)(row),
    has: (_, name) => typeof name === 'string' && source.has(name),
    ownKeys: () => [...source.names],
    getOwnPropertyDescriptor: ({ row }, name) =>
      typeof name === 'string' && source.has(name)
        ? { value: cells(name)(row), enumerable: true, configurable: true, writable: false }
        : undefined,
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  }
  return (row) => new Proxy({ row }, handler) as unknown as Readonly<Record<string, unknown>>
}

function readCells(source: SourceTable, name: string): Cells {
  const column = source.column(name)
  if (column.storage === 'plain') return (row) => column.values[row] ?? null
  switch (valueType(column.type).typeId) {
    case TypeId.Int:
    case TypeId.Float:
    case TypeId.Decimal: {
      const { values } = numericColumn(source, name)
      return (row) => (Number.isNaN(values[row]) ? null : values[row])
    }
    case TypeId.Bool: {
      const flags = booleanColumn(source, name)
      return (row) => (flags[row] > 1 ? null : flags[row] === 1)
    }
    case TypeId.Date:
    case TypeId.Timestamp: {
      const times = timeColumn(source, name)
      return (row) => (Number.isNaN(times[row]) ? null : new Date(times[row]))
    }
    default: {
      const { codes, labels } = categoryColumn(source, name)
      return (row) => (codes[row] < 0 ? null : labels[codes[row]])
    }
  }
}
