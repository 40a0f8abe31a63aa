import assert from 'node:assert/strict'
import { test } from 'node:test'
import { windowSquares } from '../../../../src/forecast/shocks/filtered-window.js'
import { noiseOf, surprises, type Noise } from '../../../../src/forecast/shocks/noise.js'
import { normalScores } from '../../../../src/forecast/shocks/normal-scores.js'
import { scanChance, scanThreshold } from '../../../../src/forecast/shocks/scan-significance.js'
import { scan, spanStatistic } from '../../../../src/forecast/shocks/scan.js'
import { sideOf } from '../../../../src/forecast/shocks/side.js'
import { unitMeans, unitsOf } from '../../../../src/forecast/shocks/units.js'
import { withoutWeekdays } from '../../../../src/forecast/shocks/weekdays.js'
import { randomStream } from '../../../../src/numeric/random.js'
import { DAY } from '../series-for-tests.js'

const white: Noise = { centre: 0, phi: new Float64Array(0), deviation: 1, spread: 1 }
const rounded = (values: Float64Array, digits = 2): number[] =>
  Array.from(values, (value) => Number(value.toFixed(digits)))

test('in independent noise z of a window is its sum over √length', () => {
  const x = Float64Array.of(0, 0, 2, 3, 1, 0)
  assert.ok(Math.abs(spanStatistic(x, white, { from: 2, to: 4 }) - 6 / Math.sqrt(3)) < 1e-12)
  assert.ok(Math.abs(spanStatistic(x, { ...white, deviation: 2 }, { from: 2, to: 3 }) - 5 / 2 / Math.SQRT2) < 1e-12)
})

test('a filtered window of three units under φ = ½ is 1, ½, ½, −½', () => {
  // squares 1 + ¼ + ¼ + ¼; of one unit 1 + ¼
  assert.deepEqual(Array.from(windowSquares(Float64Array.of(0.5), 3)), [0, 1.25, 1.5, 1.75])
})

test('under φ = ½ a window that follows the filter exactly has z = effect · √Σ g²', () => {
  const x = Float64Array.of(0, 0, 4, 4, 4, 0, 0)
  const z = spanStatistic(x, { ...white, phi: Float64Array.of(0.5) }, { from: 2, to: 4 })
  assert.ok(Math.abs(z - 4 * Math.sqrt(1.75)) < 1e-12, `${z}`)
})

test('the clearest window comes first, then what it leaves free', () => {
  const x = new Float64Array(60)
  x.fill(3, 10, 20)
  x.fill(-2, 40, 45)
  const found = scan(x, white, { shortest: 3, longest: 30, bothSigns: true, least: 3 })
  assert.deepEqual(
    found.map(({ from, to }) => [from, to]),
    [
      [10, 19],
      [40, 44],
    ],
  )
  assert.ok(Math.abs(found[0].z - 30 / Math.sqrt(10)) < 1e-12 && Math.abs(found[1].z + 10 / Math.sqrt(5)) < 1e-12)
  assert.equal(scan(x, white, { shortest: 3, longest: 30, bothSigns: false, least: 3 }).length, 1)
})

test('edges of long windows are found to the unit, though not every length is tried', () => {
  for (const length of [31, 57, 58, 77, 90]) {
    const x = new Float64Array(400)
    x.fill(1, 150, 150 + length)
    const [{ from, to }] = scan(x, white, { shortest: 3, longest: 100, bothSigns: true, least: 4 })
    assert.deepEqual([from, to], [150, 149 + length])
  }
})

test('a window may begin with the first unit, whatever the order of the filter', () => {
  const x = Float64Array.from({ length: 80 }, (_, i) => (i < 12 ? 3 : 0))
  const phi = Float64Array.of(0.1, 0, 0, 0, 0.1)
  const [{ from, to }] = scan(x, { ...white, phi }, { shortest: 3, longest: 20, bothSigns: true, least: 4 })
  assert.deepEqual([from, to], [0, 11])
})

test('noise exceeds the threshold about as often as it says', () => {
  for (const [phi, most] of [
    [[], 0.2],
    [[0.5], 0.2],
  ] as const) {
    const noise = { ...white, phi: Float64Array.from(phi) }
    const family = { units: 200, shortest: 3, longest: 50, bothSigns: true, phi: noise.phi }
    const least = scanThreshold(scanChance(family), most)
    let hits = 0
    for (let seed = 0; seed < 400; seed++) {
      const random = randomStream(seed, 'scan')
      let last = 0
      const x = Float64Array.from({ length: 250 }, () => (last = (phi[0] ?? 0) * last + random.normal())).slice(50)
      if (scan(x, noise, { ...family, least }).length > 0) hits++
    }
    // at most what is stated, by four standard errors of 400 series
    assert.ok(hits / 400 <= most + 0.08 && hits / 400 >= 0.04, `${hits / 400} instead of ${most}`)
  }
})

test('the chance falls with z, and is 1 for what any noise shows', () => {
  const chance = scanChance({ units: 400, shortest: 3, longest: 100, bothSigns: true, phi: new Float64Array(0) })
  assert.equal(chance(0), 1)
  assert.equal(chance(2.5), 1)
  assert.ok(chance(4) > chance(5) && chance(5) > chance(6) && chance(6) < 1e-4)
  assert.ok(Math.abs(chance(scanThreshold(chance, 0.01)) - 0.01) < 1e-6)
})

test('normal scores are quantiles of ranks among the quiet values', () => {
  // quantiles of 1/2, 1/6, 5/6
  assert.deepEqual(rounded(normalScores(Float64Array.of(5, 1, 9), new Uint8Array(3))), [0, -0.97, 0.97])
  // ties share their middle: 1/4 of 4 for two of four, then 5/8 and 7/8
  assert.deepEqual(rounded(normalScores(Float64Array.of(1, 1, 2, 3), new Uint8Array(4))), [-0.67, -0.67, 0.32, 1.15])
  // what is busy is beyond all quiet ones: the quantile of 1 − 1/(2·2)
  assert.deepEqual(rounded(normalScores(Float64Array.of(1, 2, 99), Uint8Array.of(0, 0, 1))), [-0.67, 0.67, 0.67])
})

test('surprises are what the autoregression does not announce', () => {
  const noise = { centre: 1, phi: Float64Array.of(0.5), deviation: 1, spread: 2 }
  // the first is scaled by 1/2; then 3 − ½·2, −½·3 …
  assert.deepEqual(Array.from(surprises(Float64Array.of(3, 4, 1, 1), noise)), [1, 2, -1.5, 0])
})

test('cautious noise is of order one and drags on by half at most', () => {
  const random = randomStream(1, 'noise')
  let last = 0
  const walk = Float64Array.from({ length: 300 }, () => (last = 0.95 * last + random.normal()))
  assert.deepEqual(Array.from(noiseOf(walk, new Uint8Array(300), true).phi), [0.5])
  const { phi } = noiseOf(walk, new Uint8Array(300))
  assert.ok(phi.reduce((sum, value) => sum + value, 0) > 0.85)
})

test('rows of one day are one unit, by their mean', () => {
  const units = unitsOf(Float64Array.of(0, DAY / 2, DAY, 3 * DAY))
  assert.deepEqual(units.rows, [
    { from: 0, to: 1 },
    { from: 2, to: 2 },
    { from: 3, to: 3 },
  ])
  assert.deepEqual(Array.from(unitMeans(Float64Array.of(1, 3, 5, 7), units)), [2, 5, 7])
  assert.deepEqual([Array.from(units.day), units.step], [[0, 1, 3], 1.5])
})

test('what all Saturdays share is taken off', () => {
  const units = unitsOf(Float64Array.from({ length: 35 }, (_, i) => i * DAY))
  const values = Float64Array.from({ length: 35 }, (_, i) => (i % 7 === 2 ? 8 : 1))
  assert.ok(withoutWeekdays(values, new Uint8Array(35), units).every((value) => Math.abs(value - 2) < 1e-12))
  assert.equal(withoutWeekdays(values, new Uint8Array(35), { ...units, step: 7 }), values)
})

test('seven days of ten make a side', () => {
  assert.equal(sideOf(Float64Array.of(1, 1, 1, 1, 1, 1, 1, -1, -1, -1)), 1)
  assert.equal(sideOf(Float64Array.of(1, 1, 1, 1, 1, 1, -1, -1, -1, -1)), 0)
  assert.equal(sideOf(Float64Array.of(-1, -2, -1)), -1)
})
