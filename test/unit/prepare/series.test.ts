import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as arrow from 'apache-arrow'
import type { TableLike } from '../../../src/arrow/table-like.js'
import { series, type SeriesOptions } from '../../../src/prepare/index.js'

const DAY = 86_400_000

/** The rows of a prepared table, dates as text. */
function rows(events: TableLike, options: SeriesOptions): unknown[][] {
  return series(events, options)
    .table.toArray()
    .map((row) =>
      Object.entries(row.toJSON() as Record<string, unknown>).map(([name, value]) =>
        name === 'ds' ? new Date(value as number).toISOString().slice(0, 10) : value,
      ),
    )
}

/** An event a day, `count` days from `start` on. */
function daily(start: string, count: number): Date[] {
  return Array.from({ length: count }, (_, i) => new Date(Date.parse(start) + i * DAY))
}

test('events become a sum a day, and days without any are 0', () => {
  const events = { at: ['2024-05-01T08:00', '2024-05-03T12:00', '2024-05-01T09:30'], paid: [0.1, 5, 0.2] }
  const { table, report } = series(events, { time: 'at', value: 'paid', every: 'D', round: 2 })
  assert.deepEqual(
    table.schema.fields.map(({ name, type }) => `${name}: ${type}`),
    ['ds: Timestamp<MILLISECOND>', 'y: Float64'],
  )
  assert.deepEqual(rows(events, { time: 'at', value: 'paid', every: 'D', round: 2 }), [
    ['2024-05-01', 0.3],
    ['2024-05-02', 0],
    ['2024-05-03', 5],
  ])
  assert.deepEqual(report, {
    rows: 3,
    excluded: 0,
    withoutValue: 0,
    periods: 3,
    filled: 1,
    dropped: [],
    closedWeekdays: [],
    timezone: 'UTC',
    every: 'D',
    from: '2024-05-01',
    to: '2024-05-03',
    notes: ['Days are those of UTC; ds is the first day at midnight UTC.', '1 day had no rows: filled 0.'],
  })
})

test('without a value column rows are counted', () => {
  assert.deepEqual(rows({ at: ['2024-05-01', '2024-05-02', '2024-05-01'] }, { time: 'at', every: 'D' }), [
    ['2024-05-01', 2],
    ['2024-05-02', 1],
  ])
})

test('days without events are missing when asked; a day with nothing but excluded events is 0 all the same', () => {
  const events = [
    { at: '2024-05-01', status: 'cancelled' },
    { at: '2024-05-02', status: 'paid' },
    { at: '2024-05-04', status: 'paid' },
    { at: '2024-05-05', status: 'cancelled' },
  ]
  const options: SeriesOptions = {
    time: 'at',
    every: 'D',
    fill: 'missing',
    exclude: { column: 'status', values: ['cancelled'] },
  }
  assert.deepEqual(rows(events, options), [
    ['2024-05-01', 0],
    ['2024-05-02', 1],
    ['2024-05-03', null],
    ['2024-05-04', 1],
    ['2024-05-05', 0],
  ])
  assert.deepEqual(series(events, options).report.notes.slice(1), [
    '2 rows of 4 excluded; the calendar still spans them.',
    '1 day had no rows: left missing.',
    '2 days had excluded rows only: 0.',
  ])
})

test('a function of a row excludes as values do, whatever the kind of table', () => {
  const at = daily('2024-05-01', 3)
  const status = ['paid', 'refunded', null]
  const table = arrow.tableFromArrays({ at, status, amount: Float64Array.of(1, 2, 3) })
  const wanted = [
    ['2024-05-01', 1],
    ['2024-05-02', 0],
    ['2024-05-03', 0],
  ]
  for (const events of [
    table,
    { at, status, amount: [1, 2, 3] },
    at.map((time, i) => ({ at: time, status: status[i], amount: i + 1 })),
  ]) {
    const options: SeriesOptions = { time: 'at', value: 'amount', every: 'D' }
    assert.deepEqual(rows(events, { ...options, exclude: (row) => row.status !== 'paid' }), wanted)
    assert.deepEqual(rows(events, { ...options, exclude: { column: 'status', values: ['refunded', null] } }), wanted)
    assert.deepEqual(rows(events, { ...options, exclude: (row) => (row.at as Date) > new Date('2024-05-01') }), wanted)
  }
})

test('excluded values that no row has are told', () => {
  const { notes } = series(
    { at: ['2024-05-01'], status: ['cancelled'] },
    { time: 'at', every: 'D', exclude: { column: 'status', values: ['canceled'] } },
  ).report
  assert.equal(notes[1], 'No row has the excluded "canceled".')
})

test('an excluded event may lack its time, and then does not reach the calendar', () => {
  const events = { at: ['2024-05-01', null, '2024-05-02'], test: [false, true, false] }
  assert.deepEqual(rows(events, { time: 'at', every: 'D', exclude: { column: 'test', values: [true] } }), [
    ['2024-05-01', 1],
    ['2024-05-02', 1],
  ])
})

test('a row without a value adds nothing, and a day of such rows is missing', () => {
  const events = { at: ['2024-05-01', '2024-05-01', '2024-05-02', '2024-05-03'], y: [1, null, null, 2] }
  assert.deepEqual(rows(events, { time: 'at', value: 'y', every: 'D' }), [
    ['2024-05-01', 1],
    ['2024-05-02', null],
    ['2024-05-03', 2],
  ])
  const { withoutValue, notes } = series(events, { time: 'at', value: 'y', every: 'D' }).report
  assert.equal(withoutValue, 2)
  assert.deepEqual(notes.slice(1), [
    '2 rows have no value and add nothing.',
    '1 day had rows without a value only: left missing.',
  ])
})

test('cents come out exact, halves go away from zero, and 0 has no sign', () => {
  const at = (count: number): string[] => Array.from({ length: count }, () => '2024-05-01')
  const sum = (y: number[], round?: number): unknown =>
    rows({ at: at(y.length), y }, { time: 'at', value: 'y', every: 'D', round })[0][1]
  assert.equal(
    sum(
      Array.from({ length: 10 }, () => 0.1),
      2,
    ),
    1,
  )
  assert.equal(sum([1e16, 1, -1e16]), 1)
  assert.equal(sum([0.125], 2), 0.13)
  assert.equal(sum([-0.125], 2), -0.13)
  assert.ok(Object.is(sum([-0.001], 2), 0))
  assert.equal(sum([0.1, 0.2]), 0.30000000000000004)
})

test('the time zone decides what day it was, on days of 23 and of 25 hours too', () => {
  // New York changed its clocks on 10 March and 3 November 2024: midnight at 05:00 UTC before, 04:00 in summer.
  const at = ['2024-03-10T04:59:59Z', '2024-03-10T05:00Z', '2024-03-11T03:59:59Z', '2024-03-11T04:00Z']
  assert.deepEqual(rows({ at }, { time: 'at', every: 'D', timezone: 'America/New_York' }), [
    ['2024-03-09', 1],
    ['2024-03-10', 2],
    ['2024-03-11', 1],
  ])
  const autumn = ['2024-11-03T03:59:59Z', '2024-11-03T04:00Z', '2024-11-04T04:59:59Z', '2024-11-04T05:00Z']
  assert.deepEqual(rows({ at: autumn }, { time: 'at', every: 'D', timezone: 'America/New_York' }), [
    ['2024-11-02', 1],
    ['2024-11-03', 2],
    ['2024-11-04', 1],
  ])
})

test('a day that a zone never had is missing, not 0', () => {
  // Samoa crossed the date line: 29 December 2011 (UTC−10) was followed by the 31st (UTC+14).
  const at = ['2011-12-30T09:59:59Z', '2011-12-30T10:00:00Z']
  const { table, report } = series({ at }, { time: 'at', every: 'D', timezone: 'Pacific/Apia' })
  assert.deepEqual([...(table.getChild('y') ?? [])], [1, null, 1])
  assert.deepEqual(report.notes.slice(1), ['Pacific/Apia had no 2011-12-30: left missing.'])
})

test('weeks go from Monday to Sunday, and partial ones at both ends are dropped and told', () => {
  // Wednesday 1 May to Tuesday 21 May 2024
  const { table, report } = series({ at: daily('2024-05-01', 21) }, { time: 'at', every: 'W' })
  assert.deepEqual(
    table.toArray().map(({ ds, y }) => [new Date(ds as number).toISOString().slice(0, 10), y]),
    [
      ['2024-05-06', 7],
      ['2024-05-13', 7],
    ],
  )
  assert.deepEqual(report.dropped, [
    { ds: '2024-04-29', end: 'first', rows: 5, y: 5 },
    { ds: '2024-05-20', end: 'last', rows: 2, y: 2 },
  ])
  assert.deepEqual(report.notes.slice(1), [
    'The first week (2024-04-29) is partial, events begin on 2024-05-01: dropped.',
    'The last week (2024-05-20) is partial, events end on 2024-05-21: dropped.',
  ])
  assert.equal(series({ at: daily('2024-05-01', 21) }, { time: 'at', every: 'W', dropPartial: false }).table.numRows, 4)
})

test('months are dropped at the ends only where they are partial', () => {
  assert.deepEqual(rows({ at: daily('2024-01-01', 31 + 29 + 20) }, { time: 'at', every: 'MS' }), [
    ['2024-01-01', 31],
    ['2024-02-01', 29],
  ])
  assert.deepEqual(rows({ at: daily('2024-01-20', 12 + 29) }, { time: 'at', every: 'MS' }), [['2024-02-01', 29]])
})

test('excluded events count for whether a month is whole', () => {
  const at = daily('2024-01-01', 31)
  const late = at.map((time) => time > new Date('2024-01-20'))
  assert.deepEqual(rows({ at, late }, { time: 'at', every: 'MS', exclude: (row) => row.late === true }), [
    ['2024-01-01', 20],
  ])
})

test('a month that ends on a closed weekday is whole', () => {
  // Open from Monday to Saturday; 30 June 2024 was a Sunday.
  const at = daily('2024-04-01', 91).filter((day) => day.getUTCDay() !== 0)
  const { table, report } = series({ at }, { time: 'at', every: 'MS' })
  assert.equal(table.numRows, 3)
  assert.deepEqual(report.closedWeekdays, ['Sunday'])
  assert.equal(report.notes.at(-1), 'Nothing ever happened on a Sunday.')
})

test('rows that stand for months or weeks already are whole', () => {
  const months = Array.from({ length: 6 }, (_, i) => new Date(Date.UTC(2024, i, 1)))
  assert.equal(series({ at: months }, { time: 'at', every: 'MS' }).table.numRows, 6)
  const fridays = Array.from({ length: 6 }, (_, i) => new Date(Date.UTC(2024, 4, 3 + 7 * i)))
  assert.equal(series({ at: fridays }, { time: 'at', every: 'W' }).table.numRows, 6)
})

test('weekdays are called closed only where events are frequent enough to tell', () => {
  const closed = (at: Date[]): readonly string[] => series({ at }, { time: 'at', every: 'D' }).report.closedWeekdays
  const weekdays = (count: number): Date[] =>
    daily('2024-05-06', count).filter((day) => ![0, 6].includes(day.getUTCDay()))
  assert.deepEqual(closed(weekdays(28 + 5)), ['Saturday', 'Sunday'])
  assert.deepEqual(closed(weekdays(21 + 5)), [])
  // an event every 25 days: on 5 of 7 weekdays nothing was seen, and that means nothing
  assert.deepEqual(closed([0, 25, 49, 77].map((shift) => new Date(Date.UTC(2024, 0, 1 + shift)))), [])
})

test('partial days are judged by the clock against all other days, when asked', () => {
  const at = [
    '2024-05-01T10:00',
    '2024-05-01T20:00',
    '2024-05-02T08:00',
    '2024-05-02T21:00',
    '2024-05-03T09:00',
    '2024-05-03T13:00',
  ]
  assert.deepEqual(rows({ at }, { time: 'at', every: 'D', dropPartial: true }), [['2024-05-02', 2]])
  assert.equal(rows({ at }, { time: 'at', every: 'D' }).length, 3)
  assert.equal(rows({ at: daily('2024-05-01', 3) }, { time: 'at', every: 'D', dropPartial: true }).length, 3)
})

test('series by key keep the kind of the key, span their own events, and come in the order of the keys', () => {
  const events = {
    at: ['2024-05-04', '2024-05-01', '2024-05-02', '2024-05-04'],
    machine: Int32Array.of(10, 9, 10, 10),
    shop: ['b', 'a', 'b', 'b'],
  }
  const { table, report } = series(events, { time: 'at', every: 'D', by: ['shop', 'machine'] })
  assert.deepEqual(
    table.schema.fields.map(({ name, type }) => `${name}: ${type}`),
    ['shop: Dictionary<Int32, Utf8>', 'machine: Int32', 'ds: Timestamp<MILLISECOND>', 'y: Float64'],
  )
  assert.deepEqual(rows(events, { time: 'at', every: 'D', by: ['shop', 'machine'] }), [
    ['a', 9, '2024-05-01', 1],
    ['b', 10, '2024-05-02', 1],
    ['b', 10, '2024-05-03', 0],
    ['b', 10, '2024-05-04', 2],
  ])
  assert.deepEqual(report.series, [
    { series: 'shop "a", machine 9', rows: 1, periods: 1, filled: 0, from: '2024-05-01', to: '2024-05-01' },
    { series: 'shop "b", machine 10', rows: 3, periods: 3, filled: 1, from: '2024-05-02', to: '2024-05-04' },
  ])
  assert.equal(report.notes.at(-1), 'Each series spans its own first to last event (2 series).')
})

test('all series span the same time when asked', () => {
  const events = { at: ['2024-05-03', '2024-05-01'], shop: ['a', 'b'] }
  const { table, report } = series(events, { time: 'at', every: 'D', by: 'shop', span: 'common' })
  assert.deepEqual([...(table.getChild('y') ?? [])], [0, 0, 1, 1, 0, 0])
  assert.equal(report.notes.at(-1), 'All series span the same time (2 series).')
})

test('with keys the whole table decides which months are partial, and a series with nothing left is told', () => {
  const at = [...daily('2024-01-01', 45), new Date('2024-01-10'), new Date('2024-02-10')]
  const shop = [...Array.from({ length: 45 }, () => 'a'), 'b', 'c']
  const { table, report } = series({ at, shop }, { time: 'at', every: 'MS', by: 'shop' })
  assert.deepEqual([...(table.getChild('shop') ?? [])], ['a', 'b'])
  assert.deepEqual([...(table.getChild('y') ?? [])], [31, 1])
  assert.deepEqual(report.dropped, [
    { ds: '2024-02-01', end: 'last', rows: 14, y: 14, series: 'shop "a"' },
    { ds: '2024-02-01', end: 'last', rows: 1, y: 1, series: 'shop "c"' },
  ])
  assert.equal(report.notes.at(-1), '1 series had partial periods only: not in the table.')
  assert.deepEqual(report.series?.[2], { series: 'shop "c"', rows: 1, periods: 0, filled: 0, from: null, to: null })
})

test('the report is frozen and survives JSON', () => {
  const { report } = series(
    { at: daily('2024-01-01', 45), shop: Array(45).fill(null) },
    { time: 'at', every: 'MS', by: 'shop' },
  )
  assert.ok(Object.isFrozen(report) && Object.isFrozen(report.notes) && Object.isFrozen(report.dropped[0]))
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report)
})

const at = ['2024-05-01', '2024-05-02']
const options: SeriesOptions = { time: 'at', every: 'D' }
const bad: readonly (readonly [unknown, unknown, string, string])[] = [
  [{ at: [] }, options, 'DATA', 'prepare.series needs at least one event, got no rows'],
  [
    { at: ['2024-05-01T08:00:00Z', '2024-05-02T08:00:00Z', '2024-05-02T09:00:00Z'], paid: [1, 1e308, 1e308] },
    { ...options, value: 'paid' },
    'DATA',
    'column "paid", period from 2024-05-02: its values are too large to be summed',
  ],
  [7, options, 'DATA', 'events must be a table (Arrow, arquero, danfo, columns or rows), got 7'],
  [{ at }, { time: 'ad', every: 'D' }, 'COLUMN', 'events has no column "ad": did you mean "at"?'],
  [
    { at: ['2024-05-01', null] },
    options,
    'DATA',
    'column "at", row 1: must have a time unless the row is excluded, got null',
  ],
  [
    { at: ['2024-05-01', 'soon'] },
    options,
    'DATA',
    'column "at", row 1: must be an ISO 8601 date or time such as "2024-01-31" or "2024-01-31T10:00:00Z", got "soon"',
  ],
  [
    { at: [new Date(-1e14)] },
    options,
    'DATA',
    'column "at", row 0: must be a time between the years 1 and 9999, got -100000000000000 ms',
  ],
  [
    { at: ['2024-05-01', '9999-12-31'] },
    options,
    'LIMIT',
    'column "at": must span at most 1000 years, got 2024-05-01 (row 0) to 9999-12-31 (row 1)',
  ],
  [{ at: [null] }, { ...options, exclude: () => true }, 'DATA', 'column "at": must have a time in some row, got none'],
  [{ at, y: [1, Infinity] }, { ...options, value: 'y' }, 'DATA', 'column "y", row 1: must be finite, got Infinity'],
  [
    { at, y: ['1', '2'] },
    { ...options, value: 'y' },
    'COLUMN',
    'column "y", row 0: must be a number, got "1": text and times are never read as numbers',
  ],
  [{ at }, { ...options, value: 'paid' }, 'COLUMN', 'events has no column "paid": it has "at"'],
  [{ at }, { ...options, by: 'shop' }, 'COLUMN', 'events has no column "shop": it has "at"'],
  [
    { at },
    { ...options, by: ['a', 'a'] },
    'OPTION',
    'option "by" must name different columns other than "ds" and "y", which the result has, got "a"',
  ],
  [
    { at },
    { ...options, by: 'ds' },
    'OPTION',
    'option "by" must name different columns other than "ds" and "y", which the result has, got "ds"',
  ],
  [{ at }, { ...options, by: 5 }, 'OPTION', 'option "by" must be a column name or several, got 5'],
  [{ at }, { every: 'D' }, 'OPTION', 'option "time" must be a column name, got undefined'],
  [{ at }, { time: 'at' }, 'OPTION', 'option "every" must be "D", "W" or "MS", got undefined'],
  [{ at }, { time: 'at', every: 'M' }, 'OPTION', 'option "every" must be "D", "W" or "MS", got "M"'],
  [
    { at },
    { ...options, timezone: 'Lisbon' },
    'OPTION',
    'option "timezone" must be an IANA time zone such as "Europe/Lisbon", got "Lisbon"',
  ],
  [{ at }, { ...options, fill: 0 }, 'OPTION', 'option "fill" must be "zero" or "missing", got 0'],
  [{ at }, { ...options, round: 2.5 }, 'OPTION', 'option "round" must be an integer in [0, 15], got 2.5'],
  [{ at }, { ...options, timeZone: 'UTC' }, 'OPTION', 'unknown option "timeZone": did you mean "timezone"?'],
  [
    { at },
    { ...options, exclude: 'cancelled' },
    'OPTION',
    'option "exclude" must be a function of a row, or an object with column and values, got "cancelled"',
  ],
  [
    { at },
    { ...options, exclude: { column: 'at' } },
    'OPTION',
    'option "exclude.values" must be an array, got undefined',
  ],
  [
    { at },
    { ...options, exclude: () => undefined },
    'OPTION',
    'option "exclude" must return true or false, got undefined for row 0',
  ],
  [
    { at, status: ['a', 'b'] },
    { ...options, exclude: (row: Record<string, unknown>) => row['statu'] === 'a' },
    'COLUMN',
    'events has no column "statu": did you mean "status"?',
  ],
  [{ at }, undefined, 'OPTION', 'option "options" must be an object, got undefined'],
  [
    { at },
    { time: 'at', every: 'MS' },
    'DATA',
    'prepare.series has no whole month left, events go from 2024-05-01 to 2024-05-02: give longer data or dropPartial: false',
  ],
  [
    {
      at: Array.from({ length: 120 }, (_, i) => new Date(i % 2 === 0 ? 0 : 3e13)),
      key: Array.from({ length: 120 }, (_, i) => i >> 1),
    },
    { ...options, by: 'key' },
    'LIMIT',
    'prepare.series makes at most 20000000 rows: give fewer series, longer periods, or span "own"',
  ],
]
for (const [events, given, code, message] of bad) {
  test(message, () => {
    assert.throws(() => series(events as TableLike, given as SeriesOptions), { name: 'BodkinError', code, message })
  })
}
