import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  createFilter,
  filterConditionally,
  filterExactly,
  type ArmaFilter,
} from '../../../src/forecast/baselines/arima/filter.js'
import { lagsOf, multiplyOut } from '../../../src/forecast/baselines/arima/polynomials.js'
import { choleskyFactor, solveLower } from '../../../src/numeric/cholesky.js'

interface Arma {
  readonly ar?: number[]
  readonly ma?: number[]
  readonly seasonalAr?: number[]
  readonly seasonalMa?: number[]
  readonly season?: number
}

function filterOf(
  series: Float64Array[],
  { ar = [], ma = [], seasonalAr = [], seasonalMa = [], season = 1 }: Arma,
): ArmaFilter {
  const filter = createFilter(
    series,
    lagsOf(ar.length, seasonalAr.length, season),
    lagsOf(ma.length, seasonalMa.length, season),
  )
  multiplyOut(Float64Array.from(ar), Float64Array.from(seasonalAr), season, 1, filter.arLags, filter.phi)
  multiplyOut(Float64Array.from(ma), Float64Array.from(seasonalMa), season, -1, filter.maLags, filter.theta)
  return filter
}

/** ln L at σ² = 1. */
function logLikelihood(filter: ArmaFilter, logDeterminant: number): number {
  let sum = logDeterminant
  for (let t = 0; t < filter.rows; t++) {
    sum += Math.log(2 * Math.PI) + (filter.innovations[0][t] * filter.weights[t]) ** 2
  }
  return -sum / 2
}

/** ln of the density of a normal vector with the autocovariances Σ_j ψ_j ψ_{j+k}, by a dense Cholesky factor. */
function denseLogLikelihood(w: Float64Array, { phi, theta }: ArmaFilter): number {
  const terms = 4000
  const psi = new Float64Array(terms)
  for (let j = 0; j < terms; j++) {
    psi[j] = j === 0 ? 1 : (theta[j] ?? 0)
    for (let i = 1; i < phi.length && i <= j; i++) psi[j] += phi[i] * psi[j - i]
  }
  const n = w.length
  const covariance = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++)
      for (let j = 0; j + i - k < terms; j++) covariance[i * n + k] += psi[j] * psi[j + i - k]
  }
  assert.equal(choleskyFactor(covariance, n), -1)
  const standard = Float64Array.from(w)
  solveLower(covariance, n, standard)
  let sum = 0
  for (let i = 0; i < n; i++) sum += Math.log(2 * Math.PI) + 2 * Math.log(covariance[i * n + i]) + standard[i] ** 2
  return -sum / 2
}

const values = (rows: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, t) => Math.sin(3 * t) + ((t * t) % 7) / 3 - 1)

test('the likelihood of an AR(1) is its closed form', () => {
  const w = Float64Array.of(0.3, -1.2, 0.8, 1.5, -0.4, 0.1)
  const phi = 0.6
  const filter = filterOf([w], { ar: [phi] })
  // w₁ ~ N(0, 1/(1 − φ²)), then w_t | w_{t−1} ~ N(φ w_{t−1}, 1).
  let expected = 0.5 * Math.log(1 - phi * phi) - 0.5 * (1 - phi * phi) * w[0] ** 2 - 3 * Math.log(2 * Math.PI)
  for (let t = 1; t < 6; t++) expected -= 0.5 * (w[t] - phi * w[t - 1]) ** 2
  assert.ok(Math.abs(logLikelihood(filter, filterExactly(filter)) - expected) < 1e-13)
})

test('the likelihood of an MA(1) on six points is that of the multivariate normal with its two autocovariances', () => {
  const w = Float64Array.of(0.3, -1.2, 0.8, 1.5, -0.4, 0.1)
  const theta = -0.7
  const covariance = new Float64Array(36)
  for (let i = 0; i < 6; i++) {
    covariance[i * 6 + i] = 1 + theta * theta
    if (i > 0) covariance[i * 6 + i - 1] = theta
  }
  assert.equal(choleskyFactor(covariance, 6), -1)
  const standard = Float64Array.from(w)
  solveLower(covariance, 6, standard)
  let expected = -3 * Math.log(2 * Math.PI)
  for (let i = 0; i < 6; i++) expected -= Math.log(covariance[i * 7]) + standard[i] ** 2 / 2
  const filter = filterOf([w], { ma: [theta] })
  assert.ok(Math.abs(logLikelihood(filter, filterExactly(filter)) - expected) < 1e-13)
})

const models: readonly Arma[] = [
  { ar: [0.5, -0.3], ma: [0.4] },
  { ar: [1.2, -0.5], ma: [-0.6, 0.3, 0.2] },
  { seasonalAr: [0.7], season: 4 },
  { seasonalMa: [-0.8], season: 4 },
  { ar: [0.4], ma: [0.3], seasonalAr: [0.5], seasonalMa: [-0.6], season: 4 },
  { ar: [0.3, 0.1, 0.05, 0.2, 0.1], seasonalAr: [0.2], ma: [0.5], season: 3 },
  { ar: [0.95], ma: [-0.9] },
]

for (const model of models) {
  test(`the likelihood of ${JSON.stringify(model)} is that of the dense normal`, () => {
    const w = values(30)
    const filter = filterOf([w], model)
    const dense = denseLogLikelihood(w, filter)
    assert.ok(Math.abs(logLikelihood(filter, filterExactly(filter, 30, -Infinity)) - dense) < 1e-9)
    assert.ok(Math.abs(logLikelihood(filter, filterExactly(filter)) - dense) < 1e-7)
  })
}

test('the steady recursion changes nothing once the variance has settled', () => {
  const w = values(400)
  const model: Arma = { ar: [0.5], ma: [0.4], seasonalAr: [0.3], seasonalMa: [-0.5], season: 7 }
  const slow = filterOf([w], model)
  const quick = filterOf([w], model)
  const exact = logLikelihood(slow, filterExactly(slow, 400, -Infinity))
  assert.ok(Math.abs(logLikelihood(quick, filterExactly(quick)) - exact) < 1e-6)
  assert.ok(quick.weights.subarray(200).every((weight) => weight === 1))
})

test('series that are filtered together come out as they do alone', () => {
  const [a, b] = [values(60), values(61).slice(1)]
  const model: Arma = { ar: [0.6], ma: [0.2], seasonalMa: [0.3], season: 5 }
  const both = filterOf([a, b], model)
  const alone = filterOf([b], model)
  filterExactly(both)
  filterExactly(alone)
  assert.deepEqual(both.innovations[1], alone.innovations[0])
})

test('the conditional errors of an ARMA(1,1) are the recursion from the second row on', () => {
  const w = Float64Array.of(1, 2, 0.5, -1)
  const filter = filterOf([w], { ar: [0.5], ma: [0.25] })
  filterConditionally(filter)
  // ε₂ = 2 − .5·1 = 1.5; ε₃ = .5 − .5·2 − .25·1.5 = −.875; ε₄ = −1 − .5·.5 + .25·.875 = −1.03125
  assert.deepEqual([...filter.innovations[0]], [0, 1.5, -0.875, -1.03125])
  assert.deepEqual([...filter.weights], [0, 1, 1, 1])
})

test('an explosive autoregression has no likelihood', () => {
  assert.ok(Number.isNaN(filterExactly(filterOf([values(10)], { ar: [1.1] }))))
})
