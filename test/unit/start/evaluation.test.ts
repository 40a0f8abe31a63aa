import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usHolidays } from '../../../start/data/holidays.js'
import { sharePriceSeries } from '../../../start/data/share-price.js'
import type { Series } from '../../../start/data/series.js'
import { calendarOf } from '../../../start/forecast/calendar.js'
import { evaluate } from '../../../start/forecast/evaluate.js'
import { gapsText } from '../../../start/forecast/facts.js'
import { dayName, holidayEffects } from '../../../start/forecast/holiday-effects.js'
import { modelName, periodsOf, stepName } from '../../../start/forecast/words.js'
import { fit } from '../../../src/forecast/index.js'

const dayMs = 86_400_000
const quiet = (): void => undefined

function series(
  rows: number,
  value: (i: number) => number,
  time: (i: number) => number = (i) => Date.UTC(2020, 0, 1) + i * dayMs,
): Series {
  const index = Array.from({ length: rows }, (_, i) => i)
  return {
    name: 'sales',
    unit: 'pieces',
    source: 'made up',
    ds: Float64Array.from(index, time),
    y: Float64Array.from(index, value),
    missing: 0,
    holidays: null,
  }
}

/** Gaussian noise that is the same in every run: a linear congruential generator and Box–Muller. */
function noise(seed = 12345): () => number {
  let state = seed
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

test('gaps are counted on the calendar', () => {
  const gap = calendarOf(series(100, Math.sqrt, (i) => Date.UTC(2020, 0, 1) + (i < 50 ? i : i + 3) * dayMs))
  assert.deepEqual(gap, { frequency: 'D', gaps: 3 })
  const months = calendarOf(series(24, Math.sqrt, (i) => Date.UTC(2000, i, 1)))
  assert.deepEqual(months, { frequency: 'MS', gaps: 0 })
})

test('times without a step are an error', () => {
  const uneven = series(20, Math.sqrt, (i) => i ** 3 * 1000)
  assert.throws(() => calendarOf(uneven), { code: 'DATA', message: /^sales must have a regular step/ })
})

test('noise is refused for want of skill, and then nothing explains it', async () => {
  const random = noise()
  const { result, explained } = await evaluate(
    series(200, () => 100 + 10 * random()),
    7,
    quiet,
  )
  assert.equal(result.verdict.publish, false)
  assert.ok(result.verdict.reasons.some(({ code, passed }) => code === 'NO_SKILL' && !passed))
  assert.equal(explained, null)
})

test('a trend with a weekly season is published, forecast and explained', async () => {
  const random = noise()
  const shop = series(300, (i) => 100 + i / 5 + [0, 2, 4, 6, 30, 40, -20][i % 7] + 5 * random())
  const { result, explained } = await evaluate(shop, 14, quiet)
  assert.equal(result.verdict.publish, true)
  assert.equal(result.forecast.numRows, 14)
  assert.equal(Number(result.forecast.getChild('ds')?.get(0)), shop.ds[299] + dayMs)
  assert.equal(explained?.history.y.length, 300)
})

const christmas = (i: number): number =>
  new Date(Date.UTC(2020, 0, 1) + i * dayMs).toISOString().slice(5, 10) === '12-25' ? -300 : 0

test('holiday effects are in units of y, the strongest first', () => {
  const random = noise()
  const { ds, y } = series(800, (i) => 1000 + christmas(i) + random())
  const model = fit({ ds: Array.from(ds, (time) => new Date(time)), y }, { holidays: usHolidays(2020, 2022) })
  const { name, effect } = holidayEffects(model)
  assert.equal(name[0], 'Christmas')
  assert.ok(Math.abs(effect[0] + 300) < 10)
  assert.equal(dayName('Christmas', -1), 'day before Christmas')
  assert.equal(dayName('Easter', 2), '2 days after Easter')
})

test('gaps are put into words only where there are some', () => {
  assert.equal(gapsText(0, 0), 'no gaps, no missing values')
  assert.match(gapsText(2, 5), /^5 periods .* \(2 rows .*\)$/)
})

test('frequencies and models have everyday names', () => {
  assert.deepEqual([periodsOf('D'), periodsOf('5min'), stepName('MS')], ['days', 'rows', 'one month'])
  assert.deepEqual([modelName('seasonalNaive'), modelName('theta')], ['season before', 'theta'])
})

test('the share price is three years of business days with a value each', () => {
  const { ds, y, missing } = sharePriceSeries()
  assert.deepEqual([ds.length, y.length, missing], [756, 756, 0])
  assert.equal(new Date(ds[0]).toISOString().slice(0, 10), '2015-05-13')
  assert.equal(y[0], 126.010002)
  assert.ok(ds.every((time) => ![0, 6].includes(new Date(time).getUTCDay())))
})
