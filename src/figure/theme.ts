/**
 * Colours and Vega-Lite settings that all figures share.
 *
 * A figure is drawn in the light palette, so that it stands alone in a notebook. Every role has a colour of its own: the report's style
 * sheet can therefore recolour an embedded SVG for a dark page by matching the light colour (`[fill="#1f5fa8"]`), without a second drawing.
 */

/** A colour for each role; text roles keep a contrast of at least 4.5 to the page in both palettes, marks at least 3. */
export interface Palette {
  /** Page behind figures and text. */
  readonly page: string
  /** Cards and table heads. */
  readonly surface: string
  /** Text. */
  readonly ink: string
  /** Axis labels, captions. */
  readonly muted: string
  /** Grid lines. */
  readonly grid: string
  /** Axis lines, borders. */
  readonly axis: string
  /** What was observed and used for the fit. */
  readonly history: string
  /** What the model says. */
  readonly forecast: string
  /** What was observed and held back from the fit. */
  readonly truth: string
  /** What the model is compared with. */
  readonly baseline: string
  /** Stretches of time that something out of the ordinary pushed up or down. */
  readonly shock: string
  /** Published, passed. */
  readonly good: string
  /** Refused, failed. */
  readonly bad: string
}

/** Colours on a white page: the ones that the specifications carry. */
export const lightPalette: Palette = Object.freeze({
  page: '#ffffff',
  surface: '#f5f7f8',
  ink: '#1b1f24',
  muted: '#57606a',
  grid: '#e4e7eb',
  axis: '#c2c8ce',
  history: '#6b7580',
  forecast: '#1f5fa8',
  truth: '#ad4e00',
  baseline: '#87909a',
  shock: '#7d4ea3',
  good: '#17693a',
  bad: '#a62419',
})

/** The same roles on a dark page. */
export const darkPalette: Palette = Object.freeze({
  page: '#13171b',
  surface: '#1b2026',
  ink: '#e7eaee',
  muted: '#a4aeb8',
  grid: '#2a3138',
  axis: '#47505a',
  history: '#98a2ad',
  forecast: '#7ab3f2',
  truth: '#f2a05c',
  baseline: '#7f8994',
  shock: '#c39be8',
  good: '#74d09a',
  bad: '#ff9c90',
})

/** The font stack of figures and reports: what the reader's system uses for its own text. */
export const fontStack = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

/** Vega-Lite configuration of every figure. `aria` is off because the report labels each drawing as one image and gives its numbers as a table. */
export const figureConfig: Readonly<Record<string, unknown>> = Object.freeze({
  aria: false,
  background: null,
  font: fontStack,
  padding: 4,
  view: { stroke: null },
  axis: {
    domainColor: lightPalette.axis,
    tickColor: lightPalette.axis,
    gridColor: lightPalette.grid,
    labelColor: lightPalette.muted,
    titleColor: lightPalette.muted,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelPadding: 6,
    titlePadding: 8,
    tickSize: 4,
  },
  axisX: { grid: false },
  axisY: { domain: false, ticks: false },
  legend: {
    labelColor: lightPalette.ink,
    labelFontSize: 12,
    symbolSize: 120,
    symbolStrokeWidth: 2,
    title: null,
    orient: 'top',
    offset: 6,
  },
})
