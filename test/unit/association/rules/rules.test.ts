/** Rules of the shop in rules-for-tests.ts; every number can be checked by hand from the counts listed there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableFromIPC, tableToIPC } from 'apache-arrow'
import { apriori } from '../../../../src/association/index.js'
import { rules } from '../../../../src/association/rules/rules.js'
import { rulesOf, shop, textsOf } from './rules-for-tests.js'

const itemsets = apriori(shop, { minCount: 1 })
const frequent = apriori(shop, { minCount: 2 })

test('a table of rules has the columns of the contract, in order, and those asked for behind them', () => {
  const table = rules(frequent, { metrics: ['cosine', 'lift', 'improvement', 'cosine'] })
  assert.deepEqual(
    table.schema.fields.map((field) => field.name),
    [
      'antecedents',
      'consequents',
      'antecedent_support',
      'consequent_support',
      'support',
      'confidence',
      'lift',
      'representativity',
      'leverage',
      'conviction',
      'zhangs_metric',
      'jaccard',
      'certainty',
      'kulczynski',
      'count',
      'antecedent_count',
      'consequent_count',
      'transactions',
      'cosine',
      'improvement',
    ],
  )
})

test('the measures of butter → bread follow from 3 of 3 baskets of butter and 4 of 5 of bread', () => {
  const [row] = rulesOf(rules(frequent))
  assert.deepEqual(row, {
    antecedents: ['butter'],
    consequents: ['bread'],
    antecedent_support: 3 / 5,
    consequent_support: 4 / 5,
    support: 3 / 5,
    confidence: 1,
    lift: 1.25, // 5·3 / (3·4)
    representativity: 1,
    leverage: 3 / 5 - (3 / 5) * (4 / 5),
    conviction: null,
    zhangs_metric: 0.5, // .12 / max(.6·.4, .6·.2)
    jaccard: 0.75, // 3 of the 4 baskets with either
    certainty: 1,
    kulczynski: 0.875, // of 3/3 and 3/4
    count: 3,
    antecedent_count: 3,
    consequent_count: 4,
    transactions: 5,
  })
})

test('conviction of confidence 1 is Infinity when asked for', () => {
  assert.equal(rulesOf(rules(frequent, { infinity: true }))[0]['conviction'], Infinity)
})

test('rules that reach the threshold come best first, then by count', () => {
  assert.deepEqual(textsOf(rules(frequent, { minThreshold: 0.5 })), [
    'butter → bread', // 3/3
    'bread → butter', // 3/4
    'milk → bread', // 2/3
    'bread → milk', // 2/4
  ])
  assert.deepEqual(textsOf(rules(frequent, { minThreshold: 0.75 })), ['butter → bread', 'bread → butter'])
})

test('among equals fewer items come first, then the sides in the order of itemsets', () => {
  // all of confidence 1; the first with 3 baskets, the others with 1
  assert.deepEqual(textsOf(rules(itemsets, { minThreshold: 1 })), [
    'butter → bread',
    'tea → bread',
    'tea → butter',
    'tea → bread butter',
    'bread tea → butter',
    'butter milk → bread',
    'butter tea → bread',
  ])
})

test('every split of an itemset is a rule when nothing forbids it', () => {
  const table = rules(itemsets, { minThreshold: 0 })
  // 5 pairs have 2 splits each, bread butter milk and bread butter tea 6 each
  assert.equal(table.numRows, 5 * 2 + 2 * 6)
  assert.equal(new Set(textsOf(table)).size, table.numRows)
})

test('the sides keep their limits', () => {
  assert.equal(rules(itemsets, { minThreshold: 0, maxConsequent: 1 }).numRows, 5 * 2 + 2 * 3)
  assert.equal(rules(itemsets, { minThreshold: 0, maxAntecedent: 1 }).numRows, 5 * 2 + 2 * 3)
  assert.equal(rules(itemsets, { minThreshold: 0, maxAntecedent: 1, maxConsequent: 1 }).numRows, 5 * 2)
})

test('labels that may stand on a side are all that stands there', () => {
  assert.deepEqual(textsOf(rules(itemsets, { minThreshold: 0, consequents: 'tea' })), [
    'butter → tea', // 1/3
    'bread butter → tea', // 1/3
    'bread → tea', // 1/4
  ])
  assert.deepEqual(
    textsOf(rules(itemsets, { minThreshold: 0, antecedents: ['tea'], consequents: ['milk', 'butter'] })),
    ['tea → butter'],
  )
  assert.deepEqual(textsOf(rules(itemsets, { minThreshold: 0, antecedents: ['bread', 'tea'], maxConsequent: 1 })), [
    'tea → bread',
    'tea → butter',
    'bread tea → butter',
    'bread → butter',
    'bread → milk',
    'bread → tea',
  ])
})

test('any measure may decide; of p-values the small ones pass', () => {
  assert.deepEqual(textsOf(rules(frequent, { metric: 'lift', minThreshold: 1 })), ['bread → butter', 'butter → bread'])
  // 3 of bread's 4 baskets among the 3 of butter: C(4,3)/C(5,3) = .4; 2 or more of milk's 3 among bread's 4 are sure
  assert.deepEqual(textsOf(rules(frequent, { metric: 'fisher_p', minThreshold: 0.5 })), [
    'bread → butter',
    'butter → bread',
  ])
})

test('improvement looks at the empty antecedent and at every shorter one', () => {
  const rows = rulesOf(rules(itemsets, { minThreshold: 0, metrics: ['improvement'] }))
  const of = (name: string): unknown =>
    rows.find((row) => `${row.antecedents.join(' ')} → ${row.consequents.join(' ')}` === name)?.['improvement']
  assert.equal(of('butter → bread'), 1 - 4 / 5)
  assert.equal(of('butter milk → bread'), 0) // butter alone is as sure
  assert.equal(of('bread butter → milk'), 1 / 3 - 3 / 5) // worse than nothing
})

test('the metadata tell the search and the threshold', () => {
  const { metadata } = rules(frequent, {
    metric: 'lift',
    minThreshold: 1.2,
    maxConsequent: 2,
    consequents: 'milk',
  }).schema
  assert.equal(metadata.get('bodkin.transactions'), '5')
  assert.equal(metadata.get('bodkin.min_count'), '2')
  assert.equal(metadata.get('bodkin.metric'), 'lift')
  assert.equal(metadata.get('bodkin.min_threshold'), '1.2')
  assert.equal(metadata.get('bodkin.max_consequent'), '2')
  assert.equal(metadata.get('bodkin.consequents'), '["milk"]')
  assert.equal(metadata.has('bodkin.antecedents'), false)
})

test('itemsets that went through a file give the same rules', () => {
  const again = rules(tableFromIPC(tableToIPC(itemsets)), { minThreshold: 0 })
  assert.deepEqual(rulesOf(again), rulesOf(rules(itemsets, { minThreshold: 0 })))
})

test('a search that was cut short gives the rules of what it knows in full', () => {
  const cut = apriori(shop, { minCount: 1, limits: { maxItemsets: 8, onLimit: 'truncate' } })
  assert.equal(cut.schema.metadata.get('bodkin.truncated'), 'maxItemsets')
  const table = rules(cut, { minThreshold: 0 })
  assert.equal(table.schema.metadata.get('bodkin.truncated'), 'maxItemsets')
  const complete = Number(cut.schema.metadata.get('bodkin.complete_count'))
  assert.ok(rulesOf(table).every((row) => (row['count'] as number) >= complete))
})

test('no rule leaves an empty table with all its columns', () => {
  const table = rules(frequent, { metric: 'lift', minThreshold: 99 })
  assert.equal(table.numRows, 0)
  assert.equal(table.numCols, 18)
})
