/** What must be true of any series: the kernel of `auto` on random ones. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assessSeries } from '../../src/forecast/auto/assess.js'
import { readAutoOptions, type AutoOptions } from '../../src/forecast/auto/auto-options.js'
import { gateVerdict } from '../../src/forecast/auto/gate.js'
import { realityCheck } from '../../src/forecast/auto/reality-check.js'
import { randomStream } from '../../src/numeric/random.js'

const DAY = 86_400_000
const runs = { numRuns: 15, seed: 7 }

function assess(y: number[], options: Partial<AutoOptions> = {}): ReturnType<typeof assessSeries> {
  const history = { ds: Float64Array.from(y, (_, t) => 19_000 * DAY + t * DAY), y: Float64Array.from(y), columns: {} }
  const { settings, recipeOf } = readAutoOptions({
    horizon: 5,
    candidates: ['ets', 'seasonalNaive', 'drift', 'median'],
    ...options,
  })
  return assessSeries({ history, settings, recipe: recipeOf(history), future: undefined, id: '' })
}

const series = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 60 })

test('any series has an outcome: bounds around the forecast, a verdict that is JSON, and as many rows as the horizon', () => {
  fc.assert(
    fc.property(series, (y) => {
      const { chosen, fallback, evidence } = assess(y)
      for (const forecast of [chosen, fallback]) {
        if (forecast === undefined) continue
        assert.equal(forecast.yhat.length, 5)
        forecast.yhat.forEach((value, i) => {
          assert.ok(!(forecast.lower[i] > value) && !(forecast.upper[i] < value))
        })
        assert.equal(forecast.history.yhat.length, y.length)
      }
      const verdict = gateVerdict(evidence, readAutoOptions({ horizon: 5 }).settings.gate)
      assert.deepEqual(JSON.parse(JSON.stringify(verdict)), verdict)
      assert.ok(!verdict.publish || chosen !== undefined)
    }),
    runs,
  )
})

test('another unit of y is another unit of the forecast, and the same verdict', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 40, maxLength: 60 }), (y) => {
      const one = assess(y)
      const other = assess(y.map((value) => value * 1024))
      assert.equal(other.evidence.chosen, one.evidence.chosen)
      assert.ok(Math.abs(other.evidence.pValue - one.evidence.pValue) < 1e-9)
      one.chosen!.yhat.forEach((value, i) => {
        assert.ok(Math.abs(other.chosen!.yhat[i] - 1024 * value) <= 1e-6 * (1 + Math.abs(1024 * value)))
      })
    }),
    runs,
  )
})

test('a reality check is a probability, and a gain in every fold never makes it larger', () => {
  const gain = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(gain, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 4 }), (rows, block) => {
      const gains = rows.map((row) => Float64Array.from(row))
      const p = realityCheck(gains, block, randomStream(1))
      assert.ok(p > 0 && p <= 1)
      const better = gains.map((row) => row.map((value) => value + 50))
      assert.ok(realityCheck(better, block, randomStream(1)) <= p + 0.05)
    }),
    runs,
  )
})
