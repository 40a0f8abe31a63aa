import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Table } from 'apache-arrow'
import { autoBy } from '../../../../src/forecast/auto/auto-by.js'
import { readAutoOptions, type AutoOptions } from '../../../../src/forecast/auto/auto-options.js'
import type { AutoByResult } from '../../../../src/forecast/auto/by-tables.js'
import type { TableLike } from '../../../../src/arrow/table-like.js'
import type { Progress } from '../../../../src/parallel/run-options.js'
import { daily, days, noise, numbers } from '../series-for-tests.js'
import { long, reorder, type LongTable } from './panel-for-tests.js'

const usual = {
  by: 'shop',
  horizon: 7,
  candidates: ['mean', 'naive', 'seasonalNaive', 'theta'],
  gate: { minFolds: 6 },
} as const

function run(table: TableLike, options: AutoOptions): Promise<AutoByResult> {
  return autoBy(table, readAutoOptions(options))
}

/** A strong weekly pattern, noise, and rows that cannot be used. */
function shops(): LongTable {
  const week = daily(98, 1)
  return long({
    empty: { ds: days('2023-01-01', 3), y: [null, null, null] },
    infinite: { ds: days('2023-01-01', 3), y: [1, Infinity, 2] },
    noise: { ds: days('2023-01-01', 98), y: noise(98, 5) },
    twice: { ds: [...days('2023-01-01', 2), ...days('2023-01-01', 2)], y: [1, 2, 3, 4] },
    week,
  })
}

function labels(table: Table, name: string): (string | null)[] {
  return Array.from(table.getChild(name)!, (value: unknown) => (value === null ? null : String(value)))
}

function contents({ verdict, ...tables }: AutoByResult): string {
  const parts = [
    tables.forecast,
    tables.history,
    tables.verdicts,
    tables.evaluation,
    tables.errors,
    tables.shocks,
    tables.profiles,
  ]
  return JSON.stringify([verdict, ...parts.map((table) => table.toArray().map((row) => JSON.stringify(row)))])
}

test('a block of rows a series, the verdicts of all, and one on the whole', async () => {
  const { forecast, history, model, profile, verdict, verdicts, evaluation, profiles } = await run(shops(), usual)
  assert.deepEqual(forecast.schema.names, ['shop', 'ds', 'yhat', 'yhat_lower', 'yhat_upper', 'model', 'published'])
  assert.deepEqual(history.schema.names, ['shop', 'ds', 'y', 'yhat', 'yhat_lower', 'yhat_upper'])
  assert.deepEqual([model, profile], [null, null])
  assert.deepEqual(labels(verdicts, 'shop'), ['empty', 'infinite', 'noise', 'twice', 'week'])
  assert.deepEqual(labels(verdicts, 'publish'), ['false', 'false', 'false', 'false', 'true'])
  assert.deepEqual(labels(verdicts, 'code'), ['NOT_ENOUGH_HISTORY', 'DATA', 'NO_SKILL', 'DATA', null])
  assert.deepEqual(labels(verdicts, 'message').slice(0, 2), [
    'auto needs at least 2 rows with a value in "y", got 0 and 3 without',
    'column "y": must be finite, got Infinity at 2023-01-02',
  ])
  const published = labels(forecast, 'shop').map((shop, i) => `${shop} ${labels(forecast, 'published')[i]}`)
  assert.deepEqual([...new Set(published)], ['noise false', 'week true'])
  assert.equal(forecast.numRows, 14)
  assert.equal(history.numRows, 196)
  assert.deepEqual([...new Set(labels(evaluation, 'shop'))], ['noise', 'week'])
  assert.deepEqual(labels(profiles, 'frequency').slice(-1), ['D'])
  assert.equal(verdict.publish, true)
  assert.equal(verdict.display, 'numbers')
  assert.equal(
    verdict.summary,
    '1 of 5 series may be published; the others are refused: DATA 2, NOT_ENOUGH_HISTORY 1, NO_SKILL 1.',
  )
})

test('what is wrong with a series has the code that it has alone', async () => {
  const ahead = days('2023-04-09', 7)
  const { verdicts } = await run(
    long({ monthly: { ds: days('2023-01-01', 5, 30), y: [1, 2, 3, 4, 5] }, time: { ds: [new Date(NaN)], y: [1] } }),
    { ...usual, frequency: 'D' },
  )
  assert.deepEqual(labels(verdicts, 'code'), ['OPTION', 'DATA'])
  assert.equal(
    labels(verdicts, 'message')[0],
    'option "frequency" must be about the step between rows, 30 days in this history, got "D"',
  )
  const future = { shop: ahead.map(() => 'week'), ds: [...ahead.slice(0, 6), new Date('2024-04-09')] }
  const far = await run(long({ week: daily(98, 1) }), { ...usual, future })
  assert.deepEqual(labels(far.verdicts, 'code'), ['DATA'])
  assert.ok(labels(far.verdicts, 'message')[0]!.startsWith('option "future" must not reach beyond'))
})

test('a country that nobody knows is an error of the call', async () => {
  await assert.rejects(run(long({ week: daily(98, 1) }), { ...usual, country: 'XX' }), { code: 'OPTION' })
})

test('q-values correct the p-values over the series that were tested', async () => {
  const { verdicts } = await run(shops(), usual)
  const [p, q] = ['p_value', 'q_value'].map((name) => numbers(verdicts, name))
  assert.deepEqual(
    [p, q].map((values) => values.map(Number.isNaN)),
    [
      [true, true, false, true, false],
      [true, true, false, true, false],
    ],
  )
  // two tests: the smaller p counts twice
  assert.equal(q[4], Math.min(2 * p[4], q[2]))
  assert.equal(q[2], p[2])
})

test('a series gets what it gets alone, but for its q-value', async () => {
  const { week } = { week: daily(98, 1) }
  const alone = await run(long({ week }), usual)
  const among = await run(shops(), usual)
  assert.deepEqual(numbers(among.forecast, 'yhat').slice(7), numbers(alone.forecast, 'yhat'))
  assert.deepEqual(numbers(among.forecast, 'yhat_lower').slice(7), numbers(alone.forecast, 'yhat_lower'))
  assert.equal(numbers(among.verdicts, 'p_value')[4], numbers(alone.verdicts, 'p_value')[0])
})

test('the same for any order of the rows and any number of workers', async () => {
  const table = shops()
  const order = table.y.map((_, i) => i).sort((a, b) => ((a * 7919) % 211) - ((b * 7919) % 211))
  const expected = contents(await run(table, usual))
  for (const workers of [0, 1, 2])
    assert.equal(contents(await run(reorder(table, order), { ...usual, workers })), expected)
})

test('without a gate every series that has a forecast is published', async () => {
  const { verdicts, verdict } = await run(shops(), { ...usual, gate: false })
  assert.deepEqual(labels(verdicts, 'publish'), ['false', 'false', 'true', 'false', 'true'])
  assert.equal(verdict.publish, true)
})

test('a table without series, or with none to publish, is refused as a whole', async () => {
  const none = await run({ shop: [], ds: [], y: [] }, usual)
  assert.deepEqual([none.verdict.publish, none.verdict.summary], [false, 'There is no series to forecast.'])
  const { verdict } = await run(long({ a: { ds: days('2023-01-01', 98), y: noise(98, 5) } }), usual)
  assert.deepEqual([verdict.publish, verdict.display], [false, 'interval'])
  assert.equal(verdict.summary, 'None of 1 series may be published: NO_SKILL 1.')
})

for (const workers of [0, 1]) {
  test(`progress counts series, and the signal stops the call, ${workers} workers`, async () => {
    const seen: Progress[] = []
    await run(shops(), { ...usual, workers, onProgress: (progress) => void seen.push(progress) })
    assert.deepEqual(
      seen.map(({ done, total }) => [done, total]),
      [1, 2, 3].map((done) => [done, 3]),
    )
    const controller = new AbortController()
    const running = run(shops(), { by: 'shop', horizon: 7, workers, signal: controller.signal })
    setTimeout(() => controller.abort(), 10)
    await assert.rejects(running, { code: 'ABORTED' })
  })
}

test('regressors need their future, under the same keys', async () => {
  const { ds, y } = daily(98, 1)
  const price = y.map((_, i) => i % 3)
  const table = { shop: ds.map(() => 'a'), ds, y, price }
  const options = { ...usual, regressors: [{ name: 'price' }] }
  await assert.rejects(run(table, options), {
    code: 'COLUMN',
    message:
      'auto cannot know the future of column "price": give option "future", a table with the keys, times and columns of the rows to forecast',
  })
  const ahead = days('2023-04-09', 7)
  const future = { shop: ahead.map(() => 'a'), ds: ahead, price: [0, 1, 2, 0, 1, 2, 0] }
  const { forecast, verdicts } = await run(table, { ...options, future })
  assert.deepEqual(numbers(forecast, 'ds'), ahead.map(Number))
  assert.equal(labels(verdicts, 'publish')[0], 'true')
  const short = { shop: ['a'], ds: ahead.slice(0, 1), price: [1] }
  assert.deepEqual(labels((await run(table, { ...options, future: short })).verdicts, 'message'), [
    'auto needs at least 7 rows of future, got 1',
  ])
  const other = { ...future, shop: ahead.map(() => 'b') }
  assert.deepEqual(labels((await run(table, { ...options, future: other })).verdicts, 'message'), [
    'option "future" has no rows of this series',
  ])
})

test('key columns must not be those of the result', async () => {
  await assert.rejects(run({ model: ['a'], ds: days('2023-01-01', 1), y: [1] }, { ...usual, by: 'model' }), {
    code: 'OPTION',
    message: 'option "by" must not be a column of the result, got "model": rename the column',
  })
})
