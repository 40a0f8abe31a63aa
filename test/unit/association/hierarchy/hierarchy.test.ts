import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apriori, transactions } from '../../../../src/association/index.js'
import { readTaxonomy } from '../../../../src/association/hierarchy/hierarchy-columns.js'
import { explainedByAncestor } from '../../../../src/association/hierarchy/hierarchy-interest.js'
import { hierarchyRule } from '../../../../src/association/hierarchy/hierarchy-options.js'
import { climb, withCategories, withoutTautologies } from '../../../../src/association/hierarchy/hierarchy.js'
import { readItemsets } from '../../../../src/association/itemsets/itemset-table.js'
import type { Lists } from '../../../../src/association/database/merge-baskets.js'

/** Six baskets of cheese and beer, with the categories of each line. */
const lines = {
  basket: [1, 1, 2, 2, 3, 4, 4, 5, 5, 6],
  item: ['brie', 'ale', 'edam', 'ale', 'gouda', 'gouda', 'ale', 'gouda', 'brie', 'stout'],
  kind: ['cheese', 'beer', 'cheese', 'beer', 'cheese', 'cheese', 'beer', 'cheese', 'cheese', 'beer'],
  aisle: ['food', 'drink', 'food', 'drink', 'food', 'food', 'drink', 'food', 'food', 'drink'],
}
const tx = transactions(lines, { transaction: 'basket', item: 'item' })
const taxonomy = readTaxonomy(lines, 'item', { levels: ['kind', 'aisle'], interest: 1.1 }, tx.labels, 'none')

test('categories are read as a tree above the items', () => {
  const { labels, parents, items } = taxonomy
  assert.equal(items, 5)
  const tree = Object.fromEntries(
    labels.map((label, node) => [label, parents[node] < 0 ? null : labels[parents[node]]]),
  )
  assert.deepEqual(tree, {
    ale: 'kind: beer',
    brie: 'kind: cheese',
    edam: 'kind: cheese',
    gouda: 'kind: cheese',
    stout: 'kind: beer',
    'kind: cheese': 'aisle: food',
    'kind: beer': 'aisle: drink',
    'aisle: food': null,
    'aisle: drink': null,
  })
})

test('frequent items are mined as themselves, rare ones through the lowest frequent category', () => {
  // gouda 3, ale 3, brie 2, edam 1, stout 1; cheese in five baskets, beer in four
  const three = climb(tx, taxonomy, 3)
  assert.deepEqual(three.labels, ['ale', 'gouda', 'kind: beer', 'kind: cheese'])
  assert.deepEqual([...three.parents], [2, 3, -1, -1])
  assert.deepEqual(climb(tx, taxonomy, 2).labels, ['ale', 'brie', 'gouda', 'kind: beer', 'kind: cheese'])
  // beer and drinks are in four baskets only, so stout and ale have nothing that stands for them
  assert.deepEqual(climb(tx, taxonomy, 5).labels, ['kind: cheese'])
})

test('a category climbs on when it is rare itself', () => {
  const rare = {
    basket: [1, 2, 3],
    item: ['brie', 'edam', 'milk'],
    kind: ['soft', 'hard', null],
    aisle: ['dairy', 'dairy', 'dairy'],
  }
  const given = transactions(rare, { transaction: 'basket', item: 'item' })
  const tree = readTaxonomy(rare, 'item', { levels: ['kind', 'aisle'], interest: 1.1 }, given.labels, 'none')
  assert.deepEqual(climb(given, tree, 2).labels, ['aisle: dairy'])
})

test('baskets hold the categories of all their items', () => {
  const branches = climb(tx, taxonomy, 3)
  const { count, offsets, items, labels } = withCategories(tx, taxonomy, branches)
  assert.equal(count, 6)
  assert.deepEqual(
    Array.from({ length: count }, (_, b) => Array.from(items.subarray(offsets[b], offsets[b + 1]), (i) => labels[i])),
    [
      ['ale', 'kind: beer', 'kind: cheese'],
      ['ale', 'kind: beer', 'kind: cheese'],
      ['gouda', 'kind: cheese'],
      ['ale', 'gouda', 'kind: beer', 'kind: cheese'],
      ['gouda', 'kind: cheese'],
      ['kind: beer'],
    ],
  )
})

test('itemsets of an item and its own category are left out', () => {
  const branches = climb(tx, taxonomy, 3)
  const baskets = withCategories(tx, taxonomy, branches)
  const names = Array.from({ length: baskets.count }, (_, b) =>
    Array.from(baskets.items.subarray(baskets.offsets[b], baskets.offsets[b + 1]), (i) => baskets.labels[i]),
  )
  const { itemsets, labels } = readItemsets(apriori({ items: names }, { items: 'items', minCount: 3 }))
  const numberOf = labels.map((label) => branches.labels.indexOf(label))
  const texts = ({ count, offsets, items }: typeof itemsets): string[] =>
    Array.from({ length: count }, (_, i) =>
      Array.from(items.subarray(offsets[i], offsets[i + 1]), (code) => labels[code]).join(' + '),
    )
  assert.ok(texts(itemsets).includes('kind: cheese + gouda'))
  assert.deepEqual(texts(withoutTautologies(itemsets, numberOf, branches)), [
    'kind: cheese',
    'kind: beer',
    'ale',
    'gouda',
    'kind: cheese + ale',
    'kind: cheese + kind: beer',
  ])
})

/** Lists of nodes. */
function lists(...rows: number[][]): Lists {
  const offsets = new Int32Array(rows.length + 1)
  rows.forEach((row, i) => (offsets[i + 1] = offsets[i] + row.length))
  return { offsets, values: Int32Array.from(rows.flat()) }
}

test('the example of the paper: jackets say no more than outerwear, outerwear more than clothes', () => {
  // nodes: 0 jackets (support 1) < 1 outerwear (2) < 2 clothes (5); 3 footwear
  const branches = {
    labels: ['jackets', 'outerwear', 'clothes', 'footwear'],
    numberOf: new Int32Array(0),
    parents: Int32Array.of(1, 2, -1, -1),
  }
  const rules = {
    count: 3,
    antecedents: lists([2], [1], [0]),
    consequents: lists([3], [3], [3]),
    counts: [10, 8, 4],
    antecedentCounts: [5, 2, 1],
  }
  // outerwear: 8 where 10 · 2/5 = 4 are expected. jackets: 4, expected 2 from clothes but 8 · 1/2 = 4 from outerwear, the close ancestor
  assert.deepEqual([...explainedByAncestor(rules, [1, 2, 5, 7], branches, 1.1)], [-1, -1, 1])
})

test('an explained rule explains nothing: the next interesting one above is asked', () => {
  const branches = { labels: ['a', 'b', 'c', 'z'], numberOf: new Int32Array(0), parents: Int32Array.of(1, 2, -1, -1) }
  const rules = {
    count: 3,
    antecedents: lists([0], [1], [2]),
    consequents: lists([3], [3], [3]),
    // b: 5 of 10 · 50/100 = 5 expected, explained by c. a: 2 of 10 · 10/100 = 1 from c: its own; from b 5 · 10/50 = 1 as well
    counts: [2, 5, 10],
    antecedentCounts: [10, 50, 100],
  }
  assert.deepEqual([...explainedByAncestor(rules, [10, 50, 100, 20], branches, 1.5)], [-1, 2, -1])
})

test('a category on the right side leads to expect the share of its item', () => {
  const branches = { labels: ['x', 'y', 'Y'], numberOf: new Int32Array(0), parents: Int32Array.of(-1, 2, -1) }
  const rules = {
    count: 2,
    antecedents: lists([0], [0]),
    consequents: lists([1], [2]),
    counts: [6, 20],
    antecedentCounts: [40, 40],
  }
  // y is 30 of 100 in Y: 20 · .3 = 6 expected
  assert.deepEqual([...explainedByAncestor(rules, [40, 30, 100], branches, 1.1)], [1, -1])
  assert.deepEqual([...explainedByAncestor({ ...rules, counts: [7, 20] }, [40, 30, 100], branches, 1.1)], [-1, -1])
})

const levels = ['kind']
const bad: readonly (readonly [() => unknown, string, string])[] = [
  [
    () =>
      readTaxonomy(
        { ...lines, kind: [...lines.kind.slice(0, 8), 'fruit', 'beer'] },
        'item',
        { levels, interest: 1 },
        tx.labels,
        'none',
      ),
    'DATA',
    'column "kind", row 8: "brie" must lie in one category, got "kind: cheese" (row 0) and "kind: fruit"',
  ],
  [
    () =>
      readTaxonomy(
        { ...lines, aisle: [...lines.aisle.slice(0, 9), 'food'] },
        'item',
        { levels: ['kind', 'aisle'], interest: 1 },
        tx.labels,
        'none',
      ),
    'DATA',
    'column "aisle", row 9: "kind: beer" must lie in one category, got "aisle: drink" (row 1) and "aisle: food"',
  ],
  [
    () => readTaxonomy(lines, 'item', { levels: ['kin'], interest: 1 }, tx.labels, 'none'),
    'COLUMN',
    'table has no column "kin": did you mean "kind"?',
  ],
  [
    () =>
      readTaxonomy(
        { item: ['a', 'k: b'], k: ['b', 'b'] },
        'item',
        { levels: ['k'], interest: 1 },
        ['a', 'k: b'],
        'none',
      ),
    'DATA',
    'an item has the name of a category, "k: b": rename one of them',
  ],
  [() => read({ levels: [] }), 'OPTION', 'option "hierarchy.levels" must name columns, each once, got an empty array'],
  [
    () => read({ levels: ['a', 'a'] }),
    'OPTION',
    'option "hierarchy.levels" must name columns, each once, got "a" twice',
  ],
  [() => read({ levels: 'kind' }), 'OPTION', 'option "hierarchy.levels" must be an array, got "kind"'],
  [() => read({ levels: ['a'], interest: 0 }), 'OPTION', 'option "hierarchy.interest" must be a number above 0, got 0'],
]

function read(value: unknown): unknown {
  return hierarchyRule.read(value, { code: 'OPTION', noun: 'option', path: 'hierarchy' })
}

for (const [run, code, message] of bad) {
  test(message, () => assert.throws(run, { name: 'BodkinError', code, message }))
}
