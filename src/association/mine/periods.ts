/**
 * Baskets before a time and from then on, so that what is found in the first period can be looked for in the second.
 */
import { keyColumns } from '../../arrow/key-columns.js'
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { timeColumn } from '../../arrow/time-column.js'
import { BodkinError } from '../../errors.js'
import type { Baskets } from '../database/recode.js'
import type { Transactions } from '../transactions/transactions-data.js'
import type { Layout } from '../transactions/transactions-options.js'
import type { SplitSettings } from './mine-options.js'

/** The two periods; both keep the labels of all baskets. */
export interface Periods {
  readonly before: Baskets
  readonly after: Baskets
}

/**
 * Split baskets at a time: a basket belongs to its first line's.
 *
 * @param table what the baskets were read from
 * @throws BodkinError `COLUMN` when the column holds no times, `DATA` for a basket without a time and for a period without a basket
 */
export function splitPeriods(table: TableLike, layout: Layout, baskets: Transactions, split: SplitSettings): Periods {
  const times = timesOfBaskets(table, layout, baskets, split.time)
  const later = new Uint8Array(baskets.count)
  let after = 0
  for (let basket = 0; basket < baskets.count; basket++) {
    if (times[basket] < split.at) continue
    later[basket] = 1
    after++
  }
  if (after === 0 || after === baskets.count) {
    const [side, rule] = after === 0 ? ['from', 'some baskets from it on'] : ['before', 'some baskets before it']
    const message = `option "split.at" must have ${rule}, got none of ${baskets.count} ${side} ${new Date(split.at).toISOString()}`
    throw new BodkinError('DATA', message, { option: 'split.at', value: split.at })
  }
  return { before: pick(baskets, later, 0), after: pick(baskets, later, 1) }
}

function timesOfBaskets(table: TableLike, layout: Layout, baskets: Transactions, name: string): Float64Array {
  const source = readTable(table)
  const lines = timeColumn(source, name)
  const times = new Float64Array(baskets.count).fill(Infinity)
  if (layout.form === 'long') {
    // ascending by key with null last, which is how baskets of long form are numbered
    const { groups } = keyColumns(source, [layout.transaction])
    for (let row = 0; row < lines.length; row++)
      if (groups[row] < times.length && lines[row] < times[groups[row]]) times[groups[row]] = lines[row]
  } else {
    const { column } = baskets.ids
    const rows = column.kind === 'int32' ? column.values : Int32Array.from(times.keys())
    for (let basket = 0; basket < times.length; basket++)
      if (lines[rows[basket]] < Infinity) times[basket] = lines[rows[basket]]
  }
  const without = times.indexOf(Infinity)
  if (without >= 0) {
    const message = `column ${JSON.stringify(name)}: must give every basket a time, got null in all lines of basket ${without} (of ${times.length})`
    throw new BodkinError('DATA', message, { column: name, basket: without })
  }
  return times
}

function pick({ offsets, items, labels }: Baskets, side: Uint8Array, wanted: number): Baskets {
  const chosen: number[] = []
  for (let basket = 0; basket < side.length; basket++) if (side[basket] === wanted) chosen.push(basket)
  const starts = new Int32Array(chosen.length + 1)
  chosen.forEach((basket, i) => (starts[i + 1] = starts[i] + offsets[basket + 1] - offsets[basket]))
  const out = new Int32Array(starts[chosen.length])
  chosen.forEach((basket, i) => out.set(items.subarray(offsets[basket], offsets[basket + 1]), starts[i]))
  return { count: chosen.length, offsets: starts, items: out, labels }
}
