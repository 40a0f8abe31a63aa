/**
 * Baskets from both sides: the frequent items of every basket, and the baskets of every frequent item. Both come out ascending by
 * counting, without a sort. O(N).
 */

/** Items numbered by falling frequency, so the frequent ones are the first `frequent`. */
export interface Incidence {
  /** Frequent items of basket b, ascending: `items[starts[b]]` to `items[starts[b + 1] − 1]`. */
  readonly starts: Int32Array
  readonly items: Int32Array
  /** Baskets of item i, ascending: `holders[firsts[i]]` to `holders[firsts[i + 1] − 1]`. */
  readonly firsts: Int32Array
  readonly holders: Int32Array
  readonly frequent: number
}

/**
 * Both sides of some baskets.
 *
 * @param items of baskets behind each other, in any order within a basket
 * @param basketOf the basket of each
 * @param baskets how many there are
 * @param frequent items from this number on are left out
 */
export function incidence(items: Int32Array, basketOf: Int32Array, baskets: number, frequent: number): Incidence {
  const firsts = new Int32Array(frequent + 1)
  const starts = new Int32Array(baskets + 1)
  for (let k = 0; k < items.length; k++) {
    if (items[k] >= frequent) continue
    firsts[items[k] + 1]++
    starts[basketOf[k] + 1]++
  }
  for (let i = 0; i < frequent; i++) firsts[i + 1] += firsts[i]
  for (let b = 0; b < baskets; b++) starts[b + 1] += starts[b]

  const holders = new Int32Array(firsts[frequent])
  const nextHolder = firsts.slice()
  for (let k = 0; k < items.length; k++) if (items[k] < frequent) holders[nextHolder[items[k]]++] = basketOf[k]
  const sorted = new Int32Array(starts[baskets])
  const nextItem = starts.slice()
  for (let i = 0; i < frequent; i++) for (let k = firsts[i]; k < firsts[i + 1]; k++) sorted[nextItem[holders[k]]++] = i
  return { starts, items: sorted, firsts, holders, frequent }
}
