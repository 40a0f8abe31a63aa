/** The forecast: what was observed, what the model says with its interval, what was held back, where the trend bends and where shocks lie. */
import { readTable } from '../arrow/read-table.js'
import type { TableLike } from '../arrow/table-like.js'
import { timeColumn } from '../arrow/time-column.js'
import { numbersOf } from './columns.js'
import {
  band,
  layerRows,
  line,
  observedLayer,
  observedMarks,
  predictedLayer,
  type SeriesLayer,
} from './series-layer.js'
import { readShocks, shockBands } from './shock-bands.js'
import { figure, timeEncoding, type Figure, type FigureSize, type Json } from './specification.js'
import { rowsPerStep, typicalStep } from './thin.js'
import { lightPalette } from './theme.js'
import type { Display } from '../verdict/verdict.js'

/** What `forecastFigure` may draw beside the forecast. */
export interface ForecastFigureOptions extends FigureSize {
  /** Observed rows that the model was fitted on: `ds`, `y`. */
  readonly history?: TableLike
  /** Observed rows that were held back from the fit: `ds`, `y`. */
  readonly heldOut?: TableLike
  /** Table of `changepoints(model)`: `ds`, `active`; the active ones are drawn as rules. */
  readonly changepoints?: TableLike
  /** Table of `detectShocks(history)`: `start`, `end`, `direction`; drawn as shaded bands, the direction as a sign at the top. */
  readonly shocks?: TableLike
  /**
   * How much may be shown, `display` of a verdict: 'numbers' (default), the forecast with its interval; 'interval', the band alone;
   * 'none', neither.
   */
  readonly display?: Display
  /** Draw only rows from this instant on (ms since 1970 or Date), default the first row. */
  readonly from?: number | Date
  /** Name of the time column of `history` and `heldOut`, default `ds`. */
  readonly time?: string
  /** Name of the value column of `history` and `heldOut`, default `y`. */
  readonly value?: string
  /** Title of the vertical axis, default the name of the value column. */
  readonly unit?: string
}

/**
 * Draw a forecast over its history.
 *
 * Every row is drawn while there are at most five for four pixels; beyond that, runs of rows become steps that show their lowest, highest and mean
 * value (see `usermeta.rowsPerStep` of the result: 1 means every row).
 *
 * @param forecast table of `predict`: `ds`, `yhat` and, when there is an interval, `yhat_lower`, `yhat_upper`
 * @param options other layers and the size (default 760 × 300)
 * @returns a Vega-Lite specification
 * @throws BodkinError `COLUMN` when a column is missing or of the wrong type
 * @example
 * forecastFigure(predict(model, { periods: 30 }), { history, unit: 'births a day' })
 */
export function forecastFigure(forecast: TableLike, options: ForecastFigureOptions = {}): Figure {
  const { width = 760, height = 300, time = 'ds', value = 'y', display = 'numbers' } = options
  const from = options.from === undefined ? -Infinity : Number(options.from)
  const layers = {
    history: observedLayer(options.history, 'history', time, value, from),
    heldOut: observedLayer(options.heldOut, 'heldOut', time, value, from),
    forecast: predictedLayer(forecast, display === 'none' ? Infinity : from, display === 'interval'),
  }
  const every = Object.values(layers).filter((layer) => layer.times.length > 0)
  const start = Math.min(...every.map((layer) => layer.times[0]))
  const end = Math.max(...every.map((layer) => layer.times[layer.times.length - 1]))
  const step = Math.max(0, ...every.map((layer) => typicalStep(layer.times)))
  const k = rowsPerStep(step > 0 ? Math.round((end - start) / step) + 1 : 1, width, step)
  const shocks = options.shocks === undefined ? [] : readShocks(options.shocks, step, start, end)
  const x = timeEncoding('t', width)
  const label = display === 'interval' ? 'Interval' : 'Forecast'
  const colour = colourEncoding(layers, label, shocks.length > 0, width)
  const y = { field: 'value', type: 'quantitative', scale: { zero: false }, axis: { title: options.unit ?? value } }
  const rows = (layer: SeriesLayer): Json[] => layerRows(layer, start, step, k)
  const thinned = k > 1
  return figure({
    description: 'Observed values, forecast and interval over time',
    usermeta: { rowsPerStep: k },
    width,
    height,
    datasets: { history: rows(layers.history), heldOut: rows(layers.heldOut), forecast: rows(layers.forecast) },
    encoding: { x },
    layer: [
      ...shockBands(shocks, { ...colour, datum: shockLabel }),
      ...changepointRules(options.changepoints, from),
      ...(thinned ? [band('history', 'Observed', 0.22, y, colour)] : []),
      band('forecast', label, thinned ? 0.25 : 0.2, y, colour),
      ...observedMarks('history', 'Observed', layers.history, thinned, y, colour),
      ...(thinned && layers.heldOut.times.length > 0 ? [band('heldOut', 'Held out', 0.22, y, colour)] : []),
      ...(display === 'interval'
        ? []
        : [line('forecast', label, layers.forecast.times.length > 150 ? 1 : 1.6, 1, y, colour)]),
      ...observedMarks('heldOut', 'Held out', layers.heldOut, thinned, y, colour),
    ],
  })
}

const shockLabel = 'Shock'

function colourEncoding(
  layers: Record<'history' | 'heldOut' | 'forecast', SeriesLayer>,
  label: string,
  shocked: boolean,
  width: number,
): Json {
  const entries = [
    { label: 'Observed', colour: lightPalette.history, shown: layers.history.times.length > 0 },
    { label: 'Held out', colour: lightPalette.truth, shown: layers.heldOut.times.length > 0 },
    { label, colour: lightPalette.forecast, shown: layers.forecast.times.length > 0 },
    { label: shockLabel, colour: lightPalette.shock, shown: shocked },
  ].filter(({ shown }) => shown)
  const columns = width >= 400 ? 0 : entries.length === 4 ? 2 : 3
  return {
    scale: { domain: entries.map(({ label }) => label), range: entries.map(({ colour }) => colour) },
    legend: { columns, symbolType: 'stroke', symbolStrokeWidth: 3, symbolOpacity: 1 },
  }
}

function changepointRules(table: TableLike | undefined, from: number): Json[] {
  if (table === undefined) return []
  const read = readTable(table, 'changepoints')
  const active = numbersOf(read, 'active')
  const rows = [...timeColumn(read, 'ds')].filter((t, i) => active[i] === 1 && t >= from).map((t) => ({ t }))
  if (rows.length === 0) return []
  return [
    {
      data: { values: rows },
      mark: { type: 'rule', color: lightPalette.axis, strokeDash: [3, 3], strokeWidth: 1 },
    },
  ]
}
