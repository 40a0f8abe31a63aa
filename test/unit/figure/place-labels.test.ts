import assert from 'node:assert/strict'
import { test } from 'node:test'
import { intoRows, pushApart } from '../../../src/figure/place-labels.js'

test('labels that stand apart stay where they are, and close ones are pushed down by the gap', () => {
  assert.deepEqual(pushApart([50, 10], 10, 0, 60), [50, 10])
  assert.deepEqual(pushApart([10, 12, 50], 10, 0, 60), [10, 20, 50])
})

test('labels at the end are pushed back, and too many share the room evenly', () => {
  // 58 and 59 want to stand at the end: the lower one stands at 60, its neighbour 10 before it.
  assert.deepEqual(pushApart([58, 59], 10, 0, 60), [50, 60])
  assert.deepEqual(pushApart([5, 5, 5], 10, 0, 10), [0, 5, 10])
  assert.deepEqual(pushApart([], 10, 0, 10), [])
})

test('a label goes into the lowest row where it covers no other, and stays inside the figure', () => {
  const label = (middle: number, width: number): { middle: number; width: number } => ({ middle, width })
  assert.deepEqual(intoRows([label(50, 40), label(60, 40), label(95, 20), label(2, 10)], 100, 2), [
    { row: 0, middle: 50 },
    { row: 1, middle: 60 },
    { row: 0, middle: 90 },
    { row: 0, middle: 5 },
  ])
})

test('where no row has room, a label is left out', () => {
  const same = { middle: 50, width: 40 }
  assert.deepEqual(intoRows([same, same, same], 100, 2)[2], null)
})
