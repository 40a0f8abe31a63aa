/** The solver's pieces on small problems: given noise against coordinate descent, and the scan over noise levels against a fine grid. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenNoiseSolver } from '../../../src/forecast/solve/given-noise.js'
import { sumOfSquares, type Moments, type Penalty } from '../../../src/forecast/solve/moments.js'
import { scanNoise } from '../../../src/forecast/solve/noise-scan.js'
import { randomStream } from '../../../src/numeric/random.js'

interface Problem {
  readonly columns: Float64Array[]
  readonly y: Float64Array
  readonly moments: Moments
  readonly penalty: Penalty
}

/** Trend, hinges and a few random columns; moments about a random origin, which must not matter. */
function problem(rows: number, hinges: number, ridge: number, seed: number, weight = 20): Problem {
  const random = randomStream(seed, 'solver')
  const t = Float64Array.from({ length: rows }, (_, i) => i / (rows - 1))
  const bends = Array.from({ length: hinges }, (_, s) => t.map((at) => Math.max(0, at - (s + 1) / (hinges + 1))))
  const extra = Array.from({ length: ridge }, () => t.map(() => random.normal()))
  const columns = [t, t.map(() => 1), ...bends, ...extra]
  const y = t.map((at) => 0.3 + at - 1.5 * Math.max(0, at - 0.5) + 0.1 * random.normal())
  const p = columns.length
  const origin = Float64Array.from(columns, () => 0.1 * random.normal())
  const rest = y.map((value, i) => value - columns.reduce((sum, column, j) => sum + column[i] * origin[j], 0))
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0)
  const moments = {
    rows,
    size: p,
    gram: Float64Array.from(columns.flatMap((a) => columns.map((b) => dot(a, b)))),
    cross: Float64Array.from(columns, (column) => dot(column, rest)),
    square: dot(rest, rest),
    origin,
  }
  const isHinge = (j: number): boolean => j >= 2 && j < 2 + hinges
  const penalty = {
    precision: Float64Array.from(columns, (_, j) => (isHinge(j) ? 0 : j < 2 ? 0.04 : 0.01)),
    centre: Float64Array.from(columns, (_, j) => (j === 1 ? -0.7 : 0)),
    weight: Float64Array.from(columns, (_, j) => (isHinge(j) ? weight : 0)),
  }
  return { columns, y, moments, penalty }
}

/** Minimise λ·SSE + penalties one coordinate at a time, on the rows, until nothing moves. */
function coordinateDescent(
  { columns, y, penalty: { precision, centre, weight } }: Problem,
  lambda: number,
): Float64Array {
  const theta = new Float64Array(columns.length)
  const rest = Float64Array.from(y)
  for (let sweep = 0, moved = 1; sweep < 200_000 && moved > 1e-15; sweep++) {
    moved = 0
    for (let j = 0; j < columns.length; j++) {
      let pull = 0
      let square = 0
      for (let i = 0; i < y.length; i++) {
        pull += columns[j][i] * (rest[i] + columns[j][i] * theta[j])
        square += columns[j][i] ** 2
      }
      const target = 2 * lambda * pull + precision[j] * centre[j]
      const value =
        (Math.sign(target) * Math.max(0, Math.abs(target) - weight[j])) / (2 * lambda * square + precision[j])
      for (let i = 0; i < y.length; i++) rest[i] -= columns[j][i] * (value - theta[j])
      moved = Math.max(moved, Math.abs(value - theta[j]))
      theta[j] = value
    }
  }
  return theta
}

for (const [rows, hinges, ridge, lambda] of [
  [30, 0, 3, 10],
  [40, 3, 4, 50],
  [60, 5, 2, 5],
  [25, 6, 6, 40],
  [8, 4, 8, 10],
]) {
  test(`given noise, ${rows} rows, ${hinges} bends, ${ridge} features: coordinate descent on the rows comes to the same`, () => {
    const given = problem(rows, hinges, ridge, rows)
    const { theta, sse, value } = givenNoiseSolver(given.moments, given.penalty)(lambda)
    const expected = coordinateDescent(given, lambda)
    theta.forEach((coefficient, j) =>
      assert.ok(Math.abs(coefficient - expected[j]) < 1e-9, `θ[${j}]: ${coefficient} against ${expected[j]}`),
    )
    theta.forEach((coefficient, j) => assert.equal(coefficient === 0, expected[j] === 0, `bend ${j}`))
    const direct = given.y.reduce(
      (sum, y, i) => sum + (y - given.columns.reduce((fit, column, j) => fit + column[i] * theta[j], 0)) ** 2,
      0,
    )
    assert.ok(Math.abs(sse - direct) < 1e-12 * (1 + direct))
    assert.ok(value >= lambda * sse)
  })
}

test('a warm start from anywhere ends at the same point', () => {
  const given = problem(50, 5, 3, 2)
  const solve = givenNoiseSolver(given.moments, given.penalty)
  const cold = solve(30)
  const random = randomStream(1)
  for (let trial = 0; trial < 20; trial++) {
    const warm = solve(
      30,
      cold.theta.map(() => random.normal()),
    )
    warm.theta.forEach((value, j) => assert.ok(Math.abs(value - cold.theta[j]) < 1e-11))
  }
})

test('equal columns share their coefficient, a column of zeros has none', () => {
  const given = problem(30, 0, 2, 3)
  const p = 4
  const gram = Float64Array.from(given.moments.gram)
  for (let i = 0; i < p; i++) gram[i * p + 3] = gram[i * p + 2]
  for (let j = 0; j < p; j++) gram[3 * p + j] = gram[2 * p + j]
  gram[15] = gram[10]
  const cross = Float64Array.from(given.moments.cross)
  cross[3] = cross[2]
  const origin = new Float64Array(p)
  const { theta } = givenNoiseSolver({ ...given.moments, gram, cross, origin }, given.penalty)(1e6)
  assert.ok(Math.abs(theta[2] - theta[3]) < 1e-9)
})

/** The objective with everything but λ minimised out. */
function profile({ moments, penalty }: Problem): (lambda: number) => number {
  const solve = givenNoiseSolver(moments, penalty)
  return (lambda) => solve(lambda).value - (moments.rows / 2) * Math.log(2 * lambda) + 1 / lambda
}

function leastSse(given: Problem): number {
  const plain = {
    ...given.penalty,
    weight: given.penalty.weight.map(() => 0),
    precision: given.penalty.precision.map(() => 1e-12),
  }
  return givenNoiseSolver(given.moments, plain)(1).sse
}

for (const [rows, hinges, ridge, weight, seed] of [
  [40, 5, 5, 20, 1],
  [30, 4, 20, 20, 2],
  [26, 3, 18, 200, 3],
  [40, 8, 22, 5, 4],
]) {
  test(`the scan finds the lowest point of a fine grid and proves it: ${rows} rows, ${hinges + ridge + 2} columns`, () => {
    const given = problem(rows, hinges, ridge, seed, weight)
    const objective = profile(given)
    for (const start of [1e-3, 1, 1e3, 1e6]) {
      const scan = scanNoise(givenNoiseSolver(given.moments, given.penalty), rows, start, 0.5 * leastSse(given), 1e18)
      assert.ok(scan.proven, `from ${start}`)
      const best = objective(scan.best.lambda)
      for (let exponent = -4; exponent <= 9; exponent += 0.01) {
        const lambda = 10 ** exponent
        assert.ok(objective(lambda) >= best - 1e-9, `λ = ${lambda} lies ${best - objective(lambda)} below`)
      }
    }
  })
}

/**
 * Two minima, from numbers alone: a problem of one coefficient x with SSE(x) = a + b(1 − x)² and penalty w|x|. For small λ x = 0 and the noise
 * explains everything; for large λ x ≈ 1. With 20 rows, a = 1e-4, b = 1 and w = 60 both are local minima.
 */
function twoMinima(w: number): {
  solve: (lambda: number) => { lambda: number; theta: Float64Array; sse: number; value: number }
  rows: number
} {
  const [a, b] = [1e-4, 1]
  return {
    rows: 20,
    solve: (lambda) => {
      const x = Math.max(0, 1 - w / (2 * lambda * b))
      const sse = a + b * (1 - x) ** 2
      return { lambda, theta: Float64Array.of(x), sse, value: lambda * sse + w * x }
    },
  }
}

for (const [w, name] of [
  [60, 'the sharp one is lower'],
  [110, 'the broad one is lower'],
] as const) {
  test(`with two minima in σ the scan returns the lower one, whichever it meets first: ${name}`, () => {
    const { solve, rows } = twoMinima(w)
    const objective = (lambda: number): number => solve(lambda).value - (rows / 2) * Math.log(2 * lambda) + 1 / lambda
    let lowest = Infinity
    let minima = 0
    let [beforeLast, last] = [Infinity, Infinity]
    for (let exponent = -2; exponent <= 9; exponent += 0.001) {
      const value = objective(10 ** exponent)
      if (last < beforeLast && last < value) minima++
      lowest = Math.min(lowest, value)
      ;[beforeLast, last] = [last, value]
    }
    assert.equal(minima, 2, 'the case is what it claims to be')
    for (const start of [1e-2, 10, 1e3, 1e6]) {
      const scan = scanNoise(solve, rows, start, 1e-4, 1e18)
      assert.ok(scan.proven && scan.stationary)
      assert.ok(
        objective(scan.best.lambda) <= lowest,
        `from ${start}: ${objective(scan.best.lambda)} against ${lowest}`,
      )
    }
  })
}

test('without a least SSE nothing is proven; without any minimum the search ends at the largest λ', () => {
  const free = (lambda: number): { lambda: number; theta: Float64Array; sse: number; value: number } => ({
    lambda,
    theta: Float64Array.of(1),
    sse: 0,
    value: 0.1,
  })
  const scan = scanNoise(free, 10, 1, 0, 1e12)
  assert.deepEqual([scan.proven, scan.stationary, scan.best.lambda], [false, false, 1e12])
})

test('sums of squares about an origin: ‖y − Zθ‖² by hand', () => {
  // one column (1, 2), y = (3, 5), origin 2: residuals (1, 1), cross 3, square 2; at θ = 3 residuals (0, −1)
  const moments = {
    rows: 2,
    size: 1,
    gram: Float64Array.of(5),
    cross: Float64Array.of(3),
    square: 2,
    origin: Float64Array.of(2),
  }
  assert.equal(sumOfSquares(moments, Float64Array.of(3), new Float64Array(1), new Float64Array(1)), 1)
  assert.equal(sumOfSquares(moments, Float64Array.of(2), new Float64Array(1), new Float64Array(1)), 2)
})
