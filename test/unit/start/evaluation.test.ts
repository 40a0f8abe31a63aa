import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Series } from '../../../start/data/series.js'
import { evaluate } from '../../../start/forecast/evaluate.js'
import { gapsText } from '../../../start/forecast/facts.js'
import { dayName, holidayEffects } from '../../../start/forecast/holiday-effects.js'
import { holdOutVerdict, type HoldOutEvidence } from '../../../start/forecast/hold-out-verdict.js'
import { onCalendar } from '../../../start/forecast/regular.js'
import { score } from '../../../start/forecast/scores.js'
import { seasonFor, splitSeries } from '../../../start/forecast/split.js'
import { usHolidays } from '../../../start/data/holidays.js'

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

test('scores are those worked out by hand', () => {
  const scores = score(Float64Array.of(1, 2, 3, 4), {
    yhat: Float64Array.of(1, 4, 3, 0),
    lower: Float64Array.of(0, 3, 3, -1),
    upper: Float64Array.of(2, 5, 3, 1),
  })
  assert.deepEqual(scores, { mae: 1.5, rmse: Math.sqrt(5), coverage: 0.5, width: 1.5 })
})

test('held out are 365 days, or a fifth of a short series', () => {
  const long = splitSeries(series(3000, Math.sqrt))
  assert.deepEqual([long.heldOut, long.trained, long.frequency, long.season, long.gaps], [365, 2635, 'D', 364, 0])
  const short = splitSeries(series(400, Math.sqrt))
  assert.deepEqual([short.heldOut, short.season], [80, 7])
  assert.match(short.reason, /a fifth/)
  const months = splitSeries(series(144, Math.sqrt, (i) => Date.UTC(2000, i, 1)))
  assert.deepEqual([months.heldOut, months.frequency, months.season], [12, 'MS', 12])
})

test('gaps are counted on the calendar', () => {
  const split = splitSeries(series(100, Math.sqrt, (i) => Date.UTC(2020, 0, 1) + (i < 50 ? i : i + 3) * dayMs))
  assert.equal(split.gaps, 3)
})

test('too few rows and times without a step are errors', () => {
  assert.throws(() => splitSeries(series(9, Math.sqrt)), {
    code: 'DATA',
    message: 'sales must have at least 10 rows with a value, got 9',
  })
  assert.throws(() => splitSeries(series(20, Math.sqrt, (i) => i ** 3 * 1000)), {
    code: 'DATA',
    message: /regular step/,
  })
})

test('the season is the longest natural one that fits twice', () => {
  const cases: [string, number, number | null][] = [
    ['D', 728, 364],
    ['D', 727, 7],
    ['D', 13, null],
    ['B', 520, 260],
    ['B', 519, 5],
    ['W', 104, 52],
    ['W', 103, null],
    ['MS', 24, 12],
    ['QS', 8, 4],
    ['YS', 50, null],
    ['h', 336, 168],
    ['h', 335, 24],
    ['30min', 96, 48],
    ['2D', 500, null],
  ]
  for (const [frequency, rows, season] of cases)
    assert.equal(seasonFor(frequency, rows), season, `${frequency} ${rows}`)
})

test('for the seasonal naive a gap holds the value one season before, and repeated times their mean', () => {
  const start = Date.UTC(2024, 0, 1)
  const at = (...days: number[]): Date[] => days.map((day) => new Date(start + day * dayMs))
  const full = onCalendar({ ds: at(0, 1, 3, 4, 4), y: Float64Array.of(1, 2, 4, 10, 20) }, 'D', 2)
  assert.deepEqual([...full.y], [1, 2, 1, 4, 15])
  assert.deepEqual(full.ds, at(0, 1, 2, 3, 4))
  const early = onCalendar({ ds: at(0, 2, 3), y: Float64Array.of(1, 3, 4) }, 'D', 2)
  assert.deepEqual([...early.y], [1, 4, 3, 4])
  const whole = { ds: at(0, 1), y: Float64Array.of(1, 2) }
  assert.deepEqual(onCalendar(whole, 'D', 2), whole)
})

const scores = (mae: number, coverage = 0.8): HoldOutEvidence['model'] => ({ mae, rmse: mae, coverage, width: 1 })

test('each reason fails on its own case and no other', () => {
  const good: HoldOutEvidence = {
    model: scores(1),
    mean: scores(3),
    naive: scores(2),
    seasonalNaive: scores(1),
    seasonWords: 'the same weekday a week ago',
    heldOut: 50,
    periods: 'days',
    unit: 'pieces',
    finite: true,
  }
  const cases: [Partial<HoldOutEvidence>, string[]][] = [
    [{}, []],
    [{ naive: scores(1) }, ['NO_SKILL']],
    [{ mean: scores(0.5) }, ['NO_SKILL']],
    [{ seasonalNaive: scores(0.99) }, ['WORSE_THAN_SEASONAL_NAIVE']],
    [{ seasonalNaive: null }, []],
    [{ model: scores(1, 0.65) }, []],
    [{ model: scores(1, 0.95) }, []],
    [{ model: scores(1, 0.64) }, ['COVERAGE']],
    [{ model: scores(1, 0.96) }, ['COVERAGE']],
    [{ finite: false }, ['NON_FINITE']],
    [{ model: scores(Number.NaN, Number.NaN) }, ['NO_SKILL', 'WORSE_THAN_SEASONAL_NAIVE', 'COVERAGE']],
  ]
  for (const [change, codes] of cases) {
    const verdict = holdOutVerdict({ ...good, ...change })
    const failed = verdict.reasons.filter(({ passed }) => !passed).map(({ code }) => code)
    assert.deepEqual([verdict.publish, failed], [codes.length === 0, codes])
    assert.doesNotMatch(verdict.summary, /NaN|undefined/)
  }
})

test('noise is mostly refused for want of skill, and then nothing is forecast', () => {
  // One hold-out is a point comparison: about one noise in four passes by luck, which the report says.
  const evaluations = Array.from({ length: 16 }, (_, k) => {
    const random = noise(7919 * k + 1)
    return evaluate(
      series(300, () => 100 + 10 * random()),
      30,
      quiet,
    )
  })
  const refused = evaluations.filter(({ verdict }) => !verdict.publish)
  assert.ok(refused.length >= 9, `${refused.length} of 16 refused`)
  for (const { verdict, forecast, model } of refused) {
    assert.equal(forecast, null)
    assert.equal(verdict.display, 'none')
    assert.equal(model.history.y.length, 240)
    assert.ok(verdict.reasons.some(({ code, passed }) => code === 'NO_SKILL' && !passed))
  }
})

test('a trend with a weekly season is published, fitted on everything and forecast', () => {
  const random = noise()
  const shop = series(500, (i) => 100 + i / 5 + [0, 2, 4, 6, 30, 40, -20][i % 7] + 5 * random())
  const { verdict, forecast, model } = evaluate(shop, 14, quiet)
  assert.equal(verdict.publish, true)
  assert.equal(forecast?.numRows, 14)
  assert.equal(Number(forecast?.getChild('ds')?.get(0)), shop.ds[499] + dayMs)
  assert.equal(model.history.y.length, 500)
})

const christmas = (i: number): number =>
  new Date(Date.UTC(2020, 0, 1) + i * dayMs).toISOString().slice(5, 10) === '12-25' ? -300 : 0

test('holiday effects are in units of y, the strongest first', () => {
  const random = noise()
  const { model } = evaluate({ ...series(1500, (i) => 1000 + christmas(i) + random()), holidays: usHolidays }, 7, quiet)
  const { name, effect } = holidayEffects(model)
  assert.equal(name[0], 'Christmas')
  assert.ok(Math.abs(effect[0] + 300) < 10)
  assert.equal(dayName('Christmas', -1), 'day before Christmas')
  assert.equal(dayName('Easter', 2), '2 days after Easter')
})

test('gaps are put into words only where there are some', () => {
  assert.equal(gapsText(0, 0, 0), 'no gaps, no missing values, no repeated times')
  assert.match(gapsText(2, 5, 1), /^5 periods .* \(2 rows .*\); 1 repeated times/)
})
