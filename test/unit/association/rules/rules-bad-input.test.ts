/** What callers of the functions on rules get wrong, and the whole message they see. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apriori } from '../../../../src/association/index.js'
import { compareRules } from '../../../../src/association/rules/compare-rules.js'
import { itemsetLabels } from '../../../../src/association/itemsets/itemset-labels.js'
import { MEASURE_NAMES } from '../../../../src/association/rules/measures.js'
import { recommend } from '../../../../src/association/rules/recommend.js'
import { redundant } from '../../../../src/association/rules/redundant.js'
import { rules } from '../../../../src/association/rules/rules.js'
import { topRules } from '../../../../src/association/rules/top-rules.js'
import { BodkinError } from '../../../../src/index.js'
import { shop } from './rules-for-tests.js'

const itemsets = apriori(shop, { minCount: 1 })
const some = rules(itemsets, { minThreshold: 0.9 })
const plain = {
  antecedents: [['a']],
  consequents: [['b']],
  count: [2],
  antecedent_count: [3],
  consequent_count: [3],
  transactions: [9],
}

/** The function untyped: these calls do not compile. */
function call(of: unknown, ...given: unknown[]): () => unknown {
  return () => (of as (...values: unknown[]) => unknown)(...given)
}

/** Those rows of the itemsets, as if a filter had left them. */
function filtered(keep: (items: string[]) => boolean): object {
  const rows = itemsets
    .toArray()
    .map((row: { itemsets: Iterable<string>; count: number }) => ({ itemsets: [...row.itemsets], count: row.count }))
    .filter((row: { itemsets: string[] }) => keep(row.itemsets))
  return withMetadata({ itemsets: rows.map((row) => row.itemsets), count: rows.map((row) => row.count) })
}

/** Columns with the number of baskets, like an Arrow table of its own. */
function withMetadata(columns: Record<string, unknown[]>): object {
  const names = Object.keys(columns)
  return {
    schema: { fields: names.map((name) => ({ name })), metadata: new Map([['bodkin.transactions', '5']]) },
    numRows: columns[names[0]].length,
    getChildAt: (i: number) => columns[names[i]],
  }
}

const wrong: readonly (readonly [what: string, run: () => unknown, code: string, message: string])[] = [
  ['an unknown option', call(rules, itemsets, { minConfidence: 0.5 }), 'OPTION', 'unknown option "minConfidence"'],
  [
    'an unknown metric',
    call(rules, itemsets, { metric: 'lfit' }),
    'OPTION',
    'option "metric" must be the name of a measure, got "lfit": did you mean "lift"?',
  ],
  [
    'a metric far from any',
    call(rules, itemsets, { metrics: ['cosine', 'pearson'] }),
    'OPTION',
    `option "metrics[1]" must be the name of a measure, got "pearson" (one of ${MEASURE_NAMES.join(', ')})`,
  ],
  [
    'a threshold that is none',
    call(rules, itemsets, { minThreshold: NaN }),
    'OPTION',
    'option "minThreshold" must be a finite number, got NaN',
  ],
  [
    'no item on the right',
    call(rules, itemsets, { maxConsequent: 0 }),
    'OPTION',
    'option "maxConsequent" must be an integer of at least 1 or null, got 0',
  ],
  [
    'half an item on the left',
    call(rules, itemsets, { maxAntecedent: 1.5 }),
    'OPTION',
    'option "maxAntecedent" must be an integer of at least 1 or null, got 1.5',
  ],
  [
    'a label that no itemset holds',
    call(rules, itemsets, { consequents: ['bread', 'mlik'] }),
    'OPTION',
    'option "consequents" must be items of the itemsets, got "mlik": did you mean "milk"?',
  ],
  [
    'itemsets of another origin',
    call(rules, { itemsets: [['a']], count: [1] }),
    'DATA',
    "itemsets must come from a miner, got a table whose schema's metadata lack bodkin.transactions (the number of baskets)",
  ],
  [
    'closed itemsets',
    () => rules(apriori(shop, { minCount: 1, kind: 'closed' })),
    'DATA',
    'itemsets lack ["butter"], whose support the rules of ["bread","butter"] need: ' +
      'pass all itemsets that a miner found with kind "frequent" (got kind "closed")',
  ],
  [
    'maximal itemsets',
    () => rules(apriori(shop, { minCount: 2, kind: 'maximal' })),
    'DATA',
    'itemsets lack ["bread"], whose support the rules of ["bread","butter"] need: ' +
      'pass all itemsets that a miner found with kind "frequent" (got kind "maximal")',
  ],
  [
    'itemsets that must contain something',
    () => rules(apriori(shop, { minCount: 1, mustContain: 'tea' })),
    'DATA',
    'itemsets lack ["bread"], whose support the rules of ["tea","bread"] need: ' +
      'pass all itemsets that a miner found with kind "frequent" without mustContain (got ["tea"])',
  ],
  [
    'itemsets without a pair',
    () => rules(filtered((items) => items.join() !== 'bread,milk') as never),
    'DATA',
    'itemsets lack ["bread","milk"], whose support the rules of ["bread","butter","milk"] need: ' +
      'pass all itemsets that a miner found with kind "frequent"',
  ],
  [
    'an itemset twice',
    call(rules, withMetadata({ itemsets: [['a'], ['b'], ['a']], count: [3, 2, 3] })),
    'DATA',
    'itemsets must be listed once each, got ["a"] twice',
  ],
  [
    'an item twice',
    call(rules, withMetadata({ itemsets: [['a'], ['a', 'a']], count: [3, 2] })),
    'DATA',
    'column "itemsets" of itemsets, row 1: must hold an item once, got one twice',
  ],
  [
    'a null item',
    call(rules, withMetadata({ itemsets: [['a'], ['a', null]], count: [3, 2] })),
    'DATA',
    'column "itemsets" of itemsets, row 1: must hold labels, got null',
  ],
  [
    'an empty itemset',
    call(rules, withMetadata({ itemsets: [['a'], []], count: [3, 2] })),
    'DATA',
    'column "itemsets" of itemsets, row 1: must hold an item, got an empty list',
  ],
  [
    'redundant by something else',
    call(redundant, some, { by: 'lift' }),
    'OPTION',
    'option "by" must be "improvement" or "interval", got "lift"',
  ],
  [
    'redundant itemsets',
    call(redundant, itemsets),
    'COLUMN',
    'rules has no column "antecedents": it has "itemsets", "length", "count", "support"',
  ],
  [
    'counts that no rule has',
    call(redundant, { ...plain, count: [4] }),
    'DATA',
    'rules, row 0: must have 1 ≤ count ≤ antecedent_count, consequent_count ≤ transactions, got 4, 3, 3 and 9',
  ],
  [
    'a count that is null',
    call(redundant, { ...plain, count: [null] }),
    'DATA',
    'rules, row 0: must have 1 ≤ count ≤ antecedent_count, consequent_count ≤ transactions, got 0, 3, 3 and 9',
  ],
  [
    'a side without items',
    call(redundant, { ...plain, consequents: [[]] }),
    'DATA',
    'column "consequents" of rules, row 0: must hold labels, got an empty list or null',
  ],
  [
    'no k',
    call(topRules, shop, { metric: 'lift' }),
    'OPTION',
    'option "k" must be an integer in [1, 1000000], got undefined',
  ],
  [
    'no metric',
    call(topRules, shop, { k: 3 }),
    'OPTION',
    'option "metric" must be the name of a measure, got undefined',
  ],
  [
    'rules of one item',
    call(topRules, shop, { k: 3, metric: 'lift', maxLength: 1 }),
    'OPTION',
    'option "maxLength" must be an integer of at least 2 or null, got 1',
  ],
  [
    'options of a table beside baskets',
    call(topRules, shop, { k: 3, metric: 'lift', items: 'items' }),
    'OPTION',
    'unknown option "items"',
  ],
  [
    'more itemsets than allowed',
    call(topRules, shop, { k: 3, metric: 'lift', limits: { maxItemsets: 6 } }),
    'LIMIT',
    'the best rules by "lift" are not found within limits.maxItemsets = 6: ' +
      'raise minCount or limits.maxItemsets, set maxLength, or take a measure that weighs evidence, such as "leverage"',
  ],
  [
    'a rule listed twice',
    call(
      compareRules,
      plain,
      Object.fromEntries(Object.entries(plain).map(([name, values]) => [name, [...values, ...values]])),
    ),
    'DATA',
    'after, row 1: must hold each rule once, got that of row 0 again',
  ],
  [
    'a comparison with itemsets',
    call(compareRules, itemsets, some),
    'COLUMN',
    'before has no column "antecedents": it has "itemsets", "length", "count", "support"',
  ],
  [
    'top nothing',
    call(recommend, some, shop, { top: 0 }),
    'OPTION',
    'option "top" must be an integer of at least 1, got 0',
  ],
  [
    'baskets without a layout',
    call(recommend, some, { order: [1], item: ['a'] }, {}),
    'OPTION',
    'options must say where the baskets are with "transaction" and "item", "items" alone, or "oneHot" alone, got none of them',
  ],
  [
    'labels of no column',
    call(itemsetLabels, itemsets, { column: 'itemset' }),
    'COLUMN',
    'table has no column "itemset": did you mean "itemsets"?',
  ],
  [
    'labels of numbers',
    call(itemsetLabels, itemsets, { column: 'count' }),
    'COLUMN',
    'column "count": must hold lists of labels (text, numbers or booleans), got Int32',
  ],
  [
    'labels of a table without lists',
    call(itemsetLabels, { a: [1], b: ['x'] }),
    'COLUMN',
    'table must have a column of lists, got "a", "b"',
  ],
  [
    'a separator that is no text',
    call(itemsetLabels, itemsets, { separator: 1 }),
    'OPTION',
    'option "separator" must be text, got 1',
  ],
]

for (const [what, run, code, message] of wrong) {
  test(`${what}: one clear error`, () => {
    assert.throws(run, (error) => {
      assert.ok(error instanceof BodkinError, String(error))
      assert.deepEqual({ code: error.code, message: error.message }, { code, message })
      return true
    })
  })
}

test('an item that is in no list of a table may be missing from recommendations, not from the options', () => {
  assert.equal(recommend(some, { items: [['soap']] }, { items: 'items' }).numRows, 0)
})
