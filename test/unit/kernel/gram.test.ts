import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { gram } from '../../../src/kernel/gram.js'
import { gramTwin } from '../../../src/kernel/gram-twin.js'
import { forceTwin, simdAvailable } from '../../../src/kernel/simd.js'

afterEach(() => forceTwin(false))

test('two columns by hand: [1,2]·[1,2] = 5, [1,2]·[3,4] = 11, [3,4]·[3,4] = 25', () => {
  assert.deepEqual([...gram(new Float64Array([1, 2, 3, 4]), 2, 2)], [5, 11, 11, 25])
})

test('no rows give zeros, no columns give nothing', () => {
  assert.deepEqual([...gram(new Float64Array(0), 0, 2)], [0, 0, 0, 0])
  assert.equal(gram(new Float64Array(0), 5, 0).length, 0)
})

test('Node runs the WebAssembly kernel, and a forced twin gives the same bits', () => {
  assert.equal(simdAvailable(), true)
  const columns = Float64Array.from({ length: 1031 * 7 }, (_, i) => Math.sin(i) * 10 ** (i % 9))
  const fast = gram(columns, 1031, 7)
  forceTwin(true)
  assert.equal(simdAvailable(), false)
  assert.deepEqual(gram(columns, 1031, 7), fast)
})

test('columns beyond one panel of 64 meet all others', () => {
  const rows = 515
  const count = 131
  const columns = Float64Array.from({ length: rows * count }, (_, i) => ((i * 7919) % 1013) / 1013 - 0.5)
  assert.deepEqual(gram(columns, rows, count), gramTwin(columns, rows, count))
})

test('a wide matrix after a tall one finds no leftovers in the kernel memory', () => {
  gram(new Float64Array(600 * 64).fill(Number.NaN), 600, 64)
  assert.deepEqual([...gram(new Float64Array([1, 1, 1, 1, 1, 1, 1, 1, 1]), 3, 3)], [3, 3, 3, 3, 3, 3, 3, 3, 3])
})

test('NaN and infinity reach exactly the sums of their column', () => {
  const nan = gram(new Float64Array([1, Number.NaN, 3, 4]), 2, 2)
  assert.deepEqual([...nan], [Number.NaN, Number.NaN, Number.NaN, 25])
  const infinite = gram(new Float64Array([1, Number.POSITIVE_INFINITY, 3, 0]), 2, 2)
  assert.deepEqual([...infinite], [Number.POSITIVE_INFINITY, Number.NaN, Number.NaN, 9])
})
