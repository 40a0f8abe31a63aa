/** What each feature is worth, published causes against refused ones. */
import type { TableLike } from '../arrow/table-like.js'
import { readTable } from '../arrow/read-table.js'
import { labelsOf, numbersOf } from './columns.js'
import { decimalsFor, formatNumber } from './format.js'
import { namedBars } from './named-bars.js'
import type { Figure, FigureSize } from './specification.js'
import { lightPalette } from './theme.js'

/** What `importanceFigure` may be told. */
export interface ImportanceFigureOptions extends FigureSize {
  /** Title under the bars, such as `hours a month`; default `importance`. */
  readonly unit?: string
  /** Most features, default 20. */
  readonly top?: number
}

/** What each code of a refusal says beside the bar. */
const refusals: Readonly<Record<string, string>> = {
  NOT_SIGNIFICANT: 'chance',
  UNSTABLE: 'unstable',
  NO_SKILL: 'refused',
  LEAKAGE: 'leak',
}
const valueWidth = 84

/**
 * Draw features as bars, the most important first: published ones in colour, refused ones grey with the reason beside the bar. Whiskers are drawn
 * where the table has `importance_lower` and `importance_upper`. A refused group has no figures, so its features have no bar.
 *
 * @param causes table with `feature`, `importance`, and, as `causes` gives them, `published` and `code`; a table of `importance` will do
 * @param options unit, number of features, and `width`, that of the whole figure, default 640
 * @throws BodkinError `COLUMN` when a column is missing
 * @example
 * const { causes } = await regression.causes(months, { target: 'downtime' })
 * importanceFigure(causes, { unit: 'hours a month' })
 */
export function importanceFigure(causes: TableLike, options: ImportanceFigureOptions = {}): Figure {
  const { width = 640, top = 20 } = options
  const source = readTable(causes, 'causes')
  const has = (name: string): boolean => source.names.includes(name)
  const names = labelsOf(source, 'feature')
  const importance = numbersOf(source, 'importance')
  const [lower, upper] = ['importance_lower', 'importance_upper'].map((name) =>
    has(name) ? numbersOf(source, name) : null,
  )
  const published = has('published') ? numbersOf(source, 'published') : null
  const codes = has('code') ? labelsOf(source, 'code') : null
  const decimals = decimalsFor(importance)
  const finite = (value: number | undefined): number | null =>
    value === undefined || !Number.isFinite(value) ? null : value
  const order = Array.from(names.keys())
    .sort((a, b) => (finite(importance[b]) ?? -Infinity) - (finite(importance[a]) ?? -Infinity) || a - b)
    .slice(0, top)
  const rows = order.map((row) => {
    const shown = published === null || published[row] === 1
    return {
      name: names[row],
      value: finite(importance[row]),
      text: shown ? formatNumber(finite(importance[row]), decimals) : (refusals[codes?.[row] ?? ''] ?? 'refused'),
      colour: shown ? lightPalette.forecast : lightPalette.baseline,
      lower: finite(lower?.[row]),
      upper: finite(upper?.[row]),
    }
  })
  return namedBars(rows, width, options.height, options.unit ?? 'importance', 'Importance of each feature', valueWidth)
}
