import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TableLike } from '../../../../src/arrow/table-like.js'
import { sequentialRules, type SequentialOptions } from '../../../../src/association/index.js'

/** Five customers; the working of every number stands in docs/association.md. */
const histories: readonly (readonly [customer: string, day: string, item: string])[] = [
  ['Ann', '2024-01-01', 'printer'],
  ['Ann', '2024-01-15', 'ink'],
  ['Ann', '2024-01-15', 'paper'],
  ['Bob', '2024-02-01', 'printer'],
  ['Bob', '2024-02-11', 'ink'],
  ['Bob', '2024-03-01', 'ink'],
  ['Cem', '2024-01-05', 'ink'],
  ['Cem', '2024-01-20', 'printer'],
  ['Cem', '2024-02-03', 'ink'],
  ['Dee', '2024-03-01', 'printer'],
  ['Dee', '2024-03-01', 'paper'],
  ['Dee', '2024-03-31', 'ink'],
  ['Eva', '2024-01-10', 'paper'],
  ['Eva', '2024-01-12', 'ink'],
]

const lines = (rows = histories): Record<string, string[]> => ({
  who: rows.map(([who]) => who),
  day: rows.map(([, day]) => day),
  what: rows.map(([, , what]) => what),
})
const names = { customer: 'who', time: 'day', item: 'what' }

function rules(table: TableLike, options: Partial<SequentialOptions> = {}): unknown[][] {
  return sequentialRules(table, { ...names, ...options })
    .toArray()
    .map((row) => Object.values(row.toJSON() as Record<string, unknown>))
}

test('five customers by hand', () => {
  const table = sequentialRules(lines(), names)
  assert.deepEqual(
    table.schema.fields.map(({ name, type }) => `${name}: ${type}`),
    [
      'antecedent: Dictionary<Int32, Utf8>',
      'consequent: Dictionary<Int32, Utf8>',
      'customers: Int32',
      'support: Float64',
      'confidence: Float64',
      'lift: Float64',
      'reverse_customers: Int32',
      'direction_p: Float64',
      'median_lag_days: Float64',
    ],
  )
  assert.deepEqual(rules(lines()), [
    // all but Eva; lags 14, 10, 14, 30. Cem also has ink before the printer, so 3 customers against 0: 2 · (1/2)³
    ['printer', 'ink', 4, 4 / 5, 1, 4, 1, 0.25, 14],
    // Dee after 30 days, Eva after 2; for Ann both came at once, which is no order. 2 customers against 0: 2 · (1/2)²
    ['paper', 'ink', 2, 2 / 5, 2 / 3, null, 0, 0.5, 16],
  ])
  assert.equal(table.schema.metadata.get('bodkin.customers'), '5')
  assert.equal(table.schema.metadata.get('bodkin.min_customers'), '2')
})

test('with one customer enough, all orders are listed: clearest direction first, then more customers, then labels', () => {
  assert.deepEqual(
    rules(lines(), { minCustomers: 1 }).map(([antecedent, consequent, customers]) => [
      antecedent,
      consequent,
      customers,
    ]),
    [
      ['printer', 'ink', 4],
      ['ink', 'printer', 1],
      ['paper', 'ink', 2],
      ['printer', 'paper', 1],
    ],
  )
})

test('a window ends the wait: Dee bought ink too late, and Cem the printer', () => {
  assert.deepEqual(rules(lines(), { window: '14 days' }), [['printer', 'ink', 3, 3 / 5, 3 / 4, null, 0, 0.25, 14]])
})

test('a gap passes over what came too soon: the later ink of Bob counts, after 29 days', () => {
  assert.deepEqual(rules(lines(), { gap: '12 days' }), [['printer', 'ink', 4, 4 / 5, 1, 4, 1, 0.25, 21.5]])
})

test('months are stepped on the calendar', () => {
  const table = {
    who: ['a', 'a', 'b', 'b'],
    day: ['2024-01-31', '2024-02-29', '2024-01-30', '2024-03-01'],
    what: ['x', 'y', 'x', 'y'],
  }
  assert.equal(rules(table, { window: '1 month', minCustomers: 1 })[0][2], 1)
  assert.equal(rules(table, { window: 31, minCustomers: 1 })[0][2], 2)
})

test('any order of rows gives the same rules', () => {
  assert.deepEqual(rules(lines(histories.toReversed()), { minCustomers: 1 }), rules(lines(), { minCustomers: 1 }))
})

test('lines without a customer are skipped, null items ignored; a customer without items is none', () => {
  const table = {
    who: [...lines().who, null, 'Fay'],
    day: [...lines().day, '2024-01-01', '2024-01-01'],
    what: [...lines().what, 'ink', null],
  }
  assert.deepEqual(rules(table), rules(lines()))
})

test('a table in which nothing follows gives no rows', () => {
  assert.deepEqual(rules({ who: ['a', 'b'], day: ['2024-01-01', '2024-01-02'], what: ['x', 'y'] }), [])
})

const bad: readonly (readonly [unknown, unknown, string, string])[] = [
  [lines(), { ...names, customer: 'whom' }, 'COLUMN', 'table has no column "whom": did you mean "who"?'],
  [lines(), { customer: 'who', item: 'what' }, 'OPTION', 'option "time" must be a column name, got undefined'],
  [
    lines(),
    { ...names, window: 0 },
    'OPTION',
    'option "window" must be a number of days above 0, or text such as "36 days", "6 hours", "12 months" or "2 years" or null, got 0',
  ],
  [
    lines(),
    { ...names, gap: -1 },
    'OPTION',
    'option "gap" must be a number of days of at least 0, or text such as "36 days", "6 hours", "12 months" or "2 years", got -1',
  ],
  [lines(), { ...names, minCustomers: 0 }, 'OPTION', 'option "minCustomers" must be an integer of at least 1, got 0'],
  [lines(), { ...names, minCustomer: 2 }, 'OPTION', 'unknown option "minCustomer": did you mean "minCustomers"?'],
  [lines(), undefined, 'OPTION', 'option "options" must be an object, got undefined'],
  [
    { who: ['a', 'a'], day: ['2024-01-01', null], what: ['x', 'y'] },
    names,
    'DATA',
    'column "day", row 1: must have a time, got null',
  ],
  [
    { who: ['a', null], day: ['2024-01-01', '2024-01-02'], what: [null, 'y'] },
    names,
    'DATA',
    'sequentialRules needs lines with a customer and an item, got none in 2 rows',
  ],
  [
    { who: ['a'], day: ['2024-01-01'], what: [['x']] },
    names,
    'COLUMN',
    'column "what", row 0: must be a label (text, number or boolean), got an array of 1',
  ],
]
for (const [given, options, code, message] of bad) {
  test(message, () => {
    assert.throws(() => sequentialRules(given as TableLike, options as SequentialOptions), {
      name: 'BodkinError',
      code,
      message,
    })
  })
}
