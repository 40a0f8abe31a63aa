/** Rules of a table as figures and tables need them: both sides as text, and their numbers. */
import { listColumn } from '../arrow/list-column.js'
import { readTable, type SourceTable } from '../arrow/read-table.js'
import type { TableLike } from '../arrow/table-like.js'
import { numbersOf } from './columns.js'

/** One rule. */
export interface DrawnRule {
  readonly antecedent: string
  readonly consequent: string
  readonly support: number
  readonly confidence: number
  readonly count: number
  /** Times as often as expected, and its lower bound; NaN where unknown. */
  readonly adjustedLift: number
  readonly lowerLift: number
}

/** Read a table of `mine` or `significance`. */
export function readDrawnRules(table: TableLike, role: string): DrawnRule[] {
  const source = readTable(table, role)
  const antecedents = textsOf(source, 'antecedents')
  const consequents = textsOf(source, 'consequents')
  const support = numbersOf(source, 'support')
  const confidence = numbersOf(source, 'confidence')
  const count = numbersOf(source, 'count')
  const adjustedLift = numbersOf(source, 'adjusted_lift')
  const lowerLift = numbersOf(source, 'adjusted_lift_lower')
  return antecedents.map((antecedent, i) => ({
    antecedent,
    consequent: consequents[i],
    support: support[i],
    confidence: confidence[i],
    count: count[i],
    adjustedLift: adjustedLift[i],
    lowerLift: lowerLift[i],
  }))
}

/** Lists of labels row by row, joined by a plus. */
function textsOf(source: SourceTable, name: string): string[] {
  const { offsets, codes, labels } = listColumn(source, name)
  return Array.from({ length: source.rows }, (_, row) =>
    Array.from(codes.subarray(offsets[row], offsets[row + 1]), (code) => labels[code]).join(' + '),
  )
}
