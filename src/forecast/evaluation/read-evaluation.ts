/**
 * Read the table of a cross-validation, bodkin's or Prophet's: rows sorted by horizon, then by cutoff, so that their given order never matters.
 */
import { numericColumn } from '../../arrow/numeric-column.js'
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { BodkinError } from '../../errors.js'
import { readTimes } from '../input/history.js'
import type { Scored } from './pointwise.js'

/** Columns that a table may lack. */
export type OptionalColumn = 'yhat_lower' | 'yhat_upper' | 'scale' | 'interval_width'

/** The rows of a cross-validation. */
export interface Evaluation extends Scored {
  /** Time since the cutoff in milliseconds, ascending. */
  readonly horizon: Float64Array
  readonly cutoff: Float64Array
  /** Columns that the table lacks, or that hold nothing but nulls; their arrays are NaN. */
  readonly missing: ReadonlySet<OptionalColumn>
}

/** Read the table; `caller` for messages. */
export function readEvaluation(table: TableLike, caller: string): Evaluation {
  const source = readTable(table, 'cv')
  if (source.rows === 0)
    throw new BodkinError('DATA', `${caller} needs at least one row of a cross-validation, got none`, { rows: 0 })
  const ds = readTimes(source, 'ds')
  const cutoff = readTimes(source, 'cutoff')
  const late = ds.findIndex((time, row) => !(time > cutoff[row]))
  if (late >= 0) {
    throw new BodkinError(
      'DATA',
      `column "ds", row ${late}: must lie after the row's cutoff, got a time before or at it`,
      {
        column: 'ds',
        row: late,
      },
    )
  }
  const y = finiteColumn(source, 'y')
  const yhat = finiteColumn(source, 'yhat')
  const missing = new Set<OptionalColumn>()
  const optional = (name: OptionalColumn): Float64Array => {
    const { values, nulls } = source.has(name) ? numericColumn(source, name) : { values: undefined, nulls: 0 }
    if (values === undefined || nulls === values.length) missing.add(name)
    return values ?? new Float64Array(source.rows).fill(NaN)
  }
  const columns = {
    y,
    yhat,
    lower: optional('yhat_lower'),
    upper: optional('yhat_upper'),
    scale: optional('scale'),
    intervalWidth: optional('interval_width'),
  }
  assertWidths(columns.intervalWidth)
  const horizon = ds.map((time, row) => time - cutoff[row])
  const keys = [horizon, cutoff, y, yhat, columns.lower, columns.upper]
  const order = Int32Array.from(ds.keys()).sort((a, b) => {
    for (const key of keys) if (key[a] !== key[b]) return key[a] - key[b] || 0
    return 0
  })
  const sorted = (values: Float64Array): Float64Array => Float64Array.from(order, (row) => values[row])
  return {
    horizon: sorted(horizon),
    cutoff: sorted(cutoff),
    y: sorted(y),
    yhat: sorted(yhat),
    lower: sorted(columns.lower),
    upper: sorted(columns.upper),
    scale: sorted(columns.scale),
    intervalWidth: sorted(columns.intervalWidth),
    missing,
  }
}

function finiteColumn(source: SourceTable, name: string): Float64Array {
  const { values } = numericColumn(source, name)
  const bad = values.findIndex((value) => !Number.isFinite(value))
  if (bad < 0) return values
  const got = Number.isNaN(values[bad]) ? 'null' : String(values[bad])
  throw new BodkinError('DATA', `column "${name}", row ${bad}: must be finite, got ${got}`, { column: name, row: bad })
}

function assertWidths(widths: Float64Array): void {
  const bad = widths.findIndex((width) => width <= 0 || width >= 1)
  if (bad < 0) return
  throw new BodkinError('DATA', `column "interval_width", row ${bad}: must be in (0, 1), got ${widths[bad]}`, {
    column: 'interval_width',
    row: bad,
  })
}
