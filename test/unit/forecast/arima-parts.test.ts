import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainDifferences, seasonalDifferences } from '../../../src/forecast/baselines/arima/differencing.js'
import { kpssLags, kpssStatistic } from '../../../src/forecast/baselines/arima/kpss.js'
import {
  coefficientsOf,
  differencePolynomial,
  differences,
  psiWeights,
  rootsOutside,
} from '../../../src/forecast/baselines/arima/polynomials.js'
import { harmonicColumns } from '../../../src/forecast/baselines/arima/problem.js'
import { seasonalStrength, stl } from '../../../src/forecast/baselines/arima/stl.js'

const close = (actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void => {
  assert.equal(actual.length, expected.length)
  expected.forEach((value, i) =>
    assert.ok(Math.abs(actual[i] - value) <= tolerance, `${i}: ${actual[i]}, not ${value}`),
  )
}

test('two partial autocorrelations k make φ₁ = k₁(1 − k₂), φ₂ = k₂', () => {
  const out = new Float64Array(2)
  coefficientsOf(Float64Array.of(9, Math.atanh(0.5), Math.atanh(-0.4)), 1, 2, 1, out)
  close(out, [0.7, -0.4], 1e-6)
  coefficientsOf(Float64Array.of(9, Math.atanh(0.5), Math.atanh(-0.4)), 1, 2, -1, out)
  close(out, [-0.7, 0.4], 1e-6)
})

test('any point gives a stationary polynomial', () => {
  const raw = Float64Array.of(3, -2, 1.5, 0.3, -4)
  const out = new Float64Array(5)
  coefficientsOf(raw, 0, 5, 1, out)
  assert.ok(rootsOutside(out, 1, 1))
})

test('roots are told apart by the radius', () => {
  // 1 − 0.98 z has its root at 1.0204; 1 − 1.5 z + 0.56 z² = (1 − 0.8 z)(1 − 0.7 z) has 1.25 and 1.43.
  assert.ok(rootsOutside(Float64Array.of(0.98), 1, 1.02))
  assert.ok(!rootsOutside(Float64Array.of(0.98), 1, 1.021))
  assert.ok(rootsOutside(Float64Array.of(1.5, -0.56), 1, 1.249))
  assert.ok(!rootsOutside(Float64Array.of(1.5, -0.56), 1, 1.251))
  assert.ok(!rootsOutside(Float64Array.of(-1.1), -1, 1))
})

test('the ψ weights of an ARMA(1,1) fall as (φ + θ) φ^(j−1), those of an IMA(1,1) stay at 1 + θ', () => {
  close(psiWeights(Float64Array.of(1, -0.5), Float64Array.of(0, 0.3), 4), [1, 0.8, 0.4, 0.2], 1e-15)
  close(psiWeights(Float64Array.of(1, -1), Float64Array.of(0, -0.6), 4), [1, 0.4, 0.4, 0.4], 1e-15)
})

test('differences and their polynomial agree: (1 − B)(1 − B³)', () => {
  const order = { d: 1, D: 1, season: 3 }
  close(differencePolynomial(order), [1, -1, 0, -1, 1], 0)
  // y: 1 4 9 16 25 36: lag 1: 3 5 7 9 11, then lag 3: 6 6
  close(differences(Float64Array.of(1, 4, 9, 16, 25, 36), order), [6, 6], 0)
})

test('the KPSS statistic is that of statsmodels', () => {
  const airline = Float64Array.of(112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118)
  const digits = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4)
  const wave = Float64Array.from({ length: 30 }, (_, t) => 10 * Math.sin(t) + 0.5 * t)
  close(
    [kpssStatistic(airline, 0), kpssStatistic(digits, 1), kpssStatistic(wave, 3)],
    [0.22056324676253813, 0.23967482426050965, 0.48447794761412494],
    1e-12,
  )
  assert.equal(kpssLags(144), 2)
  assert.equal(kpssStatistic(new Float64Array(5), 1), 0)
})

test('the decomposition is that of statsmodels’ STL with the same windows', () => {
  const y = Float64Array.from({ length: 40 }, (_, i) => ((7 * i * i + 3 * i) % 11) + [0, 4, -3, 1][i % 4] + 0.2 * i)
  const { seasonal, trend } = stl(y, 4)
  close(
    [seasonal[0], seasonal[1], seasonal[20], seasonal[39]],
    [-0.03188641, 3.50519703, -0.24021877, 0.62039134],
    1e-7,
  )
  close([trend[0], trend[20], trend[39]], [3.79024528, 8.2026794, 12.78930759], 1e-7)
  assert.ok(Math.abs(seasonalStrength(y, 4) - 0.3074654454146779) < 1e-9)
})

test('a strong season is differenced, noise is not', () => {
  const pattern = [5, 1, 0, 2, 3, 8, 9]
  const noise = (t: number): number => ((t * 7919) % 101) / 101 - 0.5
  assert.equal(
    seasonalDifferences(
      Float64Array.from({ length: 70 }, (_, t) => pattern[t % 7] + noise(t)),
      7,
    ),
    1,
  )
  assert.equal(
    seasonalDifferences(
      Float64Array.from({ length: 70 }, (_, t) => noise(t)),
      7,
    ),
    0,
  )
  assert.equal(seasonalDifferences(new Float64Array(70).fill(3), 7), 0)
})

test('a line is differenced once, a parabola twice, noise never', () => {
  assert.equal(
    plainDifferences(
      Float64Array.from({ length: 40 }, (_, t) => 0.1 * t),
      0,
      1,
    ),
    1,
  )
  assert.equal(
    plainDifferences(
      Float64Array.from({ length: 40 }, (_, t) => t * t),
      0,
      1,
    ),
    2,
  )
  assert.equal(
    plainDifferences(
      Float64Array.from({ length: 40 }, (_, t) => (t * 7919) % 101),
      0,
      1,
    ),
    0,
  )
})

test('the highest harmonic of an even season is a cosine alone', () => {
  const columns = harmonicColumns(0, 4, 4, 2)
  assert.equal(columns.length, 3)
  close(columns[0], [0, 1, 0, -1], 1e-15)
  close(columns[2], [1, -1, 1, -1], 1e-15)
})
