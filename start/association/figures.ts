/** The pictures of rules and pairs, each drawn for a wide screen and for a phone. */
import type { Table } from 'apache-arrow'
import { formatNumber } from '../../src/figure/format.js'
import { cooccurrenceFigure, rulesFigure, type Figure, type ReportFigure } from '../../src/figure/index.js'
import type { BasketJob } from '../data/basket-job.js'
import { drawn, narrow, wide } from '../draw.js'

/** Published rules against refused ones. */
export async function ruleFigure(rules: Table, refused: Table): Promise<ReportFigure> {
  const draw = (width: number, height: number): Figure => rulesFigure(rules, { refused, width, height })
  return {
    kind: 'figure',
    title: 'How often, and how much more often than expected',
    caption:
      'Each point is a rule; a rule and its reverse share one. The dashed line is what baskets of these sizes give when nothing goes with anything. Numbers are those of the table.',
    description: `${formatNumber(rules.numRows, 0)} published and ${formatNumber(refused.numRows, 0)} refused rules by support and adjusted lift.`,
    ...(await drawn(draw(wide, 340), draw(narrow, 260))),
  }
}

/** Pairs of common items. */
export async function pairFigure({ transactions, options, pictured }: BasketJob): Promise<ReportFigure> {
  const draw = (width: number, only: readonly string[] | undefined): Figure =>
    cooccurrenceFigure(transactions, { width, only, exclusive: options.exclusive ?? undefined })
  return {
    kind: 'figure',
    title: 'Which items meet',
    caption:
      'How many times as often as expected two items share a basket: blue more often, orange less often, – never. Columns are numbered like rows.',
    description: 'A triangle of pairs of items, coloured by how often they share a basket.',
    ...(await drawn(draw(wide, pictured?.wide), draw(narrow, pictured?.narrow))),
  }
}
