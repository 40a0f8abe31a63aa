import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { assertDaily, birthsSeries, type BirthsRow } from '../../../start/data/births.js'
import { thanksgiving, usHolidays } from '../../../start/data/holidays.js'
import { readCSV } from '../../../start/data/read-csv.js'
import { seriesFromFile } from '../../../start/data/read-file.js'

const folder = mkdtempSync(join(tmpdir(), 'bodkin-start-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const iso = (time: Date | number): string => new Date(time).toISOString().slice(0, 10)

test('Thanksgiving is the fourth Thursday of November', () => {
  const dates = [2000, 2001, 2006, 2007, 2014, 2015, 2018].map((year) => iso(thanksgiving(year)))
  assert.deepEqual(dates, [
    '2000-11-23',
    '2001-11-22',
    '2006-11-23',
    '2007-11-22',
    '2014-11-27',
    '2015-11-26',
    '2018-11-22',
  ])
})

test('six holidays a year, with their windows', () => {
  const table = usHolidays(2014, 2015)
  assert.deepEqual(table.ds.map(iso), [
    '2014-01-01',
    '2014-05-26',
    '2014-07-04',
    '2014-09-01',
    '2014-11-27',
    '2014-12-25',
    '2015-01-01',
    '2015-05-25',
    '2015-07-04',
    '2015-09-07',
    '2015-11-26',
    '2015-12-25',
  ])
  const names = ['New Year', 'Memorial Day', 'Independence Day', 'Labor Day', 'Thanksgiving', 'Christmas']
  assert.deepEqual(table.holiday.slice(0, 6), names)
  assert.deepEqual(table.lower_window.slice(0, 6), [0, 0, 0, 0, 0, -1])
  assert.deepEqual(table.upper_window.slice(0, 6), [0, 0, 0, 0, 1, 0])
})

test('the births are 5,479 days without a gap', () => {
  const { ds, y } = birthsSeries()
  assert.equal(ds.length, 5479)
  assert.deepEqual([iso(ds[0]), iso(ds[5478])], ['2000-01-01', '2014-12-31'])
  assert.deepEqual([y[0], y[5478]], [9083, 11990])
})

const row = (date: number, day: number, births = 9000): BirthsRow => ({
  year: 2000,
  month: 1,
  date_of_month: date,
  day_of_week: day,
  births,
})

test('a gap, a duplicate, a wrong weekday, an impossible date and a null among the births name their row', () => {
  const cases: [BirthsRow[], RegExp][] = [
    [[row(1, 6), row(3, 1)], /row 1 \(2000-1-3\).*a gap/],
    [[row(1, 6), row(1, 6)], /row 1 .*a duplicate/],
    [[row(1, 5)], /row 0: must be a date with its weekday/],
    [[row(32, 2)], /row 0: must be a date/],
    [[row(1, 6), row(2, 7, null as unknown as number)], /row 1 .*must be a count above 0, got null/],
    [[], /must have rows/],
  ]
  for (const [rows, message] of cases) assert.throws(() => assertDaily(rows), { code: 'DATA', message })
})

test('a CSV gives times and values; empty values are gaps, empty lines are no rows', () => {
  const read = readCSV(
    '\ufeffday;sales;note\r\n2024-01-01;3.5;a\r\n2024-01-02;;b\r\n\r\n2024-01-03T12:00:00Z;-1e2;NA\r\n',
    'f.csv',
    'day',
    'sales',
  )
  assert.deepEqual([...read.values], [3.5, Number.NaN, -100])
  assert.deepEqual([...read.times], [Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 2), Date.UTC(2024, 0, 3, 12)])
})

test('quoted values may hold separators and quotes', () => {
  const read = readCSV('ds,"the, value",x\n2024-01-01,"7","a ""b"", c"\n', 'f.csv', 'ds', 'the, value')
  assert.deepEqual([...read.values], [7])
})

test('a bad CSV is told with file, line and column', () => {
  const cases: [string, RegExp][] = [
    ['', /^f\.csv is empty/],
    ['ds,y\n', /^f\.csv has no rows/],
    ['ds,Y\n2024-01-01,1\n', /^f\.csv has no column "y": did you mean "Y"\?/],
    ['when,amount\n2024-01-01,1\n', /^f\.csv has no column "ds": it has "when", "amount"/],
    ['ds,y\n2024-01-01,1\n2024-01-02,abc\n', /^f\.csv, line 3, column "y": must be a number, got "abc"$/],
    [
      'ds;y\n2024-01-01;1,5\n',
      /^f\.csv, line 2, column "y": must be a number, got "1,5": write it with a decimal point/,
    ],
    ['ds,y\n2024-01-01,1,234\n', /^f\.csv, line 2: must have 2 values like the header, got 3/],
    ['ds,y\n2024-01-01,1\n\n31.01.2024,2\n', /^f\.csv, line 4, column "ds": .*"31\.01\.2024"/],
    ['ds,y\n2024-01-01T00:00:00+02:00,1\n', /^f\.csv, line 2, column "ds": .*/],
    ['ds,y\n,1\n', /^f\.csv, line 2, column "ds": must have a time, got nothing/],
    ['ds,y,y\n2024-01-01,1,2\n', /^f\.csv: column names must be unique, got "y" twice/],
  ]
  for (const [text, message] of cases)
    assert.throws(() => readCSV(text, 'f.csv', 'ds', 'y'), { name: 'BodkinError', message }, text)
})

test('an Arrow file and stream give the same series, sorted, without its nulls', () => {
  const ds = [3, 1, 2].map((day) => new Date(Date.UTC(2024, 0, day)))
  const table = tableFromArrays({ ds, y: Float64Array.of(30, 10, Number.NaN) })
  for (const kind of ['file', 'stream'] as const) {
    const path = join(folder, `${kind}.arrow`)
    writeFileSync(path, tableToIPC(table, kind))
    const { ds: times, y, missing } = seriesFromFile(path, 'ds', 'y')
    assert.deepEqual([[...times].map(iso), [...y], missing], [['2024-01-01', '2024-01-03'], [10, 30], 1])
  }
})

test('a file that is none, of another kind, or damaged is one clear line', () => {
  const write = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  const arrow = tableToIPC(tableFromArrays({ day: [new Date(0)], y: Float64Array.of(1) }), 'file')
  const cases: [string, RegExp][] = [
    [join(folder, 'absent.csv'), /^cannot read .*absent\.csv: there is no such file$/],
    [write('x.xlsx', 'PK'), /^x\.xlsx must be a \.csv, \.arrow or \.feather file, got "\.xlsx"$/],
    [write('x', 'PK'), /^x must be .*, got no extension$/],
    [write('broken.arrow', 'not arrow at all'), /^broken\.arrow must be an Arrow IPC file or stream/],
    [write('cut.arrow', arrow.subarray(0, 200)), /^cut\.arrow must be an Arrow IPC file or stream/],
    [write('other.arrow', arrow), /^other\.arrow.* has no column "ds"/],
    [write('huge.csv', 'ds,y\n2024-01-01,1e999\n'), /^huge\.csv, row 0, column "y": must be finite, got Infinity$/],
  ]
  for (const [path, message] of cases)
    assert.throws(() => seriesFromFile(path, 'ds', 'y'), { name: 'BodkinError', message }, path)
})

test('a number cut by its thousands comma is an error also when the file has quotes', () => {
  const text = 'ds,y\n"2023-01-01",900\n"2023-01-02",1,103\n'
  assert.throws(() => readCSV(text, 'sales.csv', 'ds', 'y'), {
    message: 'sales.csv, line 3: must have 2 values like the header, got 3',
  })
})
