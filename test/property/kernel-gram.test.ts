import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gram } from '../../src/kernel/gram.js'
import { gramTwin } from '../../src/kernel/gram-twin.js'

/** Shapes around the kernel's borders: blocks of 512 rows, panels of 64 columns, tiles of 4. */
const shape = fc.record({
  rows: fc.oneof(
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 505, max: 519 }),
    fc.integer({ min: 1020, max: 1030 }),
  ),
  count: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 61, max: 70 })),
  seed: fc.nat(),
})

/** Numbers of both signs over twelve orders of magnitude (mulberry32). */
function values(length: number, seed: number): Float64Array {
  let state = seed
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
  return Float64Array.from({ length }, () => (uniform() - 0.5) * 10 ** (12 * uniform() - 6))
}

/** Same number, any NaN being the same as any other, +0 and −0 being different. */
function sameBits(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]))
}

test('the kernel and its twin give the same bits', () => {
  fc.assert(
    fc.property(shape, ({ rows, count, seed }) => {
      const columns = values(rows * count, seed)
      assert.ok(sameBits(gram(columns, rows, count), gramTwin(columns, rows, count)))
    }),
    { numRuns: 60, seed: 1 },
  )
})

test('also with NaN, infinities, negative zeros and numbers at the ends of the range', () => {
  const special = [
    Number.NaN,
    Infinity,
    -Infinity,
    -0,
    0,
    Number.MIN_VALUE,
    -Number.MIN_VALUE,
    Number.MAX_VALUE,
    1e-200,
  ]
  fc.assert(
    fc.property(
      shape,
      fc.array(fc.tuple(fc.nat(), fc.constantFrom(...special)), { maxLength: 20 }),
      ({ rows, count, seed }, places) => {
        const columns = values(rows * count, seed)
        if (columns.length > 0) for (const [place, value] of places) columns[place % columns.length] = value
        assert.ok(sameBits(gram(columns, rows, count), gramTwin(columns, rows, count)))
      },
    ),
    { numRuns: 60, seed: 2 },
  )
})

test('every entry is the plain sum, to 1e-12 of the sum of absolute products', () => {
  fc.assert(
    fc.property(shape, ({ rows, count, seed }) => {
      const columns = values(rows * count, seed)
      const matrix = gram(columns, rows, count)
      assert.equal(matrix.length, count * count)
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < count; j++) {
          let sum = 0
          let size = 0
          for (let r = 0; r < rows; r++) {
            const product = columns[i * rows + r] * columns[j * rows + r]
            sum += product
            size += Math.abs(product)
          }
          const error = Math.abs(matrix[i * count + j] - sum)
          assert.ok(error <= 1e-12 * size, `(${i}, ${j}) of ${rows} × ${count}: off by ${error}`)
        }
      }
    }),
    { numRuns: 40, seed: 3 },
  )
})
