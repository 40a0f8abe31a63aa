/** What callers get wrong, and the whole message they see. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableFromArrays } from 'apache-arrow'
import { apriori, closed, fpGrowth, maximal, transactions } from '../../../src/association/index.js'
import { checkOccurrences } from '../../../src/association/transactions/basket-lines.js'
import { BodkinError } from '../../../src/index.js'

const lines = { order: [1, 1, 2], item: ['tea', 'milk', 'tea'] }
const long = { transaction: 'order', item: 'item' }
const baskets = transactions(lines, long as never)

/** The function untyped: these calls do not compile. */
function call(of: unknown, ...given: unknown[]): () => unknown {
  return () => (of as (...values: unknown[]) => unknown)(...given)
}

const layouts = 'options must say where the baskets are with "transaction" and "item", "items" alone, or "oneHot" alone'

const wrong: readonly (readonly [what: string, run: () => unknown, code: string, message: string])[] = [
  ['no options', call(transactions, lines), 'OPTION', 'option "options" must be an object, got undefined'],
  ['no layout', call(transactions, lines, {}), 'OPTION', `${layouts}, got none of them`],
  ['half a layout', call(transactions, lines, { item: 'item' }), 'OPTION', `${layouts}, got "item"`],
  [
    'two layouts',
    call(transactions, lines, { ...long, items: 'items' }),
    'OPTION',
    `${layouts}, got "transaction", "item", "items"`,
  ],
  [
    'an unknown option',
    call(transactions, lines, { ...long, normalise: 'trim' }),
    'OPTION',
    'unknown option "normalise": did you mean "normalize"?',
  ],
  [
    'an unknown way to normalize',
    call(transactions, lines, { ...long, normalize: 'lower' }),
    'OPTION',
    'option "normalize" must be "none", "trim" or "fold", got "lower"',
  ],
  [
    'no such column',
    call(transactions, lines, { transaction: 'order', item: 'itm' }),
    'COLUMN',
    'table has no column "itm": did you mean "item"?',
  ],
  [
    'prices instead of items',
    call(transactions, { order: [1, 1], item: [2, 2.5] }, long),
    'COLUMN',
    'column "item", row 1: must be a label or a whole number, got 2.5: give the column that names the item',
  ],
  [
    'prices in an Arrow table',
    call(transactions, tableFromArrays({ order: ['a', 'b'], item: new Float64Array([1, 0.5]) }), long),
    'COLUMN',
    'column "item", row 1: must be a label or a whole number, got 0.5: give the column that names the item',
  ],
  [
    'prices in lists',
    call(transactions, { items: [[1], [], [2, 0.25]] }, { items: 'items' }),
    'COLUMN',
    'column "items", row 2: must be a label or a whole number, got 0.25: give the column that names the item',
  ],
  [
    'an empty table',
    call(transactions, { order: [], item: [] }, long),
    'DATA',
    'transactions needs at least one basket, got a table of 0 rows',
  ],
  [
    'an empty stream',
    call(transactions, [].values(), long),
    'DATA',
    'transactions needs at least one basket, got a table of 0 rows',
  ],
  [
    'no item',
    call(transactions, { order: [1, 2], item: [null, null] }, long),
    'DATA',
    'column "item": must hold an item in some row, got none in 2 rows',
  ],
  [
    'empty lists only',
    call(transactions, { items: [[], []] }, { items: 'items' }),
    'DATA',
    'column "items": must hold an item in some row, got none in 2 rows',
  ],
  [
    'no basket',
    call(transactions, { order: [null, null], item: ['a', 'b'] }, long),
    'DATA',
    'column "order": must say which basket a line belongs to, got null in all 2 rows',
  ],
  [
    'no column of flags',
    call(transactions, lines, { oneHot: [] }),
    'OPTION',
    'option "oneHot" must be columns, each once, got an empty array',
  ],
  [
    'a column of flags twice',
    call(transactions, lines, { oneHot: ['a', 'a'] }),
    'OPTION',
    'option "oneHot" must be columns, each once, got "a" twice',
  ],
  [
    'counts instead of flags',
    call(transactions, { tea: [1, 2], milk: [0, 1] }, { oneHot: ['tea', 'milk'] }),
    'DATA',
    'column "tea", row 1: must be true, false, 0 or 1, got 2',
  ],
  [
    'lists that are none',
    call(transactions, { items: [['tea'], 'milk'] }, { items: 'items' }),
    'COLUMN',
    'column "items", row 1: must be a list (array or Set), got "milk"',
  ],
  [
    'keys of two types in a stream',
    call(
      transactions,
      [tableFromArrays({ order: Int32Array.of(1), item: ['a'] }), { order: ['x'], item: ['b'] }].values(),
      long,
    ),
    'DATA',
    'column "order": must have one type in all tables, got Int32 and Dictionary<Int32, Utf8>',
  ],
  [
    'no table',
    call(transactions, 'lines.csv', long),
    'DATA',
    'table must be a table or an iterable of tables, got "lines.csv"',
  ],
  [
    'too many lines',
    () => checkOccurrences(2 ** 31),
    'LIMIT',
    'baskets must have at most 2147483647 lines together, got 2147483648: split them',
  ],
  [
    'support 0',
    call(apriori, baskets, { minSupport: 0 }),
    'OPTION',
    'option "minSupport" must be a number in (0, 1], got 0',
  ],
  [
    'support in percent',
    call(fpGrowth, baskets, { minSupport: 5 }),
    'OPTION',
    'option "minSupport" must be a number in (0, 1], got 5',
  ],
  [
    'support NaN',
    call(apriori, baskets, { minSupport: NaN }),
    'OPTION',
    'option "minSupport" must be a number in (0, 1], got NaN',
  ],
  [
    'no threshold',
    call(apriori, baskets, {}),
    'OPTION',
    'options must say one of "minSupport" and "minCount", got neither',
  ],
  [
    'two thresholds',
    call(apriori, baskets, { minSupport: 0.1, minCount: 2 }),
    'OPTION',
    'options must say one of "minSupport" and "minCount", got both',
  ],
  [
    'half a basket',
    call(fpGrowth, baskets, { minCount: 1.5 }),
    'OPTION',
    'option "minCount" must be an integer in [1, 2147483647], got 1.5',
  ],
  [
    'no length',
    call(fpGrowth, baskets, { minCount: 1, maxLength: 0 }),
    'OPTION',
    'option "maxLength" must be an integer of at least 1 or null, got 0',
  ],
  [
    'an unknown kind',
    call(apriori, baskets, { minCount: 1, kind: 'free' }),
    'OPTION',
    'option "kind" must be "frequent", "closed", "maximal" or "generator", got "free"',
  ],
  [
    'a label that no basket holds',
    call(apriori, baskets, { minCount: 1, mustContain: ['mlik'] }),
    'OPTION',
    'option "mustContain" must be items of the data, got "mlik": did you mean "milk"?',
  ],
  [
    'a limit of nothing',
    call(apriori, baskets, { minCount: 1, limits: { maxItemsets: 0 } }),
    'OPTION',
    'option "limits.maxItemsets" must be an integer of at least 1, got 0',
  ],
  [
    'options of a table beside baskets',
    call(apriori, baskets, { minCount: 1, item: 'item' }),
    'OPTION',
    'unknown option "item"',
  ],
  ['a table without its layout', call(apriori, lines, { minCount: 1 }), 'OPTION', `${layouts}, got none of them`],
  [
    'itemsets of another origin',
    call(closed, { itemsets: [['a']], count: [1] }),
    'DATA',
    "itemsets must come from a miner, got a table whose schema's metadata lack bodkin.transactions (the number of baskets)",
  ],
  [
    'closed ones of short ones',
    () => closed(apriori(baskets, { minCount: 1, maxLength: 2 })),
    'DATA',
    'closed needs all frequent itemsets of any length, got those of maxLength 2: ask the miner for kind "closed" instead',
  ],
  [
    'maximal ones of closed ones',
    () => maximal(apriori(baskets, { minCount: 1, kind: 'closed' })),
    'DATA',
    'maximal needs all frequent itemsets of any length, got those of kind "closed": ask the miner for kind "maximal" instead',
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

test('a stream that fails rejects the promise', async () => {
  async function* tables(): AsyncGenerator<object[]> {
    yield [{ order: 1, item: 'tea' }]
    yield [{ order: 2, name: 'tea' }]
  }
  await assert.rejects(transactions(tables(), { transaction: 'order', item: 'item' }), {
    code: 'COLUMN',
    message: 'table has no column "item": it has "order", "name"',
  })
})
