import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  beeswarmFigure,
  decilesFigure,
  dependenceFigure,
  importanceFigure,
  toSVG,
  type Figure,
} from '../../../src/figure/index.js'
import { lightPalette } from '../../../src/figure/theme.js'
import { complaints } from './compile.js'

type Rows = Record<string, unknown>[]
const layerRows = (figure: Figure, layer: number): Rows =>
  (figure.layer as { data: { values: Rows } }[])[layer].data.values

const causes = {
  feature: ['volume', 'location', 'month'],
  importance: [0.2, 3.2, NaN],
  importance_lower: [-0.1, 2.5, NaN],
  importance_upper: [0.5, 3.9, NaN],
  published: [false, true, false],
  code: ['NOT_SIGNIFICANT', null, 'NO_SKILL'],
}

test('importances fall, refused features are grey and say why, and those without a figure keep their line', () => {
  const figure = importanceFigure(causes, { unit: 'hours' })
  const { values } = figure.data as { values: Rows }
  assert.deepEqual(
    values.map(({ name, value, text, colour, lower, upper }) => [name, value, text, colour, lower, upper]),
    [
      ['location', 3.2, '3.20', lightPalette.forecast, 2.5, 3.9],
      ['volume', 0.2, 'chance', lightPalette.baseline, -0.1, 0.5],
      ['month', null, 'refused', lightPalette.baseline, null, null],
    ],
  )
  assert.deepEqual(complaints(figure), [])
})

test('a table of importances without a verdict is drawn too, without whiskers', async () => {
  const figure = importanceFigure({ feature: ['a', 'b'], importance: [1, 2] }, { top: 1 })
  const { values } = figure.data as { values: Rows }
  assert.deepEqual(
    values.map(({ name, text }) => [name, text]),
    [['b', '2.00']],
  )
  assert.doesNotMatch(JSON.stringify(figure.hconcat), /"x2"/)
  assert.match(await toSVG(figure), /2\.00/)
})

test('tenths of the predictions have their mean observed value and its 90 % whisker', () => {
  // two groups of five: predictions 1 … 5 with values 0 … 4, then 6 … 10 with values all 7; sd of 0 … 4 is √2.5
  const yhat = [10, 1, 2, 3, 4, 5, 6, 7, 8, 9, NaN]
  const y = [7, 0, 1, 2, 3, 4, 7, 7, 7, 7, 100]
  const rows = layerRows(decilesFigure({ y, yhat }), 1 - 1)
  assert.equal(rows.length, 2)
  const { values } = decilesFigure({ y, yhat }).data as { values: Rows }
  const half = 1.645 * Math.sqrt(2.5 / 5)
  assert.deepEqual(values, [
    { predicted: 3, observed: 2, lower: 2 - half, upper: 2 + half },
    { predicted: 8, observed: 7, lower: 7, upper: 7 },
  ])
  assert.deepEqual(complaints(decilesFigure({ y, yhat })), [])
  assert.deepEqual(complaints(decilesFigure({ y: [], yhat: [] })), [])
})

test('a dependence on numbers is a line, one on labels are points by falling mean', () => {
  const numbers = dependenceFigure({ value: [1, 2], mean: [3, 4], lower: [2, 3], upper: [4, 5] }, { feature: 'x' })
  assert.deepEqual((numbers.data as { values: Rows }).values[1], { value: 2, mean: 4, lower: 3, upper: 5 })
  const labels = dependenceFigure({ value: ['Lyon', 'Nice'], mean: [3, 4], lower: [2, 3], upper: [4, 5] })
  assert.deepEqual(
    (labels.data as { values: Rows }).values.map(({ value }) => value),
    ['Nice', 'Lyon'],
  )
  for (const figure of [numbers, labels]) assert.deepEqual(complaints(figure), [])
})

test('a swarm has a point a row, features by size, colours by thirds of the value, and no two points on one place', () => {
  const effects = [0, 0, 0, 1, 2, 3]
  const figure = beeswarmFigure(
    { small: [0.1, 0, 0, 0, 0, 0], large: effects, bias: [9, 9, 9, 9, 9, 9] },
    { values: { small: ['a', 'b', 'a', 'b', 'a', null], large: [1, 2, 3, 4, 5, NaN] } },
  )
  const rows = layerRows(figure, 1)
  assert.deepEqual(
    rows.slice(0, 6).map(({ name, effect, value }) => [name, effect, value]),
    [
      ['large', 0, 'low value'],
      ['large', 0, 'middle'],
      ['large', 0, 'middle'],
      ['large', 1, 'high value'],
      ['large', 2, 'high value'],
      ['large', 3, 'label or missing'],
    ],
  )
  assert.ok(rows.slice(6).every(({ name, value }) => name === 'small' && value === 'label or missing'))
  assert.equal(new Set(rows.map(({ effect, y }) => `${String(effect)} ${String(y)}`)).size, rows.length)
  assert.deepEqual(complaints(figure), [])
})

test('columns that are missing are named', () => {
  assert.throws(() => importanceFigure({ feature: ['a'] }), { code: 'COLUMN' })
  assert.throws(() => decilesFigure({ y: [1] }), { code: 'COLUMN' })
  assert.throws(() => dependenceFigure({ value: [1], mean: [2] }), { code: 'COLUMN' })
  assert.throws(() => beeswarmFigure({ a: [1] }, { values: { b: [1] } }), { code: 'COLUMN' })
})
