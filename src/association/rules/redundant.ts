/**
 * Rules that say no more than shorter ones.
 *
 * A sub-rule of A → C has the same consequent and a proper subset of the antecedent; the empty one, whose confidence is the support of the
 * consequent, is a sub-rule of every rule. The antecedents of each consequent stand in a trie; the sub-rules of a rule are the paths of
 * that trie which its items can take. O(Σ visited nodes · items), at most 2^|A| nodes a rule and far fewer in practice.
 *
 * Bayardo, Agrawal & Gunopulos (1999) for improvement; the interval form after Hahsler's arules (`is.redundant` with `confint`).
 */
import type { Table } from 'apache-arrow'
import { numericColumn } from '../../arrow/numeric-column.js'
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { choice, readOptions, withDefault, type Schema } from '../../options/rules.js'
import { addPath, childOf, itemsetTrie, type ItemsetTrie } from '../itemsets/itemset-trie.js'
import { confidenceLower, confidenceUpper } from './measures-intervals.js'
import { readRules, sortedSide, type RuleSide, type RuleTable } from './rules-table.js'
import { pickTable } from '../itemsets/table-columns.js'

/** When a rule is redundant. */
export interface RedundantOptions {
  /**
   * 'improvement' (default): when some sub-rule has at least its confidence · 'interval': when the 95 % intervals (Wilson) of its confidence
   * and of some sub-rule's overlap, or the sub-rule's lies higher.
   */
  readonly by?: 'improvement' | 'interval'
}

interface Settings {
  readonly by: 'improvement' | 'interval'
}

const schema: Schema<Settings> = { by: withDefault(choice('improvement', 'interval'), 'improvement') }

/**
 * A table of rules without the redundant ones.
 *
 * Sub-rules are looked up in the table itself, and the empty antecedent is always among them. By improvement this misses none when the rules
 * were taken by confidence, lift, leverage or another measure that grows with count and confidence, since such a sub-rule passes wherever
 * its rule does; when the table has a column `improvement` (over every sub-rule), that decides. By interval, sub-rules of a somewhat lower
 * confidence count too: take the rules with `minThreshold: 0`.
 *
 * @param rules what `rules`, `topRules` or `significance` gave, of any copy of Arrow
 * @param options `by`
 * @returns the same columns, fewer rows, in the same order
 * @throws BodkinError `OPTION`, `COLUMN`, `DATA`
 * @example
 * redundant(rules(itemsets, { minThreshold: 0.5 }))
 */
export function redundant(rules: TableLike, options: RedundantOptions = {}): Table {
  const { by } = readOptions(schema, options)
  const source = readTable(rules, 'rules')
  const table = readRules(rules, 'rules')
  const isRedundant =
    by === 'interval'
      ? findRedundant(table, confidenceLower, confidenceUpper)
      : source.has('improvement')
        ? Uint8Array.from(numericColumn(source, 'improvement').values, (value) => (value <= 0 ? 1 : 0))
        : findRedundant(table, plainConfidence, plainConfidence)
  const kept = Int32Array.from(Array.from(isRedundant.keys()).filter((row) => isRedundant[row] === 0))
  return pickTable(rules, kept, 'rules')
}

/** A bound of the share `hits` of `trials`. */
type Bound = (hits: number, trials: number, consequent: number, transactions: number) => number

const plainConfidence: Bound = (hits, trials) => hits / trials

/** 1 for each rule whose lower bound some sub-rule's upper bound reaches. */
function findRedundant(rules: RuleTable, lower: Bound, upper: Bound): Uint8Array {
  const { count, both, antecedent, consequent, transactions } = rules
  const { trie, groups, ends, lefts } = antecedentsByConsequent(rules)
  const rowOf = new Int32Array(trie.size).fill(-1)
  for (let row = 0; row < count; row++) rowOf[ends[row]] = row

  return Uint8Array.from({ length: count }, (_, row) => {
    const total = transactions[row]
    const least = lower(both[row], antecedent[row], consequent[row], total)
    const end = lefts.offsets[row + 1]
    const reaches = (hits: number, trials: number): boolean => upper(hits, trials, consequent[row], total) >= least
    /** Whether a sub-rule on the paths below a node reaches the rule. */
    const visit = (node: number, from: number): boolean => {
      for (let k = from; k < end; k++) {
        const child = childOf(trie, node, lefts.items[k])
        if (child < 0) continue
        const other = rowOf[child]
        if (other >= 0 && child !== ends[row] && reaches(both[other], antecedent[other])) return true
        if (visit(child, k + 1)) return true
      }
      return false
    }
    return reaches(consequent[row], total) || visit(groups[row], lefts.offsets[row]) ? 1 : 0
  })
}

/** A trie of consequents (first level) and antecedents (below). */
interface Grouped {
  readonly trie: ItemsetTrie
  /** By rule: the node of its consequent, and of its antecedent below that. */
  readonly groups: Int32Array
  readonly ends: Int32Array
  /** Antecedents with their items ascending. */
  readonly lefts: RuleSide
}

function antecedentsByConsequent(rules: RuleTable): Grouped {
  const { count } = rules
  const lefts = sortedSide(rules.antecedents)
  const rights = sortedSide(rules.consequents)
  const sides = itemsetTrie()
  const trie = itemsetTrie()
  const groups = new Int32Array(count)
  const ends = new Int32Array(count)
  for (let row = 0; row < count; row++) {
    // a consequent is an item of the first level: its node in a trie of consequents tells it apart
    const side = addPath(sides, 0, rights.items, rights.offsets[row], rights.offsets[row + 1])
    groups[row] = addPath(trie, 0, Int32Array.of(side), 0, 1)
    ends[row] = addPath(trie, groups[row], lefts.items, lefts.offsets[row], lefts.offsets[row + 1])
  }
  return { trie, groups, ends, lefts }
}
