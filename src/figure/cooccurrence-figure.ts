/** Which items go together: the commonest ones against each other, coloured by how often two of them meet. */
import type { Transactions } from '../association/index.js'
import { pairMatrix } from '../association/significance/pair-matrix.js'
import { BodkinError, didYouMean } from '../errors.js'
import { formatNumber } from './format.js'
import { figure, type Figure, type Json, type Row } from './specification.js'
import { lightPalette } from './theme.js'

/** What `cooccurrenceFigure` may be told. */
export interface CooccurrenceFigureOptions {
  /** Width of the whole figure in pixels, default 760. */
  readonly width?: number
  /** Items to draw, the commonest ones, 2 to 40; default as many as the width has room for, 16 at most. */
  readonly items?: number
  /** Only these items, in this order. */
  readonly only?: readonly string[]
  /** Separator of labels such as `phase=Climb`, here '=': items that agree up to it exclude each other, and their pairs stay empty. Default none. */
  readonly exclusive?: string
}

/** Pixels of a small letter and of a capital, least and most of a cell, and the widest name. */
const letter = 7.2
const capital = 9.2
const leastCell = 24
const mostCell = 40
const mostName = 290
/** Pixels that a number takes behind its name. */
const numberWidth = 30
const spacing = 8
/** From this size on a cell has room for its number. */
const numberCell = 32
/** Factors from which on a colour gets stronger, and how strong it is. */
const steps = [1.1, 1.5, 2.5, 5] as const
const opacities = [0.18, 0.34, 0.5, 0.66] as const

/**
 * Draw a triangle of pairs: a cell says how many times as often two items share a basket as the sizes of the baskets lead to expect. Blue cells meet
 * more often, orange ones less, empty ones about as expected; `–` never meet.
 *
 * Names stand at the left with their number, numbers stand below the columns: so names stay level and a phone has room for them.
 *
 * @param baskets what `transactions` gave
 * @throws BodkinError `OPTION` for a label in `only` that no basket holds
 * @example
 * cooccurrenceFigure(transactions(lines, { transaction: 'order', item: 'item' }), { items: 12 })
 */
export function cooccurrenceFigure(baskets: Transactions, options: CooccurrenceFigureOptions = {}): Figure {
  const { width = 760 } = options
  const items = chosenItems(baskets, options, width)
  const labels = items.map((item) => baskets.labels[item])
  const longest = Math.min(mostName, Math.max(...labels.map(widthOf)) + numberWidth)
  const columns = Math.max(1, items.length - 1)
  const left = width - Math.min(longest, width * 0.5) - 2 * spacing
  const cell = Math.max(leastCell - 8, Math.min(mostCell, Math.floor(left / columns)))
  const room = Math.ceil(Math.max(60, Math.min(longest, width - columns * cell - 2 * spacing)))
  const names = labels.map((label, i) => `${shortened(label, room - numberWidth)}  ${i + 1}`)
  const { counts, expected } = pairMatrix(baskets, items, options.exclusive ?? null)
  const cells: Row[] = []
  for (let i = 1; i < items.length; i++) {
    for (let j = 0; j < i; j++) {
      const at = i * items.length + j
      if (!Number.isNaN(expected[at])) cells.push({ i, j, ...appearance(counts[at], expected[at]) })
    }
  }
  const y = { field: 'i', type: 'ordinal', axis: null, scale: { domain: items.map((_, i) => i) } }
  const x = { field: 'j', type: 'ordinal', axis: null, scale: { domain: items.slice(1).map((_, j) => j) } }
  const size = { height: items.length * cell }
  const plot: Json[] = [
    {
      mark: { type: 'rect', stroke: lightPalette.grid, strokeWidth: 1 },
      encoding: {
        x,
        y,
        fill: { field: 'colour', type: 'nominal', scale: null },
        fillOpacity: { field: 'opacity', type: 'quantitative', scale: null },
      },
    },
    {
      mark: { type: 'text', fontSize: 11, color: lightPalette.ink },
      encoding: { x, y, text: { field: cell >= numberCell ? 'text' : 'mark' } },
    },
    {
      data: { values: items.slice(1).map((_, j) => ({ i: j, j, text: String(j + 1) })) },
      mark: { type: 'text', fontSize: 12, color: lightPalette.muted },
      encoding: { x, y, text: { field: 'text' } },
    },
  ]
  return figure({
    description: 'How often two items share a basket, against what the sizes of the baskets lead to expect',
    spacing,
    bounds: 'flush',
    hconcat: [
      {
        ...size,
        width: room,
        data: { values: names.map((name, i) => ({ i, name })) },
        mark: {
          type: 'text',
          clip: true,
          align: 'right',
          x: room,
          fontSize: 13,
          color: lightPalette.ink,
        },
        encoding: { y, text: { field: 'name' } },
      },
      { ...size, width: columns * cell, data: { values: cells }, layer: plot },
    ],
  })
}

/** The items to draw, the commonest first unless named. */
function chosenItems(
  { labels, items }: Transactions,
  options: CooccurrenceFigureOptions,
  width: number,
): readonly number[] {
  if (options.only !== undefined) return options.only.map((label) => itemOf(label, labels))
  const counts = new Int32Array(labels.length)
  for (let i = 0; i < items.length; i++) counts[items[i]]++
  const room = Math.max(2, Math.min(16, Math.floor((width * 0.6) / leastCell)))
  return Array.from(counts.keys())
    .sort((a, b) => counts[b] - counts[a] || a - b)
    .slice(0, Math.min(40, Math.max(2, options.items ?? room)))
}

function itemOf(label: string, labels: readonly string[]): number {
  const item = labels.indexOf(label)
  if (item >= 0) return item
  const message = `option "only" must be items of the baskets, got ${JSON.stringify(label)}${didYouMean(label, labels)}`
  throw new BodkinError('OPTION', message, { option: 'only', value: label })
}

/** How a cell looks. */
function appearance(count: number, expected: number): { colour: string; opacity: number; text: string; mark: string } {
  if (count === 0) return { colour: lightPalette.truth, opacity: opacities[3], text: '–', mark: '–' }
  const factor = count / expected
  const step = steps.findLastIndex((least) => Math.max(factor, 1 / factor) >= least)
  const text = formatNumber(factor, factor < 9.95 ? 1 : 0)
  if (step < 0) return { colour: lightPalette.surface, opacity: 0, text, mark: '' }
  const colour = factor > 1 ? lightPalette.forecast : lightPalette.truth
  return { colour, opacity: opacities[step], text, mark: '' }
}

/** About how many pixels a text takes; capitals and digits are wider. */
function widthOf(text: string): number {
  let width = 0
  for (const sign of text) width += /[\p{Lu}%&@]/u.test(sign) ? capital : letter
  return width
}

/** `shortened('other vegetables', 80)` → `'other vege…'` */
function shortened(name: string, room: number): string {
  if (widthOf(name) <= room) return name
  let end = name.length
  while (end > 1 && widthOf(name.slice(0, end)) + letter > room) end--
  return `${name.slice(0, end)}…`
}
