/** Baskets as the miners want them: frequent items only, numbered by falling frequency, equal baskets merged; the same whatever their order. */
export interface Database {
  /** Baskets n that supports are shares of: all of them, empty ones included. */
  readonly transactions: number
  /** What a frequent itemset has to reach, ≥ 1. */
  readonly minCount: number
  /** Baskets that hold each recoded item, falling; m numbers, each ≥ `minCount`. */
  readonly counts: Int32Array
  /** Recoded item → position in the labels of the `Transactions`. */
  readonly items: Int32Array
  /** Recoded item → place of its label among the m labels by code point; a permutation of 0 … m − 1. */
  readonly rank: Int32Array
  /** Merged basket t holds `values[offsets[t]]` to `values[offsets[t + 1] − 1]`; none is empty; in lexicographic order. */
  readonly offsets: Int32Array
  /** Recoded items, ascending (most frequent first) within a basket. */
  readonly values: Int32Array
  /** How many baskets were merged into each. */
  readonly weights: Int32Array
}
