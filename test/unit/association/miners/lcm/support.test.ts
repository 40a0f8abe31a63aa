import assert from 'node:assert/strict'
import { test } from 'node:test'
import { basketMarks, noMarks } from '../../../../../src/association/miners/lcm/support.js'

test('marks of all baskets stay below one together, and are exact beside the count', () => {
  for (const [count, transactions] of [
    [1, 1],
    [1000, 5000],
    [80_000, 2 ** 23],
  ]) {
    const { marks, unit } = basketMarks(count, transactions)
    const sum = marks.reduce((total, mark) => total + mark, 0)
    assert.ok(sum * unit < 1)
    assert.ok(marks.every((mark) => mark >= 1))
    assert.equal(transactions + sum * unit - transactions, sum * unit)
    assert.equal(transactions + unit - transactions, unit)
  }
})

test('marks differ from basket to basket', () => {
  const { marks } = basketMarks(1000, 1000)
  assert.ok(new Set(marks).size > 990)
})

test('where there is no room for marks there are none', () => {
  const { marks, unit } = basketMarks(3, 2 ** 51)
  assert.deepEqual([...marks], [0, 0, 0])
  assert.ok(unit > 0)
  assert.equal(noMarks(3).unit, 0)
})
