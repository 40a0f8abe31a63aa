import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exchangeRows, exchangeUnits } from '../../../../src/regression/causes/exchange.js'
import { drawsOf, hopeless, permutationTest } from '../../../../src/regression/causes/permutation-test.js'
import { smallMatrix } from '../../../../src/regression/causes/small-matrix.js'
import { randomStream } from '../../../../src/numeric/random.js'

const ROWS = 60

function data(seed: number, effect: number) {
  const random = randomStream(seed, 'permutation test')
  const x = Float32Array.from({ length: ROWS }, () => random.normal())
  const noise = Float32Array.from({ length: ROWS }, () => random.normal())
  const target = Float64Array.from(x, (value) => effect * value + random.normal())
  const matrix = smallMatrix(
    [
      { name: 'x', kind: 'numeric', values: x, labels: [] },
      { name: 'noise', kind: 'numeric', values: noise, labels: [] },
    ],
    ROWS,
  )
  const weight = new Float64Array(ROWS).fill(1)
  return { matrix, target, weight, plan: exchangeRows(ROWS), permutations: 199, seed, stream: 'test' }
}

test('a strong effect beats every draw: p = 1/(B + 1), for the gate and for its own feature', () => {
  const input = { ...data(1, 2), stop: hopeless(0.05, 199) }
  assert.equal(permutationTest({ ...input, features: null }).pValue, 1 / 200)
  assert.equal(permutationTest({ ...input, features: [0] }).pValue, 1 / 200)
  assert.equal(permutationTest({ ...input, features: [0, 1] }).pValue, 1 / 200)
  assert.ok(permutationTest({ ...input, features: [1] }).pValue > 0.05)
})

test('an early stop gives h/b and never turns what is significant', () => {
  assert.equal(hopeless(0.05, 199), 10)
  assert.equal(hopeless(0.01, 19), 1)
  for (let seed = 0; seed < 12; seed++) {
    const input = data(seed, seed % 3 === 0 ? 0.35 : 0)
    const early = permutationTest({ ...input, features: null, stop: 10 })
    const full = permutationTest({ ...input, features: null, stop: 200 })
    assert.equal(early.pValue <= 0.05, full.pValue <= 0.05)
    assert.equal(full.draws, 199)
    if (early.draws < 199) assert.equal(early.pValue, 10 / early.draws)
    else assert.equal(early.pValue, full.pValue)
  }
})

test('more draws are made where so many tests are judged together that one could never show', () => {
  // 1/200 · 10 = .05: ten tests can be told apart by 199 draws, eleven cannot
  assert.deepEqual(drawsOf(1, 0.05, 199), { permutations: 199, stop: 10 })
  assert.deepEqual(drawsOf(10, 0.05, 199), { permutations: 199, stop: 10 })
  assert.deepEqual(drawsOf(11, 0.05, 199), { permutations: 439, stop: 10 })
  assert.deepEqual(drawsOf(1, 0.001, 199), { permutations: 1999, stop: 2 })
  assert.deepEqual(drawsOf(5000, 0.01, 199), { permutations: 100_000, stop: 2 })
  assert.deepEqual(drawsOf(0, 0.05, 199), { permutations: 199, stop: 10 })
})

test('a target that no exchange changes has p = 1', () => {
  const input = data(2, 1)
  const units = Int32Array.from({ length: ROWS }, (_, row) => Math.floor(row / 12))
  const target = Float64Array.from({ length: ROWS }, (_, row) => row % 12)
  const shared = { ...input, target, plan: exchangeUnits(units), features: null }
  assert.equal(permutationTest({ ...shared, stop: 200 }).pValue, 1)
})

test('p-values of the gate are uniform under noise', () => {
  const tables = 160
  const levels = [0.1, 0.3, 0.6]
  const below = levels.map(() => 0)
  for (let seed = 0; seed < tables; seed++) {
    const { pValue } = permutationTest({ ...data(1000 + seed, 0), permutations: 39, features: null, stop: 40 })
    levels.forEach((level, i) => (below[i] += Number(pValue <= level)))
  }
  levels.forEach((level, i) => {
    const error = Math.sqrt((level * (1 - level)) / tables)
    assert.ok(Math.abs(below[i] / tables - level) < 3 * error, `P(p ≤ ${level}) = ${below[i] / tables}`)
  })
})
