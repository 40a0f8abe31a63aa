import assert from 'node:assert/strict'
import { test } from 'node:test'
import { realityCheck } from '../../../../src/forecast/auto/reality-check.js'
import { randomStream } from '../../../../src/numeric/random.js'

function gains(count: number, folds: number, seed: number): Float64Array[] {
  const random = randomStream(seed)
  return Array.from({ length: count }, () => Float64Array.from({ length: folds }, () => random.normal()))
}

test('a forecast that is better in every fold is certain', () => {
  assert.equal(realityCheck([Float64Array.of(1, 1.1, 0.9, 1, 1, 1.1, 0.9, 1)], 1, randomStream(0)), 1 / 2000)
  assert.equal(realityCheck([Float64Array.of(1, 1, 1, 1)], 1, randomStream(0)), 1 / 2000)
})

test('no forecast, one that is never better and one that says the same have no skill', () => {
  assert.equal(realityCheck([], 1, randomStream(0)), 1)
  assert.equal(realityCheck([Float64Array.of(-1, -2, -1, -3)], 1, randomStream(0)), 1)
  assert.equal(realityCheck([Float64Array.of(0, 0, 0, 0)], 1, randomStream(0)), 1)
})

test('with one forecast and 2 folds the bootstrap can be counted by hand', () => {
  // gains 3 and −1: mean 1, resampled means 3, 1, 1, −1, centred 2, 0, 0, −2: V* ≥ V where both draws are the first, a quarter
  const p = realityCheck([Float64Array.of(3, -1)], 1, randomStream(1))
  assert.ok(Math.abs(p - 0.25) < 0.03, `p ${p}`)
})

test('hopeless forecasts do not blind the test, as they would White’s', () => {
  const good = Float64Array.of(0.4, 1.1, 0.2, 0.9, -0.3, 0.8, 0.5, 0.1, 0.7, 0.6)
  const hopeless = gains(20, 10, 3).map((own) => own.map((value) => 30 * value - 100))
  const alone = realityCheck([good], 1, randomStream(0))
  const among = realityCheck([good, ...hopeless], 1, randomStream(0))
  assert.ok(alone < 0.02)
  assert.equal(among, alone)
})

test('searching among many forecasts of noise is paid for', () => {
  let alone = 0
  let many = 0
  for (let i = 0; i < 100; i++) {
    const noise = gains(12, 16, i)
    const best = noise.reduce((a, b) => (sum(b) > sum(a) ? b : a))
    if (realityCheck([best], 1, randomStream(i)) <= 0.05) alone++
    if (realityCheck(noise, 1, randomStream(i)) <= 0.05) many++
  }
  assert.ok(alone >= 40, `the best of 12 alone: ${alone} of 100`)
  assert.ok(many <= 20, `the reality check: ${many} of 100`)
})

test('the unit of a loss and the order of the forecasts do not matter', () => {
  const some = gains(4, 12, 5).map((own) => own.map((value) => value + 0.3))
  const p = realityCheck(some, 2, randomStream(9))
  assert.equal(
    realityCheck(
      some.map((own) => own.map((value) => value * 1024)),
      2,
      randomStream(9),
    ),
    p,
  )
  assert.equal(realityCheck([...some].reverse(), 2, randomStream(9)), p)
})

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
