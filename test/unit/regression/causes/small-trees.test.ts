import assert from 'node:assert/strict'
import { test } from 'node:test'
import { binColumns } from '../../../../src/regression/training/binning.js'
import { boost } from '../../../../src/regression/training/boost.js'
import { smallMatrix } from '../../../../src/regression/causes/small-matrix.js'
import { smallTrees } from '../../../../src/regression/causes/small-trees.js'
import type { FeatureColumn } from '../../../../src/regression/columns.js'
import { treeSettings } from '../../../../src/regression/options.js'
import { predictBinned } from '../../../../src/regression/training/predict-binned.js'
import { randomStream } from '../../../../src/numeric/random.js'

function numeric(values: readonly number[]): FeatureColumn {
  return { name: 'x', kind: 'numeric', values: Float32Array.from(values), labels: [] }
}

function fitted(columns: readonly FeatureColumn[], target: number[], weight = target.map(() => 1)): number[] {
  const matrix = smallMatrix(columns, target.length)
  const into = new Float64Array(target.length)
  const total = weight.reduce((sum, w) => sum + w, 0)
  const mean = target.reduce((sum, y, row) => sum + weight[row] * y, 0) / total
  smallTrees(matrix)(matrix.bins, Float64Array.from(target), Float64Array.from(weight), mean, into)
  return [...into]
}

test('ten trees on one step: each takes .15 of 20/(20 + 5) of what is left', () => {
  const x = Array.from({ length: 40 }, (_, row) => row % 2)
  // mean ½, residual ±½; a leaf moves it by .15 · 20/25, so .88^10 of it is left
  const left = 0.5 * 0.88 ** 10
  const values = fitted([numeric(x)], x)
  assert.ok(Math.abs(values[0] - left) < 1e-12)
  assert.ok(Math.abs(values[1] - (1 - left)) < 1e-12)
})

test('nothing to split leaves the mean', () => {
  assert.deepEqual(fitted([numeric([1, 1, 1, 1])], [0, 1, 0, 1]), [0.5, 0.5, 0.5, 0.5])
  // two sides of 5 rows each are the least
  assert.deepEqual(new Set(fitted([numeric([1, 1, 1, 1, 2, 2, 2, 2])], [0, 0, 0, 0, 1, 1, 1, 1])), new Set([0.5]))
})

test('the same trees as the trainer of the module grows, with missing values, categories and weights', () => {
  const random = randomStream(3, 'small trees')
  const rows = 150
  const labels = ['a', 'b', 'c', 'd', 'e']
  // at most 16 distinct numbers, so that both bin them alike
  const x = Array.from({ length: rows }, () => (random.uniform() < 0.15 ? NaN : random.below(14)))
  const z = Array.from({ length: rows }, () => random.below(9))
  const codes = Array.from({ length: rows }, () => random.below(5))
  const y = x.map(
    (value, row) =>
      (Number.isNaN(value) ? 0.8 : value > 6 ? 1 : 0) +
      [1, 0, 0.5, -1, 0][codes[row]] * (z[row] > 4 ? 1 : 0.3) +
      random.normal(),
  )
  const weight = Array.from({ length: rows }, () => 0.5 + random.uniform())
  const columns: FeatureColumn[] = [
    numeric(x),
    { name: 'label', kind: 'category', values: Float32Array.from(codes), labels },
    { ...numeric(z), name: 'z' },
  ]
  const settings = treeSettings({
    rounds: 10,
    learningRate: 0.15,
    maxDepth: 2,
    lambda: 5,
    minChildWeight: 5,
    maxCatToOnehot: 1,
  })
  const matrix = binColumns(columns, settings)
  const boosted = boost(matrix, { labels: Float64Array.from(y), weights: Float64Array.from(weight) }, settings)
  const theirs = predictBinned(matrix, boosted, 'squarederror')
  fitted(columns, y, weight).forEach((value, row) => assert.ok(Math.abs(value - theirs[row]) < 1e-5, `row ${row}`))
})
