/**
 * Read a table of many series: columns once, rows to groups, each group settled as `readHistory` settles one history.
 *
 * Rows are grouped by a counting sort of their group numbers; each series then works on its own stretch of one array of row numbers, so
 * that nothing is copied a series. Where series begin and end is known before values are moved, so shared memory is taken once, in the
 * right size. O(rows), and O(n log n) for a series of n rows that is not sorted.
 *
 * What is wrong with a series (a time that cannot be read, an infinite value, too few rows) becomes its failure and harms no other; what
 * is wrong with the table (no such column, a column of text as values) is an error. Failures name the time or the value and not the row,
 * so that they do not depend on the order of the rows.
 */
import { readTable, type SourceTable } from '../../arrow/read-table.js'
import { columnError, type RefuseValue } from '../../arrow/source-column.js'
import type { TableLike } from '../../arrow/table-like.js'
import type { BodkinError } from '../../errors.js'
import { turnTaker } from '../../parallel/take-turns.js'
import { showTime } from '../calendar.js'
import type { NeededColumns } from '../history.js'
import { LARGEST, sortedOrder } from '../input/history.js'
import { frameFinder } from './frames.js'
import type { Panel, PanelData, PanelSeries, SeriesFailure } from './panel.js'
import { readKeys, readNumbers, readTimes } from './read-rows.js'

/** What to read. */
export interface PanelRequest {
  /** Columns whose values name a series, at least one. */
  readonly by: readonly string[]
  /** Without a value column every row counts: rows to forecast. */
  readonly names: { readonly time: string; readonly value: string | undefined }
  readonly needed: NeededColumns
  /** Name of the public function, and what the table is to it, for messages. */
  readonly caller: string
  readonly role: 'history' | 'future'
  /** Rows (with a value) that a series needs at least. */
  readonly minimum: number
  readonly signal: AbortSignal | undefined
}

/** Rows that pass between two turns of the event loop at most. */
const STRIDE = 1 << 18

/**
 * Read a panel. A null key is a key like any other.
 *
 * @throws BodkinError `COLUMN`, `DATA` for what is wrong with the table as a whole; `ABORTED` by the signal
 */
export async function readPanel(table: TableLike, request: PanelRequest): Promise<Panel> {
  const turn = turnTaker(request.signal)
  const source = readTable(table, request.role)
  const keys = await readKeys(source, request.by, turn)
  const refused = new Map<number, BodkinError>()
  const refuse: RefuseValue = (row, error) => {
    const group = keys.groups[row]
    const found = error()
    const known = refused.get(group)
    // one error a series, whichever row came first
    if (known === undefined || found.message < known.message) refused.set(group, found)
  }
  const rows = await readRows(source, request, refuse, turn)
  const { order, first } = await rowsByGroup(keys.groups, keys.count, turn)
  const { failureOf, kept } = settler(source, request, rows)
  const frames = frameFinder(order, rows.ds, rows.columns)
  const series: PanelSeries[] = []
  const begins: number[] = []
  let values = 0
  for (let group = 0; group < keys.count; group++) {
    const stretch = order.subarray(first[group], first[group + 1])
    const count = kept(stretch)
    const own = sortedOrder(stretch.subarray(0, count), rows.ds, [rows.y, ...Object.values(rows.columns)])
    const broken = refused.get(group)
    const failure = broken === undefined ? failureOf(own, stretch) : failureFrom(broken)
    const frame = failure === undefined ? frames.find(first[group], count) : -1
    series.push({ id: keys.describe(group), rows: count, frame, start: values, failure })
    begins.push(first[group])
    if (failure === undefined) values += count
    await turn()
  }
  return {
    keys,
    data: await moveRows(rows, order, frames.frames, series, begins, values, turn),
    frames: frames.frames,
    series,
  }
}

/** The table's columns, a value a row; NaN = null. */
interface Rows {
  readonly ds: Float64Array
  readonly y: Float64Array
  readonly columns: Readonly<Record<string, Float64Array>>
}

async function readRows(
  source: SourceTable,
  { names, needed }: PanelRequest,
  refuse: RefuseValue,
  turn: () => Promise<void>,
): Promise<Rows> {
  const ds = await readTimes(source, names.time, refuse, turn)
  const y =
    names.value === undefined ? new Float64Array(source.rows) : await readNumbers(source, names.value, refuse, turn)
  const columns: [string, Float64Array][] = []
  for (const name of [...needed.numbers, ...needed.flags])
    columns.push([name, await readNumbers(source, name, refuse, turn)])
  return { ds, y, columns: Object.fromEntries(columns) }
}

/** Row numbers by group, in the order of the table: those of group g stand at first[g] … first[g + 1]. A counting sort. */
async function rowsByGroup(
  groups: Int32Array,
  count: number,
  turn: () => Promise<void>,
): Promise<{ order: Uint32Array; first: Uint32Array }> {
  const first = new Uint32Array(count + 1)
  for (let from = 0; from < groups.length; from += STRIDE) {
    const to = Math.min(groups.length, from + STRIDE)
    for (let row = from; row < to; row++) first[groups[row] + 1]++
    await turn()
  }
  for (let group = 0; group < count; group++) first[group + 1] += first[group]
  const next = first.slice(0, count)
  const order = new Uint32Array(groups.length)
  for (let from = 0; from < groups.length; from += STRIDE) {
    const to = Math.min(groups.length, from + STRIDE)
    for (let row = from; row < to; row++) order[next[groups[row]]++] = row
    await turn()
  }
  return { order, first }
}

/** The checks of one series' rows. */
interface Settler {
  /** Put the rows that have a value in front; returns how many there are. */
  readonly kept: (stretch: Uint32Array) => number
  /** What is wrong with a series: `own` are its rows with a value by time, `stretch` all of its rows. */
  readonly failureOf: (own: Uint32Array, stretch: Uint32Array) => SeriesFailure | undefined
}

function settler(
  source: SourceTable,
  { names, needed, caller, role, minimum }: PanelRequest,
  { ds, y, columns }: Rows,
): Settler {
  const refuse = (name: string, rule: string, at?: number): SeriesFailure =>
    failureFrom(columnError('DATA', source.column(name), at === undefined ? rule : `${rule} at ${showTime(at)}`))

  /** The first of a column's values that its rule does not allow. */
  function badValue(
    own: Uint32Array,
    name: string,
    values: Float64Array,
    rule: (value: number) => string | undefined,
  ): SeriesFailure | undefined {
    for (const row of own) {
      const broken = rule(values[row])
      if (broken !== undefined) return refuse(name, broken, ds[row])
    }
    return undefined
  }

  return {
    kept(stretch) {
      let count = 0
      for (let i = 0; i < stretch.length; i++) {
        const row = stretch[i]
        if (Number.isNaN(y[row])) continue
        // swapped, not overwritten: the rows without a value are still looked at for their times
        stretch[i] = stretch[count]
        stretch[count++] = row
      }
      return count
    },
    failureOf(own, stretch) {
      for (const row of stretch) if (Number.isNaN(ds[row])) return refuse(names.time, 'must have a time, got null')
      const infinite = names.value === undefined ? undefined : badValue(own, names.value, y, finiteRule)
      if (infinite !== undefined) return infinite
      for (const name of needed.numbers) {
        const failure = badValue(own, name, columns[name], finiteRule)
        if (failure !== undefined) return failure
      }
      for (const name of needed.flags) {
        const failure = badValue(own, name, columns[name], flagRule)
        if (failure !== undefined) return failure
      }
      if (own.length >= minimum) return undefined
      const skipped = stretch.length - own.length
      const without = skipped > 0 ? ` and ${skipped} without` : ''
      const rows = names.value === undefined ? `rows of ${role}` : `rows with a value in "${names.value}"`
      const message = `${caller} needs at least ${minimum} ${rows}, got ${own.length}${without}`
      return { code: 'DATA', message, needed: minimum }
    },
  }
}

function finiteRule(value: number): string | undefined {
  if (Math.abs(value) <= LARGEST) return undefined
  const rule = Number.isFinite(value) ? `between -${LARGEST} and ${LARGEST}` : 'finite'
  return `must be ${rule}, got ${Number.isNaN(value) ? 'null' : value}`
}

function flagRule(value: number): string | undefined {
  return value === 0 || value === 1 ? undefined : `must be true or false, got ${Number.isNaN(value) ? 'null' : value}`
}

function failureFrom({ code, message }: BodkinError): SeriesFailure {
  return { code, message }
}

/** Move what is kept to shared memory, series by series. `begins`: where each series' row numbers begin in `order`. */
async function moveRows(
  rows: Rows,
  order: Uint32Array,
  frames: readonly { readonly start: number; readonly rows: number; readonly begin: number }[],
  series: readonly PanelSeries[],
  begins: readonly number[],
  values: number,
  turn: () => Promise<void>,
): Promise<PanelData> {
  const times = frames.reduce((sum, frame) => sum + frame.rows, 0)
  const data = {
    ds: shared(times),
    columns: Object.fromEntries(Object.keys(rows.columns).map((name) => [name, shared(times)])),
    y: shared(values),
  }
  for (const { start, rows: count, begin } of frames) {
    gather(rows.ds, order, begin, count, data.ds, start)
    for (const [name, column] of Object.entries(rows.columns))
      gather(column, order, begin, count, data.columns[name], start)
    await turn()
  }
  for (let i = 0; i < series.length; i++) {
    const { start, rows: count, failure } = series[i]
    if (failure === undefined) gather(rows.y, order, begins[i], count, data.y, start)
    await turn()
  }
  return data
}

function shared(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))
}

/** out[at + i] = values[order[begin + i]] for i below `count`. */
function gather(
  values: Float64Array,
  order: Uint32Array,
  begin: number,
  count: number,
  out: Float64Array,
  at: number,
): void {
  for (let i = 0; i < count; i++) out[at + i] = values[order[begin + i]]
}
