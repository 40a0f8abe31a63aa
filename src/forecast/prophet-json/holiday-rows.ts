/**
 * Holidays as Prophet keeps them: a row a date, with its window; and back.
 */
import { BodkinError } from '../../errors.js'
import { nullable, number, textRule, type Rule } from '../../options/rules.js'
import type { HolidayComponent } from '../additive/holidays.js'
import { DAY_MS } from '../calendar.js'
import { readHolidays } from '../input/holidays.js'
import type { Mode } from '../options.js'
import { asFormatError, at } from './document.js'
import { columnOf, isoTime, numberColumn, timeColumn, writeTableText, type PandasRows } from './pandas-text.js'

/** Days in all windows at most: a window takes no more text for being wide. */
const MOST_DAYS = 200_000
/** The widest window of `fit`, in days. */
const WIDEST = 3660

/** A table of holidays by column; all have one entry a row. */
interface HolidayTable {
  readonly holiday: string[]
  /** Milliseconds. */
  readonly ds: Float64Array
  readonly lower_window: Float64Array
  readonly upper_window: Float64Array
  /** NaN: the model's. */
  readonly prior_scale: Float64Array
}

const days: Rule<number | null> = nullable(number({ min: -WIDEST, max: WIDEST, integer: true }))

/** Read a document's table; only holidays that were there when the model was fitted count, as in Prophet. */
export function readHolidayRows(
  rows: PandasRows,
  trained: readonly string[],
  usual: { readonly priorScale: number; readonly mode: Mode },
): HolidayComponent[] {
  const place = at('holidays')
  const names = new Set(trained)
  const known = rows.filter((row) => names.has(row['holiday'] as string))
  const column = (name: string): (number | null)[] =>
    known.some((row) => Object.hasOwn(row, name))
      ? columnOf(known, name, days, place)
      : new Array<number>(known.length).fill(0)
  const [lower, upper] = [column('lower_window'), column('upper_window')]
  // a window without one of its ends counts as none, in Prophet
  const window = (end: (number | null)[]): Float64Array =>
    Float64Array.from(end, (value, i) => (lower[i] === null || upper[i] === null ? 0 : value!))
  const table: HolidayTable = {
    holiday: columnOf(known, 'holiday', textRule(), place),
    ds: Float64Array.from(columnOf(known, 'ds', isoTime, place)),
    lower_window: window(lower),
    upper_window: window(upper),
    prior_scale: known.some((row) => Object.hasOwn(row, 'prior_scale'))
      ? Float64Array.from(columnOf(known, 'prior_scale', nullable(number()), place), (value) => value ?? NaN)
      : new Float64Array(known.length).fill(NaN),
  }
  const total = table.upper_window.reduce((sum, value, i) => sum + value - table.lower_window[i] + 1, 0)
  if (total > MOST_DAYS)
    throw new BodkinError('FORMAT', `document "holidays" must have windows of ${MOST_DAYS} days in all, got ${total}`, {
      document: 'holidays',
    })
  const components = asFormatError('holidays', () => componentsOf(table, usual.priorScale, usual.mode))
  const missing = [...names].find((name) => !components.some((component) => component.name === name))
  if (missing === undefined) return components
  throw new BodkinError(
    'FORMAT',
    `document "holidays" must have a row for each of the model's holidays, got none for ${JSON.stringify(missing)}`,
    { document: 'holidays', holiday: missing },
  )
}

function componentsOf({ ds, ...table }: HolidayTable, priorScale: number, mode: Mode): HolidayComponent[] {
  if (ds.length === 0) return []
  return readHolidays({ ...table, ds: Array.from(ds, (ms) => new Date(ms)) }, priorScale, mode)
}

/** Text of a table that gives these holidays, or undefined when there are none. */
export function writeHolidayRows(components: readonly HolidayComponent[]): string | undefined {
  if (components.length === 0) return undefined
  const rows = components.flatMap((component) => {
    const own = rowsOf(component)
    assertSame(component, own)
    return own.map((row) => ({ ...row, ...component }))
  })
  const numbers = (of: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, of)
  return writeTableText(
    [
      { name: 'holiday', type: 'string', entry: (row) => JSON.stringify(rows[row].name) },
      timeColumn(
        'ds',
        rows.map(({ day }) => day * DAY_MS),
      ),
      {
        ...numberColumn(
          'lower_window',
          numbers(({ lower }) => lower),
        ),
        type: 'integer',
      },
      {
        ...numberColumn(
          'upper_window',
          numbers(({ upper }) => upper),
        ),
        type: 'integer',
      },
      numberColumn(
        'prior_scale',
        numbers(({ priorScale }) => priorScale),
      ),
    ],
    rows.length,
  )
}

interface WindowedDay {
  readonly day: number
  readonly lower: number
  readonly upper: number
}

/** The days around which the marked ones lie, each with the reach of its window. */
function rowsOf({ offsets, days }: HolidayComponent): WindowedDay[] {
  const reach = new Map<number, { lower: number; upper: number }>()
  offsets.forEach((offset, column) => {
    for (const marked of days[column]) {
      const { lower, upper } = reach.get(marked - offset) ?? { lower: 0, upper: 0 }
      reach.set(marked - offset, { lower: Math.min(lower, offset), upper: Math.max(upper, offset) })
    }
  })
  return Array.from(reach, ([day, window]) => ({ day, ...window })).sort((a, b) => a.day - b.day)
}

/** Refuse a holiday that dates with windows cannot say: `fit` makes none, a document may. */
function assertSame(component: HolidayComponent, rows: readonly WindowedDay[]): void {
  const marked = new Map<number, number[]>()
  for (const { day, lower, upper } of rows) {
    for (let offset = lower; offset <= upper; offset++)
      marked.set(offset, [...(marked.get(offset) ?? []), day + offset])
  }
  const { offsets, days } = component
  const same =
    offsets.length === marked.size && offsets.every((offset, i) => String(marked.get(offset)) === String(days[i]))
  if (same) return
  throw new BodkinError(
    'OPTION',
    `toProphet needs holidays that are dates with windows around them, got ${JSON.stringify(component.name)}, whose windows have gaps`,
    { holiday: component.name },
  )
}
