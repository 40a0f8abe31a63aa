import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { treeBuilder, type SplitRecord, type TreeBuilder } from '../../../../src/regression/training/tree-builder.js'

const numeric: SplitRecord = { feature: 2, bin: 4, condition: 1.5, missingLeft: true, loss: 8, right: null }

/** Round 0: a tree with a split of a number and one of categories below its right child; round 1: a single leaf. */
function grow(builder: TreeBuilder): void {
  builder.openTree(0)
  builder.addLeaf(0.25, 0.5, 10)
  const left = builder.split(0, numeric, 0.5, [-1, 4], [1, 6])
  const codes: SplitRecord = { feature: 1, bin: -1, condition: 0, missingLeft: false, loss: 3, right: [1, 3] }
  builder.split(left + 1, codes, 0.75, [2, 1], [3, 5])
  builder.closeRound()
  builder.openTree(0)
  builder.addLeaf(7, 8, 10)
  builder.closeRound()
}

describe('treeBuilder', () => {
  it('lays trees out one after the other, siblings side by side', () => {
    const builder = treeBuilder(16)
    grow(builder)
    const { trees, splitBins } = builder.finish()
    assert.deepEqual(Array.from(trees.offsets), [0, 5, 6])
    assert.deepEqual(Array.from(trees.rounds), [0, 1, 2])
    assert.deepEqual(Array.from(trees.left), [1, -1, 3, -1, -1, -1])
    assert.deepEqual(Array.from(trees.right), [2, -1, 4, -1, -1, -1])
    assert.deepEqual(Array.from(trees.feature), [2, 0, 1, 0, 0, 0])
    assert.deepEqual(Array.from(trees.condition), [1.5, -1, 0, 2, 3, 7])
    assert.deepEqual(Array.from(trees.defaultLeft), [1, 0, 0, 0, 0, 0])
    assert.deepEqual(Array.from(trees.gain), [8, 0, 3, 0, 0, 0])
    assert.deepEqual(Array.from(trees.cover), [10, 4, 6, 1, 5, 10])
    assert.deepEqual(Array.from(splitBins), [4, -1, -1, -1, -1, -1])
    assert.deepEqual(Array.from(trees.weight), [1, 1])
  })

  it('stores weights as XGBoost does: of a split without the learning rate, of a leaf its value, of a root that is a leaf its own', () => {
    const builder = treeBuilder(16)
    grow(builder)
    assert.deepEqual(Array.from(builder.finish().trees.baseWeight), [0.5, -1, 0.75, 2, 3, 8])
  })

  it('keeps the codes of a set with its node and empty stretches elsewhere', () => {
    const builder = treeBuilder(16)
    grow(builder)
    const { categories, categoryBegin, categoryEnd } = builder.finish().trees
    assert.deepEqual(Array.from(categories), [1, 3])
    assert.deepEqual([categoryBegin[2], categoryEnd[2]], [0, 2])
    for (const node of [0, 1, 3, 4, 5]) assert.equal(categoryBegin[node], categoryEnd[node], `node ${node}`)
  })

  it('grows beyond its capacity without a difference', () => {
    const [narrow, wide] = [treeBuilder(1), treeBuilder(64)]
    grow(narrow)
    grow(wide)
    assert.deepEqual(narrow.finish(), wide.finish())
  })

  it('changes the value of a leaf of the open tree alone', () => {
    const builder = treeBuilder(4)
    builder.openTree(0)
    builder.addLeaf(1, 1, 1)
    builder.openTree(1)
    builder.addLeaf(2, 2, 1)
    builder.setLeaf(0, 9)
    assert.equal(builder.leafValue(0), 9)
    const { condition, baseWeight, output } = builder.finish().trees
    assert.deepEqual(Array.from(condition), [1, 9])
    assert.deepEqual(Array.from(baseWeight), [1, 2])
    assert.deepEqual(Array.from(output), [0, 1])
  })

  it('shows what stands before the end', () => {
    const builder = treeBuilder(64)
    grow(builder)
    const { trees } = builder.peek()
    const finished = builder.finish().trees
    assert.deepEqual(trees.offsets, finished.offsets)
    assert.deepEqual(trees.left.subarray(0, 6), finished.left)
  })
})
