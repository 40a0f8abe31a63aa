/**
 * Against R's arules (make.R): the measures on request to 1e-12, from the counts of rules of its Groceries data. 1e-9 for those it sums from
 * terms that cancel, and where it takes a share back out of a quotient of rounded numbers.
 *
 * Where arules errs or stops, and this package differs on purpose:
 * - an empty cell of the table gives NaN for jMeasure, mutualInformation, yuleQ and yuleY (0·log 0, ∞/∞); the limits stand here;
 * - its log interval of lift lacks a term of the variance, −s·sAC̄·sĀC/(s·sA·sC): too wide, and not (1 − sA)(1 − sC)/(n·sA·sC) for
 *   independent sides, as it must be. The test shows by how much;
 * - improvement compares with the rules of its set only: with minlen = 1 and confidence 0, as here, these are all sub-rules.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { writeItemsets } from '../../../src/association/itemsets/itemset-table.js'
import { liftLower } from '../../../src/association/rules/measures-intervals.js'
import { measureOf, type TableMeasureName } from '../../../src/association/rules/measures.js'
import { rules } from '../../../src/association/rules/rules.js'

interface Fixture {
  readonly transactions: number
  /** Baskets with both sides, the left one only, the right one only, neither. */
  readonly tables: [both: number, left: number, right: number, neither: number][]
  readonly measures: Record<string, (number | null)[]>
  readonly itemsets: [items: string[], count: number][]
  readonly improvement: [antecedents: string[], consequents: string[], value: number][]
}

const fixture = JSON.parse(readFileSync(new URL('arules.json', import.meta.url), 'utf8')) as Fixture
const { tables, transactions, measures } = fixture

/** Sums of terms that cancel in arules. */
const LOOSE: ReadonlySet<string> = new Set(['gini', 'mutual_information', 'j_measure', 'chi_squared_p', 'chi_squared'])

for (const [name, values] of Object.entries(measures)) {
  if (name === 'lift_lower_of_arules') continue
  test(`${name} is that of arules`, () => {
    const measure = measureOf(name as TableMeasureName)
    const tolerance = LOOSE.has(name) ? 1e-9 : 1e-12
    values.forEach((expected, i) => {
      const [both, left, right] = tables[i]
      const got = measure(both, both + left, both + right, transactions)
      if (expected === null) return assert.equal(left * right === 0 || left === 0, true, `${name}: arules gave none`)
      const near = Math.abs(got - expected) <= tolerance * Math.max(1e-3, Math.abs(expected))
      assert.ok(near, `${name} of ${tables[i].join(' ')}: ${got} against ${expected}`)
    })
  })
}

test('where arules gives none, the limit stands', () => {
  const empty = tables.findIndex(([, left]) => left === 0)
  const [both, , right] = tables[empty]
  const value = (name: TableMeasureName): number => measureOf(name)(both, both, both + right, transactions)
  assert.deepEqual([value('conviction'), value('odds_ratio')], [Infinity, Infinity])
  assert.deepEqual([value('yule_q'), value('yule_y')], [1, 1])
  // (nA/n)·ln(n/nC): nothing is left to learn about the consequent
  assert.ok(Math.abs(value('j_measure') - (both / transactions) * Math.log(transactions / (both + right))) < 1e-15)
  assert.ok(value('mutual_information') > 0 && value('mutual_information') < 1)
})

test('the interval of lift is narrower than that of arules, by the term it lacks', () => {
  measures['lift_lower_of_arules'].forEach((expected, i) => {
    const [both, left, right] = tables[i]
    const [a, c] = [both + left, both + right]
    const lift = (transactions * both) / (a * c)
    const spread = Math.log(lift / (expected as number)) / 1.959963984540054
    const lacking = (left * right) / (a * c * transactions)
    const mended = lift * Math.exp(-1.959963984540054 * Math.sqrt(spread * spread - lacking))
    assert.ok(Math.abs(liftLower(both, a, c, transactions) - mended) < 1e-9)
  })
})

test('improvement over every sub-rule is that of arules with all sub-rules in its set', () => {
  const labels = [...new Set(fixture.itemsets.flatMap(([items]) => items))]
  const code = new Map(labels.map((label, i) => [label, i]))
  const lists = fixture.itemsets.map(([items]) => items.map((label) => code.get(label) as number))
  const offsets = Int32Array.from([0, ...lists.map((items) => items.length)])
  for (let i = 0; i < lists.length; i++) offsets[i + 1] += offsets[i]
  const counts = Int32Array.from(fixture.itemsets, ([, count]) => count)
  const itemsets = { count: lists.length, offsets, items: Int32Array.from(lists.flat()), counts, truncated: null }
  const facts = {
    transactions,
    minCount: 1,
    kind: 'frequent',
    maxLength: null,
    mustContain: [],
    truncated: null,
  } as const
  const table = rules(writeItemsets({ itemsets, labels, facts }), {
    minThreshold: 0,
    maxConsequent: 1,
    metrics: ['improvement'],
  })
  const name = (left: Iterable<string>, right: Iterable<string>): string =>
    `${[...left].sort().join()} → ${[...right].join()}`
  const values = new Map(
    table.toArray().map((row: Record<string, unknown>) => {
      const { antecedents, consequents, improvement } = row as {
        antecedents: Iterable<string>
        consequents: Iterable<string>
        improvement: number
      }
      return [name(antecedents, consequents), improvement]
    }),
  )
  assert.equal(values.size, fixture.improvement.length)
  for (const [antecedents, consequents, expected] of fixture.improvement) {
    const rule = name(antecedents, consequents)
    assert.ok(
      Math.abs((values.get(rule) as number) - expected) < 1e-12,
      `${rule}: ${values.get(rule)} against ${expected}`,
    )
  }
})
