/**
 * The rules that baskets have to offer, before anybody asks whether they are real.
 */
import type { Table } from 'apache-arrow'
import { writeItemsets, type ItemsetFacts } from '../itemsets/itemset-table.js'
import { climb, withCategories, withoutTautologies, type Branches, type Taxonomy } from '../hierarchy/hierarchy.js'
import { lcmItemsets } from '../miners/lcm/lcm.js'
import { searchItemsets } from '../miners/mine-itemsets.js'
import { sortItemsets } from '../search/order.js'
import type { Baskets } from '../database/recode.js'
import { rules as rulesOf } from '../rules/rules.js'
import { forestOver } from '../significance/forest.js'
import { questionOf } from '../significance/question.js'
import type { RuleQuestion } from '../significance/shuffle-task.js'
import { sizeBaskets, type SizedBaskets } from '../significance/size-strata.js'
import { minCountOf } from '../database/thresholds.js'
import type { MineSettings } from './mine-options.js'

/** What was found, and what is needed to test it. */
export interface Candidates {
  readonly itemsets: Table
  readonly facts: ItemsetFacts
  /** Columns of `rules`, and `improvement`. */
  readonly rules: Table
  readonly baskets: SizedBaskets
  readonly codeOf: ReadonlyMap<string, number>
  readonly question: RuleQuestion
  /** The nodes that were mined, for baskets with categories. */
  readonly branches: Branches | null
}

/** Mine itemsets, those of categories too where there is a taxonomy, and make all rules that reach the confidence. */
export function findCandidates(baskets: Baskets, taxonomy: Taxonomy | null, settings: MineSettings): Candidates {
  const { threshold, maxLength, limits, minConfidence, antecedents, consequents } = settings
  const minCount = 'minCount' in threshold ? threshold.minCount : minCountOf(threshold.minSupport, baskets.count)
  const branches = taxonomy === null ? null : climb(baskets, taxonomy, minCount)
  const mined = taxonomy === null || branches === null ? baskets : withCategories(baskets, taxonomy, branches)

  const search = { kind: 'frequent', maxLength, mustContain: [], limits } as const
  const { database, itemsets: found } = searchItemsets(
    { kernel: lcmItemsets, findsAll: false },
    mined,
    minCount,
    search,
  )
  const kept = branches === null ? found : withoutTautologies(found, database.items, branches)
  const itemsets = sortItemsets(kept, database.rank)
  const labels = Array.from(database.items, (item) => mined.labels[item])
  const { truncated } = itemsets
  const facts = {
    transactions: baskets.count,
    minCount,
    kind: 'frequent',
    maxLength,
    mustContain: [],
    truncated,
  } as const
  const table = writeItemsets({ itemsets, labels, facts })
  const rules = rulesOf(table, {
    metric: 'confidence',
    minThreshold: minConfidence,
    metrics: ['improvement'],
    ...(antecedents === undefined ? {} : { antecedents }),
    ...(consequents === undefined ? {} : { consequents }),
  })

  const sized = sizeBaskets(baskets, settings.test.exclusive)
  const forest = taxonomy === null || branches === null ? null : forestOver(taxonomy, branches, sized.ids)
  const codeOf =
    branches === null
      ? new Map(Array.from(sized.ids, (id, code) => [baskets.labels[id], code]))
      : new Map(branches.labels.map((label, node) => [label, node]))
  return {
    itemsets: table,
    facts,
    rules,
    baskets: sized,
    codeOf,
    question: questionOf(rules, codeOf, forest),
    branches,
  }
}
