import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { binColumns, binLike } from '../../../../src/regression/training/binning.js'
import type { FeatureColumn } from '../../../../src/regression/columns.js'
import { binFinder, binOf, numericCuts } from '../../../../src/regression/training/cuts.js'

function numeric(values: readonly number[], name = 'x'): FeatureColumn {
  return { name, kind: 'numeric', values: Float32Array.from(values), labels: [] }
}

describe('numericCuts', () => {
  it('makes the next larger value the cut of each of a few values, and ends above the last', () => {
    const cuts = numericCuts(Float32Array.of(3, 1, 2, 2, NaN), null, 256)
    // bins 1 | 2 | 3: cuts 2, 3 and 3 + |3| + 1e-5
    assert.deepEqual(Array.from(cuts), [2, 3, Math.fround(3 + Math.fround(3 + Math.fround(1e-5)))])
  })

  it('takes quantiles of many values', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => i)
    const cuts = numericCuts(values, null, 4)
    // ranks 250, 500, 750, taken from 32 that are evenly spread
    assert.equal(cuts.length, 4)
    for (const [i, rank] of [250, 500, 750].entries()) assert.ok(Math.abs(cuts[i] - rank) < 1000 / 32, `cut ${cuts[i]}`)
  })

  it('moves quantiles towards heavy rows', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => i)
    const weights = Float64Array.from(values, (v) => (v < 500 ? 3 : 1))
    // total 2000, a quarter of it is reached at row 500 / 3
    assert.ok(Math.abs(numericCuts(values, weights, 4)[0] - 500 / 3) < 2000 / 32 / 3)
  })

  it('has no cut where there is no value', () => {
    assert.equal(numericCuts(Float32Array.of(NaN, NaN), null, 256).length, 0)
  })

  it('saves one of 256 quantiles for what is missing, so that a byte is enough', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => i)
    assert.equal(numericCuts(values, null, 256).length, 256)
    values[3] = NaN
    assert.equal(numericCuts(values, null, 256).length, 255)
  })
})

describe('binFinder', () => {
  it('finds the bin that a binary search finds', () => {
    const cuts = Float32Array.from({ length: 100 }, (_, i) => Math.sinh(i / 8 - 6)).sort()
    const find = binFinder(cuts)
    for (const cut of cuts) {
      for (const value of [cut, Math.fround(cut * 1.0001), Math.fround(cut * 0.9999), -cut]) {
        assert.equal(find(value), binOf(cuts, value), String(value))
      }
    }
    for (const value of [-1e30, 1e30, 0]) assert.equal(find(value), binOf(cuts, value))
  })
})

describe('binColumns', () => {
  const colour: FeatureColumn = { name: 'c', kind: 'category', values: Float32Array.of(1, 0, NaN), labels: ['a', 'b'] }

  it('numbers values row by row, with the number of bins for what is missing', () => {
    const matrix = binColumns([numeric([5, 7, 5]), colour], { maxBin: 256 })
    assert.deepEqual(Array.from(matrix.bins), [0, 1, 1, 0, 0, 2])
    assert.deepEqual(Array.from(matrix.counts), [2, 2])
    assert.deepEqual(Array.from(matrix.hasMissing), [0, 1])
    assert.ok(matrix.bins instanceof Uint8Array)
  })

  it('takes two bytes where a feature needs more than 256 codes', () => {
    const labels = Array.from({ length: 256 }, (_, i) => `label ${i}`)
    const codes = Float32Array.from({ length: 257 }, (_, i) => (i === 256 ? NaN : i))
    const matrix = binColumns([{ name: 'c', kind: 'category', values: codes, labels }], { maxBin: 256 })
    assert.ok(matrix.bins instanceof Uint16Array)
    assert.equal(matrix.bins[256], 256)
    const full = binColumns([{ name: 'c', kind: 'category', values: codes.subarray(0, 256), labels }], { maxBin: 256 })
    assert.ok(full.bins instanceof Uint8Array)
  })

  it('names features that no tree can use', () => {
    const { notes } = binColumns([numeric([1, 1, 1], 'k'), numeric([NaN, NaN, NaN], 'n')], { maxBin: 256 })
    assert.deepEqual(notes, [
      'feature "k" has the same value in every row: no tree can use it',
      'feature "n" has no value in any row: no tree can use it',
    ])
  })

  it('refuses more than 2^31 − 1 cells', () => {
    const values = new Float32Array(1)
    Object.defineProperty(values, 'length', { value: 2 ** 31 })
    assert.throws(() => binColumns([{ name: 'x', kind: 'category', values, labels: [] }], { maxBin: 256 }), {
      code: 'LIMIT',
      message: 'a table for trees must have at most 2147483647 cells, got 2147483648 rows × 1 features',
    })
  })
})

describe('binLike', () => {
  it('uses the cuts of the training rows, the last bin beyond them, and missing for foreign codes', () => {
    const training = binColumns([numeric([1, 2, 3])], { maxBin: 256 })
    const further = binLike([numeric([0, 2.5, 99, NaN])], training)
    assert.deepEqual(Array.from(further.bins), [0, 1, 2, 3])
    const codes: FeatureColumn = { name: 'c', kind: 'category', values: Float32Array.of(0, 1), labels: ['a', 'b'] }
    const foreign = binLike([{ ...codes, values: Float32Array.of(-1, 1) }], binColumns([codes], { maxBin: 256 }))
    assert.deepEqual(Array.from(foreign.bins), [2, 1])
  })
})
