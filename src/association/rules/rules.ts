/**
 * Rules out of itemsets: options → lattice → splits → order → table.
 */
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../arrow/table-like.js'
import { toMetadata } from '../itemsets/itemset-table.js'
import { signOf } from './measures.js'
import { toRuleMetadata } from './rules-facts.js'
import { ruleItemsets } from './rules-itemsets.js'
import type { Lattice } from './rules-lattice.js'
import { allowedItems, resolveRulesOptions, type RulesOptions } from './rules-options.js'
import { orderBy } from './rules-order.js'
import { scoreOf } from './rules-score.js'
import { ruleRows, searchRules, type RuleRows, type RuleSearch } from './rules-search.js'
import { writeRules } from './rules-table.js'

/**
 * Every rule A → C whose items together are one of the itemsets, and whose metric reaches the threshold.
 *
 * The table has a row for each rule: `antecedents`, `consequents` (lists of labels), `antecedent_support`, `consequent_support`, `support`,
 * `confidence`, `lift`, `representativity`, `leverage`, `conviction`, `zhangs_metric`, `jaccard`, `certainty`, `kulczynski`, the counts
 * `count`, `antecedent_count`, `consequent_count`, `transactions`, then the `metrics` asked for. Ordered by the metric, best first, then by
 * falling count, then by number of items, then by antecedents and consequents in the order of itemsets. `conviction` is null for a
 * confidence of 1, unless `infinity` is true. The schema's metadata are those of the itemsets and, as `bodkin.metric`,
 * `bodkin.min_threshold` and so on, what the rules were asked for.
 *
 * A lift above 1 is no evidence yet: see `significance` and `mine`.
 *
 * @param itemsets what a miner gave with kind 'frequent', of any copy of Arrow; of one that was cut short, the itemsets from
 *   `bodkin.complete_count` on
 * @param options `metric`, `minThreshold`, `maxAntecedent`, `maxConsequent`, `antecedents`, `consequents`, `metrics`, `infinity`
 * @throws BodkinError `OPTION`; `DATA` when the table is not from a miner or lacks a part of an itemset (closed, maximal, mustContain);
 *   `LIMIT` beyond 50 million rules
 * @example
 * const itemsets = lcm(tx, { minSupport: 0.01 })
 * rules(itemsets, { minThreshold: 0.5, maxConsequent: 1, metrics: ['odds_ratio', 'confidence_lower'] })
 */
export function rules(itemsets: TableLike, options: RulesOptions = {}): Table {
  const settings = resolveRulesOptions(options)
  const { metric, minThreshold, metrics, infinity } = settings
  const { sets, labels, facts } = ruleItemsets(itemsets)
  const sign = signOf(metric)
  const found = ruleRows()
  const search: RuleSearch = {
    score: scoreOf(metric, sets),
    threshold: sign * minThreshold,
    isConfidence: metric === 'confidence',
    maxAntecedent: settings.maxAntecedent ?? Infinity,
    maxConsequent: settings.maxConsequent ?? Infinity,
    antecedents: allowedItems('antecedents', settings.antecedents, labels),
    consequents: allowedItems('consequents', settings.consequents, labels),
  }
  searchRules(sets, search, 0, sets.count, found)
  return writeRules({
    sets,
    labels,
    rules: found,
    order: rulesInOrder(sets, found),
    metrics,
    infinity,
    metadata: {
      ...toMetadata(facts),
      ...toRuleMetadata({
        ...settings,
        antecedents: listed(settings.antecedents),
        consequents: listed(settings.consequents),
      }),
    },
  })
}

/** One label or several as a list; null for all. */
function listed(labels: string | readonly string[] | undefined): readonly string[] | null {
  return labels === undefined ? null : [labels].flat()
}

/** Documented order of rules; rows of the lattice are in the order of itemsets. */
function rulesInOrder(sets: Lattice, { count, wholes, antecedents, consequents, scores }: RuleRows): Int32Array {
  const { offsets, counts } = sets
  const byScore = new Float64Array(count)
  const byCount = new Float64Array(count)
  const bySides = new Float64Array(count)
  for (let rule = 0; rule < count; rule++) {
    const whole = wholes[rule]
    byScore[rule] = -scores[rule]
    // more baskets first, then fewer items: lengths are far below 2¹⁶, counts below 2³¹
    byCount[rule] = offsets[whole + 1] - offsets[whole] - counts[whole] * 65536
    bySides[rule] = antecedents[rule] * sets.count + consequents[rule]
  }
  return orderBy([byScore, byCount, bySides])
}
