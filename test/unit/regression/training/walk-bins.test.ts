import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { randomStream } from '../../../../src/numeric/random.js'
import { binColumns, type BinnedMatrix } from '../../../../src/regression/training/binning.js'
import { boost } from '../../../../src/regression/training/boost.js'
import type { FeatureColumn } from '../../../../src/regression/columns.js'
import { addForest } from '../../../../src/regression/model/forest-margins.js'
import { forestOf } from '../../../../src/regression/model/forest.js'
import { treeSettings } from '../../../../src/regression/options.js'
import { treeBuilder } from '../../../../src/regression/training/tree-builder.js'
import { addTrees, type BinnedTrees } from '../../../../src/regression/training/walk-bins.js'

/** Two features, 3 bins and 3 codes; rows as given. */
function matrixOf(cells: readonly (readonly [number, number])[]): BinnedMatrix {
  const category: FeatureColumn = {
    name: 'c',
    kind: 'category',
    values: Float32Array.from(cells, ([, code]) => code),
    labels: ['u', 'v', 'w'],
  }
  const number: FeatureColumn = {
    name: 'x',
    kind: 'numeric',
    values: Float32Array.from(cells, ([x]) => x),
    labels: [],
  }
  return binColumns([number, category], { maxBin: 256 })
}

/** x in bin 0 or missing → −1; else code v, or none → 20, other codes → 10. */
function handTree(): BinnedTrees {
  const builder = treeBuilder(8)
  builder.openTree(0)
  builder.addLeaf(0, 0, 1)
  builder.split(0, { feature: 0, bin: 0, condition: 2, missingLeft: true, loss: 1, right: null }, 0, [-1, 1], [0, 1])
  const set = { feature: 1, bin: -1, condition: 0, missingLeft: false, loss: 1, right: [1] }
  builder.split(2, set, 0, [10, 1], [20, 1])
  builder.closeRound()
  return builder.finish()
}

const CELLS: readonly (readonly [number, number])[] = [
  [1, 1],
  [2, 0],
  [2, 1],
  [3, 2],
  [NaN, 1],
  [3, NaN],
]
const LEAVES = [-1, 10, 20, 10, -1, 20]

describe('addTrees', () => {
  it('leads rows by bin, by code and by what is missing', () => {
    const margins = new Float32Array(6).fill(100)
    addTrees(matrixOf(CELLS), handTree(), 0, 1, null, margins, 1)
    assert.deepEqual(
      Array.from(margins),
      LEAVES.map((leaf) => 100 + leaf),
    )
  })

  it('does the same with so many rows that the tree becomes a table, whatever their number modulo 4', () => {
    for (const rows of [256, 257, 258, 259]) {
      const matrix = matrixOf(Array.from({ length: rows }, (_, row) => CELLS[row % 6]))
      const margins = new Float32Array(rows)
      addTrees(matrix, handTree(), 0, 1, null, margins, 1)
      assert.deepEqual(
        Array.from(margins),
        Array.from({ length: rows }, (_, row) => LEAVES[row % 6]),
      )
    }
  })

  it('takes the rows in the order given, and repeated', () => {
    const margins = new Float32Array(3)
    addTrees(matrixOf(CELLS), handTree(), 0, 1, Int32Array.of(2, 0, 2), margins, 1)
    assert.deepEqual(Array.from(margins), [20, -1, 20])
  })

  it('adds to the output of the tree', () => {
    const grown = handTree()
    const second = { ...grown, trees: { ...grown.trees, output: Int32Array.of(1) } }
    const margins = new Float32Array(12)
    addTrees(matrixOf(CELLS), second, 0, 1, null, margins, 2)
    assert.deepEqual(
      Array.from(margins),
      LEAVES.flatMap((leaf) => [0, leaf]),
    )
  })

  for (const [what, rows, levels, maxBin] of [
    ['one byte a cell', 1000, 40, 256],
    ['two bytes a cell', 1000, 300, 256],
    ['tables larger than the rows are worth', 1000, 40, 4096],
    ['few rows', 60, 5, 256],
  ] as const) {
    it(`reaches the leaves that the values reach: ${what}`, () => {
      const stream = randomStream(8, what)
      const hole = (value: number): number => (stream.uniform() < 0.1 ? NaN : value)
      const numbers = ['a', 'b', 'd'].map((name): FeatureColumn => {
        const values = Float32Array.from({ length: rows }, () => hole(stream.normal()))
        return { name, kind: 'numeric', values, labels: [] }
      })
      const category: FeatureColumn = {
        name: 'c',
        kind: 'category',
        values: Float32Array.from({ length: rows }, () => hole(stream.below(levels))),
        labels: Array.from({ length: levels }, (_, code) => `label ${code}`),
      }
      const columns = [...numbers, category]
      const matrix = binColumns(columns, { maxBin })
      assert.equal(matrix.bins.BYTES_PER_ELEMENT, levels > 255 || maxBin > 256 ? 2 : 1)
      const labels = Float64Array.from(
        category.values,
        (code, row) => (code % 3 || 0) + (numbers[0].values[row] || 1) * (numbers[1].values[row] || -1),
      )
      const settings = treeSettings({ rounds: 12, maxDepth: 5, maxBin, minChildWeight: 0 })
      const grown = boost(matrix, { labels }, settings)
      const [byBins, byValues] = [new Float32Array(rows), new Float32Array(rows)]
      addTrees(matrix, grown, 0, 12, null, byBins, 1)
      addForest(forestOf(grown.trees, 0, 12), columns, rows, 1, byValues, false)
      assert.deepEqual(byBins, byValues)
      assert.ok(new Set(byBins).size > 10)
    })
  }
})
