/**
 * `prepare.series` against the plain way: every event formatted by Intl, objects by date, dates walked one by one.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { series } from '../../src/prepare/series.js'

const DAY = 86_400_000

/** Zones and a moment around which their clocks do something odd. */
const zones: readonly (readonly [string, number])[] = [
  ['UTC', Date.UTC(2024, 1, 28)],
  ['Europe/Lisbon', Date.UTC(2023, 9, 29)],
  ['America/New_York', Date.UTC(2024, 2, 10)],
  ['Australia/Lord_Howe', Date.UTC(2024, 3, 6)],
  ['Pacific/Apia', Date.UTC(2011, 11, 30)],
  ['Asia/Kathmandu', Date.UTC(1985, 11, 31)],
  ['Africa/Casablanca', Date.UTC(2024, 2, 10)],
]

interface Event {
  readonly at: Date
  /** In cents. */
  readonly paid: number | null
  readonly status: string
  readonly shop: number | null
}

const eventOf = (centre: number): fc.Arbitrary<Event> =>
  fc.record({
    at: fc
      .oneof(fc.integer({ min: -3 * DAY, max: 3 * DAY }), fc.integer({ min: -70 * DAY, max: 70 * DAY }))
      .map((shift) => new Date(centre + shift)),
    paid: fc.option(fc.integer({ min: -100_000, max: 1_000_000 }), { freq: 8 }),
    status: fc.constantFrom('paid', 'paid', 'cancelled'),
    shop: fc.constantFrom(1, 2, null),
  })

const cases = fc.constantFrom(...zones).chain(([zone, centre]) =>
  fc.record({
    zone: fc.constant(zone),
    events: fc.array(eventOf(centre), { minLength: 1, maxLength: 40 }),
    every: fc.constantFrom('D' as const, 'W' as const, 'MS' as const),
    fill: fc.constantFrom('zero' as const, 'missing' as const),
    split: fc.boolean(),
    counts: fc.boolean(),
  }),
)

/** The local date of an instant, as `2024-01-31`. */
function localDate(zone: string): (time: Date) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return (time) => format.format(time)
}

/** The first date of the period that a date lies in. */
function periodStart(every: 'D' | 'W' | 'MS', date: string): string {
  if (every === 'MS') return `${date.slice(0, 7)}-01`
  const day = new Date(date)
  const back = every === 'W' ? (day.getUTCDay() + 6) % 7 : 0
  return new Date(day.getTime() - back * DAY).toISOString().slice(0, 10)
}

function nextPeriod(every: 'D' | 'W' | 'MS', start: string): string {
  const day = new Date(start)
  if (every === 'MS')
    return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1)).toISOString().slice(0, 10)
  return new Date(day.getTime() + (every === 'W' ? 7 : 1) * DAY).toISOString().slice(0, 10)
}

/** Whether some hour has that local date. */
function exists(toDate: (time: Date) => string, date: string): boolean {
  const midnight = new Date(date).getTime()
  return Array.from({ length: 80 }, (_, i) => midnight + (i - 40) * 3_600_000).some(
    (time) => toDate(new Date(time)) === date,
  )
}

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never

function plainWay({ zone, events, every, fill, split, counts }: Case): unknown[][] {
  const toDate = localDate(zone)
  const order = [1, 2, null]
  const shops = split ? order.filter((shop) => events.some((event) => event.shop === shop)) : [undefined]
  return shops.flatMap((shop) => {
    const own = events.filter((event) => shop === undefined || event.shop === shop)
    const starts = own.map((event) => periodStart(every, toDate(event.at))).toSorted()
    const rows: unknown[][] = []
    for (let start = starts[0]; start <= starts[starts.length - 1]; start = nextPeriod(every, start)) {
      const inside = own.filter((event) => periodStart(every, toDate(event.at)) === start)
      const paid = inside.filter((event) => event.status === 'paid')
      const known = paid.filter((event) => event.paid !== null)
      let y: number | null = counts ? paid.length : known.reduce((sum, event) => sum + (event.paid ?? 0), 0) / 100
      if (!counts && paid.length > 0 && known.length === 0) y = null
      if (inside.length === 0) y = fill === 'zero' && (every !== 'D' || exists(toDate, start)) ? 0 : null
      rows.push([...(shop === undefined ? [] : [shop]), start, y])
    }
    return rows
  })
}

function prepared({ zone, events, every, fill, split, counts }: Case): unknown[][] {
  const rows = events.map((event) => ({ ...event, paid: event.paid === null ? null : event.paid / 100 }))
  const { table, report } = series(rows, {
    time: 'at',
    ...(counts ? {} : { value: 'paid', round: 2 }),
    every,
    timezone: zone,
    fill,
    exclude: { column: 'status', values: ['cancelled'] },
    ...(split ? { by: 'shop' } : {}),
    dropPartial: false,
  })
  assert.equal(report.periods, table.numRows)
  assert.equal(report.excluded, events.filter(({ status }) => status === 'cancelled').length)
  return table.toArray().map((row) => {
    const { shop, ds, y } = row.toJSON() as { shop?: number | null; ds: number; y: number | null }
    return [...(split ? [shop] : []), new Date(ds).toISOString().slice(0, 10), y]
  })
}

test('series are what a loop over objects and Intl dates makes, in every zone, over every change of clocks', () => {
  fc.assert(
    fc.property(cases, (input) => {
      assert.deepEqual(prepared(input), plainWay(input))
    }),
    { numRuns: 250, seed: 7 },
  )
})

test('sums are the same bits whatever the order of the events', () => {
  const amount = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), amount), { minLength: 1, maxLength: 60 }),
      fc.infiniteStream(fc.integer()),
      (events, keys) => {
        const shuffled = events
          .map((event) => [event, keys.next().value as number] as const)
          .toSorted((a, b) => a[1] - b[1])
          .map(([event]) => event)
        const bytes = (rows: typeof events): Float64Array =>
          series(
            { at: rows.map(([day]) => new Date(day * DAY)), y: rows.map(([, y]) => y) },
            { time: 'at', value: 'y', every: 'D' },
          )
            .table.getChild('y')
            ?.toArray() as Float64Array
        assert.deepEqual(bytes(shuffled), bytes(events))
      },
    ),
    { numRuns: 100, seed: 7 },
  )
})
