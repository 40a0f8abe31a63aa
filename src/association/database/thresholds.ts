/**
 * Thresholds are integers: an itemset is frequent when at least `minCount` baskets hold it, where
 *
 *   minCount = the smallest integer c ≥ 1 with c / n ≥ minSupport in double arithmetic.
 *
 * The product minSupport·n may fall on either side of an integer (.07 · 100 = 7.000000000000001), so ⌈minSupport·n⌉ is only a first guess;
 * division rounds correctly, and c and c − 1 are tested with it. mlxtend compares the same quotients; other tools use the product.
 */

/** The smallest count whose share of `transactions` reaches `minSupport` in (0, 1]. `minCountOf(0.07, 100)` → 7, `minCountOf(5 / 6, 6)` → 5 */
export function minCountOf(minSupport: number, transactions: number): number {
  let count = Math.max(1, Math.ceil(minSupport * transactions))
  while (count > 1 && (count - 1) / transactions >= minSupport) count--
  while (count / transactions < minSupport) count++
  return count
}
