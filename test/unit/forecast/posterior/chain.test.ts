/** Chains whose distribution is known by other means. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openChain, type PosteriorProblem } from '../../../../src/forecast/posterior/chain.js'
import { randomStream } from '../../../../src/numeric/random.js'

/** All kept draws of a parameter; p is σ. */
function draw(problem: PosteriorProblem, draws: number, thin = 1): (j: number) => number[] {
  const chain = openChain({ problem, seed: 5, chain: 0, warmup: 300, draws, thin })
  while (chain.sweep());
  const width = problem.moments.size + 1
  return (j) => Array.from({ length: draws }, (_, i) => chain.kept[i * width + j])
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const deviation = (values: readonly number[]): number => {
  const centre = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
}
function assertNear(actual: number, expected: number, error: number): void {
  assert.ok(Math.abs(actual - expected) < error, `${actual} instead of ${expected} ± ${error}`)
}

/** A column of ones: rows n, y of the given mean and squares about it. */
function levelProblem(rows: number, level: number, square: number): PosteriorProblem {
  return {
    moments: {
      rows,
      size: 1,
      gram: Float64Array.of(rows),
      cross: Float64Array.of(rows * (level - 0.1)),
      square: square + rows * (level - 0.1) ** 2,
      origin: Float64Array.of(0.1),
    },
    sigma: 0.2,
    precision: Float64Array.of(1 / 25),
    firstBend: 1,
    bends: 0,
    bendScale: 0.05,
    spread: 0.2,
    curved: undefined,
  }
}

test('level and noise of a plain sample have the distribution that integration gives', () => {
  const [rows, level, square] = [8, 0.3, 0.4]
  const chosen = draw(levelProblem(rows, level, square), 20_000)
  // p(m, σ) ∝ σ^−n exp(−(square + n (m − level)²)/(2σ²) − 2σ² − m²/50); m integrates to a normal, which leaves a sum over σ
  const moments = { weight: 0, sigma: 0, sigmaSquare: 0, m: 0, mSquare: 0 }
  for (let sigma = 0.02; sigma < 3; sigma += 0.0005) {
    const precision = rows / sigma ** 2 + 1 / 25
    const centre = (rows * level) / sigma ** 2 / precision
    const logWeight =
      -rows * Math.log(sigma) -
      (square + rows * level ** 2) / (2 * sigma ** 2) -
      2 * sigma ** 2 -
      Math.log(precision) / 2 +
      (precision * centre ** 2) / 2
    const weight = Math.exp(logWeight)
    moments.weight += weight
    moments.sigma += weight * sigma
    moments.sigmaSquare += weight * sigma ** 2
    moments.m += weight * centre
    moments.mSquare += weight * (centre ** 2 + 1 / precision)
  }
  const sigma = moments.sigma / moments.weight
  const m = moments.m / moments.weight
  const sdSigma = Math.sqrt(moments.sigmaSquare / moments.weight - sigma ** 2)
  const sdM = Math.sqrt(moments.mSquare / moments.weight - m ** 2)
  assertNear(mean(chosen(0)), m, (4 * sdM) / Math.sqrt(15_000))
  assertNear(deviation(chosen(0)), sdM, 0.04 * sdM)
  assertNear(mean(chosen(1)), sigma, (4 * sdSigma) / Math.sqrt(5000))
  assertNear(deviation(chosen(1)), sdSigma, 0.06 * sdSigma)
})

test('changes of the rate that no row sees have their Laplace prior', () => {
  const problem: PosteriorProblem = {
    ...levelProblem(40, 0, 1),
    moments: {
      rows: 40,
      size: 2,
      gram: Float64Array.of(40, 0, 0, 0),
      cross: Float64Array.of(0, 0),
      square: 1,
      origin: Float64Array.of(0, 0.3),
    },
    precision: Float64Array.of(1 / 25, 0),
    bends: 1,
    bendScale: 0.5,
  }
  const delta = draw(problem, 15_000, 8)(1)
  assertNear(mean(delta), 0, 0.04)
  // Laplace(0, τ): mean |δ| = τ, sd = τ√2, half of |δ| below τ ln 2
  assertNear(mean(delta.map(Math.abs)), 0.5, 0.03)
  assertNear(deviation(delta), Math.SQRT1_2, 0.06)
  assertNear(mean(delta.map((size) => (Math.abs(size) < 0.5 * Math.LN2 ? 1 : 0))), 0.5, 0.03)
})

test('a curved mean gives the same distribution as its linear form: y = (1 + β) of flat growth, its level next to certain', () => {
  // multiplicative column of 1 everywhere but in the first rows, where the level alone acts
  const rows = 120
  const noise = randomStream(2, 'curved')
  const x = Float64Array.from({ length: rows }, (_, i) => (i < 60 ? 0 : 1))
  const y = x.map((value) => 1 * (1 + 0.2 * value) + 0.05 * noise.normal())
  const input = {
    growth: 'flat' as const,
    t: x.map((_, i) => i / (rows - 1)),
    tau: new Float64Array(0),
    cap: undefined,
    features: [x],
    multiplicative: [true],
  }
  // the tangent is taken far off on purpose: the answer must not depend on it
  const problem: PosteriorProblem = {
    moments: {
      rows,
      size: 2,
      gram: Float64Array.of(130, 70, 70, 65),
      cross: Float64Array.of(1, -0.5),
      square: 0.4,
      origin: Float64Array.of(1.01, 0.18),
    },
    sigma: 0.05,
    precision: Float64Array.of(1 / 25, 1 / 100),
    firstBend: 1,
    bends: 0,
    bendScale: 0.05,
    spread: 0.1,
    curved: { input, y, phi: new Float64Array(0) },
  }
  const chosen = draw(problem, 8000)
  // two means: level of the first half, level · (1 + β) of the second
  const halves = [mean([...y.subarray(0, 60)]), mean([...y.subarray(60)])]
  const error = 0.05 / Math.sqrt(60)
  const [level, share] = [chosen(0), chosen(1)]
  assertNear(mean(level), halves[0], error / 15)
  assertNear(deviation(level), error, error / 8)
  const product = level.map((value, i) => value * (1 + share[i]))
  assertNear(mean(product), halves[1], error / 15)
  assertNear(deviation(product), error, error / 8)
})

test('a chain depends on its seed and its number alone', () => {
  const problem = levelProblem(8, 0.3, 0.4)
  const walk = (seed: number, number: number): Float64Array => {
    const chain = openChain({ problem, seed, chain: number, warmup: 3, draws: 5, thin: 2 })
    let sweeps = 1
    while (chain.sweep()) sweeps++
    assert.equal(sweeps, 13)
    return chain.kept
  }
  assert.deepEqual(walk(1, 0), walk(1, 0))
  assert.notDeepEqual(walk(1, 0), walk(1, 1))
  assert.notDeepEqual(walk(1, 0), walk(2, 0))
})
