import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forceTwin } from '../../../../../src/kernel/simd.js'
import { shap } from '../../../../../src/regression/model/shap/shap.js'
import { category, modelByHand, numeric, twoQuantiles } from '../../models-for-tests.js'

/**
 * a < 0 (half of the rows): 0. Else b < 0 (a quarter of those): 4, or 8. Mean = ½·0 + ½·(¼·4 + ¾·8) = 3.5.
 * For a = 1, b = 1: knowing a only gives 7, b only ½·0 + ½·8 = 4, both 8, nothing 3.5.
 *   φ_a = ½·(7 − 3.5) + ½·(8 − 4) = 3.75,   φ_b = ½·(4 − 3.5) + ½·(8 − 7) = .75,   their interaction ½·(8 − 7 − 4 + 3.5) = .25
 */
const model = modelByHand(
  numeric('a', 'b'),
  [{ on: 0, below: 0, left: 0, right: { on: 1, below: 0, left: 4, right: 8, leftShare: 0.25 } }],
  { baseScore: [10] },
)

test('two features by hand: contributions and the mean of the training rows', () => {
  const [row] = shap(model, { a: [1], b: [1] }).toArray()
  const { a, b, bias } = row!.toJSON() as Record<string, number>
  assert.ok(Math.abs(a - 3.75) < 1e-12)
  assert.ok(Math.abs(b - 0.75) < 1e-12)
  assert.ok(Math.abs(bias - 13.5) < 1e-12)
})

test('two features by hand: main effects and the interaction, half on each side', () => {
  const rows = shap(model, { a: [1], b: [1] }, { interactions: true })
    .toArray()
    .map((row) => row!.toJSON())
  const wanted = [
    { row: 0, feature: 'a', a: 3.5, b: 0.25, bias: 0 },
    { row: 0, feature: 'b', a: 0.25, b: 0.5, bias: 0 },
    { row: 0, feature: 'bias', a: 0, b: 0, bias: 13.5 },
  ]
  rows.forEach((row, i) => {
    assert.equal(row['feature'], wanted[i].feature)
    for (const key of ['row', 'a', 'b', 'bias'] as const) assert.ok(Math.abs(row[key] - wanted[i][key]) < 1e-12)
  })
})

test('an unknown label that takes both ways contributes nothing', () => {
  const split = modelByHand([category('place', 'Aix')], [{ on: 0, codes: [0], left: 1, right: 5, leftShare: 0.25 }], {
    unseenCategory: 'node-mean',
  })
  const rows = shap(split, { place: ['Metz', 'Aix'] })
    .toArray()
    .map((row) => row!.toJSON())
  assert.deepEqual(rows, [
    { place: 0, bias: 4 },
    { place: 1, bias: 4 },
  ])
})

test('a base margin moves the bias', () => {
  const [row] = shap(model, { a: [1], b: [1], m: [0.5] }, { baseMargin: 'm' }).toArray()
  assert.ok(Math.abs((row!.toJSON() as Record<string, number>)['bias'] - 4) < 1e-12)
})

test('several outputs: a row each, named by number', () => {
  const table = { temperature: [10], volume: [1], month: [1], place: ['place 0'], kind: [null] }
  const result = shap(twoQuantiles(), table)
  assert.deepEqual(Array.from(result.getChild('output')!.toArray() as Int32Array), [0, 1])
  assert.equal(shap(twoQuantiles(), table, { interactions: true }).numRows, 2 * 6)
})

test('a feature called bias keeps its name', () => {
  const own = modelByHand(numeric('bias'), [{ on: 0, below: 0, left: 0, right: 1 }])
  assert.deepEqual(
    shap(own, { bias: [1] }).schema.fields.map(({ name }) => name),
    ['bias', '_bias'],
  )
})

test('the kernel and its twin give the same bits', () => {
  const table = {
    temperature: [10, 20, null, 18],
    volume: [1, 2, 3, 4],
    month: [1, 7, null, 12],
    place: ['place 0', null, 'place 5', 'place 4'],
    kind: [null, 'kind 1', 'kind 2', 'kind 1'],
  }
  const ours = shap(twoQuantiles(), table)
  forceTwin(true)
  const twin = shap(twoQuantiles(), table)
  forceTwin(false)
  assert.deepEqual(twin.toArray().map(String), ours.toArray().map(String))
})
