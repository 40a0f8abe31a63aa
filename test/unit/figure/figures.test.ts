import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  changepointsFigure,
  componentFigures,
  effectsFigure,
  forecastFigure,
  scoresFigure,
  toSVG,
  type Figure,
} from '../../../src/figure/index.js'
import { changepoints, decompose, fit, predict } from '../../../src/forecast/index.js'
import { complaints, days } from './compile.js'

type Datasets = Record<
  'history' | 'heldOut' | 'forecast',
  { t: number; value: number | null; low: number; high: number }[]
>

const datasets = (figure: Figure): Datasets => figure.datasets as Datasets
const history = {
  ds: days('2020-01-01', 800),
  y: Array.from({ length: 800 }, (_, i) => 100 + i / 10 + [5, 4, 3, 2, 1, -8, -9][i % 7] + Math.sin(i * i)),
}
const model = fit(history)
const forecast = predict(model, { periods: 14 }, { interval: 'analytic' })

test('every figure of a real model compiles without a warning and renders', async () => {
  const figures = [
    forecastFigure(forecast, {
      history,
      heldOut: { ds: days('2022-03-11', 3), y: [1, 2, 3] },
      changepoints: changepoints(model),
    }),
    forecastFigure(forecast, { history, width: 280, unit: 'visits' }),
    ...componentFigures(decompose(model)).map(({ figure }) => figure),
    changepointsFigure(changepoints(model), { from: history.ds[0], to: history.ds[799] }),
    scoresFigure({ model: ['ours', 'naive'], mae: [1, 2] }),
    effectsFigure({ name: ['a', 'b'], effect: [-0.1, 0.2] }, { percent: true }),
  ]
  for (const figure of figures) {
    assert.deepEqual(complaints(figure), [])
    const svg = await toSVG(figure)
    assert.match(svg, /^<svg[^>]+viewBox=/)
    assert.doesNotMatch(svg, /NaN|undefined/)
  }
})

test('a figure is plain JSON', () => {
  const figure = forecastFigure(forecast, { history })
  assert.deepEqual(JSON.parse(JSON.stringify(figure)), figure)
})

test('a forecast figure holds every row while the pixels suffice', () => {
  const figure = forecastFigure(forecast, { history, from: history.ds[700] })
  assert.equal((figure.usermeta as { rowsPerStep: number }).rowsPerStep, 1)
  assert.equal(datasets(figure).history.length, 100)
  assert.equal(datasets(figure).forecast.length, 14)
  const first = datasets(figure).forecast[0]
  assert.ok(first.low < (first.value ?? 0) && (first.value ?? 0) < first.high)
})

test('a thinned history still spans its lowest and highest row', () => {
  const y = history.y.map((value, i) => (i === 333 ? 9999 : i === 444 ? -9999 : value))
  const figure = forecastFigure(forecast, { history: { ds: history.ds, y }, width: 100 })
  const rows = datasets(figure).history
  assert.equal((figure.usermeta as { rowsPerStep: number }).rowsPerStep % 7, 0)
  assert.ok(rows.length <= 120)
  assert.equal(Math.max(...rows.map(({ high }) => high)), 9999)
  assert.equal(Math.min(...rows.map(({ low }) => low)), -9999)
})

test('a missing value breaks the line instead of bridging it', () => {
  const figure = forecastFigure(forecast, {
    history: { ds: history.ds, y: history.y.map((value, i) => (i === 790 ? null : value)) },
    from: history.ds[780],
  })
  assert.equal(datasets(figure).history[10].value, null)
})

test('what a verdict lets be shown is all that the figure holds', async () => {
  const [all, interval, nothing] = (['numbers', 'interval', 'none'] as const).map((display) =>
    forecastFigure(forecast, { history, display }),
  )
  assert.equal(datasets(all).forecast.filter(({ value }) => value !== null).length, 14)
  assert.equal(datasets(interval).forecast.filter(({ low, high }) => low < high).length, 14)
  assert.ok(datasets(interval).forecast.every(({ value }) => value === null))
  assert.equal((all.layer as unknown[]).length - (interval.layer as unknown[]).length, 1)
  assert.deepEqual(datasets(nothing).forecast, [])
  for (const figure of [interval, nothing]) {
    assert.deepEqual(complaints(figure), [])
    assert.doesNotMatch(await toSVG(figure), /NaN|undefined|>Forecast</)
  }
})

test('only active changepoints are drawn', () => {
  const points = { ds: days('2021-01-01', 3), active: [true, false, true] }
  const layers = forecastFigure(forecast, { history, changepoints: points }).layer as { data: { values?: unknown[] } }[]
  assert.equal(layers[0].data.values?.length, 2)
})

test('the weekly component is named by weekday, Monday first', () => {
  const weekly = componentFigures(decompose(model)).find(({ name }) => name === 'weekly')
  assert.deepEqual(
    weekly?.points.map(({ at }) => at),
    ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  )
  // 2020-01-01 is a Wednesday, so the fifth and sixth value after it (−8, −9) fall on Monday and Tuesday.
  const [monday, tuesday, wednesday] = weekly?.points.map(({ value }) => value) ?? []
  assert.ok(monday < -5 && tuesday < -5 && wednesday > 0)
})

test('the yearly component has a place for 29 February', () => {
  const yearly = componentFigures(decompose(model)).find(({ name }) => name === 'yearly')
  assert.equal(yearly?.points.length, 366)
  assert.ok(yearly?.points.some(({ at }) => at === '02-29'))
})

test('a straight trend needs two points', () => {
  const [trend] = componentFigures({
    ds: days('2020-01-01', 500),
    trend: Float64Array.from({ length: 500 }, (_, i) => 3 + 2 * i),
  })
  assert.equal(trend.points.length, 2)
})

test('rates are steps from the start of the history to its end', () => {
  const table = { ds: days('2020-02-01', 2), active: [true, true], slope_before: [1, -2], slope_after: [-2, 3] }
  const figure = changepointsFigure(table, { from: new Date('2020-01-01'), to: new Date('2020-12-31'), perDays: 10 })
  const layers = figure.layer as { data: { values: { rate: number }[] } }[]
  assert.deepEqual(
    layers[1].data.values.map(({ rate }) => rate),
    [10, -20, 30, 30],
  )
})

test('the judged model alone is in colour', () => {
  const figure = scoresFigure({ model: ['ours', 'naive', 'mean'], mae: [1, 2, 3] }, { model: 'naive' })
  const colours = (figure.data as { values: { colour: string }[] }).values.map(({ colour }) => colour)
  assert.equal(colours[0], colours[2])
  assert.notEqual(colours[0], colours[1])
})

test('a missing column is named', () => {
  assert.throws(() => forecastFigure({ ds: days('2020-01-01', 1), y_hat: [1] }), {
    code: 'COLUMN',
    message: /forecast has no column "yhat".*"y_hat"/,
  })
  assert.throws(() => scoresFigure({ model: ['a'], rmse: [1] }), { code: 'COLUMN' })
})
