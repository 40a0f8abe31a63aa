import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gaussLegendre } from '../../../../../src/regression/model/shap/gauss-legendre.js'

test('two points are ½ ∓ 1/(2√3), each with weight ½', () => {
  const { points, weights } = gaussLegendre(2)
  const half = 0.5 / Math.sqrt(3)
  assert.ok(Math.abs(points[0] - (0.5 - half)) < 1e-15 && Math.abs(points[1] - (0.5 + half)) < 1e-15)
  assert.ok(weights.every((weight) => Math.abs(weight - 0.5) < 1e-15))
})

test('n points integrate tᵏ to 1/(k + 1) for k up to 2n − 1', () => {
  for (const count of [1, 2, 3, 5, 8, 16, 40]) {
    const { points, weights } = gaussLegendre(count)
    for (let power = 0; power < 2 * count; power++) {
      const sum = points.reduce((total, point, i) => total + weights[i] * point ** power, 0)
      assert.ok(Math.abs(sum * (power + 1) - 1) < 1e-13, `${count} points, power ${power}: ${sum}`)
    }
  }
})
