/**
 * The forest kernel and its twin give the same bits: on XGBoost's fixtures, and on random forests with nulls, category sets, tied thresholds,
 * leaves at every depth, and more thresholds than fit one run.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addForestByKernel } from '../../src/kernel/forest.js'
import { simdAvailable } from '../../src/kernel/simd.js'
import { randomStream } from '../../src/numeric/random.js'
import type { FeatureColumn } from '../../src/regression/columns.js'
import { forestOf } from '../../src/regression/model/forest.js'
import type { TreeModel } from '../../src/regression/model/tree-model.js'
import { addLeaves } from '../../src/regression/model/walk-forest.js'
import { category, modelByHand, numeric, type TreeByHand } from '../unit/regression/models-for-tests.js'

function assertSame(model: TreeModel, columns: readonly FeatureColumn[], rows: number): boolean {
  const forest = forestOf(model.trees, 0, model.bestRounds)
  const outputs = model.baseScore.length
  const ours = new Float32Array(rows * outputs).fill(0.125)
  const twin = ours.slice()
  const values = columns.map((column) => column.values)
  if (!addForestByKernel(forest, values, rows, outputs, ours)) return false
  addLeaves(forest, columns, rows, outputs, twin, false)
  assert.deepEqual(ours, twin)
  return true
}

/** A random forest on three numeric columns and a category of `labels` codes. */
function randomModel(seed: number, trees: number, depth: number, labels: number, outputs: number): TreeModel {
  const stream = randomStream(seed, 'forest')
  const grow = (left: number): TreeByHand => {
    if (left === 0 || stream.uniform() < 0.15) return Math.fround(stream.uniform() - 0.5)
    const on = Math.floor(stream.uniform() * 4)
    const missing = stream.uniform() < 0.5 ? 'left' : 'right'
    const sides = { left: grow(left - 1), right: grow(left - 1), missing } as const
    if (on < 3) return { on, below: Math.floor(stream.uniform() * 60) / 8 - 3, ...sides }
    const codes = Array.from({ length: labels }, (_, code) => code).filter(() => stream.uniform() < 0.4)
    return { on, codes: codes.length === 0 ? [0] : codes, ...sides }
  }
  const list = Array.from({ length: trees * outputs }, () => grow(depth))
  return modelByHand([...numeric('a', 'b', 'c'), category('d')], list, {
    baseScore: new Array<number>(outputs).fill(0),
  })
}

function randomColumns(seed: number, rows: number, labels: number): FeatureColumn[] {
  const stream = randomStream(seed, 'columns')
  return ['a', 'b', 'c', 'd'].map((name, i) => ({
    name,
    kind: i < 3 ? 'numeric' : 'category',
    labels: [],
    values: Float32Array.from({ length: rows }, () => {
      if (stream.uniform() < 0.1) return NaN
      if (i === 3) return Math.floor(stream.uniform() * (labels + 3)) - 1
      return Math.floor(stream.uniform() * 80) / 8 - 5
    }),
  }))
}

const skip = simdAvailable() ? false : 'no WebAssembly vectors here'

test('random forests: the kernel and the walk give the same float32 bits', { skip }, () => {
  const sizes = fc.record({
    seed: fc.integer(),
    trees: fc.integer({ min: 1, max: 12 }),
    depth: fc.integer({ min: 0, max: 7 }),
    labels: fc.integer({ min: 1, max: 250 }),
    outputs: fc.integer({ min: 1, max: 3 }),
    rows: fc.integer({ min: 1, max: 700 }),
  })
  fc.assert(
    fc.property(sizes, ({ seed, trees, depth, labels, outputs, rows }) => {
      const model = randomModel(seed, trees, depth, labels, outputs)
      assert.ok(assertSame(model, randomColumns(seed, rows, labels), rows))
    }),
    { numRuns: 120, seed: 6 },
  )
})

test('more thresholds than a byte can hold are cut into runs of trees', { skip }, () => {
  const list = Array.from({ length: 400 }, (_, i): TreeByHand => ({ on: 0, below: i / 64, left: 1 + i, right: -i }))
  const model = modelByHand(numeric('a', 'b', 'c', 'd'), list)
  assert.ok(assertSame(model, randomColumns(3, 1000, 5), 1000))
})

test('trees with more than 254 splits and codes above 253 are left to the walk', { skip }, () => {
  const grow = (depth: number): TreeByHand =>
    depth === 0 ? 1 : { on: 0, below: depth, left: grow(depth - 1), right: grow(depth - 1) }
  assert.equal(assertSame(modelByHand(numeric('a', 'b', 'c', 'd'), [grow(8)]), randomColumns(1, 300, 5), 300), false)
  const high: TreeByHand = { on: 3, codes: [254], left: 1, right: 2 }
  const model = modelByHand([...numeric('a', 'b', 'c'), category('d')], [high])
  assert.equal(assertSame(model, randomColumns(1, 300, 5), 300), false)
})
