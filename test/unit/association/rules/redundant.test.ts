/** Redundant rules, by hand on rules made for it: 100 baskets, 20 of them with c. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apriori } from '../../../../src/association/index.js'
import { redundant } from '../../../../src/association/rules/redundant.js'
import { rules } from '../../../../src/association/rules/rules.js'
import { rulesOf, shop, textsOf } from './rules-for-tests.js'

/** Rules to c, from [antecedent, both, nA]. */
function toC(...given: (readonly [antecedent: string, both: number, nA: number])[]): object {
  return {
    antecedents: given.map(([antecedent]) => [...antecedent]),
    consequents: given.map(() => ['c']),
    count: given.map(([, both]) => both),
    antecedent_count: given.map(([, , nA]) => nA),
    consequent_count: given.map(() => 20),
    transactions: given.map(() => 100),
    note: given.map(([antecedent], i) => (i === 0 ? null : antecedent.length % 2 === 1)),
  }
}

test('a rule that is no surer than one with fewer items on the left is dropped', () => {
  const kept = redundant(toC(['a', 8, 16], ['b', 9, 30], ['ab', 5, 10], ['ad', 4, 7], ['bd', 2, 8]) as never)
  // a b is as sure as a (1/2), b d (1/4) less than b (.3); a d (4/7) is surer than a
  assert.deepEqual(textsOf(kept), ['a → c', 'b → c', 'a d → c'])
})

test('the empty antecedent counts: a rule no surer than its consequent is common is dropped', () => {
  assert.deepEqual(textsOf(redundant(toC(['a', 2, 10], ['b', 3, 14]) as never)), ['b → c'])
})

test('sub-rules are found across a gap: two items more, the step between missing', () => {
  assert.deepEqual(textsOf(redundant(toC(['b', 9, 10], ['abd', 4, 5]) as never)), ['b → c'])
})

test('rules to another consequent are no sub-rules', () => {
  const table = rules(apriori(shop, { minCount: 1 }), { minThreshold: 1 })
  assert.deepEqual(textsOf(redundant(table)), ['butter → bread', 'tea → bread', 'tea → butter', 'tea → bread butter'])
})

test('by interval, a rule has to be surer beyond the noise of both', () => {
  const table = toC(['a', 10, 16], ['ab', 8, 9], ['e', 10, 11])
  // Wilson: a [.39, .82], a b [.57, .98], e [.62, .98], nothing [.13, .29]
  assert.deepEqual(textsOf(redundant(table as never, { by: 'interval' })), ['a → c', 'e → c'])
  assert.deepEqual(textsOf(redundant(table as never)), ['a → c', 'a b → c', 'e → c'])
})

test('by interval, a rule below its sub-rule is redundant, however sure both are', () => {
  assert.deepEqual(textsOf(redundant(toC(['a', 19, 20], ['ab', 8, 18]) as never, { by: 'interval' })), ['a → c'])
})

test('a column of improvement over every sub-rule decides where there is one', () => {
  const table = { ...toC(['ab', 5, 10], ['a', 8, 16]), improvement: [0, 0.3] }
  assert.deepEqual(textsOf(redundant(table as never)), ['a → c'])
  const given = rules(apriori(shop, { minCount: 1 }), { minThreshold: 0, metrics: ['improvement'] })
  assert.ok(rulesOf(redundant(given)).every((row) => (row['improvement'] as number) > 0))
})

test('every column of the table stays, of whatever kind, and so do the metadata', () => {
  const [first, second] = rulesOf(redundant(toC(['a', 8, 16], ['b', 9, 30]) as never))
  assert.deepEqual([first['note'], second['note']], [null, true])
  const table = rules(apriori(shop, { minCount: 1 }), { minThreshold: 0.5, metrics: ['odds_ratio', 'phi'] })
  const kept = redundant(table)
  assert.deepEqual(kept.schema.metadata, table.schema.metadata)
  const rows = new Map(textsOf(table).map((text, i) => [text, rulesOf(table)[i]]))
  textsOf(kept).forEach((text, i) => assert.deepEqual(rulesOf(kept)[i], rows.get(text)))
  assert.deepEqual(
    kept.schema.fields.map((field) => String(field)),
    table.schema.fields.map((field) => String(field)),
  )
})

test('no rules stay no rules', () => {
  const none = rules(apriori(shop, { minCount: 5 }), {})
  assert.equal(redundant(none).numRows, 0)
})
