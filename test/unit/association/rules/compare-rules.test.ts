/** Two runs side by side, by hand: 1,000 baskets each unless said otherwise. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareRules } from '../../../../src/association/rules/compare-rules.js'
import { rulesOf, textsOf } from './rules-for-tests.js'

type Given = readonly [left: string, right: string, both: number, nA: number, nC: number]

function run(...given: Given[]): never {
  return {
    antecedents: given.map(([left]) => left.split(' ')),
    consequents: given.map(([, right]) => right.split(' ')),
    count: given.map(([, , both]) => both),
    antecedent_count: given.map(([, , , nA]) => nA),
    consequent_count: given.map(([, , , , nC]) => nC),
    transactions: given.map(() => 1000),
  } as never
}

test('rules are new, lost, up, down or the same, in this order', () => {
  const before = run(
    ['tea', 'milk', 50, 100, 200],
    ['a', 'b', 30, 100, 100],
    ['x y', 'z', 40, 100, 100],
    ['p', 'q', 20, 50, 50],
  )
  const after = run(
    ['y x', 'z', 80, 100, 100],
    ['a', 'b', 10, 100, 100],
    ['tea', 'milk', 52, 100, 200],
    ['n', 'm', 30, 60, 60],
  )
  const table = compareRules(before, after)
  assert.deepEqual(
    table.schema.fields.map((field) => field.name),
    ['antecedents', 'consequents', 'change', 'lift_before', 'lift_after', 'z'],
  )
  const rows = rulesOf(table)
  assert.deepEqual(
    rows.map((row, i) => [textsOf(table)[i], row['change'], row['lift_before'], row['lift_after']]),
    [
      ['n → m', 'new', null, 1000 / 120], // 1000·30 / 60²
      ['p → q', 'lost', 8, null],
      ['y x → z', 'up', 4, 8],
      ['a → b', 'down', 3, 1],
      ['tea → milk', 'same', 2.5, 2.6],
    ],
  )
  assert.deepEqual([rows[0]['z'], rows[1]['z']], [null, null])
})

test('z is the difference of the logarithms in standard errors of both runs', () => {
  const [row] = rulesOf(compareRules(run(['a', 'b', 30, 100, 100]), run(['a', 'b', 10, 100, 100])))
  // variances 1/both − 1/100 − 1/100 + (2·lift − 1)/1000
  const variances = 1 / 30 - 0.02 + 0.005 + (1 / 10 - 0.02 + 0.001)
  assert.ok(Math.abs((row['z'] as number) - Math.log(1 / 3) / Math.sqrt(variances)) < 1e-12)
})

test('rules are matched by labels, whatever the order of items and rows', () => {
  const first = run(['a b', 'c d', 20, 50, 50], ['a', 'c', 30, 60, 60])
  const second = run(['a', 'c', 30, 60, 60], ['b a', 'd c', 20, 50, 50])
  assert.deepEqual(
    rulesOf(compareRules(first, second)).map((row) => [row['change'], row['z']]),
    [
      ['same', 0],
      ['same', 0],
    ],
  )
})

test('what stands left and right matters: a → b is not b → a', () => {
  const table = compareRules(run(['a', 'b', 20, 50, 60]), run(['b', 'a', 20, 60, 50]))
  assert.deepEqual(
    rulesOf(table).map((row) => row['change']),
    ['new', 'lost'],
  )
})

test('items that are in every basket have not changed', () => {
  const [row] = rulesOf(compareRules(run(['a', 'b', 1000, 1000, 1000]), run(['a', 'b', 1000, 1000, 1000])))
  assert.deepEqual([row['change'], row['z']], ['same', 0])
})

test('equal changes come in the order of fewer items, then labels', () => {
  const rows = run(['b', 'z', 10, 20, 30], ['a c', 'z', 10, 20, 30], ['a', 'z', 10, 20, 30], ['a', 'y', 10, 20, 30])
  assert.deepEqual(textsOf(compareRules(rows, rows)), ['a → y', 'a → z', 'b → z', 'a c → z'])
})
