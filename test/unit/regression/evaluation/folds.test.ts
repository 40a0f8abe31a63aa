import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planFolds, type FoldPlan } from '../../../../src/regression/evaluation/folds.js'

const plan = (given: Partial<FoldPlan>): FoldPlan => ({
  rows: 10,
  folds: 5,
  repeats: 1,
  seed: 0,
  units: null,
  times: null,
  ...given,
})

test('every row is held out once a repeat, in parts whose sizes differ by one at most', () => {
  const folds = planFolds(plan({ rows: 11, folds: 3, repeats: 2 }))
  assert.deepEqual(
    folds.map(({ repeat, fold, train, test: held }) => [repeat, fold, train.length, held.length]),
    [
      [0, 0, 7, 4],
      [0, 1, 7, 4],
      [0, 2, 8, 3],
      [1, 0, 7, 4],
      [1, 1, 7, 4],
      [1, 2, 8, 3],
    ],
  )
  for (const repeat of [0, 1]) {
    const held = folds.filter((fold) => fold.repeat === repeat).flatMap((fold) => [...fold.test])
    assert.deepEqual(
      held.toSorted((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    )
  }
  assert.notDeepEqual(folds[0].test, folds[3].test, 'repeats differ')
})

test('the same seed gives the same folds, another seed others', () => {
  assert.deepEqual(planFolds(plan({ seed: 3 })), planFolds(plan({ seed: 3 })))
  assert.notDeepEqual(planFolds(plan({ seed: 3 })), planFolds(plan({ seed: 4 })))
})

test('all rows of a unit are held out together', () => {
  const of = Int32Array.of(0, 1, 2, 3, 0, 1, 2, 3, 0, 0)
  const folds = planFolds(plan({ folds: 4, units: { of, count: 4 } }))
  for (const { train, test: held } of folds) {
    const units = new Set([...held].map((row) => of[row]))
    assert.equal(units.size, 1)
    assert.equal(train.length + held.length, 10)
    assert.ok([...train].every((row) => !units.has(of[row])))
  }
})

test('forward in time, a fold learns from earlier times only, and rows of one time stay together', () => {
  // seven times in eight rows; 2 folds: blocks of 3, 2 and 2 times
  const times = Float64Array.of(60, 10, 20, 30, 40, 50, 70, 50)
  const folds = planFolds(plan({ rows: 8, folds: 2, times }))
  assert.deepEqual(
    folds.map(({ train, test: held }) => [[...train], [...held]]),
    [
      [
        [1, 2, 3],
        [4, 5, 7],
      ],
      [
        [1, 2, 3, 4, 5, 7],
        [0, 6],
      ],
    ],
  )
})

test('by unit and forward in time: neither an own row nor a later one is learnt from', () => {
  // 3 units at 6 times
  const of = Int32Array.from({ length: 18 }, (_, row) => row % 3)
  const times = Float64Array.from({ length: 18 }, (_, row) => Math.floor(row / 3))
  const folds = planFolds(plan({ rows: 18, folds: 3, units: { of, count: 3 }, times }))
  assert.deepEqual(
    folds.map(({ fold }) => fold),
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  )
  const held = folds.flatMap((fold) => [...fold.test])
  assert.deepEqual(
    held.toSorted((a, b) => a - b),
    Array.from({ length: 9 }, (_, i) => 9 + i),
    'the first block (3 of 6 times) is never held out, the others once',
  )
  for (const { train, test: rows } of folds) {
    for (const row of rows) {
      assert.ok(train.every((other) => of[other] !== of[row] && times[other] < times[row]))
    }
  }
})

const bad: [Partial<FoldPlan>, string, string][] = [
  [{ rows: 4 }, 'DATA', '5 folds need at least 5 rows, got 4: give a smaller option "folds"'],
  [
    { units: { of: new Int32Array(10), count: 1 } },
    'DATA',
    '5 folds need at least 5 units, got 1: give a smaller option "folds"',
  ],
  [
    { times: new Float64Array(10) },
    'DATA',
    '5 folds forward in time need at least 6 different times, got 1: give a smaller option "folds"',
  ],
  [
    { times: new Float64Array(10), repeats: 2 },
    'OPTION',
    'option "repeats" must be 1 for folds forward in time, which have no chance in them, got 2',
  ],
]
for (const [given, code, message] of bad) {
  test(message, () => {
    assert.throws(() => planFolds(plan(given)), { name: 'BodkinError', code, message })
  })
}
