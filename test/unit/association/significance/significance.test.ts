import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Table } from 'apache-arrow'
import {
  fpGrowth,
  rules,
  significance,
  transactions,
  type SignificanceOptions,
} from '../../../../src/association/index.js'
import { BodkinError, type Progress } from '../../../../src/index.js'
import { tableDigest } from '../../../support/table-digest.js'
import { randomBaskets } from '../../../support/random-baskets.js'

const COLUMNS = ['expected_lift', 'adjusted_lift', 'adjusted_lift_lower', 'z', 'p_value', 'q_value']

const items = randomBaskets({ baskets: 2000, items: 40, seed: 1, together: 0.5 })
const tx = transactions({ items }, { items: 'items' })
const table = rules(fpGrowth(tx, { minSupport: 0.02, maxLength: 3 }), { minThreshold: 0.1 })

/** Rows that pass, as text. */
function significant(tested: Table, alpha = 0.05): string[] {
  const text = (name: string, row: number): string => Array.from<string>(tested.getChild(name)?.get(row)).join('+')
  const found: string[] = []
  for (let row = 0; row < tested.numRows; row++)
    if ((tested.getChild('q_value')?.get(row) as number) <= alpha)
      found.push(`${text('antecedents', row)} → ${text('consequents', row)}`)
  return found
}

function values(tested: Table, name: string): number[] {
  return [...(tested.getChild(name) as Iterable<number>)]
}

test('six columns behind those of the rules, whose rows and metadata stay', async () => {
  const tested = await significance(table, tx, { permutations: 20 })
  assert.deepEqual(tested.schema.names, [...table.schema.names, ...COLUMNS])
  assert.deepEqual(values(tested, 'confidence'), values(table, 'confidence'))
  assert.deepEqual(tested.schema.metadata, table.schema.metadata)
  for (let row = 0; row < tested.numRows; row++) {
    const cell = (name: string): number => tested.getChild(name)?.get(row) as number
    assert.ok(Math.abs(cell('lift') / cell('expected_lift') - cell('adjusted_lift')) < 1e-9 * cell('adjusted_lift'))
    assert.ok(cell('adjusted_lift_lower') < cell('adjusted_lift'))
    assert.ok(cell('p_value') > 0 && cell('p_value') <= 1 && cell('q_value') > 0 && cell('q_value') <= 1)
  }
})

test('swaps find the pair that was planted; Fisher takes basket sizes for associations', async () => {
  const swapped = significant(await significance(table, tx))
  assert.ok(swapped.includes('i8 → i3') && swapped.includes('i3 → i8'), swapped.join(', '))
  // whatever else is found has both sides of the pair, one on either side
  const strange = swapped.filter((rule) => !/i3.*→.*i8\b|i8\b.*→.*i3/.test(rule))
  assert.ok(strange.length <= 0.1 * swapped.length, strange.join(', '))
  const fisher = significant(await significance(table, tx, { method: 'fisher', correction: 'holm' }))
  assert.ok(fisher.length > 3 * swapped.length, `${fisher.length} by Fisher, ${swapped.length} by swaps`)
})

test('without any association nothing is found by swaps', async () => {
  for (const seed of [1, 2, 3]) {
    const independent = transactions({ items: randomBaskets({ baskets: 1500, items: 40, seed }) }, { items: 'items' })
    const candidates = rules(fpGrowth(independent, { minSupport: 0.02, maxLength: 3 }), { minThreshold: 0 })
    assert.ok(candidates.numRows > 100)
    assert.deepEqual(significant(await significance(candidates, independent, { permutations: 60, seed })), [])
  }
})

test('Holm is stricter than the false discovery rate, for every method', async () => {
  for (const method of ['swap', 'stratified', 'fisher'] as const) {
    const q = async (correction: 'fdr' | 'holm'): Promise<number[]> =>
      values(await significance(table, tx, { method, correction, permutations: 40 }), 'q_value')
    const [fdr, holm] = [await q('fdr'), await q('holm')]
    const sum = (all: number[]): number => all.reduce((a, b) => a + b, 0)
    assert.ok(sum(holm) > sum(fdr), method)
  }
})

test('Fisher by hand: three of four baskets with tea have milk', async () => {
  // n = 8, tea 4, milk 4, both 3: P(X ≥ 3) = (C(4,3)·C(4,1) + 1)/C(8,4) = 17/70
  const hand = [['tea', 'milk'], ['tea', 'milk'], ['tea', 'milk'], ['tea'], ['milk'], ['x'], ['x'], ['x']]
  const small = transactions({ items: hand }, { items: 'items' })
  const pair = rules(fpGrowth(small, { minCount: 3 }), { minThreshold: 0.5, antecedents: 'tea' })
  const tested = await significance(pair, small, { method: 'fisher' })
  assert.equal(tested.numRows, 1)
  assert.ok(Math.abs(values(tested, 'p_value')[0] - 17 / 70) < 1e-12)
  assert.equal(values(tested, 'expected_lift')[0], 1)
  assert.equal(values(tested, 'adjusted_lift')[0], 1.5)
  // E = 2, V = 4·4·4·4/(64·7) = 4/7
  assert.ok(Math.abs(values(tested, 'z')[0] - 1 / Math.sqrt(4 / 7)) < 1e-12)
})

test('the same bytes for 0, 1 and 2 workers, for any order of baskets, and for rules in another order', async () => {
  const options: SignificanceOptions = { permutations: 30, seed: 5 }
  const bytes = async (given: SignificanceOptions): Promise<string> => tableDigest(await significance(table, tx, given))
  const here = await bytes({ ...options, workers: 0 })
  assert.equal(await bytes({ ...options, workers: 1 }), here)
  assert.equal(await bytes({ ...options, workers: 2 }), here)
  assert.notEqual(await bytes({ ...options, seed: 6 }), here)

  const reversed = transactions({ items: items.toReversed().map((basket) => basket.toReversed()) }, { items: 'items' })
  const again = rules(fpGrowth(reversed, { minSupport: 0.02, maxLength: 3 }), { minThreshold: 0.1 })
  assert.equal(tableDigest(await significance(again, reversed, options)), here)
})

test('some of the rules are tested as well; an earlier test gives way', async () => {
  const once = await significance(table, tx, { permutations: 20 })
  const twice = await significance(once, tx, { permutations: 20 })
  assert.equal(tableDigest(twice), tableDigest(once))
  const none = rules(fpGrowth(tx, { minSupport: 0.02 }), { minThreshold: 1 })
  assert.equal(none.numRows, 0)
  assert.deepEqual((await significance(none, tx)).schema.names.slice(-6), COLUMNS)
})

test('attributes: independent columns of a table look associated unless their values exclude each other', async () => {
  const attributes = Array.from({ length: 3000 }, (_, row) => [
    `sky=${['clear', 'cloud', 'rain'][row % 3]}`,
    `phase=${['climb', 'cruise'][Math.floor(row / 3) % 2]}`,
    `size=${['small', 'large'][Math.floor(row / 6) % 2]}`,
  ])
  const rows = transactions({ items: attributes }, { items: 'items' })
  const candidates = rules(fpGrowth(rows, { minSupport: 0.05 }), { minThreshold: 0 })
  const free = significant(await significance(candidates, rows, { permutations: 50 }))
  const grouped = await significance(candidates, rows, { permutations: 50, exclusive: '=' })
  assert.ok(free.length > 0)
  assert.deepEqual(significant(grouped), [])
  for (const lift of values(grouped, 'adjusted_lift')) assert.ok(Math.abs(lift - 1) < 1e-9)
})

test('progress counts shuffles and ends at their number', async () => {
  const seen: Progress[] = []
  await significance(table, tx, { permutations: 70, onProgress: (progress) => seen.push(progress) })
  assert.equal(seen.at(-1)?.done, 70)
  assert.ok(
    seen.every(
      ({ total, label, done }, i) => total === 70 && label === 'significance' && (i === 0 || done > seen[i - 1].done),
    ),
  )
})

test('a raised signal ends the test', async () => {
  const control = new AbortController()
  const running = significance(table, tx, { permutations: 5000, signal: control.signal })
  setTimeout(() => control.abort(), 20)
  await assert.rejects(running, { code: 'ABORTED' })
})

const other = transactions({ items: items.slice(1) }, { items: 'items' })
const swapped = transactions(
  { items: [...items.slice(1), [...items[0], 'i39', 'i38', 'i0', 'i1']] },
  { items: 'items' },
)
const renamed = transactions(
  { items: items.map((basket) => basket.map((label) => label.replace('i3', 'j3'))) },
  { items: 'items' },
)

const wrong: readonly (readonly [what: string, given: unknown[], code: string, message: string | RegExp])[] = [
  [
    'an unknown method',
    [table, tx, { method: 'swop' }],
    'OPTION',
    'option "method" must be "swap", "stratified" or "fisher", got "swop"',
  ],
  [
    'no shuffles',
    [table, tx, { permutations: 0 }],
    'OPTION',
    'option "permutations" must be an integer in [1, 100000], got 0',
  ],
  [
    'an unknown option',
    [table, tx, { permutation: 9 }],
    'OPTION',
    'unknown option "permutation": did you mean "permutations"?',
  ],
  [
    'an empty separator',
    [table, tx, { exclusive: '' }],
    'OPTION',
    'option "exclusive" must be text that is not empty or null, got ""',
  ],
  [
    'baskets that are a table',
    [table, { items }, {}],
    'DATA',
    'tx must be what transactions() gave, got an object with items',
  ],
  ['rules of other baskets', [table, other], 'DATA', 'rules must come from these 1999 baskets, got rules of 2000'],
  [
    'rules of as many other baskets',
    [table, swapped],
    'DATA',
    /^rules, row \d+: (antecedent_|consequent_)?count must be \d+ as in the baskets, got \d+: pass the baskets that the rules come from$/,
  ],
  [
    'items that no basket has',
    [table, renamed],
    'DATA',
    /^rules, row \d+: must hold items of the baskets, got "i3\d?": pass the baskets that the rules come from$/,
  ],
  ['itemsets for rules', [fpGrowth(tx, { minSupport: 0.1 }), tx], 'COLUMN', /^rules has no column "antecedents"/],
]

for (const [what, given, code, message] of wrong)
  test(`refused: ${what}`, async () => {
    await assert.rejects((significance as (...values: unknown[]) => Promise<Table>)(...given), (error) => {
      assert.ok(error instanceof BodkinError)
      if (typeof message === 'string') assert.equal(error.message, message)
      else assert.match(error.message, message)
      assert.equal(error.code, code)
      return true
    })
  })
