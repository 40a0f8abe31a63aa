import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { choleskyFactor, choleskySolve } from '../../src/numeric/cholesky.js'
import { lassoWorkspace, solveLasso } from '../../src/numeric/lasso.js'
import { quantileInPlace } from '../../src/numeric/quantile.js'
import { randomStream } from '../../src/numeric/random.js'

/** XᵀX + ridge·I of random columns, some of them nearly equal. */
function positiveDefinite(n: number, seed: number, ridge: number): Float64Array {
  const random = randomStream(seed, 'matrix')
  const rows = n + 3
  const columns = Array.from({ length: n }, () => Float64Array.from({ length: rows }, () => random.normal()))
  for (let j = 1; j < n; j++)
    if (random.uniform() < 0.3) columns[j] = columns[j - 1].map((value) => value + 1e-3 * random.normal())
  return Float64Array.from(
    columns.flatMap((a, i) =>
      columns.map((b, j) => a.reduce((sum, value, r) => sum + value * b[r], i === j ? ridge : 0)),
    ),
  )
}

const problem = fc.record({ n: fc.integer({ min: 1, max: 25 }), seed: fc.nat() })

test('A·x = b: the solution’s residual is rounding', () => {
  fc.assert(
    fc.property(problem, ({ n, seed }) => {
      const a = positiveDefinite(n, seed, 0.01)
      const random = randomStream(seed, 'right side')
      const b = Float64Array.from({ length: n }, () => random.normal())
      const factor = Float64Array.from(a)
      assert.equal(choleskyFactor(factor, n), -1)
      const x = Float64Array.from(b)
      choleskySolve(factor, n, x)
      const size = Math.max(...x.map(Math.abs)) * Math.max(...a)
      for (let i = 0; i < n; i++) {
        const sum = x.reduce((total, value, j) => total + a[i * n + j] * value, 0)
        assert.ok(Math.abs(sum - b[i]) < 1e-13 * n * size)
      }
    }),
    { numRuns: 200, seed: 1 },
  )
})

test('the lasso’s optimality conditions hold: |c − Mx| ≤ w, with equality and the right sign where x ≠ 0', () => {
  fc.assert(
    fc.property(problem, ({ n, seed }) => {
      const matrix = positiveDefinite(n, seed, 1e-3)
      const random = randomStream(seed, 'lasso')
      const linear = Float64Array.from({ length: n }, () => 10 * random.normal())
      const weights = Float64Array.from({ length: n }, () => 10 * random.uniform() + 0.01)
      const x = Float64Array.from({ length: n }, () => (random.uniform() < 0.5 ? 0 : random.normal()))
      solveLasso({ size: n, matrix, linear, weights }, x, lassoWorkspace(n))
      for (let i = 0; i < n; i++) {
        const pull = linear[i] - x.reduce((total, value, j) => total + matrix[i * n + j] * value, 0)
        if (x[i] === 0) assert.ok(Math.abs(pull) <= weights[i] * (1 + 1e-8), `${pull} against ${weights[i]}`)
        else
          assert.ok(Math.abs(pull - weights[i] * Math.sign(x[i])) < 1e-8, `${pull} against ${weights[i]}, x = ${x[i]}`)
      }
    }),
    { numRuns: 300, seed: 2 },
  )
})

test('a quantile is what a sort gives, and only reorders', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 80 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (list, q) => {
        const values = Float64Array.from(list)
        const result = quantileInPlace(values, q)
        const sorted = Float64Array.from(list).sort()
        assert.deepEqual(values.toSorted(), sorted)
        const position = (list.length - 1) * q
        const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]]
        assert.ok((low <= result && result <= high) || Number.isNaN(result), `${low} ${result} ${high}`)
      },
    ),
    { numRuns: 300, seed: 3 },
  )
})
