import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  Dictionary,
  Float64,
  Int32,
  Table,
  TimestampMillisecond,
  Utf8,
  makeData,
  makeVector,
  vectorFromArray,
} from 'apache-arrow'
import type { TableLike } from '../../../../src/arrow/table-like.js'
import { frameHistories, historyOf, type Panel } from '../../../../src/forecast/panel/panel.js'
import { readPanel, type PanelRequest } from '../../../../src/forecast/panel/read-panel.js'
import { DAY } from '../series-for-tests.js'

const usual: PanelRequest = {
  by: ['shop'],
  names: { time: 'ds', value: 'y' },
  needed: { numbers: [], flags: [] },
  caller: 'many',
  role: 'history',
  minimum: 1,
  signal: undefined,
}

function historyAt(panel: Panel, i: number): { ds: number[]; y: number[] } {
  const { frame, start } = panel.series[i]
  const { ds, y } = historyOf(panel.data, panel.frames[frame], start)
  return { ds: Array.from(ds, (time) => time / DAY), y: Array.from(y) }
}

/** Times as days since 1970. */
function rows(...given: [string, number, number | null][]): TableLike {
  return {
    shop: given.map(([shop]) => shop),
    ds: given.map(([, day]) => new Date(day * DAY)),
    y: given.map(([, , y]) => y),
  }
}

test('rows go to their series, sorted by time, ties by value, rows without a value left out', async () => {
  const panel = await readPanel(
    rows(['b', 2, 1], ['a', 3, 7], ['b', 1, 5], ['a', 1, 9], ['a', 2, null], ['b', 1, 4]),
    usual,
  )
  assert.deepEqual(
    panel.series.map(({ id, rows: count }) => [id, count]),
    [
      ['shop "a"', 2],
      ['shop "b"', 3],
    ],
  )
  assert.deepEqual(historyAt(panel, 0), { ds: [1, 3], y: [9, 7] })
  assert.deepEqual(historyAt(panel, 1), { ds: [1, 1, 2], y: [4, 5, 1] })
})

test('series of the same times have one frame; another time, another length or another column makes another', async () => {
  const panel = await readPanel(
    rows(
      ['a', 1, 1],
      ['a', 2, 2],
      ['b', 1, 3],
      ['b', 3, 4],
      ['c', 2, 5],
      ['c', 1, 6],
      ['d', 1, 7],
      ['e', 3, 8],
      ['e', 1, 9],
    ),
    usual,
  )
  assert.deepEqual(
    panel.series.map(({ frame }) => frame),
    [0, 1, 0, 2, 1],
  )
  assert.equal(panel.data.ds.length, 5)
  assert.deepEqual(
    frameHistories(panel).map(({ y }) => [...y]),
    [[1, 2], [3, 4], [7]],
  )
  const priced = { ...(rows(['a', 1, 1], ['b', 1, 2], ['c', 1, 3]) as object), price: [5, 6, 5] } as TableLike
  const other = await readPanel(priced, { ...usual, needed: { numbers: ['price'], flags: [] } })
  assert.deepEqual(
    other.series.map(({ frame }) => frame),
    [0, 1, 0],
  )
  assert.deepEqual([...other.data.columns.price], [5, 6])
})

test('a failure names the earliest time, whatever the order of the rows', async () => {
  const bad: [string, number, number | null][] = [
    ['a', 9, Infinity],
    ['a', 5, -Infinity],
    ['a', 1, 1],
  ]
  for (const order of [bad, bad.toReversed()]) {
    const { series } = await readPanel(rows(...order), usual)
    assert.deepEqual(series[0].failure, {
      code: 'DATA',
      message: 'column "y": must be finite, got -Infinity at 1970-01-06',
    })
    assert.equal(series[0].frame, -1)
  }
})

test('further columns are checked where the row has a value', async () => {
  const table = {
    shop: ['a', 'a', 'b', 'c', 'c'],
    ds: [1, 2, 1, 1, 2].map((day) => new Date(day * DAY)),
    y: [1, null, 1, 1, 2],
    price: [1, null, null, 1, 2],
    open: [true, null, true, true, null],
  }
  const { series } = await readPanel(table, { ...usual, needed: { numbers: ['price'], flags: ['open'] } })
  assert.deepEqual(
    series.map(({ failure }) => failure?.message),
    [
      undefined,
      'column "price": must be finite, got null at 1970-01-02',
      'column "open": must be true or false, got null at 1970-01-03',
    ],
  )
})

test('without a value column every row counts', async () => {
  const { series } = await readPanel(
    { shop: ['a', 'a', 'b'], ds: [1, 2, 1].map((day) => new Date(day * DAY)) },
    { ...usual, names: { time: 'ds', value: undefined }, role: 'future', minimum: 2 },
  )
  assert.deepEqual(
    series.map(({ rows: count, failure }) => [count, failure?.message]),
    [
      [2, undefined],
      [1, 'many needs at least 2 rows of future, got 1'],
    ],
  )
})

test('a long table is read in stretches, with turns of the event loop, to the same series', async () => {
  const count = 600_000
  const codes = Int32Array.from({ length: count }, (_, i) => (i * 7) % 3)
  const table = new Table({
    shop: makeVector(
      makeData({
        type: new Dictionary(new Utf8(), new Int32()),
        length: count,
        data: codes,
        dictionary: vectorFromArray(['x', 'z', 'y'], new Utf8()),
      }),
    ),
    ds: makeVector(
      makeData({
        type: new TimestampMillisecond(),
        length: count,
        data: BigInt64Array.from({ length: count }, (_, i) => BigInt(i) * 1000n),
      }),
    ),
    y: makeVector(
      makeData({ type: new Float64(), length: count, data: Float64Array.from({ length: count }, (_, i) => i) }),
    ),
  })
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  const panel = await readPanel(table, usual)
  clearInterval(timer)
  assert.ok(turns > 0)
  assert.deepEqual(
    panel.series.map(({ id, rows: own }) => [id, own]),
    [
      ['shop "x"', 200_000],
      ['shop "y"', 200_000],
      ['shop "z"', 200_000],
    ],
  )
  // code 2 is y: rows i with 7·i mod 3 = 2, so i = 2, 5, 8, …
  const { frame, start } = panel.series[1]
  const { ds, y } = historyOf(panel.data, panel.frames[frame], start)
  assert.deepEqual([...y.subarray(0, 2), ...y.subarray(-1)], [2, 5, 599_999])
  assert.equal(ds[199_999], 599_999_000)
})

test('a raised signal stops the reading', async () => {
  await assert.rejects(readPanel(rows(['a', 1, 1]), { ...usual, signal: AbortSignal.abort() }), { code: 'ABORTED' })
})
