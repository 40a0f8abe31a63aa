/** What every figure is: a Vega-Lite specification as plain JSON, with inline data in milliseconds and numbers. */
import { figureConfig } from './theme.js'

/** A Vega-Lite 6 specification: plain JSON, ready for `toSVG`, a notebook cell or `vegaEmbed`. */
export interface Figure {
  readonly $schema: string
  readonly [property: string]: unknown
}

/** Size of the drawing area. */
export interface FigureSize {
  /** Width in pixels without axes, default 760. */
  readonly width?: number
  /** Height in pixels without axes. */
  readonly height?: number
}

/** One row of inline data. */
export type Row = Readonly<Record<string, string | number | boolean | null>>

/** A part of a specification: plain JSON. */
export type Json = Readonly<Record<string, unknown>>

const schema = 'https://vega.github.io/schema/vega-lite/v6.json'

/** Axis numbers: thousands separators, at most six figures, no trailing zeros. */
export const numberFormat = ',.6~r'

/** Axis numbers with their sign, and a bare zero, as a Vega expression. */
export const signedLabels: string = `datum.value === 0 ? '0' : format(datum.value, '+${numberFormat}')`

/** Put the shared schema and configuration around the parts of a specification. */
export function figure(parts: Json): Figure {
  return Object.freeze({ $schema: schema, config: figureConfig, ...parts })
}

/** A time axis in UTC with about one label every 90 pixels. */
export function timeEncoding(field: string, width: number): Json {
  return {
    field,
    type: 'temporal',
    scale: { type: 'utc' },
    axis: { title: null, tickCount: Math.max(2, Math.round(width / 90)), labelOverlap: true, labelFlush: true },
  }
}
