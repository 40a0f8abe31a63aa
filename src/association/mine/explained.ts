/**
 * Rules that a rule about categories explains: the table of rules in the form that hierarchy-interest.ts takes.
 */
import { explainedByAncestor } from '../hierarchy/hierarchy-interest.js'
import type { HierarchySettings } from '../hierarchy/hierarchy-options.js'
import { withCategories, type Taxonomy } from '../hierarchy/hierarchy.js'
import { countItems, type Baskets } from '../database/recode.js'
import type { RuleSide, RuleTable } from '../rules/rules-table.js'
import type { Candidates } from './candidates.js'

/** By rule, 1 = a rule about categories says the same; null without categories. */
export function explainedRules(
  rules: RuleTable,
  { branches, codeOf }: Candidates,
  baskets: Baskets,
  taxonomy: Taxonomy | null,
  hierarchy: HierarchySettings | undefined,
): Uint8Array | null {
  if (branches === null || taxonomy === null || hierarchy === undefined) return null
  const nodes = Int32Array.from(rules.labels, (label) => codeOf.get(label) as number)
  const side = ({ offsets, items }: RuleSide): { offsets: Int32Array; values: Int32Array } => {
    const values = items.map((item) => nodes[item])
    for (let rule = 0; rule < rules.count; rule++) values.subarray(offsets[rule], offsets[rule + 1]).sort()
    return { offsets, values }
  }
  const nodeRules = {
    count: rules.count,
    antecedents: side(rules.antecedents),
    consequents: side(rules.consequents),
    counts: rules.both,
    antecedentCounts: rules.antecedent,
  }
  const nodeCounts = countItems(withCategories(baskets, taxonomy, branches))
  return Uint8Array.from(explainedByAncestor(nodeRules, nodeCounts, branches, hierarchy.interest), (row) =>
    row >= 0 ? 1 : 0,
  )
}
