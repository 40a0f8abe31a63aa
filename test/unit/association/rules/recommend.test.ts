/** What baskets lack, by hand. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transactions } from '../../../../src/association/index.js'
import { recommend } from '../../../../src/association/rules/recommend.js'

/** Rules from [left, right, both, nA], 100 baskets, each consequent in 50. */
function rulesFrom(...given: (readonly [left: string, right: string, both: number, nA: number])[]): never {
  return {
    antecedents: given.map(([left]) => left.split(' ')),
    consequents: given.map(([, right]) => right.split(' ')),
    count: given.map(([, , both]) => both),
    antecedent_count: given.map(([, , , nA]) => nA),
    consequent_count: given.map(() => 50),
    transactions: given.map(() => 100),
  } as never
}

const rules = rulesFrom(
  ['tea', 'milk', 20, 40],
  ['tea lemon', 'sugar', 9, 10],
  ['lemon', 'sugar milk', 12, 20],
  ['bread', 'butter', 30, 60],
  ['cake', 'tea', 5, 8],
)

function rowsOf(table: ReturnType<typeof recommend>): unknown[] {
  return table.toArray().map((row: { toJSON: () => Record<string, unknown> }) => Object.values(row.toJSON()))
}

test('a basket gets what its rules say and it lacks, with the best rule for each', () => {
  const baskets = { order: ['x', 'x', 'y', 'y', 'z', 'w'], item: ['tea', 'lemon', 'bread', 'butter', 'cake', 'soap'] }
  const tx = transactions(baskets, { transaction: 'order', item: 'item' })
  const table = recommend(rules, tx)
  assert.deepEqual(
    table.schema.fields.map((field) => field.name),
    ['transaction', 'item', 'score', 'rule'],
  )
  assert.deepEqual(rowsOf(table), [
    ['x', 'sugar', 0.9, 'tea - lemon → sugar'],
    ['x', 'milk', 0.6, 'lemon → sugar - milk'], // 12/20 before tea's 20/40
    ['z', 'tea', 0.625, 'cake → tea'],
  ])
})

test('top is the most that a basket gets', () => {
  const table = recommend(rules, transactions({ items: [['tea', 'lemon']] }, { items: 'items' }), { top: 1 })
  assert.deepEqual([...(table.getChild('item') ?? [])], ['sugar'])
})

test('baskets may come as a table, and keep their keys', () => {
  const baskets = { order: [7, 7, 3], item: ['bread', 'soap', 'cake'] }
  assert.deepEqual(rowsOf(recommend(rules, baskets, { transaction: 'order', item: 'item', top: 2 })), [
    [3, 'tea', 0.625, 'cake → tea'],
    [7, 'butter', 0.5, 'bread → butter'],
  ])
})

test('among rules of one confidence the higher lift explains, then the larger count, then the first', () => {
  const same = rulesFrom(['a', 'c', 5, 10], ['b', 'c', 10, 20], ['d', 'c', 10, 20])
  const tx = transactions({ items: [['a', 'b', 'd']] }, { items: 'items' })
  assert.equal(recommend(same, tx).getChild('rule')?.get(0), 'b → c')
})

test('two items of one rule come by label', () => {
  const tx = transactions({ items: [['lemon']] }, { items: 'items' })
  assert.deepEqual([...(recommend(rules, tx).getChild('item') ?? [])], ['milk', 'sugar'])
})

test('baskets that match nothing have no row', () => {
  const tx = transactions({ items: [['soap'], []] }, { items: 'items' })
  assert.equal(recommend(rules, tx).numRows, 0)
})
