import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forecastFigure, shocksFigure, toSVG, type Figure } from '../../../src/figure/index.js'
import { readShocks } from '../../../src/figure/shock-bands.js'
import { lightPalette } from '../../../src/figure/theme.js'
import { complaints, days } from './compile.js'

const dayMs = 86_400_000
const ds = days('2024-01-01', 100)
const history = { ds, y: Array.from({ length: 100 }, (_, i) => 50 + (i % 7)) }
const shocks = {
  start: [ds[10], ds[40], ds[43]],
  end: [ds[12], ds[41], ds[49]],
  direction: ['up', 'down', 'mixed'],
  effect: [1234, -20, 3],
  z: [9, -12, 5],
}
const forecast = {
  ds: days('2024-04-10', 5),
  yhat: [1, 2, 3, 4, 5],
  yhat_lower: [0, 1, 2, 3, 4],
  yhat_upper: [2, 3, 4, 5, 6],
}

interface Plot {
  readonly layer: { readonly data: { readonly values: Record<string, unknown>[] } }[]
}

test('a shock lasts until the row after its last one, and is cut to the drawn span', () => {
  const read = readShocks(shocks, dayMs, Number(ds[11]), Number(ds[41]))
  assert.deepEqual(
    read.map(({ from, to, direction }) => [from, to, direction]),
    [
      [Number(ds[11]), Number(ds[13]), 'up'],
      [Number(ds[40]), Number(ds[41]), 'down'],
    ],
  )
})

test('a forecast figure shades its shocks, names them in the legend, and signs their direction', () => {
  const figure = forecastFigure(forecast, { history, shocks })
  const [bands, signs] = figure.layer as Plot['layer']
  assert.equal(bands.data.values.length, 3)
  assert.deepEqual(
    signs.data.values.map(({ shape }) => shape),
    ['triangle-up', 'triangle-down', 'diamond'],
  )
  assert.ok(JSON.stringify(figure.layer).includes('"Shock"'))
  const plain = forecastFigure(forecast, { history, shocks: { start: [], end: [], direction: [] } })
  assert.doesNotMatch(JSON.stringify(plain), /Shock/)
})

test('the effect stands above its band, and a shock of both directions is called mixed', () => {
  const figure = shocksFigure(history, shocks, { width: 297 })
  const [strip] = figure.vconcat as { data: { values: Record<string, unknown>[] } }[]
  const texts = strip.data.values.map(({ text }) => text)
  // The strongest comes first; −20 (row 40 to 41) and mixed (row 43 to 49) are too close for one row of 297 pixels.
  assert.deepEqual(texts, ['−20', '+1,234', 'mixed'])
  assert.equal(new Set(strip.data.values.map(({ y }) => y)).size, 2)
  const [first] = strip.data.values
  // Rows 40 and 41 span the days 40 to 42 after the first; 99 days are 297 pixels, so that their middle is at 41 · 3.
  assert.equal(first.place, 123)
})

test('without shocks the history stands alone', () => {
  const figure = shocksFigure(history, { start: [], end: [], direction: [] })
  assert.equal((figure.vconcat as unknown[]).length, 1)
})

test('figures compile without a warning, render, and carry the colour of shocks', async () => {
  const long = { ds: days('2000-01-01', 3000), y: Array.from({ length: 3000 }, (_, i) => i % 13) }
  const figures: Figure[] = [
    shocksFigure(history, shocks),
    shocksFigure(history, { start: shocks.start, end: shocks.end, direction: shocks.direction }, { width: 280 }),
    shocksFigure(long, {
      start: [new Date('2003-01-01')],
      end: [new Date('2003-01-01')],
      direction: ['up'],
      effect: [0.5],
    }),
    forecastFigure(forecast, { history, shocks, width: 280 }),
  ]
  for (const figure of figures) {
    assert.deepEqual(JSON.parse(JSON.stringify(figure)), figure)
    assert.deepEqual(complaints(figure), [])
    const svg = await toSVG(figure)
    assert.doesNotMatch(svg, /NaN|undefined/)
    assert.ok(svg.includes(lightPalette.shock))
  }
})

test('bad input is named', () => {
  const cases: [() => unknown, RegExp][] = [
    [() => shocksFigure(history, { start: [], end: [] }), /^shocks has no column "direction"/],
    [() => shocksFigure({ ds }, shocks), /^history has no column "y"/],
    [() => forecastFigure(forecast, { shocks: { direction: [], end: [] } }), /^shocks has no column "start"/],
  ]
  for (const [call, message] of cases) assert.throws(call, { code: 'COLUMN', message })
})
