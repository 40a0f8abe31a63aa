/**
 * SHAP values of random trees (features met again and again on a path, nulls, category sets, branches without training rows): they are the
 * Shapley values of the game that TreeSHAP defines, they sum to the prediction, and the kernel and its twin give the same bits.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { forceTwin } from '../../src/kernel/simd.js'
import { randomStream } from '../../src/numeric/random.js'
import { forestOf, goesRight, type Forest } from '../../src/regression/model/forest.js'
import { predict } from '../../src/regression/model/predict.js'
import { shap } from '../../src/regression/model/shap/shap.js'
import type { TreeModel } from '../../src/regression/model/tree-model.js'
import { category, modelByHand, numeric, type TreeByHand } from '../unit/regression/models-for-tests.js'

const NAMES = ['a', 'b', 'c', 'd']

function randomModel(seed: number, trees: number, depth: number): TreeModel {
  const stream = randomStream(seed, 'trees')
  const grow = (left: number): TreeByHand => {
    if (left === 0 || stream.uniform() < 0.2) return Math.fround(stream.uniform() * 4 - 2)
    const on = Math.floor(stream.uniform() * 4)
    const missing = stream.uniform() < 0.5 ? 'left' : 'right'
    const leftShare = stream.uniform() < 0.05 ? 0 : stream.uniform()
    const sides = { left: grow(left - 1), right: grow(left - 1), missing, leftShare } as const
    if (on < 3) return { on, below: Math.floor(stream.uniform() * 9) - 4, ...sides }
    return { on, codes: [0, 2].slice(0, 1 + Math.floor(stream.uniform() * 2)), ...sides }
  }
  const list = Array.from({ length: trees }, () => grow(depth))
  return modelByHand([...numeric('a', 'b', 'c'), category('d', 'x', 'y', 'z')], list, { baseScore: [0.25] })
}

function randomTable(seed: number, rows: number): Record<string, (number | string | null)[]> {
  const stream = randomStream(seed, 'rows')
  const number = (): number | null => (stream.uniform() < 0.15 ? null : Math.floor(stream.uniform() * 11) - 5)
  const label = (): string | null => ['x', 'y', 'z', null][Math.floor(stream.uniform() * 4)]
  const column = <T>(make: () => T): T[] => Array.from({ length: rows }, make)
  return { a: column(number), b: column(number), c: column(number), d: column(label) }
}

/** The value of a coalition: its features follow the row, the others go both ways by the training rows. */
function coalitionValue(forest: Forest, node: number, values: readonly number[], coalition: number): number {
  const feature = forest.feature[node]
  if (feature < 0) return forest.condition[node]
  const side = (which: 0 | 1): number => coalitionValue(forest, forest.children[2 * node + which], values, coalition)
  if ((coalition >> feature) & 1) return side(goesRight(forest, node, values[feature]))
  // each side's own share: covers are float32, so the two sum to 1 only nearly
  const share = (which: 0 | 1): number => forest.share[forest.children[2 * node + which]]
  return share(0) * side(0) + share(1) * side(1)
}

/** Shapley values by the definition: over all coalitions of four features. */
function bruteForce(forest: Forest, values: readonly number[]): number[] {
  const worth = Array.from({ length: 16 }, (_, coalition) =>
    forest.roots.reduce((sum, root) => sum + coalitionValue(forest, root, values, coalition), 0),
  )
  // |S|!·(3 − |S|)! / 4!
  const weights = [6, 2, 2, 6].map((count) => count / 24)
  return NAMES.map((_, i) =>
    worth.reduce((sum, value, coalition) => {
      if ((coalition >> i) & 1) return sum
      const size = [0, 1, 2, 3].filter((j) => (coalition >> j) & 1).length
      return sum + weights[size] * (worth[coalition | (1 << i)] - value)
    }, 0),
  )
}

const cases = fc.record({
  seed: fc.integer(),
  trees: fc.integer({ min: 1, max: 4 }),
  depth: fc.integer({ min: 0, max: 7 }),
})

test('contributions are the Shapley values by definition, and sum to the margin', () => {
  fc.assert(
    fc.property(cases, ({ seed, trees, depth }) => {
      const model = randomModel(seed, trees, depth)
      const table = randomTable(seed, 6)
      const forest = forestOf(model.trees, 0, model.bestRounds)
      const result = shap(model, table)
      const margins = predict(model, table, { output: 'margin' })
      result.toArray().forEach((row, i) => {
        const found = row!.toJSON() as Record<string, number>
        const values = NAMES.map((name, j) => {
          const value = table[name][i]
          if (value === null) return NaN
          return j === 3 ? ['x', 'y', 'z'].indexOf(value as string) : (value as number)
        })
        bruteForce(forest, values).forEach((wanted, j) => {
          assert.ok(Math.abs(found[NAMES[j]] - wanted) < 1e-9, `${NAMES[j]}: ${found[NAMES[j]]} against ${wanted}`)
        })
        const sum = NAMES.reduce((total, name) => total + found[name], found['bias'])
        assert.ok(Math.abs(sum - margins[i]) < 1e-5)
      })
    }),
    { numRuns: 150, seed: 6 },
  )
})

test('interactions are symmetric, their rows sum to the contributions, and the twin gives the same bits', () => {
  fc.assert(
    fc.property(cases, ({ seed, trees, depth }) => {
      const model = randomModel(seed, trees, depth)
      const table = randomTable(seed, 4)
      const columns = [...NAMES, 'bias']
      const single = shap(model, table)
        .toArray()
        .map((row) => row!.toJSON() as Record<string, number>)
      const pairs = shap(model, table, { interactions: true })
        .toArray()
        .map((row) => row!.toJSON() as Record<string, number>)
      single.forEach((contributions, row) => {
        columns.forEach((one, i) => {
          const own = pairs[row * 5 + i]
          const sum = columns.reduce((total, name) => total + own[name], 0)
          assert.ok(Math.abs(sum - contributions[one]) < 1e-9)
          columns.forEach((other, j) => assert.ok(Math.abs(own[other] - pairs[row * 5 + j][one]) < 1e-12))
        })
      })
      forceTwin(true)
      const twin = shap(model, table)
        .toArray()
        .map((row) => row!.toJSON() as Record<string, number>)
      forceTwin(false)
      assert.deepEqual(twin, single)
    }),
    { numRuns: 60, seed: 7 },
  )
})

test('deep trees on many features keep their precision: contributions sum to the margin', () => {
  const stream = randomStream(3, 'deep')
  const names = Array.from({ length: 40 }, (_, i) => `f${i}`)
  const chain = (depth: number): TreeByHand =>
    depth === 40
      ? 1
      : {
          on: depth,
          below: 0,
          leftShare: 0.02 + 0.96 * stream.uniform(),
          left: stream.uniform(),
          right: chain(depth + 1),
        }
  const model = modelByHand(numeric(...names), [chain(0)])
  const table = Object.fromEntries(names.map((name, i) => [name, [1, i % 9 === 8 ? -1 : 1]]))
  const margins = predict(model, table)
  shap(model, table)
    .toArray()
    .forEach((row, i) => {
      const sum = Object.values(row!.toJSON() as Record<string, number>).reduce((total, value) => total + value, 0)
      assert.ok(Math.abs(sum - margins[i]) < 1e-7, `${sum} against ${margins[i]}`)
    })
})
