/**
 * Rules that a more general rule explains.
 *
 * A rule X → Y has ancestors: rules X̂ → Ŷ with one item or more replaced by a category above it. If what is bought in a category is spread
 * over its items as anywhere, the ancestor leads to expect
 *
 *   count(X ∪ Y) = count(X̂ ∪ Ŷ) · Π count(z)/count(ẑ) over all replaced items
 *   confidence   = confidence(X̂ → Ŷ) · Π count(y)/count(ŷ) over replaced items of the consequent
 *
 * and a rule that reaches neither `interest` times its expected count nor `interest` times its expected confidence says nothing of its own. It is held
 * against its close ancestors: going up one step at a time, the first rules on every way that are in the list and are not explained
 * themselves. Srikant & Agrawal, Mining Generalized Association Rules (VLDB 1995), section 2.1.
 *
 * O(rules · ways up), with (levels + 1)^items ways at most, few in practice because few categories are mined.
 */
import type { Branches } from './hierarchy.js'
import type { Lists } from '../database/merge-baskets.js'

/** Rules over numbered nodes. */
export interface NodeRules {
  readonly count: number
  /** Nodes of each antecedent and consequent, ascending. */
  readonly antecedents: Lists
  readonly consequents: Lists
  /** Baskets that hold both, and the antecedent. */
  readonly counts: ArrayLike<number>
  readonly antecedentCounts: ArrayLike<number>
}

/** What an ancestor leads to expect, as factors of its own count and confidence. */
interface Generalisation {
  readonly antecedent: readonly number[]
  readonly consequent: readonly number[]
  readonly countFactor: number
  readonly confidenceFactor: number
}

/** A rule of the list that lies above another one. */
interface CloseAncestor {
  readonly ancestor: number
  readonly countFactor: number
  readonly confidenceFactor: number
}

const UNKNOWN = -2

/**
 * For each rule the row of the ancestor that explains it, −1 for a rule that says something of its own.
 *
 * @param nodeCounts baskets that hold each node
 * @param interest factor that a rule must reach, > 0
 */
export function explainedByAncestor(
  rules: NodeRules,
  nodeCounts: ArrayLike<number>,
  { parents }: Branches,
  interest: number,
): Int32Array {
  const { count, antecedents, consequents, counts, antecedentCounts } = rules
  const rowOf = new Map<string, number>()
  const sides = Array.from({ length: count }, (_, row) => {
    const sides = { antecedent: nodesOf(antecedents, row), consequent: nodesOf(consequents, row) }
    rowOf.set(keyOf(sides.antecedent, sides.consequent), row)
    return sides
  })
  const found = new Int32Array(count).fill(UNKNOWN)

  const explain = (row: number): number => {
    if (found[row] !== UNKNOWN) return found[row]
    let answer = -1
    for (const { ancestor, countFactor, confidenceFactor } of closeAncestors(row)) {
      const confidence = counts[row] / antecedentCounts[row]
      const expected = counts[ancestor] * countFactor
      const expectedConfidence = (counts[ancestor] / antecedentCounts[ancestor]) * confidenceFactor
      if (counts[row] >= interest * expected || confidence >= interest * expectedConfidence) continue
      if (answer < 0 || ancestor < answer) answer = ancestor
    }
    found[row] = answer
    return answer
  }

  const closeAncestors = (row: number): CloseAncestor[] => {
    const close: CloseAncestor[] = []
    const seen = new Set<string>()
    let front: Generalisation[] = [{ ...sides[row], countFactor: 1, confidenceFactor: 1 }]
    while (front.length > 0) {
      const next: Generalisation[] = []
      for (const general of front.flatMap((rule) => oneStepUp(rule, parents, nodeCounts))) {
        const key = keyOf(general.antecedent, general.consequent)
        if (seen.has(key)) continue
        seen.add(key)
        const ancestor = rowOf.get(key)
        if (ancestor !== undefined && explain(ancestor) < 0) {
          close.push({
            ancestor,
            countFactor: general.countFactor,
            confidenceFactor: general.confidenceFactor,
          })
        } else next.push(general)
      }
      front = next
    }
    return close
  }

  for (let row = 0; row < count; row++) explain(row)
  return found
}

function nodesOf({ offsets, values }: Lists, row: number): number[] {
  return Array.from(values.subarray(offsets[row], offsets[row + 1]))
}

/** One key for the same two sets, whatever the order in which their nodes are listed. */
function keyOf(antecedent: readonly number[], consequent: readonly number[]): string {
  const text = (nodes: readonly number[]): string => nodes.toSorted((a, b) => a - b).join(',')
  return `${text(antecedent)}>${text(consequent)}`
}

/** The rule with one of its nodes replaced by the mined category above it, in every way. */
function oneStepUp(rule: Generalisation, parents: Int32Array, nodeCounts: ArrayLike<number>): Generalisation[] {
  const steps: Generalisation[] = []
  for (const side of ['antecedent', 'consequent'] as const) {
    rule[side].forEach((node, i) => {
      const parent = parents[node]
      if (parent < 0) return
      const share = nodeCounts[node] / nodeCounts[parent]
      steps.push({
        ...rule,
        [side]: rule[side].with(i, parent),
        countFactor: rule.countFactor * share,
        confidenceFactor: rule.confidenceFactor * (side === 'consequent' ? share : 1),
      })
    })
  }
  return steps
}
