import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as arrow from 'apache-arrow'
import type { TableLike } from '../../../src/arrow/table-like.js'
import { uptime, type HoursColumns, type StopColumns, type UptimeOptions } from '../../../src/prepare/index.js'

const STOPS: StopColumns = { machine: 'machine', start: 'start', end: 'end' }
const HOURS: HoursColumns = { machine: 'machine', month: 'month', hours: 'hours' }

/** Stops of one machine. */
const stops = (...pairs: [string | null, string | null][]): TableLike => ({
  machine: pairs.map(() => 'A'),
  start: pairs.map(([start]) => start),
  end: pairs.map(([, end]) => end),
})

/** Rows of the result: machine, month, scheduled hours, hours of downtime, uptime. */
function rows(downtime: TableLike, columns: StopColumns | HoursColumns = STOPS, options?: UptimeOptions): unknown[][] {
  return uptime(downtime, columns, options)
    .table.toArray()
    .map((row) => {
      const { ds, ...rest } = row.toJSON() as Record<string, unknown>
      assert.equal(new Date(ds as number).getUTCDate(), 1)
      const month = new Date(ds as number).toISOString().slice(0, 7)
      return [rest['machine'], month, rest['scheduled_hours'], rest['downtime_hours'], rest['uptime']]
    })
}

test('a stop is cut at the end of the month, and leap February has 696 hours', () => {
  const { table } = uptime(stops(['2024-01-31T12:00', '2024-02-01T12:00'], ['2024-02-10', '2024-02-11']), STOPS, {
    every: 'MS',
  })
  assert.deepEqual(
    table.schema.fields.map(({ name, type }) => `${name}: ${type}`),
    [
      'machine: Dictionary<Int32, Utf8>',
      'ds: Timestamp<MILLISECOND>',
      'scheduled_hours: Float64',
      'downtime_hours: Float64',
      'uptime: Float64',
    ],
  )
  assert.deepEqual(rows(stops(['2024-01-31T12:00', '2024-02-01T12:00'], ['2024-02-10', '2024-02-11'])), [
    ['A', '2024-01', 744, 12, 1 - 12 / 744],
    ['A', '2024-02', 696, 36, 1 - 36 / 696],
  ])
  assert.deepEqual(rows(stops(['2023-02-10', '2023-02-11'])), [['A', '2023-02', 672, 24, 1 - 24 / 672]])
})

test('overlapping, nested and repeated stops count once; touching ones add up', () => {
  const downtime = stops(
    ['2024-03-01T10:00', '2024-03-01T14:00'],
    ['2024-03-01T08:00', '2024-03-01T12:00'], // overlaps the first: 8 to 14
    ['2024-03-01T09:00', '2024-03-01T09:30'], // nested
    ['2024-03-01T10:00', '2024-03-01T14:00'], // repeated
    ['2024-03-01T14:00', '2024-03-01T15:00'], // touches: 8 to 15
    ['2024-03-02T00:00', '2024-03-02T02:00'],
  )
  assert.deepEqual(rows(downtime), [['A', '2024-03', 744, 9, 1 - 9 / 744]])
  assert.equal(uptime(downtime, STOPS).report.joined, 3)
})

test('stops of two machines do not meet', () => {
  const downtime = {
    machine: ['B', 'A', 'B'],
    start: ['2024-04-01T00:00', '2024-04-01T00:00', '2024-04-01T05:00'],
    end: ['2024-04-01T06:00', '2024-04-01T06:00', '2024-04-01T07:00'],
  }
  assert.deepEqual(rows(downtime), [
    ['A', '2024-04', 720, 6, 1 - 6 / 720],
    ['B', '2024-04', 720, 7, 1 - 7 / 720],
  ])
})

test('a month without a stop has uptime 1, between stops and for a machine that another outlives', () => {
  const downtime = {
    machine: ['A', 'A', 'B', 'C'],
    start: ['2024-01-05', '2024-03-05', '2024-02-01', null],
    end: ['2024-01-06', '2024-03-06', '2024-02-02', null],
  }
  assert.deepEqual(
    rows(downtime).map(([machine, month, , down, up]) => [machine, month, down, up]),
    [
      ['A', '2024-01', 24, 1 - 24 / 744],
      ['A', '2024-02', 0, 1],
      ['A', '2024-03', 24, 1 - 24 / 744],
      ['B', '2024-01', 0, 1],
      ['B', '2024-02', 24, 1 - 24 / 696],
      ['B', '2024-03', 0, 1],
      ['C', '2024-01', 0, 1],
      ['C', '2024-02', 0, 1],
      ['C', '2024-03', 0, 1],
    ],
  )
})

test('an open stop ends with the latest time of the data', () => {
  const downtime = {
    machine: ['A', 'B'],
    start: ['2024-05-30T00:00', '2024-06-02T00:00'],
    end: [null, '2024-06-02T06:00'],
  }
  const { report } = uptime(downtime, STOPS)
  assert.deepEqual(rows(downtime), [
    ['A', '2024-05', 744, 48, 1 - 48 / 744],
    ['A', '2024-06', 720, 30, 1 - 30 / 720],
    ['B', '2024-05', 744, 0, 1],
    ['B', '2024-06', 720, 6, 1 - 6 / 720],
  ])
  assert.deepEqual(report, {
    rows: 2,
    withoutStop: 0,
    open: 1,
    zeroLength: 0,
    outside: 0,
    joined: 0,
    withoutHours: 0,
    machines: 2,
    months: 2,
    unreported: 0,
    unscheduled: 0,
    aboveScheduled: 0,
    every: 'MS',
    timezone: 'UTC',
    from: '2024-05',
    to: '2024-06',
    endOfData: '2024-06-02T06:00:00.000Z',
    notes: [
      '2 machines, 2 months each: 2024-05 to 2024-06; months are those of UTC.',
      'The data end at 2024-06-02T06:00:00.000Z; the last month counts whole.',
      '1 stop still went on: closed at 2024-06-02T06:00:00.000Z.',
    ],
  })
})

test('from and until bound the watch: downtime and hours of the month are cut alike', () => {
  const downtime = stops(['2024-01-09', '2024-01-12'], ['2024-02-05', null], ['2023-12-01', '2023-12-02'])
  const watch: UptimeOptions = { from: '2024-01-11', until: new Date('2024-02-11') }
  assert.deepEqual(rows(downtime, STOPS, watch), [
    ['A', '2024-01', 21 * 24, 24, 1 - 24 / (21 * 24)],
    ['A', '2024-02', 10 * 24, 6 * 24, 0.4],
  ])
  const { report } = uptime(downtime, STOPS, watch)
  assert.deepEqual([report.outside, report.open, report.endOfData], [1, 1, '2024-02-11T00:00:00.000Z'])
  assert.equal(
    report.notes[1],
    'Downtime counts up to 2024-02-11T00:00:00.000Z, and so do the hours of the last month unless they are scheduled.',
  )
})

test('the watch makes months for machines that never stopped', () => {
  assert.deepEqual(rows(stops([null, null]), STOPS, { from: '2024-02-01', until: '2024-04-01' }), [
    ['A', '2024-02', 696, 0, 1],
    ['A', '2024-03', 744, 0, 1],
  ])
})

test('a stop of no length adds nothing but is in its month', () => {
  const downtime = stops(['2024-01-31T23:00', '2024-02-01T00:00'], ['2024-02-01T00:00', '2024-02-01T00:00'])
  assert.deepEqual(rows(downtime), [
    ['A', '2024-01', 744, 1, 1 - 1 / 744],
    ['A', '2024-02', 696, 0, 1],
  ])
  assert.equal(uptime(downtime, STOPS).report.zeroLength, 1)
})

test('an end at midnight of the first does not open another month', () => {
  assert.deepEqual(rows(stops(['2024-01-31', '2024-02-01'])), [['A', '2024-01', 744, 24, 1 - 24 / 744]])
})

test('a machine that stood all month has uptime 0', () => {
  assert.deepEqual(rows(stops(['2024-01-15', '2024-03-15']))[1], ['A', '2024-02', 696, 696, 0])
})

test('months are those of the time zone, a month with a change of clocks included', () => {
  // Lisbon: summer time from 31 March 2024 01:00 UTC, so April begins at 23:00 UTC and March has 743 hours
  const downtime = stops(['2024-03-31T22:00', '2024-04-01T01:00'])
  assert.deepEqual(rows(downtime, STOPS, { timezone: 'Europe/Lisbon' }), [
    ['A', '2024-03', 743, 1, 1 - 1 / 743],
    ['A', '2024-04', 720, 2, 1 - 2 / 720],
  ])
})

test('scheduled hours as a number; downtime by the clock beyond them leaves uptime 0 and is counted', () => {
  const downtime = stops(['2024-01-10', '2024-01-11'], ['2024-02-01', '2024-02-20'])
  assert.deepEqual(rows(downtime, STOPS, { scheduled: 240 }), [
    ['A', '2024-01', 240, 24, 0.9],
    ['A', '2024-02', 240, 456, 0],
  ])
  const { report } = uptime(downtime, STOPS, { scheduled: 240 })
  assert.equal(report.aboveScheduled, 1)
  assert.equal(report.notes.at(-1), '1 month of a machine with more downtime than scheduled hours: uptime 0.')
})

test('scheduled hours as a column: by machine and month, else the usual ones of the machine, else unknown', () => {
  const downtime = {
    machine: ['A', 'A', 'B', 'B', 'B'],
    start: ['2024-01-01', '2024-03-01', '2024-01-01', '2024-01-05', '2024-03-01'],
    end: ['2024-01-02', '2024-03-02', '2024-01-02', '2024-01-06', '2024-03-02'],
    plan: [160, 160, 100, 100, 120],
  }
  assert.deepEqual(rows(downtime, STOPS, { scheduled: 'plan' }), [
    ['A', '2024-01', 160, 24, 0.85],
    ['A', '2024-02', 160, 0, 1],
    ['A', '2024-03', 160, 24, 0.85],
    ['B', '2024-01', 100, 48, 0.52],
    ['B', '2024-02', null, 0, null],
    ['B', '2024-03', 120, 24, 0.8],
  ])
  assert.equal(uptime(downtime, STOPS, { scheduled: 'plan' }).report.unscheduled, 1)
})

test('hours are totals of their rows: they add up within a month, and a month without them stays null', () => {
  const downtime = {
    machine: ['A', 'A', 'A', 'B', 'B'],
    month: ['2024-01-01', '2024-01-15', '2024-03-01', '2024-02-01', '2024-03-01'],
    hours: [7.1, 0.3, 74.4, 0, null],
  }
  assert.deepEqual(rows(downtime, HOURS), [
    ['A', '2024-01', 744, 7.3999999999999995, 1 - 7.3999999999999995 / 744],
    ['A', '2024-02', 696, null, null],
    ['A', '2024-03', 744, 74.4, 0.9],
    ['B', '2024-01', 744, null, null],
    ['B', '2024-02', 696, 0, 1],
    ['B', '2024-03', 744, null, null],
  ])
  const { report } = uptime(downtime, HOURS)
  assert.deepEqual([report.unreported, report.withoutHours, report.endOfData], [3, 1, null])
  assert.deepEqual(report.notes, [
    '2 machines, 3 months each: 2024-01 to 2024-03; months are those of UTC.',
    '1 row has no hours: not reported.',
    '3 months of a machine not reported: left missing.',
  ])
})

test('hours up to the scheduled ones are allowed, though decimals add up to a little more', () => {
  const tenths = Array.from({ length: 1600 }, () => 0.1)
  const downtime = { machine: tenths.map(() => 7), month: tenths.map(() => '2024-02'), hours: tenths }
  assert.deepEqual(
    rows(downtime, HOURS, { scheduled: 160 }).map(([machine, month, scheduled, , up]) => [
      machine,
      month,
      scheduled,
      up,
    ]),
    [[7, '2024-02', 160, 0]],
  )
})

test('scheduled hours of 0 leave uptime unknown', () => {
  const downtime = { machine: ['A', 'A'], month: ['2024-01', '2024-02'], hours: [0, 8], plan: [0, 160] }
  assert.deepEqual(rows(downtime, HOURS, { scheduled: 'plan' }), [
    ['A', '2024-01', 0, 0, null],
    ['A', '2024-02', 160, 8, 0.95],
  ])
})

test('Arrow timestamps and row objects give what columns of text give', () => {
  const [start, end] = [new Date('2024-01-31T12:00Z'), new Date('2024-02-01T12:00Z')]
  const wanted = rows(stops(['2024-01-31T12:00', '2024-02-01T12:00']))
  const table = new arrow.Table({
    machine: arrow.vectorFromArray(['A']),
    start: arrow.vectorFromArray([start], new arrow.TimestampMicrosecond()),
    end: arrow.vectorFromArray([end], new arrow.TimestampSecond()),
  })
  assert.deepEqual(rows(table), wanted)
  assert.deepEqual(rows([{ machine: 'A', start, end }]), wanted)
})

const one = stops(['2024-01-31', '2024-02-01'])
const total = { machine: ['A'], month: ['2024-02-01'], hours: [1] }
const bad: [unknown, unknown, unknown, string, string][] = [
  [
    stops(['2024-01-01', '2024-01-02'], ['2024-01-03', '2024-01-02']),
    STOPS,
    {},
    'DATA',
    'column "end", row 1: must not be before "start" (2024-01-03T00:00:00.000Z), got 2024-01-02T00:00:00.000Z',
  ],
  [
    stops([null, '2024-01-02']),
    STOPS,
    {},
    'DATA',
    'column "start", row 0: must have a time when "end" has one, got null',
  ],
  [
    stops([null, null]),
    STOPS,
    {},
    'DATA',
    'column "start": must have a time in some row unless "from" and "until" are given, got none',
  ],
  [
    { machine: ['A', null], start: ['2024-01-01', '2024-01-01'], end: [null, null] },
    STOPS,
    {},
    'DATA',
    'column "machine", row 1: must have a machine, got null',
  ],
  [
    stops(['2024-01-01', '9999-12-31']),
    STOPS,
    {},
    'LIMIT',
    'prepare.uptime spans at most 1000 years, got 95712 months: is there a placeholder such as 9999-12-31?',
  ],
  [
    one,
    STOPS,
    { until: '2024-01-01' },
    'DATA',
    'prepare.uptime has no time to watch: it begins at 2024-01-31T00:00:00.000Z and ends at 2024-01-01T00:00:00.000Z',
  ],
  [
    one,
    STOPS,
    { from: '2024-02-01', until: '2024-01-01' },
    'OPTION',
    'option "until" must be later than "from", got 2024-01-01T00:00:00.000Z and from 2024-02-01T00:00:00.000Z',
  ],
  [
    one,
    STOPS,
    { until: 'soon' },
    'OPTION',
    'option "until" must be a Date or a time in ISO 8601 (UTC) between the years 1 and 9999, got "soon"',
  ],
  [one, STOPS, { every: 'D' }, 'OPTION', 'option "every" must be "MS", got "D"'],
  [one, STOPS, { scheduled: 0 }, 'OPTION', 'option "scheduled" must be a number above 0 or a column name, got 0'],
  [one, STOPS, { schedule: 8 }, 'OPTION', 'unknown option "schedule": did you mean "scheduled"?'],
  [one, STOPS, { scheduled: 'plan' }, 'COLUMN', 'downtime has no column "plan": it has "machine", "start", "end"'],
  [
    { ...(one as object), plan: [-1] },
    STOPS,
    { scheduled: 'plan' },
    'DATA',
    'column "plan", row 0: must be a finite number of hours of at least 0, got -1',
  ],
  [
    { machine: ['A', 'A'], month: ['2024-02', '2024-02'], hours: [1, 2], plan: [160, 170] },
    HOURS,
    { scheduled: 'plan' },
    'DATA',
    'column "plan", row 1: must be that of row 0 for machine "A" in 2024-02 (160), got 170',
  ],
  [
    one,
    { machine: 'machine' },
    {},
    'OPTION',
    'options must name the columns "start" and "end" (intervals), or "month" and "hours", got none of them',
  ],
  [
    one,
    { ...STOPS, hours: 'hours' },
    {},
    'OPTION',
    'options must name the columns "start" and "end" (intervals), or "month" and "hours", got start, end, hours',
  ],
  [one, { ...STOPS, machine: 3 }, {}, 'OPTION', 'option "machine" must be a column name, got 3'],
  [one, undefined, {}, 'OPTION', 'option "options" must be an object, got undefined'],
  [
    total,
    HOURS,
    { from: '2024-01-01' },
    'OPTION',
    'option "from" belongs to intervals (start and end): hours have their months already',
  ],
  [
    total,
    HOURS,
    { timezone: 'Europe/Lisbon' },
    'OPTION',
    'option "timezone" belongs to intervals (start and end): hours have their months already',
  ],
  [
    { ...total, hours: [-1] },
    HOURS,
    {},
    'DATA',
    'column "hours", row 0: must be a finite number of hours of at least 0, got -1',
  ],
  [
    { machine: ['A', 'A'], month: ['2024-02-01', '2024-02-01'], hours: [600, 100] },
    HOURS,
    {},
    'DATA',
    'column "hours", machine "A" in 2024-02: must be at most the scheduled 696 hours in all, got 700',
  ],
  [
    total,
    HOURS,
    { scheduled: 0.5 },
    'DATA',
    'column "hours", machine "A" in 2024-02: must be at most the scheduled 0.5 hours in all, got 1',
  ],
  [{ ...total, month: [null] }, HOURS, {}, 'DATA', 'column "month", row 0: must have a month, got null'],
  [
    { ...total, month: ['2024-13'] },
    HOURS,
    {},
    'DATA',
    'column "month" of downtime, row 0: must be an ISO 8601 date or time such as "2024-01-31" or "2024-01-31T10:00:00Z", got "2024-13"',
  ],
  [
    { ...total, month: [2] },
    HOURS,
    {},
    'COLUMN',
    'column "month" of downtime, row 0: must be a Date or ISO 8601 text, got 2: wrap numbers as times first (new Date(milliseconds))',
  ],
  [[], STOPS, {}, 'DATA', 'prepare.uptime needs at least one row, got no rows'],
  [7, STOPS, {}, 'DATA', 'downtime must be a table (Arrow, arquero, danfo, columns or rows), got 7'],
]
for (const [downtime, columns, options, code, message] of bad) {
  test(message, () => {
    assert.throws(() => uptime(downtime as TableLike, columns as StopColumns, options as UptimeOptions), {
      name: 'BodkinError',
      code,
      message,
    })
  })
}
