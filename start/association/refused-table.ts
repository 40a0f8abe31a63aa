/** The rules that were refused, the most tempting first, each with its reasons. */
import type { Table } from 'apache-arrow'
import { listColumn } from '../../src/arrow/list-column.js'
import { numericColumn } from '../../src/arrow/numeric-column.js'
import { readTable } from '../../src/arrow/read-table.js'
import { formatNumber, formatShare } from '../../src/figure/format.js'
import { rulesTable, type ReportTable } from '../../src/figure/index.js'

const top = 12

/** What each code of a refusal says. */
const words: Readonly<Record<string, string>> = {
  RARE: 'too rare',
  NOT_SIGNIFICANT: 'no more than chance',
  WEAK: 'too weak',
  REDUNDANT: 'a shorter rule says the same',
  NOT_REPLICATED: 'not found again later',
  TOO_FEW_BASKETS: 'too few baskets',
  TRUNCATED: 'the search was cut short',
}

/** By falling lift, which is how rules are usually picked. */
export function refusedTable(refused: Table): ReportTable {
  const source = readTable(refused, 'refused')
  const lift = numericColumn(source, 'lift').values
  const { offsets, codes, labels } = listColumn(source, 'reasons')
  const reasonsOf = (row: number): string[] =>
    Array.from(codes.subarray(offsets[row], offsets[row + 1]), (code) => labels[code])
  const all = rulesTable(refused, { top: refused.numRows }).rows
  const order = Array.from(lift.keys())
    // what is good enough but beyond the number asked for is no warning
    .filter((row) => !reasonsOf(row).includes('BEYOND_MAX_RULES'))
    .sort((a, b) => lift[b] - lift[a] || a - b)
    .slice(0, top)
  const confidence = numericColumn(source, 'confidence').values
  return {
    kind: 'table',
    title: 'Refused, though the lift looks good',
    caption: `The ${order.length} refused rules with the highest plain lift, of ${formatNumber(refused.numRows, 0)}. Whoever picks rules by lift alone would have taken these.`,
    columns: [
      { title: 'If' },
      { title: 'then' },
      { title: 'Confidence', numeric: true },
      { title: 'Lift', numeric: true },
      { title: 'Times expected', numeric: true },
      { title: 'Refused because' },
    ],
    rows: order.map((row) => [
      all[row][1],
      all[row][2],
      formatShare(confidence[row]),
      formatNumber(lift[row], 2),
      all[row][5],
      reasonsOf(row)
        .map((code) => words[code] ?? code)
        .join(', '),
    ]),
  }
}
