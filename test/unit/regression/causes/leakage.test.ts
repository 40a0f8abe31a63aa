import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findLeaks } from '../../../../src/regression/causes/leakage.js'
import type { FeatureColumn } from '../../../../src/regression/columns.js'
import { randomStream } from '../../../../src/numeric/random.js'

const ROWS = 200
const random = randomStream(4, 'leaks')
const casual = Array.from({ length: ROWS }, () => random.poisson(60))
const registered = Array.from({ length: ROWS }, () => random.poisson(80))
const noise = Array.from({ length: ROWS }, () => random.normal())

function numeric(name: string, values: readonly number[]): FeatureColumn {
  return { name, kind: 'numeric', values: Float32Array.from(values), labels: [] }
}

function leaks(columns: readonly FeatureColumn[], target: readonly number[]): [string, string][] {
  return findLeaks(columns, Float64Array.from(target)).map(({ features, message }) => [
    features.map((f) => columns[f].name).join(),
    message,
  ])
}

test('an exact sum of features is named with its factors', () => {
  const columns = [numeric('noise', noise), numeric('casual', casual), numeric('registered', registered)]
  const sum = casual.map((value, row) => value + registered[row])
  assert.deepEqual(leaks(columns, sum), [['casual,registered', 'the target is an exact sum: "casual" + "registered"']])
  const other = casual.map((value, row) => 100 - 1.5 * value + 2 * registered[row])
  assert.deepEqual(leaks(columns, other), [
    ['casual,registered', 'the target is an exact sum: − 1.5·"casual" + 2·"registered"'],
  ])
})

test('one feature that is nearly the target: by a line, by a curve, by labels', () => {
  const target = noise.map((value) => 10 * value)
  const curve = noise.map((value) => Math.sign(value) * value ** 2)
  const found = leaks(
    [
      numeric(
        'line',
        noise.map((value) => 3 - value),
      ),
      numeric('curve', curve),
    ],
    target,
  )
  assert.deepEqual(
    found.map(([names]) => names),
    ['line', 'curve'],
  )
  assert.match(found[0][1], /^"line" alone explains 100\.00 % of the target's variance/)
  const codes = casual.map((_, row) => row % 8)
  const label: FeatureColumn = {
    name: 'label',
    kind: 'category',
    values: Float32Array.from(codes),
    labels: [...'abcdefgh'],
  }
  assert.equal(
    leaks(
      [label],
      codes.map((code, row) => code + 0.1 * noise[row]),
    ).length,
    1,
  )
})

test('a label a row explains nothing, for no row is predicted by itself', () => {
  const own: FeatureColumn = {
    name: 'id',
    kind: 'category',
    values: Float32Array.from({ length: ROWS }, (_, row) => row),
    labels: noise.map((_, row) => `id ${row}`),
  }
  assert.deepEqual(leaks([own], noise), [])
})

test('a flag that is only ever set when it happens is a consequence', () => {
  const failure = noise.map((value) => Number(value > 1))
  const flag = failure.map((value, row) => Number(value === 1 && row % 2 === 0))
  const hits = flag.reduce((sum, value) => sum + value, 0)
  assert.ok(hits >= 10)
  assert.deepEqual(leaks([numeric('flag', flag), numeric('other', casual)], failure), [
    [
      'flag',
      `the target is 1 in all ${hits} rows where "flag" is 1, as for a column that is filled in after the outcome`,
    ],
  ])
})

test('honest features and a constant target: nothing', () => {
  assert.deepEqual(leaks([numeric('casual', casual), numeric('noise', noise)], registered), [])
  assert.deepEqual(
    leaks(
      [numeric('noise', noise)],
      casual.map(() => 1),
    ),
    [],
  )
})
