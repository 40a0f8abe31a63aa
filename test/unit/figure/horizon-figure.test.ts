import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crossValidationFigure, horizonFigure, toSVG, type Figure } from '../../../src/figure/index.js'
import { lightPalette } from '../../../src/figure/theme.js'
import { crossValidate } from '../../../src/forecast/index.js'
import { complaints, days } from './compile.js'

interface Part {
  readonly width: number
  readonly data: { readonly values: Record<string, unknown>[] }
  readonly encoding: {
    readonly x: { readonly axis: { readonly title: string } }
    readonly y: { readonly scale: { readonly domain: readonly number[] } }
    readonly color: { readonly scale: { readonly domain: readonly string[]; readonly range: readonly string[] } }
  }
}
const partsOf = (figure: Figure): readonly [plot: Part, names: Part] => figure.hconcat as [Part, Part]

const errors = {
  horizon: [2, 1, 1, 2, 1, 2],
  model: ['ets', 'ets', 'naive', 'naive', 'mean', 'mean'],
  mae: [4, 3, 5, 8, 6, 6],
}

test('each model is a line by ascending horizon; the axis starts at zero and the judged model alone is in colour', () => {
  const [plot] = partsOf(horizonFigure(errors, { model: 'naive' }))
  assert.deepEqual(
    plot.data.values.map(({ horizon, value, model }) => [model, horizon, value]),
    [
      ['ets', 1, 3],
      ['ets', 2, 4],
      ['naive', 1, 5],
      ['naive', 2, 8],
      ['mean', 1, 6],
      ['mean', 2, 6],
    ],
  )
  assert.deepEqual(plot.encoding.y.scale.domain, [0, 8.4])
  const { domain, range } = plot.encoding.color.scale
  assert.deepEqual(domain, ['ets', 'naive', 'mean'])
  assert.deepEqual(range, [lightPalette.baseline, lightPalette.forecast, lightPalette.baseline])
})

test('names stand at the ends of their lines, 16 pixels apart where the lines end together', () => {
  const close = { horizon: [1, 1], model: ['a', 'b'], mae: [10, 9.9] }
  const [, names] = partsOf(horizonFigure(close, { height: 105 }))
  // The axis ends at 10.5, so that 105 pixels are 10 a unit: the lines end at pixels 5 and 6.
  assert.deepEqual(
    names.data.values.map(({ name, end, place }) => [name, Math.round(Number(end)), place]),
    [
      ['a', 5, 8],
      ['b', 6, 24],
    ],
  )
})

test('the whole keeps its width, and a long name is cut where half of it would be gone', () => {
  const long = { horizon: [1], model: ['a name that is much longer than the figure is wide'], mae: [1] }
  const [plot, names] = partsOf(horizonFigure(long, { width: 290 }))
  assert.equal(plot.width + names.width, 290)
  assert.ok(plot.width > 160)
  assert.match(String(names.data.values[0].name), /^a name.*…$/)
})

test('only the models asked for are drawn, in that order', () => {
  const [plot] = partsOf(horizonFigure(errors, { models: ['mean', 'ets', 'unknown'] }))
  assert.deepEqual(plot.encoding.color.scale.domain, ['mean', 'ets'])
})

test('an error that is missing breaks its line instead of falling to zero', () => {
  const [plot] = partsOf(horizonFigure({ horizon: [1, 2, 3], model: ['a', 'a', 'a'], mae: [1, null, 2] }))
  assert.deepEqual(
    plot.data.values.map(({ value }) => value),
    [1, null, 2],
  )
})

test('figures compile without a warning and render, with one horizon or none', async () => {
  const figures = [
    horizonFigure(errors, { unit: 'mean absolute error', horizonUnit: 'days ahead', width: 280 }),
    horizonFigure({ horizon: [1], model: ['a'], mae: [0] }),
    horizonFigure({ horizon: [1], model: ['a'], mae: [null] }),
    horizonFigure(errors, { models: [] }),
  ]
  for (const figure of figures) {
    assert.deepEqual(JSON.parse(JSON.stringify(figure)), figure)
    assert.deepEqual(complaints(figure), [])
    assert.doesNotMatch(await toSVG(figure), /NaN|undefined/)
  }
})

test('cross-validations are drawn by days ahead, or hours where all are near', async () => {
  const history = { ds: days('2024-01-01', 120), y: Array.from({ length: 120 }, (_, i) => 10 + (i % 7)) }
  const run = { horizon: '5 days', initial: '60 days', period: '5 days' }
  const folds = {
    'same weekday': await crossValidate(history, { model: 'seasonalNaive', season: 7 }, run),
    mean: await crossValidate(history, { model: 'mean' }, run),
  }
  const [plot] = partsOf(crossValidationFigure(folds, { rollingWindow: 0 }))
  assert.equal(plot.encoding.x.axis.title, 'days ahead')
  const weekday = plot.data.values.filter(({ model }) => model === 'same weekday')
  // The pattern repeats each week, so that its seasonal naive never errs.
  assert.deepEqual(
    weekday.map(({ horizon, value }) => [horizon, value]),
    [1, 2, 3, 4, 5].map((day) => [day, 0]),
  )
  const hour = 3_600_000
  const near = {
    cutoff: [new Date(0), new Date(0)],
    ds: [new Date(6 * hour), new Date(12 * hour)],
    y: [1, 2],
    yhat: [1.5, 4],
  }
  const [hours] = partsOf(crossValidationFigure({ near }, { rollingWindow: 0, metric: 'rmse', models: ['near'] }))
  assert.equal(hours.encoding.x.axis.title, 'hours ahead')
  assert.deepEqual(
    hours.data.values.map(({ horizon, value }) => [horizon, value]),
    [
      [6, 0.5],
      [12, 2],
    ],
  )
})

test('bad input is named', () => {
  const cases: [() => unknown, string, RegExp][] = [
    [() => horizonFigure({ horizon: [1], model: ['a'], rmse: [1] }), 'COLUMN', /^errors has no column "mae"/],
    [() => horizonFigure({ horizon: [1], mae: [1] }), 'COLUMN', /^errors has no column "model"/],
    [() => crossValidationFigure({ a: { ds: [new Date(0)], y: [1] } }), 'COLUMN', /no column "/],
    [() => crossValidationFigure({ a: {} }, { metric: 'nope' as 'mae' }), 'OPTION', /^option "metric" must be "mse"/],
  ]
  for (const [call, code, message] of cases) assert.throws(call, { code, message })
})
