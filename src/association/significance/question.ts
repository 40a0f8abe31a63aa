/**
 * What shuffles have to be asked for the rules that a table holds: it stands in the table's metadata.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { fromMetadata, metadataOf } from '../itemsets/itemset-table.js'
import { fromRuleMetadata } from '../rules/rules-facts.js'
import type { Forest } from './forest.js'
import { thresholdsOf } from './rule-thresholds.js'
import type { RuleQuestion } from './shuffle-task.js'

/**
 * The question that a table of rules answers.
 *
 * @param codeOf number of each label in what was mined
 */
export function questionOf(rules: TableLike, codeOf: ReadonlyMap<string, number>, forest: Forest | null): RuleQuestion {
  const metadata = metadataOf(rules)
  const { minCount, maxLength, truncated } = fromMetadata(metadata)
  return {
    // of itemsets that were cut short, rules are made of those of which nothing is missing
    minCount: truncated === null ? minCount : Math.max(minCount, truncated.completeCount),
    maxLength: maxLength ?? Infinity,
    thresholds: thresholdsOf(fromRuleMetadata(metadata), codeOf),
    forest,
  }
}
