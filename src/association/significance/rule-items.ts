/**
 * Items that can be in a rule when its sides are limited to some: what else is frequent need not be mined for its sake.
 *
 * A rule A → C is made of itemsets whose pairs are all frequent. So with C limited to K, an item outside of K is in a rule only if it is frequent
 * together with some item of K; likewise for A; and an item that may stand on neither side is in none. O(baskets of the named items · their size).
 */
import type { Incidence } from './incidence.js'
import type { RuleThresholds } from './rule-thresholds.js'

/** By item: 1 = can be in a rule; null when the sides are not limited. */
export function itemsOfRules(
  sides: Incidence,
  minCount: number,
  { antecedents, consequents }: Pick<RuleThresholds, 'antecedents' | 'consequents'>,
): Uint8Array | null {
  if (antecedents === null && consequents === null) return null
  const allowed = new Uint8Array(sides.frequent).fill(1)
  if (antecedents !== null && consequents !== null)
    for (let item = 0; item < allowed.length; item++) allowed[item] = antecedents[item] | consequents[item]
  for (const side of [antecedents, consequents]) if (side !== null) keepPartners(sides, minCount, side, allowed)
  return allowed
}

/** Drop the items outside of `side` that are frequent with none of it. */
function keepPartners(
  { starts, items, firsts, holders, frequent }: Incidence,
  minCount: number,
  side: Uint8Array,
  allowed: Uint8Array,
): void {
  const partners = side.slice(0, frequent)
  const together = new Int32Array(frequent)
  for (let named = 0; named < frequent; named++) {
    if (side[named] === 0) continue
    together.fill(0)
    for (let h = firsts[named]; h < firsts[named + 1]; h++)
      for (let k = starts[holders[h]]; k < starts[holders[h] + 1]; k++) together[items[k]]++
    for (let item = 0; item < frequent; item++) if (together[item] >= minCount) partners[item] = 1
  }
  for (let item = 0; item < frequent; item++) allowed[item] &= partners[item]
}
