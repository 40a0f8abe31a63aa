/** The shocks of a history: where something out of the ordinary pushed the values, and by how much. */
import type { TableLike } from '../arrow/table-like.js'
import { decimalsFor, formatSigned } from './format.js'
import { intoRows } from './place-labels.js'
import { band, layerRows, observedLayer, observedMarks } from './series-layer.js'
import { readShocks, shockBands, type DrawnShock } from './shock-bands.js'
import { figure, timeEncoding, type Figure, type FigureSize, type Json, type Row } from './specification.js'
import { rowsPerStep, typicalStep } from './thin.js'
import { lightPalette } from './theme.js'

/** What `shocksFigure` may be told. */
export interface ShocksFigureOptions extends FigureSize {
  /** Draw only rows from this instant on (ms since 1970 or Date), default the first row. */
  readonly from?: number | Date
  /** Name of the time column of the history, default `ds`. */
  readonly time?: string
  /** Name of the value column of the history, default `y`. */
  readonly value?: string
  /** Title of the vertical axis, default the name of the value column. */
  readonly unit?: string
}

/** Pixels of a letter, of a row of labels, and most rows above a figure. */
const letter = 7
const rowHeight = 16
const mostRows = 4

/**
 * Draw a history with its shocks as shaded bands, the effect of each above it (`mixed` where highs and lows alternate).
 *
 * Where labels would cover each other, the strongest shocks (by |z|) keep theirs; every band is drawn.
 *
 * @param history table with a time and a value column
 * @param shocks table of `detectShocks(history)`: `start`, `end`, `direction`, and for the labels `effect`, `z`
 * @param options names, size (default 760 × 240) and unit
 * @throws BodkinError `COLUMN` when a column is missing or of the wrong type
 * @example
 * shocksFigure(history, detectShocks(history), { unit: 'visitors a day' })
 */
export function shocksFigure(history: TableLike, shocks: TableLike, options: ShocksFigureOptions = {}): Figure {
  const { width = 760, height = 240, time = 'ds', value = 'y' } = options
  const from = options.from === undefined ? -Infinity : Number(options.from)
  const layer = observedLayer(history, 'history', time, value, from)
  const start = layer.times[0] ?? 0
  const step = typicalStep(layer.times)
  const last = layer.times[layer.times.length - 1] ?? 0
  const k = rowsPerStep(step > 0 ? Math.round((last - start) / step) + 1 : 1, width, step)
  const found = readShocks(shocks, step, start, last + step)
  const x = timeEncoding('t', width)
  const y = { field: 'value', type: 'quantitative', scale: { zero: false }, axis: { title: options.unit ?? value } }
  const scale = {
    scale: { domain: ['Observed', 'Shock'], range: [lightPalette.history, lightPalette.shock] },
    legend: null,
  }
  const plot = {
    width,
    height,
    encoding: { x },
    layer: [
      ...shockBands(found, { ...scale, datum: 'Shock' }),
      ...(k > 1 ? [band('history', 'Observed', 0.22, y, scale)] : []),
      ...observedMarks('history', 'Observed', layer, k > 1, y, scale),
    ],
  }
  const labels = effectLabels(found, start, Math.max(last, ...found.map(({ to }) => to)), width)
  return figure({
    description: 'Observed values with the shocks found in them and their effects',
    usermeta: { rowsPerStep: k },
    datasets: { history: layerRows(layer, start, step, k) },
    spacing: 2,
    // Flush: without a canvas the width of a label is guessed, and a guess must not move the strip off the picture.
    bounds: 'flush',
    vconcat: labels.length === 0 ? [plot] : [labelStrip(labels, width), plot],
  })
}

interface EffectLabel {
  readonly text: string
  /** Pixel of the label's middle, of the band's middle, and the row counted from the picture upwards. */
  readonly middle: number
  readonly place: number
  readonly row: number
}

/** `start` and `end`: what the first and the last pixel of the picture stand for. */
function effectLabels(shocks: readonly DrawnShock[], start: number, end: number, width: number): EffectLabel[] {
  const decimals = decimalsFor(shocks.map(({ effect }) => effect))
  const strength = ({ z }: DrawnShock): number => (Number.isFinite(z) ? Math.abs(z) : 0)
  const wanted = shocks
    .toSorted((a, b) => strength(b) - strength(a) || a.from - b.from)
    .map((shock) => {
      const text = shock.direction === 'mixed' ? 'mixed' : formatSigned(shock.effect, decimals)
      const middle = (((shock.from + shock.to) / 2 - start) / (end - start)) * width
      return { text, middle, width: text.length * letter + 8 }
    })
  const places = intoRows(wanted, width, mostRows)
  return wanted.flatMap(({ text, middle: place }, i) => {
    const found = places[i]
    return found === null ? [] : [{ text, place, ...found }]
  })
}

/** The labels above the plot, each with a hair down to its band. */
function labelStrip(labels: readonly EffectLabel[], width: number): Json {
  const height = rowHeight * (1 + Math.max(...labels.map(({ row }) => row)))
  const values: Row[] = labels.map(({ text, middle, place, row }) => ({
    text,
    middle,
    place,
    y: height - rowHeight * (row + 0.5),
    foot: height - rowHeight * row - 1,
    bottom: height,
  }))
  const pixels = (field: string): Json => ({ field, type: 'quantitative', scale: null, axis: null })
  return {
    width,
    height,
    data: { values },
    layer: [
      {
        mark: { type: 'rule', color: lightPalette.shock, strokeWidth: 1, opacity: 0.4 },
        encoding: { x: pixels('place'), y: pixels('foot'), y2: { field: 'bottom' } },
      },
      {
        mark: { type: 'text', color: lightPalette.ink, fontSize: 12, baseline: 'middle' },
        encoding: { x: pixels('middle'), y: pixels('y'), text: { field: 'text' } },
      },
    ],
  }
}
