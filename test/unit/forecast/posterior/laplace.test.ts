import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fit, posterior, predict } from '../../../../src/forecast/index.js'
import { laplaceCovariance } from '../../../../src/forecast/posterior/laplace.js'
import { bytes, daily, days, noise, numbers } from '../series-for-tests.js'

test('without a trend to learn, the covariance of the coefficients is that of ridge regression, σ left free', () => {
  // flat growth, one regressor of zeros and ones: m and β, in the model's scale
  const rows = 40
  const x = Array.from({ length: rows }, (_, i) => i % 2)
  const y = noise(rows, 5).map((value, i) => 10 + 3 * x[i] + value)
  const model = fit(
    { ds: days('2024-01-01', rows), y, x },
    { growth: 'flat', weeklySeasonality: false, regressors: [{ name: 'x', priorScale: 2 }] },
  )
  const { matrix, size } = laplaceCovariance(model)
  assert.equal(size, 2)
  // the objective in (m, β, σ), its second derivatives by differences, inverted: the block of (m, β)
  const scaled = y.map((value) => value / model.scale.y)
  const objective = ([m, beta, sigma]: number[]): number => {
    const sse = scaled.reduce((sum, value, i) => sum + (value - m - beta * x[i]) ** 2, 0)
    return rows * Math.log(sigma) + sse / (2 * sigma ** 2) + 2 * sigma ** 2 + (m * m) / 50 + (beta * beta) / 8
  }
  const at = [model.fit.m, model.fit.beta[0], model.fit.sigma]
  const h = 1e-4
  const shifted = (i: number, j: number, a: number, b: number): number =>
    objective(at.map((value, k) => value + (k === i ? a * h : 0) + (k === j ? b * h : 0)))
  const hessian = [0, 1, 2].map((i) =>
    [0, 1, 2].map(
      (j) => (shifted(i, j, 1, 1) - shifted(i, j, 1, -1) - shifted(i, j, -1, 1) + shifted(i, j, -1, -1)) / (4 * h * h),
    ),
  )
  const [[a, b, c], [, d, e], [, , f]] = hessian
  // Schur complement of σ, then the inverse of two by two
  const [p, q, r] = [a - (c * c) / f, b - (c * e) / f, d - (e * e) / f]
  const determinant = p * r - q * q
  const expected = [r / determinant, -q / determinant, -q / determinant, p / determinant]
  matrix.forEach((value, i) => assert.ok(Math.abs(value / expected[i] - 1) < 1e-4, `${value}, ${expected[i]}`))
})

test('component bounds come near those of the draws; everything else stays as it was', async () => {
  const history = daily(200)
  const model = fit(history)
  const future = { periods: 14 }
  const options = { interval: 'analytic' } as const
  const [point, laplace] = [
    predict(model, future, options),
    predict(model, future, { ...options, componentBounds: 'laplace' }),
  ]
  assert.deepEqual(laplace.schema.names, point.schema.names)
  const kept = point.schema.names.filter((name) => !/^(weekly|additive_terms)_/.test(String(name)))
  assert.equal(bytes(laplace.select(kept)), bytes(point.select(kept)))
  const drawn = predict(await posterior(history, {}, { draws: 500, chains: 2, thin: 2 }), future, options)
  const width = (table: typeof point, name: string): number[] =>
    numbers(table, `${name}_upper`).map((value, i) => value - numbers(table, `${name}_lower`)[i])
  for (const name of ['weekly', 'additive_terms']) {
    const exact = width(drawn, name)
    width(laplace, name).forEach((value, i) =>
      assert.ok(Math.abs(value / exact[i] - 1) < 0.15, `${value}, ${exact[i]}`),
    )
    assert.ok(width(point, name).every((value) => value === 0))
  }
  const totals = predict(model, future, { componentBounds: 'laplace' })
  assert.deepEqual(numbers(totals, 'weekly_lower'), numbers(laplace, 'weekly_lower'))
})
