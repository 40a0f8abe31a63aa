/** What must be true of rules of any baskets. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { apriori, transactions } from '../../src/association/index.js'
import { MEASURE_NAMES, measureOf, signOf } from '../../src/association/rules/measures.js'
import { redundant } from '../../src/association/rules/redundant.js'
import { rules } from '../../src/association/rules/rules.js'
import { boundOf } from '../../src/association/rules/top-rules-bound.js'
import { topRules } from '../../src/association/rules/top-rules.js'
import { rulesOf, textsOf, type RuleRow } from '../unit/association/rules/rules-for-tests.js'

const LABELS = ['a', 'b', 'c', 'd', 'e', 'f']
const baskets = fc
  .array(fc.subarray(LABELS), { minLength: 1, maxLength: 14 })
  .filter((lists) => lists.some((items) => items.length > 1))
const metric = fc.constantFrom(...MEASURE_NAMES)

/** All rules, whatever their value: the largest p-value passes as well. */
function everything(items: string[][], by: (typeof MEASURE_NAMES)[number]): ReturnType<typeof rules> {
  const sets = apriori(transactions({ items }, { items: 'items' }), { minCount: 1 })
  return rules(sets, { metric: by, minThreshold: signOf(by) * -1e300, metrics: [by, 'improvement'] })
}

test('rules are all splits of all itemsets, with counts that counting baskets gives', () => {
  fc.assert(
    fc.property(baskets, fc.integer({ min: 1, max: 3 }), (items, minCount) => {
      const sets = apriori(transactions({ items }, { items: 'items' }), { minCount })
      const rows = rulesOf(rules(sets, { minThreshold: 0 }))
      const holding = (labels: readonly string[]): number =>
        items.filter((basket) => labels.every((label) => basket.includes(label))).length
      let splits = 0
      for (const { length } of sets.toArray() as { length: number }[]) splits += 2 ** length - 2
      assert.equal(rows.length, splits)
      for (const row of rows) {
        assert.equal(row['count'], holding([...row.antecedents, ...row.consequents]))
        assert.equal(row['antecedent_count'], holding(row.antecedents))
        assert.equal(row['consequent_count'], holding(row.consequents))
      }
    }),
    { numRuns: 30 },
  )
})

test('a threshold of confidence leaves what a filter of all rules leaves, in the same order', () => {
  fc.assert(
    fc.property(baskets, fc.constantFrom(0.3, 0.5, 2 / 3, 0.75, 1), (items, minThreshold) => {
      const sets = apriori(transactions({ items }, { items: 'items' }), { minCount: 1 })
      const all = rules(sets, { minThreshold: 0 })
      const kept = textsOf(all).filter((_, i) => (all.getChild('confidence')?.get(i) as number) >= minThreshold)
      assert.deepEqual(textsOf(rules(sets, { minThreshold })), kept)
    }),
    { numRuns: 50 },
  )
})

test('templates and lengths leave what a filter of all rules leaves', () => {
  const side = fc.subarray(LABELS, { minLength: 1 })
  const most = fc.option(fc.integer({ min: 1, max: 4 }))
  fc.assert(
    fc.property(baskets, side, side, most, most, (items, left, right, maxAntecedent, maxConsequent) => {
      const sets = apriori(transactions({ items }, { items: 'items' }), { minCount: 1 })
      const known = new Set(items.flat())
      const antecedents = left.filter((label) => known.has(label))
      const consequents = right.filter((label) => known.has(label))
      const fits = (row: RuleRow): boolean =>
        row.antecedents.every((label) => antecedents.includes(label)) &&
        row.consequents.every((label) => consequents.includes(label)) &&
        row.antecedents.length <= (maxAntecedent ?? Infinity) &&
        row.consequents.length <= (maxConsequent ?? Infinity)
      const options = { minThreshold: 0.4, antecedents, consequents, maxAntecedent, maxConsequent }
      assert.deepEqual(rulesOf(rules(sets, options)), rulesOf(rules(sets, { minThreshold: 0.4 })).filter(fits))
    }),
    { numRuns: 50 },
  )
})

test('the order of baskets and of the rows of itemsets changes nothing', () => {
  fc.assert(
    fc.property(baskets, fc.integer(), (items, seed) => {
      const mixed = items.toSorted((a, b) => hash(a, seed) - hash(b, seed))
      const once = everything(items, 'lift')
      assert.deepEqual(rulesOf(everything(mixed, 'lift')), rulesOf(once))
    }),
    { numRuns: 30 },
  )
})

function hash(items: readonly string[], seed: number): number {
  return [...items.join('')].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), seed)
}

test('improvement is what is left over the best of all shorter antecedents, the empty one included', () => {
  fc.assert(
    fc.property(baskets, (items) => {
      const rows = rulesOf(everything(items, 'support'))
      const holding = (labels: readonly string[]): number =>
        items.filter((basket) => labels.every((label) => basket.includes(label))).length
      for (const { antecedents, consequents, confidence, improvement } of rows) {
        const shorter = Array.from({ length: 2 ** antecedents.length - 1 }, (_, mask) =>
          antecedents.filter((__, k) => (mask & (1 << k)) !== 0),
        )
        const best = Math.max(...shorter.map((left) => holding([...left, ...consequents]) / holding(left)))
        assert.equal(improvement, (confidence as number) - best)
      }
    }),
    { numRuns: 30 },
  )
})

test('rules that are not redundant are those of positive improvement, with its column and without', () => {
  fc.assert(
    fc.property(baskets, fc.constantFrom('confidence', 'lift', 'leverage', 'jaccard'), (items, by) => {
      const sets = apriori(transactions({ items }, { items: 'items' }), { minCount: 1 })
      const minThreshold = by === 'lift' ? 1 : 0.2
      const known = redundant(rules(sets, { metric: by, minThreshold, metrics: ['improvement'] }))
      assert.deepEqual(textsOf(redundant(rules(sets, { metric: by, minThreshold }))), textsOf(known))
    }),
    { numRuns: 30 },
  )
})

test('the best rules are the first of all rules, by any measure', () => {
  fc.assert(
    fc.property(baskets, metric, fc.integer({ min: 1, max: 15 }), (items, by, k) => {
      const top = topRules(transactions({ items }, { items: 'items' }), { k, metric: by })
      const rest = everything(items, by)
      const values = (table: typeof top): unknown[] => [...(table.getChild(by) ?? [])].slice(0, k)
      assert.deepEqual(textsOf(top), textsOf(rest).slice(0, k))
      assert.deepEqual(values(top), values(rest))
    }),
    { numRuns: 60 },
  )
})

test('no table of counts beats the bound of its measure', () => {
  const n = 13
  for (const name of MEASURE_NAMES.filter((other) => other !== 'improvement')) {
    const { scores } = boundOf(name, n, n)
    for (let a = 1; a <= n; a++)
      for (let c = 1; c <= n; c++)
        for (let both = Math.max(1, a + c - n); both <= Math.min(a, c); both++) {
          const score = signOf(name) * measureOf(name)(both, a, c, n)
          assert.ok(!(score > scores[both] + 1e-12), `${name} of ${both} ${a} ${c}: ${score} above ${scores[both]}`)
        }
  }
})
