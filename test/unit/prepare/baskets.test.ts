import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TableLike } from '../../../src/arrow/table-like.js'
import { transactions } from '../../../src/association/index.js'
import { baskets, type BasketsOptions } from '../../../src/prepare/index.js'

/** The rows of the table, dates as text. */
function rows(lines: TableLike, options: BasketsOptions): unknown[][] {
  return baskets(lines, options)
    .table.toArray()
    .map((row) =>
      Object.entries(row.toJSON() as Record<string, unknown>).map(([name, value]) => {
        if (name === 'items') return [...(value as Iterable<string>)]
        if (name === 'times') return Array.from(value as Iterable<number>, day)
        return value
      }),
    )
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10)

test('lines become a basket an order, an item once, in the order of labels', () => {
  const lines = { order: [2, 1, 1, 2, 1], item: ['tea', 'tea', 'milk', 'jam', 'tea'] }
  const { table, report } = baskets(lines, { item: 'item', transaction: 'order' })
  assert.deepEqual(
    table.schema.fields.map(({ name, type }) => `${name}: ${type}`),
    ['order: Float64', 'items: List<Dictionary<Int32, Utf8>>'],
  )
  assert.deepEqual(rows(lines, { item: 'item', transaction: 'order' }), [
    [1, ['milk', 'tea']],
    [2, ['jam', 'tea']],
  ])
  assert.deepEqual(report, {
    rows: 5,
    excluded: 0,
    withoutBasket: 0,
    withoutItem: 0,
    withoutQuantity: 0,
    duplicates: 1,
    returns: 0,
    returned: 0,
    unmatchedReturns: 0,
    baskets: 2,
    emptyBaskets: 0,
    dropped: { excluded: 0, returned: 0, small: 0 },
    items: 3,
    size: { median: 2, mean: 2, max: 2 },
    from: null,
    to: null,
    notes: [
      'A basket is one order, items in the order of their labels, an item once.',
      '1 line repeats what its basket has.',
    ],
  })
})

test('without orders a basket is the whole history of a customer, each purchase with its time', () => {
  const lines = {
    who: ['Bo', 'Al', 'Al', 'Al', 'Al', 'Al'],
    what: ['tea', 'tea', 'jam', 'milk', 'tea', 'tea'],
    at: ['2024-05-02', '2024-05-03', '2024-05-01', '2024-05-03', '2024-05-07', '2024-05-07'],
  }
  const options: BasketsOptions = { customer: 'who', item: 'what', time: 'at' }
  const { table, report } = baskets(lines, options)
  assert.equal(String(table.schema.fields[2].type), 'List<Timestamp<MILLISECOND>>')
  assert.deepEqual(rows(lines, options), [
    ['Al', ['jam', 'milk', 'tea', 'tea'], ['2024-05-01', '2024-05-03', '2024-05-03', '2024-05-07']],
    ['Bo', ['tea'], ['2024-05-02']],
  ])
  assert.equal(report.duplicates, 1)
  assert.deepEqual([report.from, report.to], ['2024-05-01', '2024-05-07'])
  assert.equal(
    report.notes[0],
    "A basket is one who's whole history, items in time order, an item again each time it was bought.",
  )
})

test('a history without times holds an item once', () => {
  assert.deepEqual(rows({ who: ['Al', 'Al', 'Al'], what: ['tea', 'jam', 'tea'] }, { customer: 'who', item: 'what' }), [
    ['Al', ['jam', 'tea']],
  ])
})

test('orders keep their customer where both are named', () => {
  const lines = { order: ['b', 'a', 'b'], who: ['Bo', null, 'Bo'], item: ['tea', 'tea', 'jam'] }
  assert.deepEqual(rows(lines, { transaction: 'order', customer: 'who', item: 'item' }), [
    ['a', null, ['tea']],
    ['b', 'Bo', ['jam', 'tea']],
  ])
})

test('what was given back within an order is taken away, and an order of which nothing is left is none', () => {
  const lines = {
    order: [1, 1, 1, 1, 2, 2, 3],
    item: ['tea', 'milk', 'tea', 'jam', 'tea', 'tea', 'tea'],
    pieces: [2, 1, -1, 0, 3, -3, -1],
  }
  const options: BasketsOptions = { transaction: 'order', item: 'item', quantity: 'pieces' }
  assert.deepEqual(rows(lines, options), [[1, ['milk', 'tea']]])
  const { report } = baskets(lines, options)
  assert.deepEqual(report.dropped, { excluded: 0, returned: 2, small: 0 })
  assert.deepEqual(
    [report.returns, report.returned, report.unmatchedReturns, report.withoutQuantity, report.duplicates],
    [3, 1, 1, 1, 0],
  )
  assert.deepEqual(report.notes.slice(1), [
    '1 line has no pieces, or 0: nothing was bought.',
    '3 lines are returns: 1 purchase was given back altogether.',
    '1 return is of more than the basket had bought: nothing else is taken away.',
    '2 baskets have nothing left after returns: left out.',
  ])
})

test('in a history a return takes from the latest purchases before it', () => {
  const lines = {
    who: ['Al', 'Al', 'Al', 'Al', 'Al'],
    item: ['tea', 'tea', 'tea', 'tea', 'jam'],
    at: ['2024-05-01', '2024-05-02', '2024-05-03', '2024-05-04', '2024-05-03'],
    // 2 on the 1st, 2 on the 2nd, 3 back on the 3rd (all of the 2nd, one of the 1st), 1 on the 4th; jam back that was never bought
    pieces: [2, 2, -3, 1, -1],
  }
  const options: BasketsOptions = { customer: 'who', item: 'item', time: 'at', quantity: 'pieces' }
  assert.deepEqual(rows(lines, options), [['Al', ['tea', 'tea'], ['2024-05-01', '2024-05-04']]])
  const { report } = baskets(lines, options)
  assert.deepEqual([report.returns, report.returned, report.unmatchedReturns], [2, 1, 1])
})

test('crumbs of decimals are nothing: 0.1 and 0.2 bought, 0.3 given back', () => {
  const bought = { order: [1, 1, 1, 1], item: ['tea', 'tea', 'tea', 'jam'], kilos: [0.1, 0.2, -0.3, 1] }
  assert.deepEqual(rows(bought, { transaction: 'order', item: 'item', quantity: 'kilos' }), [[1, ['jam']]])
  const history = { who: [1, 1, 1], at: ['2024-05-01', '2024-05-02', '2024-05-03'], item: ['tea', 'tea', 'tea'] }
  assert.throws(
    () =>
      baskets(
        { ...history, kilos: [0.1, 0.2, -0.3] },
        { customer: 'who', item: 'item', time: 'at', quantity: 'kilos' },
      ),
    /1 basket has nothing left after returns/,
  )
})

test('excluded lines are left out, and so is an order of nothing but them', () => {
  const lines = {
    order: ['a', 'a', 'b', 'c'],
    item: ['tea', 'jam', 'tea', null],
    status: ['paid', 'cancelled', 'cancelled', 'paid'],
  }
  const options: BasketsOptions = {
    transaction: 'order',
    item: 'item',
    exclude: { column: 'status', values: ['cancelled', 'canceled'] },
  }
  assert.deepEqual(rows(lines, options), [
    ['a', ['tea']],
    ['c', []],
  ])
  assert.deepEqual(baskets(lines, options).report.notes.slice(1), [
    '2 lines of 4 excluded.',
    'No line has the excluded "canceled".',
    '1 line has no item: ignored, the basket counts.',
    '1 basket had excluded lines only: left out.',
    '1 basket is empty and stays.',
  ])
  assert.deepEqual(rows(lines, { ...options, exclude: (row) => row.status !== 'paid' }), rows(lines, options))
})

test('baskets below the least number of different items are left out', () => {
  const lines = {
    who: ['Al', 'Al', 'Bo', 'Bo'],
    item: ['tea', 'tea', 'tea', 'jam'],
    at: ['2024-05-01', '2024-05-02', '2024-05-01', '2024-05-02'],
  }
  const { table, report } = baskets(lines, { customer: 'who', item: 'item', time: 'at', minItems: 2 })
  assert.equal(table.numRows, 1)
  assert.equal(report.dropped.small, 1)
  assert.equal(report.notes.at(-1), '1 basket has fewer than 2 items: left out.')
})

test('lines without a basket are skipped; an excluded line may lack its time', () => {
  const lines = { order: [null, '1', '1'], item: ['tea', 'tea', 'jam'], at: ['2024-05-01', '2024-05-01', null] }
  const options: BasketsOptions = {
    transaction: 'order',
    item: 'item',
    time: 'at',
    exclude: { column: 'item', values: ['jam'] },
  }
  assert.deepEqual(rows(lines, options), [['1', ['tea'], ['2024-05-01']]])
  assert.equal(baskets(lines, options).report.withoutBasket, 1)
})

test('the table goes straight into association', () => {
  const { table } = baskets({ order: [7, 7, 8], item: ['tea', 'jam', 'tea'] }, { transaction: 'order', item: 'item' })
  const { count, labels, items, offsets } = transactions(table, { items: 'items' })
  assert.deepEqual([count, labels, [...items], [...offsets]], [2, ['jam', 'tea'], [0, 1, 1], [0, 2, 3]])
})

test('the report is frozen and survives JSON', () => {
  const { report } = baskets({ order: [1], item: ['tea'] }, { transaction: 'order', item: 'item' })
  assert.ok(Object.isFrozen(report) && Object.isFrozen(report.notes) && Object.isFrozen(report.dropped))
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report)
})

const lines = { order: [1, 1], item: ['tea', 'jam'], at: ['2024-05-01', '2024-05-02'] }
const options: BasketsOptions = { transaction: 'order', item: 'item' }
const bad: readonly (readonly [unknown, unknown, string, string])[] = [
  [{ order: [], item: [] }, options, 'DATA', 'prepare.baskets needs at least one line, got no rows'],
  [7, options, 'DATA', 'lines must be a table (Arrow, arquero, danfo, columns or rows), got 7'],
  [lines, { ...options, item: 'itm' }, 'COLUMN', 'lines has no column "itm": did you mean "item"?'],
  [
    { order: [1, 1, 2], item: [7, 2.5, 3] },
    { transaction: 'order', item: 'item' },
    'COLUMN',
    'column "item" of lines, row 1: must be a label or a whole number, got 2.5: give the column that names the item',
  ],
  [
    lines,
    { ...options, transaction: 'basket' },
    'COLUMN',
    'lines has no column "basket": it has "order", "item", "at"',
  ],
  [lines, { transaction: 'order' }, 'OPTION', 'option "item" must be a column name, got undefined'],
  [
    lines,
    { item: 'item' },
    'OPTION',
    'options must say what a basket is: "transaction" (an order) or "customer" (a whole history)',
  ],
  [
    lines,
    { ...options, customer: 'order' },
    'OPTION',
    'options "transaction" and "customer" must name different columns, got "order" twice',
  ],
  [
    lines,
    { ...options, transaction: 'items' },
    'OPTION',
    'option "transaction" must name a column other than "items" and "times", which the result has, got "items"',
  ],
  [lines, { ...options, minItems: -1 }, 'OPTION', 'option "minItems" must be an integer of at least 0, got -1'],
  [lines, { ...options, minitems: 1 }, 'OPTION', 'unknown option "minitems": did you mean "minItems"?'],
  [lines, undefined, 'OPTION', 'option "options" must be an object, got undefined'],
  [
    { ...lines, at: ['2024-05-01', null] },
    { ...options, time: 'at' },
    'DATA',
    'column "at", row 1: must have a time unless the row is excluded, got null',
  ],
  [
    { ...lines, pieces: [1, Infinity] },
    { ...options, quantity: 'pieces' },
    'DATA',
    'column "pieces", row 1: must be finite, got Infinity',
  ],
  [
    { ...lines, who: ['Al', 'Bo'] },
    { ...options, customer: 'who' },
    'DATA',
    'order 1 must belong to one customer, got who "Al" (row 0) and who "Bo" (row 1)',
  ],
  [
    lines,
    { ...options, exclude: () => true },
    'DATA',
    'prepare.baskets has no basket left of 2 lines: 2 lines of 2 excluded. 1 basket had excluded lines only: left out.',
  ],
]
for (const [given, with_, code, message] of bad) {
  test(message, () => {
    assert.throws(() => baskets(given as TableLike, with_ as BasketsOptions), { name: 'BodkinError', code, message })
  })
}
