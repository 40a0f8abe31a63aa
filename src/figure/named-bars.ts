/** Named numbers as horizontal bars with their values beside them, and whiskers where a number has an interval. */
import { figure, numberFormat, type Figure, type Row } from './specification.js'
import { lightPalette } from './theme.js'

/** One named number. */
export interface Bar {
  readonly name: string
  /** Null: no bar. */
  readonly value: number | null
  /** What stands beside the bar. */
  readonly text: string
  readonly colour: string
  /** Ends of a whisker; without them none is drawn. */
  readonly lower?: number | null
  readonly upper?: number | null
}

/** Room in pixels for a character of a name, and between the columns. */
const characterWidth = 7.5
const spacing = 10

/**
 * Three columns: names, bars, values. Names and values are drawn as text, not as axis labels: without a canvas an axis guesses the width of its
 * labels far too wide, and a value beside its bar would be cut off at one end and cross the zero line at the other.
 */
export function namedBars(
  rows: readonly Bar[],
  width: number,
  height: number | undefined,
  title: string | null,
  what: string,
  valueWidth: number = 64,
): Figure {
  const longest = Math.max(1, ...rows.map(({ name }) => name.length))
  const letters = Math.max(4, Math.min(longest, Math.floor((width * 0.54) / characterWidth)))
  const nameWidth = Math.ceil(letters * characterWidth)
  const barWidth = Math.max(60, Math.round(width - nameWidth - valueWidth - 2 * spacing - 8))
  const data: Row[] = rows.map(({ name, value, text, colour, lower = null, upper = null }, i) => ({
    i,
    name: shortened(name, letters),
    value,
    text,
    colour,
    lower,
    upper,
  }))
  const axis = {
    title,
    grid: true,
    tickCount: Math.max(2, Math.round(barWidth / 90)),
    format: numberFormat,
    labelOverlap: true,
    labelFlush: true,
  }
  const whiskers = data.some(({ lower, upper }) => lower !== null && upper !== null)
  const size = { height: height ?? { step: 30 } }
  // the domain by name: rows without a bar keep their place
  const y = { field: 'i', type: 'ordinal', axis: null, scale: { domain: data.map(({ i }) => i) } }
  return figure({
    description: what,
    data: { values: data },
    spacing,
    // Flush: the guessed width of an axis title must not push the columns apart.
    bounds: 'flush',
    hconcat: [
      {
        ...size,
        width: nameWidth,
        mark: { type: 'text', clip: true, align: 'right', x: nameWidth, color: lightPalette.ink, fontSize: 13 },
        encoding: { y, text: { field: 'name' } },
      },
      {
        ...size,
        width: barWidth,
        encoding: { y, x: { field: 'value', type: 'quantitative', axis } },
        layer: [
          {
            mark: { type: 'bar', height: { band: 0.6 } },
            encoding: { color: { field: 'colour', type: 'nominal', scale: null } },
          },
          ...(whiskers
            ? [
                {
                  mark: { type: 'rule', color: lightPalette.ink, strokeWidth: 1.5 },
                  encoding: { x: { field: 'lower', type: 'quantitative', axis }, x2: { field: 'upper' } },
                },
              ]
            : []),
        ],
      },
      {
        ...size,
        width: valueWidth,
        mark: { type: 'text', clip: true, align: 'right', x: valueWidth, color: lightPalette.ink, fontSize: 13 },
        encoding: { y, text: { field: 'text' } },
      },
    ],
  })
}

/** `shortened('Thanksgiving', 8)` → `'Thanksg…'` */
function shortened(name: string, letters: number): string {
  return name.length <= letters ? name : `${name.slice(0, letters - 1)}…`
}
