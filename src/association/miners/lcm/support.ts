/**
 * Supports that also tell sets of baskets apart.
 *
 * Two itemsets have the same closure exactly when the same baskets hold them. So that one comparison nearly settles this, basket t carries
 * a random mark beside its weight:
 *
 *   support(X) = Σ_t∋X (weight_t + mark_t · unit),  mark_t ≥ 0 an integer,  Σ_t mark_t · unit < 1
 *
 * The whole part is the count of X. Sums are exact in doubles whatever their order, since count and fraction together have at most 52 bits.
 * Equal sets of baskets have equal supports. The reverse is only likely, so whoever concludes it compares the itemsets too.
 */

/** A mark for each basket. */
export interface Marks {
  readonly marks: Int32Array
  /** What a mark is worth, a power of two. */
  readonly unit: number
}

/** Marks of `count` baskets that stand for `transactions` ones. Where there is no room for them (beyond some 16 million baskets) all are 0. */
export function basketMarks(count: number, transactions: number): Marks {
  const bits = Math.min(31, 52 - Math.ceil(Math.log2(transactions + 1)))
  const most = Math.floor((2 ** bits - 1) / Math.max(1, count))
  const marks = new Int32Array(count)
  if (most > 0) for (let t = 0; t < count; t++) marks[t] = 1 + (mixed(t) % most)
  return { marks, unit: 2 ** -bits }
}

/** No marks: supports are counts. */
export function noMarks(count: number): Marks {
  return { marks: new Int32Array(count), unit: 0 }
}

/** A fixed number for each basket: its number through the mixer of MurmurHash3 (Appleby 2008). */
function mixed(t: number): number {
  let z = Math.imul(t + 1, 0x9e3779b9)
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
  return (z ^ (z >>> 16)) >>> 0
}
