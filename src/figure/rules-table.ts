/** Rules as a table that reads like sentences: if, then, how often, how much more often than expected. */
import type { TableLike } from '../arrow/table-like.js'
import { formatNumber, formatShare } from './format.js'
import type { ReportTable } from './report/sections.js'
import { readDrawnRules } from './rule-columns.js'

/** What `rulesTable` may be told. */
export interface RulesTableOptions {
  /** Most rows, default 20. */
  readonly top?: number
  /** Title above the table, default `Published rules`. */
  readonly title?: string
}

/**
 * Turn the rules of `mine` into a table of a report. Rows keep their order and are numbered as in `rulesFigure`.
 *
 * @param rules table with `antecedents`, `consequents`, `count`, `support`, `confidence`, `adjusted_lift` and `adjusted_lift_lower`
 * @throws BodkinError `COLUMN` when a column is missing
 * @example
 * rulesTable(result.rules, { top: 10 }).rows[0]   // ['1', 'phase=Climb', 'time=Night', '215', '41.2 %', '1.62', '1.48']
 */
export function rulesTable(rules: TableLike, options: RulesTableOptions = {}): ReportTable {
  const { top = 20, title = 'Published rules' } = options
  const all = readDrawnRules(rules, 'rules')
  const numeric = (text: string): { title: string; numeric: true } => ({ title: text, numeric: true })
  return {
    kind: 'table',
    title,
    caption:
      'How often the right side is there when the left one is, and how many times as often both come together as baskets of these sizes lead to expect, with the lower end of its 95 % bound.' +
      (all.length > top ? ` The first ${top} of ${formatNumber(all.length, 0)}.` : ''),
    columns: [
      numeric('#'),
      { title: 'If' },
      { title: 'then' },
      numeric('Baskets'),
      numeric('Confidence'),
      numeric('Times expected'),
      numeric('At least'),
    ],
    rows: all
      .slice(0, top)
      .map(({ antecedent, consequent, count, confidence, adjustedLift, lowerLift }, i) => [
        String(i + 1),
        antecedent,
        consequent,
        formatNumber(count, 0),
        formatShare(confidence),
        formatNumber(adjustedLift, 2),
        formatNumber(lowerLift, 2),
      ]),
  }
}
