import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Table } from 'apache-arrow'
import { mine, type Mined } from '../../../../src/association/index.js'
import { BodkinError } from '../../../../src/index.js'
import { randomBaskets } from '../../../support/random-baskets.js'
import { shopCategories } from '../../../support/shop-categories.js'
import { tableDigest } from '../../../support/table-digest.js'

const DAY = 86_400_000
const START = Date.UTC(2024, 0, 1)

/** Lines of baskets, ten baskets a day. */
function linesOf(baskets: readonly (readonly string[])[]): {
  order: number[]
  item: string[]
  day: Date[]
  price: number[]
} {
  const rows = baskets.flatMap((basket, order) => basket.map((item) => ({ order, item })))
  return {
    order: rows.map(({ order }) => order),
    item: rows.map(({ item }) => item),
    day: rows.map(({ order }) => new Date(START + DAY * Math.floor(order / 10))),
    price: rows.map(({ item }) => Number(item.slice(1))),
  }
}

const planted = linesOf(randomBaskets({ baskets: 2000, items: 40, seed: 1, together: 0.5 }))
const layout = { transaction: 'order', item: 'item' } as const
const quick = { minSupport: 0.02, maxLength: 3, permutations: 40 } as const

/** What most tests look at. */
const usual = mine(planted, { ...layout, ...quick })

function texts(table: Table): string[] {
  const side = (name: string, row: number): string => Array.from<string>(table.getChild(name)?.get(row)).join('+')
  return Array.from({ length: table.numRows }, (_, row) => `${side('antecedents', row)} → ${side('consequents', row)}`)
}

function values(table: Table, name: string): number[] {
  return [...(table.getChild(name) as Iterable<number>)]
}

function reasons(table: Table): string[][] {
  return Array.from(table.getChild('reasons') as Iterable<Iterable<string>>, (codes) => [...codes])
}

/** Measured numbers of a verdict by code. */
function measured({ verdict }: Mined): Record<string, number | null> {
  return Object.fromEntries(verdict.reasons.map(({ code, measured: value }) => [code, value]))
}

test('the planted pair is published with its numbers, best rules first; every other rule is refused with reasons', async () => {
  const found = await usual
  const published = texts(found.rules)
  assert.ok(published.includes('i3 → i8') && published.includes('i8 → i3'), published.join(', '))
  assert.ok(values(found.rules, 'q_value').every((q, i, all) => q <= 0.05 && (i === 0 || q >= all[i - 1])))
  assert.ok(values(found.rules, 'adjusted_lift_lower').every((lift) => lift > 1.1))
  assert.ok(values(found.rules, 'improvement').every((improvement) => improvement > 0))
  const why = reasons(found.refused)
  assert.equal(why.length, found.refused.numRows)
  assert.ok(why.every((codes) => codes.length > 0))
  assert.deepEqual(found.refused.schema.names, [...found.rules.schema.names, 'reasons'])
  const q = values(found.refused, 'q_value')
  const lower = values(found.refused, 'adjusted_lift_lower')
  const improvement = values(found.refused, 'improvement')
  why.forEach((codes, row) => {
    assert.deepEqual(
      codes,
      [
        ['NOT_SIGNIFICANT', !(q[row] <= 0.05)] as const,
        ['WEAK', !(lower[row] > 1.1)] as const,
        ['REDUNDANT', !(improvement[row] > 0)] as const,
      ].flatMap(([code, failed]) => (failed ? [code] : [])),
    )
  })
  assert.equal(found.verdict.publish, true)
  assert.equal(found.profile.baskets, 2000)
  assert.ok(found.itemsets.numRows > 40)
})

test('the verdict says how many false rules to expect and what share was refused', async () => {
  const found = await usual
  const { rules, refused, verdict } = found
  const { EXPECTED_FALSE, SHARE_REFUSED, NOTHING_FOUND, TOO_FEW_BASKETS } = measured(found)
  assert.equal(EXPECTED_FALSE, Math.max(...values(rules, 'q_value')) * rules.numRows)
  assert.equal(SHARE_REFUSED, refused.numRows / (rules.numRows + refused.numRows))
  assert.equal(NOTHING_FOUND, rules.numRows)
  assert.equal(TOO_FEW_BASKETS, 2000)
  assert.match(
    verdict.summary,
    /^\d+ rules are more than basket sizes explain, of which (fewer than one|about \d+) may be false; \d+(\.\d)? % of the [\d,]+ rules looked at were refused\.$/,
  )
})

test('four categories that meet because they are popular: no rule is published', async () => {
  const found = await mine(shopCategories(), {
    transaction: 'customer',
    item: 'category',
    minSupport: 0.1,
    permutations: 60,
  })
  assert.equal(found.profile.baskets, 9998)
  assert.equal(found.profile.emptyBaskets, 8)
  const lift = new Map(
    texts(found.refused).map((rule, row) => [rule, found.refused.getChild('lift')?.get(row) as number]),
  )
  for (const pair of ['Mode → Livres', 'Mode → Sports', 'Livres → Sports', 'Livres → Électronique']) {
    const value = lift.get(pair) as number
    assert.ok(value > 0.9965 && value < 1.0015, `${pair}: ${value}`)
  }
  assert.equal(found.rules.numRows, 0)
  assert.equal(found.verdict.publish, false)
  assert.equal(found.verdict.display, 'none')
  assert.equal(found.verdict.summary, 'No rule may be published: none of the 50 rules looked at passes.')
})

test('independent items in baskets of very different sizes: nothing is published, whatever the lift', async () => {
  const found = await mine(linesOf(randomBaskets({ baskets: 1500, items: 40, seed: 2 })), { ...layout, ...quick })
  assert.ok(values(found.refused, 'lift').some((lift) => lift > 1.5))
  assert.equal(found.rules.numRows, 0)
})

test('maxRules cuts behind the test, the best rules stay, and what was cut says so', async () => {
  const all = await usual
  const some = await mine(planted, { ...layout, ...quick, maxRules: 2 })
  assert.deepEqual(texts(some.rules), texts(all.rules).slice(0, 2))
  const cut = reasons(some.refused).filter((codes) => codes.includes('BEYOND_MAX_RULES'))
  assert.equal(cut.length, all.rules.numRows - 2)
  assert.ok(cut.every((codes) => codes.length === 1))
  assert.equal(measured(some)['SHARE_REFUSED'], measured(all)['SHARE_REFUSED'])
  assert.match(some.verdict.summary, new RegExp(`were refused, ${cut.length} more passed but are beyond maxRules\\.$`))
})

test('too few baskets refuse the run and every rule of it', async () => {
  const few = linesOf(randomBaskets({ baskets: 60, items: 8, seed: 1, together: 1 }))
  const { rules, refused, verdict } = await mine(few, { ...layout, minSupport: 0.2, permutations: 20 })
  assert.equal(rules.numRows, 0)
  assert.ok(refused.numRows > 0 && reasons(refused).every((codes) => codes.includes('TOO_FEW_BASKETS')))
  assert.match(
    verdict.summary,
    /^No rule may be published: 60 baskets are too few, at least 100 are needed, and none of the [\d,]+ rules looked at passes\.$/,
  )
})

test('baskets without a frequent pair give no rule, and the verdict says why', async () => {
  const apart = linesOf(Array.from({ length: 300 }, (_, i) => [`i${i % 3}`]))
  const { rules, refused, verdict } = await mine(apart, layout)
  assert.equal(rules.numRows + refused.numRows, 0)
  assert.equal(verdict.summary, 'No rule may be published: no two items stand together often enough.')
})

test('one basket is written as such, and what was asked for is not blamed on the baskets', async () => {
  const { verdict: one } = await mine([{ order: 1, item: 'ink' }], layout)
  assert.equal(
    one.summary,
    'No rule may be published: 1 basket is too few, at least 100 are needed, and no two items stand together often enough.',
  )
  for (const narrow of [{ consequents: [] }, { antecedents: 'i1', minConfidence: 1 }]) {
    const { verdict } = await mine(planted, { ...layout, ...quick, ...narrow })
    assert.equal(
      verdict.summary,
      'No rule may be published: no frequent rule has the items and the confidence asked for.',
    )
  }
  const limits = { maxItemsets: 1, onLimit: 'truncate' } as const
  const { verdict: cut } = await mine(planted, { ...layout, ...quick, limits })
  assert.equal(
    cut.summary,
    'No rule may be published: the search was cut short by maxItemsets, and no rule had been found by then.',
  )
})

test('a search that was cut short publishes nothing', async () => {
  const limits = { maxItemsets: 30, onLimit: 'truncate' } as const
  const { rules, refused, verdict } = await mine(planted, { ...layout, ...quick, limits })
  assert.equal(rules.numRows, 0)
  assert.ok(reasons(refused).every((codes) => codes.includes('TRUNCATED')))
  assert.match(verdict.summary, /^No rule may be published: the search was cut short by maxItemsets/)
})

test('split: a rule that stops at the split is not replicated, one that goes on is', async () => {
  // i3 and i8 go together before day 100 only, i5 and i9 throughout
  const baskets = [
    ...randomBaskets({ baskets: 1000, items: 40, seed: 3, together: 0.6 }),
    ...randomBaskets({ baskets: 1000, items: 40, seed: 4 }),
  ].map((basket, i) => (basket.includes('i5') && i % 2 === 0 ? [...new Set([...basket, 'i9'])] : basket))
  const found = await mine(linesOf(baskets), {
    ...layout,
    ...quick,
    maxLength: 2,
    split: { time: 'day', at: new Date(START + 100 * DAY) },
  })
  const published = texts(found.rules)
  assert.ok(published.includes('i9 → i5') && !published.includes('i8 → i3'), published.join(', '))
  const gone = texts(found.refused).indexOf('i8 → i3')
  assert.deepEqual(reasons(found.refused)[gone], ['NOT_REPLICATED'])
  assert.ok(values(found.rules, 'replicated_lift_lower').every((lower) => lower > 1))
  assert.ok(values(found.rules, 'transactions').every((n) => n === 1000))
  assert.equal(measured(found)['TOO_FEW_BASKETS'], 1000)

  const lenient = await mine(linesOf(baskets), {
    ...layout,
    ...quick,
    maxLength: 2,
    split: { time: 'day', at: '2024-04-10' },
    gate: { replicate: false },
  })
  assert.ok(texts(lenient.rules).includes('i8 → i3'))
})

test('price: extra sales are baskets beyond independence, revenue the consequent at its mean price', async () => {
  const { rules } = await mine(planted, { ...layout, ...quick, price: 'price' })
  const row = texts(rules).indexOf('i3 → i8')
  const cell = (name: string): number => rules.getChild(name)?.get(row) as number
  const extra = cell('count') - (cell('antecedent_count') * cell('consequent_count')) / cell('transactions')
  assert.ok(Math.abs(cell('expected_extra_sales') - extra) < 1e-9)
  // item i8 costs 8
  assert.ok(Math.abs(cell('revenue_at_stake') - 8 * extra) < 1e-9)
})

test('hierarchy: rare items speak through their category, and tautologies are left out', async () => {
  // one kind of bread is frequent, the others are rare, and so is every kind of butter; bread and butter go together
  const lines: { order: number; item: string; kind: string }[] = []
  for (let order = 0; order < 2000; order++) {
    const add = (kind: string, of: number): void => void lines.push({ order, item: `${kind} ${of}`, kind })
    if (order % 4 === 0) {
      add('bread', order % 8 === 4 ? 1 : order % 10)
      if (order % 8 === 0) add('butter', (order / 8) % 10)
    }
    if (order % 10 === 3) add('butter', order % 7)
    if (order % 3 === 0) add('milk', 0)
    if (order % 5 < 2) add('tea', 0)
    if (order % 7 < 3) add('soap', 0)
  }
  const options = { ...layout, minSupport: 0.08, permutations: 40, hierarchy: { levels: ['kind'] } }
  const { rules, itemsets } = await mine(lines, options)
  assert.ok(texts(rules).includes('kind: butter → kind: bread'), texts(rules).join(', '))
  const sets = Array.from(itemsets.getChild('itemsets') as Iterable<Iterable<string>>, (set) => [...set])
  assert.ok(sets.some((set) => set.join() === 'bread 1') && sets.some((set) => set.join() === 'kind: bread'))
  assert.ok(!sets.some((set) => set.includes('bread 1') && set.includes('kind: bread')))
})

test('gate: false gives every rule without a check and says so', async () => {
  const { rules, refused, verdict } = await mine(planted, { ...layout, ...quick, gate: false, maxRules: 100_000 })
  assert.equal(refused.numRows, 0)
  assert.equal(verdict.publish, true)
  assert.deepEqual(
    verdict.reasons.map(({ code }) => code),
    ['GATE_OFF'],
  )
  assert.equal(verdict.summary, `${rules.numRows.toLocaleString('en')} rules are given without a check.`)
})

test('gate: RARE and a stricter lift', async () => {
  const { rules, refused } = await mine(planted, {
    ...layout,
    ...quick,
    gate: { minCount: 100_000, minAdjustedLift: 50 },
  })
  assert.equal(rules.numRows, 0)
  assert.ok(reasons(refused).every((codes) => codes.includes('RARE') && codes.includes('WEAK')))
})

test('lists give what lines give', async () => {
  const items = randomBaskets({ baskets: 2000, items: 40, seed: 1, together: 0.5 })
  const one = await mine({ items }, { items: 'items', ...quick })
  const other = await usual
  assert.equal(tableDigest(one.rules), tableDigest(other.rules))
})

test('the same bytes for 0, 1 and 2 workers and any order of lines', async () => {
  const digest = async (table: typeof planted, workers: number): Promise<string[]> => {
    const found = await mine(table, { ...layout, ...quick, permutations: 30, workers, seed: 4 })
    return [found.rules, found.itemsets, found.refused].map(tableDigest)
  }
  const here = await digest(planted, 0)
  assert.deepEqual(await digest(planted, 1), here)
  const reversed = {
    order: planted.order.toReversed(),
    item: planted.item.toReversed(),
    day: planted.day.toReversed(),
    price: planted.price.toReversed(),
  }
  assert.deepEqual(await digest(reversed, 2), here)
})

const lists = { items: [['a', 'b'], ['a']], time: [new Date(0), new Date(1)] }
const timeless = { order: [1, 2], item: ['a', 'b'], day: [new Date(0), null] }
const wrong: readonly (readonly [what: string, given: unknown[], code: string, message: string])[] = [
  ['no options', [planted], 'OPTION', 'option "options" must be an object, got undefined'],
  [
    'an unknown option',
    [planted, { ...layout, maxRule: 5 }],
    'OPTION',
    'unknown option "maxRule": did you mean "maxRules"?',
  ],
  [
    'a support of 0',
    [planted, { ...layout, minSupport: 0 }],
    'OPTION',
    'option "minSupport" must be a number in (0, 1], got 0',
  ],
  [
    'a support of NaN',
    [planted, { ...layout, minSupport: NaN }],
    'OPTION',
    'option "minSupport" must be a number in (0, 1], got NaN',
  ],
  [
    'two thresholds',
    [planted, { ...layout, minSupport: 0.1, minCount: 5 }],
    'OPTION',
    'options must say one of "minSupport" and "minCount", got both',
  ],
  [
    'rules of one item',
    [planted, { ...layout, maxLength: 1 }],
    'OPTION',
    'option "maxLength" must be an integer of at least 2, got 1',
  ],
  [
    'a gate of true',
    [planted, { ...layout, gate: true }],
    'OPTION',
    'option "gate" must be false or an object with fdr, minAdjustedLift, minImprovement, replicate, minBaskets, minCount, got true',
  ],
  [
    'an unknown key of the gate',
    [planted, { ...layout, gate: { alpha: 0.1 } }],
    'OPTION',
    'unknown option "gate.alpha"',
  ],
  [
    'an fdr of 0',
    [planted, { ...layout, gate: { fdr: 0 } }],
    'OPTION',
    'option "gate.fdr" must be a number in (0, 1], got 0',
  ],
  [
    'a split at no time',
    [planted, { ...layout, split: { time: 'day', at: 'spring' } }],
    'OPTION',
    'option "split.at" must be a Date, a time in ISO 8601 (UTC) or milliseconds since 1970, got "spring"',
  ],
  [
    'a split that is no time at all',
    [planted, { ...layout, split: { time: 'day', at: 1e300 } }],
    'OPTION',
    'option "split.at" must be a Date, a time in ISO 8601 (UTC) or milliseconds since 1970, got 1e+300',
  ],
  [
    'a split behind all baskets',
    [planted, { ...layout, split: { time: 'day', at: '2030-01-01' } }],
    'DATA',
    'option "split.at" must have some baskets from it on, got none of 2000 from 2030-01-01T00:00:00.000Z',
  ],
  [
    'a split before all baskets',
    [planted, { ...layout, split: { time: 'day', at: '2020-01-01' } }],
    'DATA',
    'option "split.at" must have some baskets before it, got none of 2000 before 2020-01-01T00:00:00.000Z',
  ],
  [
    'a basket without a time',
    [timeless, { ...layout, split: { time: 'day', at: 0 } }],
    'DATA',
    'column "day": must give every basket a time, got null in all lines of basket 1 (of 2)',
  ],
  [
    'a column that is not there',
    [planted, { transaction: 'order', item: 'product' }],
    'COLUMN',
    'table has no column "product": it has "order", "item", "day", "price"',
  ],
  [
    'a hierarchy over lists',
    [lists, { items: 'items', hierarchy: { levels: ['x'] } }],
    'OPTION',
    'option "hierarchy" needs baskets of one line an item (options "transaction" and "item")',
  ],
  [
    'prices of lists',
    [lists, { items: 'items', price: 'x' }],
    'OPTION',
    'option "price" needs baskets of one line an item (options "transaction" and "item")',
  ],
  [
    'an item that nobody bought',
    [planted, { ...layout, consequents: 'i99' }],
    'OPTION',
    'option "consequents" must be items of the itemsets, got "i99": did you mean "i9"?',
  ],
]

for (const [what, given, code, message] of wrong)
  test(`refused: ${what}`, async () => {
    await assert.rejects((mine as (...values: unknown[]) => Promise<Mined>)(...given), (error) => {
      assert.ok(error instanceof BodkinError)
      assert.equal(error.message, message)
      assert.equal(error.code, code)
      return true
    })
  })
