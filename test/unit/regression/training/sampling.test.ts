import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { featureSampler, sampleRows } from '../../../../src/regression/training/sampling.js'

const ALL = Int32Array.from({ length: 12 }, (_, f) => f)
const EVERY = { colsampleByTree: 1, colsampleByLevel: 1, colsampleByNode: 1, seed: 1 }

function isAscending(values: Int32Array): boolean {
  return values.every((value, i) => i === 0 || values[i - 1] < value)
}

describe('featureSampler', () => {
  it('gives every feature to every node where no share is below 1', () => {
    const { ofNode } = featureSampler(ALL, EVERY, 0)
    assert.equal(ofNode(0, 0), ALL)
    assert.equal(ofNode(5, 40), ALL)
  })

  it('multiplies the shares: a node draws from its level, a level from its tree', () => {
    const settings = { ...EVERY, colsampleByTree: 0.75, colsampleByLevel: 0.67, colsampleByNode: 0.5 }
    const tree = new Set(featureSampler(ALL, { ...EVERY, colsampleByTree: 0.75 }, 3).ofNode(0, 0))
    assert.equal(tree.size, 9)
    const { ofNode } = featureSampler(ALL, settings, 3)
    const level = new Set(
      featureSampler(ALL, { ...EVERY, colsampleByTree: 0.75, colsampleByLevel: 0.67 }, 3).ofNode(1, 1),
    )
    assert.equal(level.size, 6)
    for (const node of [1, 2, 3, 4]) {
      const drawn = ofNode(1, node)
      assert.equal(drawn.length, 3)
      assert.ok(isAscending(drawn))
      assert.ok(drawn.every((f) => level.has(f) && tree.has(f)))
    }
  })

  it('draws the same whatever the order of the questions, and by the seed and the tree', () => {
    const settings = { ...EVERY, colsampleByLevel: 0.5, colsampleByNode: 0.5 }
    const places: [number, number][] = [
      [0, 0],
      [1, 1],
      [1, 2],
      [2, 5],
    ]
    const forwards = featureSampler(ALL, settings, 0)
    const backwards = featureSampler(ALL, settings, 0)
    const drawn = places.map(([depth, node]) => Array.from(forwards.ofNode(depth, node)))
    const again = places
      .toReversed()
      .map(([depth, node]) => Array.from(backwards.ofNode(depth, node)))
      .toReversed()
    assert.deepEqual(drawn, again)
    for (const other of [featureSampler(ALL, settings, 1), featureSampler(ALL, { ...settings, seed: 2 }, 0)]) {
      assert.notDeepEqual(
        places.map(([depth, node]) => Array.from(other.ofNode(depth, node))),
        drawn,
      )
    }
  })

  it('always leaves one feature, and draws all of them equally often', () => {
    const counts = new Int32Array(12)
    for (let tree = 0; tree < 1200; tree++) {
      const drawn = featureSampler(ALL, { ...EVERY, colsampleByTree: 0.01 }, tree).ofNode(0, 0)
      assert.equal(drawn.length, 1)
      counts[drawn[0]]++
    }
    // binomial with mean 100 and deviation 9.6
    assert.ok(
      counts.every((count) => Math.abs(count - 100) < 40),
      `${counts}`,
    )
    assert.deepEqual(
      ALL,
      Int32Array.from({ length: 12 }, (_, f) => f),
      'the list itself stays as it was',
    )
  })
})

describe('sampleRows', () => {
  it('takes all rows where the share is 1', () => {
    const ids = new Int32Array(4).fill(-1)
    assert.equal(sampleRows(ids, { subsample: 1, seed: 5 }, 0), 4)
    assert.deepEqual(Array.from(ids), [0, 1, 2, 3])
  })

  it('takes about the share, ascending, another choice for every tree and seed', () => {
    const draw = (tree: number, seed: number): Int32Array => {
      const ids = new Int32Array(10_000)
      return ids.subarray(0, sampleRows(ids, { subsample: 0.3, seed }, tree))
    }
    const first = draw(0, 5)
    // deviation of the count: 46
    assert.ok(Math.abs(first.length - 3000) < 200, `${first.length} rows`)
    assert.ok(isAscending(first))
    assert.deepEqual(draw(0, 5), first)
    assert.notDeepEqual(draw(1, 5), first)
    assert.notDeepEqual(draw(0, 6), first)
  })

  it('takes one row where chance takes none', () => {
    for (let tree = 0; tree < 20; tree++) {
      const ids = new Int32Array(3)
      assert.equal(sampleRows(ids, { subsample: 1e-12, seed: 1 }, tree), 1)
      assert.ok(ids[0] >= 0 && ids[0] < 3)
    }
  })
})
