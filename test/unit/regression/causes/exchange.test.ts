import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  changes,
  crossed,
  drawExchange,
  exchangeRows,
  exchangeRuns,
  exchangeUnits,
  largestStratum,
  stretches,
  type Exchange,
} from '../../../../src/regression/causes/exchange.js'
import { randomStream } from '../../../../src/numeric/random.js'

function draw(plan: Exchange, seed: number): number[] {
  const source = new Int32Array(plan.rows)
  drawExchange(plan, randomStream(seed, 'exchange'), source, new Int32Array(plan.starts.length))
  return [...source]
}

test('single rows are exchanged within their label', () => {
  const labels = [0, 0, 0, 1, 1, 2]
  const source = draw(exchangeRows(6, labels), 1)
  assert.deepEqual(source.toSorted(), [0, 1, 2, 3, 4, 5])
  source.forEach((from, row) => assert.equal(labels[from], labels[row]))
  assert.equal(source[5], 5)
})

test('every order is as likely as any other', () => {
  const counts = new Map<string, number>()
  const plan = exchangeRows(3)
  const random = randomStream(5, 'orders')
  const source = new Int32Array(3)
  for (let i = 0; i < 6000; i++) {
    drawExchange(plan, random, source, new Int32Array(3))
    counts.set(source.join(''), (counts.get(source.join('')) ?? 0) + 1)
  }
  assert.equal(counts.size, 6)
  // 1000 each, standard deviation 29
  for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 120, String(count))
})

test('machines are exchanged whole, and only with machines of equally long histories', () => {
  const units = Int32Array.of(0, 0, 1, 1, 2, 2, 2, 3, 3)
  const plan = exchangeUnits(units)
  assert.equal(largestStratum(plan), 3)
  for (let seed = 0; seed < 20; seed++) {
    const source = draw(plan, seed)
    assert.deepEqual(source.slice(4, 7), [4, 5, 6])
    for (const start of [0, 2, 7]) {
      assert.ok([0, 2, 7].includes(source[start]))
      assert.equal(source[start + 1], source[start] + 1)
    }
  }
})

test('runs of time are exchanged whole, and the oldest rows that fill none stay', () => {
  // 43 rows: 20 blocks of 2 and a rest of 3, which is one more block and one row
  const plan = exchangeRuns(43)
  assert.equal(plan.starts.length, 21)
  for (let seed = 0; seed < 5; seed++) {
    const source = draw(plan, seed)
    assert.equal(source[0], 0)
    for (let row = 1; row < 43; row += 2) assert.equal(source[row + 1], source[row] + 1)
  }
})

test('stretches cut each history in parts of six rows or more', () => {
  assert.deepEqual([...stretches(13, null)], [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
  assert.deepEqual([...stretches(8, Int32Array.of(0, 0, 0, 1, 1, 1, 1, 1))], [0, 0, 0, 1, 1, 1, 1, 1])
})

test('crossed labels are the same where both are', () => {
  assert.deepEqual([...crossed([0, 0, 1, 1], [5, 6, 5, 5])], [0, 1, 2, 2])
})

test('a column that is constant within its strata cannot be changed', () => {
  const labels = [0, 0, 1, 1]
  assert.equal(changes(exchangeRows(4, labels), [7, 7, 8, 8]), false)
  assert.equal(changes(exchangeRows(4, labels), [7, 9, 8, 8]), true)
  // a season that all machines share
  assert.equal(changes(exchangeUnits(Int32Array.of(0, 0, 1, 1)), [1, 2, 1, 2]), false)
  assert.equal(changes(exchangeUnits(Int32Array.of(0, 0, 1, 1)), [NaN, 2, NaN, 2]), false)
})
