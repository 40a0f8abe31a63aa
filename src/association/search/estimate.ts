/**
 * How many frequent itemsets there are, before they are all found: sets that grow at random, many side by side.
 *
 * Notation: N_k frequent k-itemsets; d(S) items that can be added to S. Each (k+1)-set is some k-set and one item in k + 1 ways, so
 *
 *   N_{k+1} = N_k · E[d(S)] / (k + 1),  S uniform among the frequent k-sets
 *
 * and a set drawn in proportion to d(S), with one of its d(S) items added, is uniform among the frequent (k+1)-sets. A group of sets goes up
 * level by level that way: its product of means is an unbiased estimate of every N_k (sequential Monte Carlo: Del Moral, Doucet & Jasra,
 * 2006), far steadier than random paths alone (Knuth 1975). Groups are independent, so the spread of their
 * logarithms (a product of means is skewed) gives an interval. The random
 * numbers are seeded: the same baskets give the same estimate.
 *
 * Cost: for each set of each level the baskets that hold it; a fraction of a second, since it only runs before long searches.
 */
import { average } from '../../numeric/average.js'
import { randomStream, type RandomStream } from '../../numeric/random.js'
import type { Database } from '../database/database.js'
import type { Estimate } from './guard.js'

const GROUPS = 5
const GROUP_SIZE = 32
/** 97.5 % quantile of Student's t with `GROUPS` − 1 degrees of freedom. */
const STUDENT = 2.776

/** Estimate the frequent itemsets of up to `maxLength` items. */
export function estimateItemsets(database: Database, maxLength: number): Estimate | null {
  if (database.counts.length === 0) return null
  const random = randomStream(0, 'itemsets')
  const holders = holdersByItem(database)
  const groups = Array.from({ length: GROUPS }, () => growGroup(database, holders, maxLength, random))
  const logarithms = Float64Array.from(groups, ({ itemsets }) => Math.log(itemsets))
  const center = average(logarithms)
  const variance = logarithms.reduce((sum, value) => sum + (value - center) ** 2, 0) / (GROUPS - 1)
  return {
    itemsets: average(Float64Array.from(groups, ({ itemsets }) => itemsets)),
    atLeast: Math.exp(center - STUDENT * Math.sqrt(variance / GROUPS)),
    items: average(Float64Array.from(groups, ({ items }) => items)),
  }
}

/** Baskets of every item. */
interface Holders {
  readonly starts: Int32Array
  readonly baskets: Int32Array
  /** Room for a mark on every basket; the last number is the last mark given. */
  readonly marks: Int32Array
}

function holdersByItem({ counts, offsets, values, weights }: Database): Holders {
  const starts = new Int32Array(counts.length + 1)
  for (let i = 0; i < values.length; i++) starts[values[i] + 1]++
  for (let item = 0; item < counts.length; item++) starts[item + 1] += starts[item]
  const baskets = new Int32Array(values.length)
  const next = starts.slice()
  for (let t = 0; t < weights.length; t++)
    for (let i = offsets[t]; i < offsets[t + 1]; i++) baskets[next[values[i]]++] = t
  return { starts, baskets, marks: new Int32Array(weights.length + 1) }
}

/** A set on its way up. */
interface Grown {
  readonly items: readonly number[]
  /** Baskets that hold it. */
  readonly held: Int32Array
}

/** One group from single items to where nothing can be added: Σ N_k and Σ k·N_k. */
function growGroup(
  database: Database,
  holders: Holders,
  maxLength: number,
  random: RandomStream,
): { itemsets: number; items: number } {
  const { counts } = database
  const { starts, baskets } = holders
  let level = counts.length
  let itemsets = level
  let items = level
  let group = evenly(counts.length, random).map((item): Grown => {
    return { items: [item], held: baskets.subarray(starts[item], starts[item + 1]) }
  })
  for (let length = 1; length < maxLength; length++) {
    const choices = group.map((set) => extensions(database, set))
    const total = choices.reduce((sum, { length: size }) => sum + size, 0)
    if (total === 0) break
    level *= total / GROUP_SIZE / (length + 1)
    itemsets += level
    items += level * (length + 1)
    const before = group
    let k = 0
    let passed = 0
    group = evenly(total, random).map((choice) => {
      while (choice - passed >= choices[k].length) passed += choices[k++].length
      return extend(holders, before[k], choices[k][choice - passed])
    })
  }
  return { itemsets, items }
}

/** `GROUP_SIZE` of the numbers 0 … size − 1, ascending, at even distances from a random start (systematic sampling: each equally likely). */
function evenly(size: number, random: RandomStream): number[] {
  const start = random.uniform()
  return Array.from({ length: GROUP_SIZE }, (_, k) => Math.min(size - 1, Math.floor(((k + start) * size) / GROUP_SIZE)))
}

/** Items that can be added: frequent in the baskets that hold the set. */
function extensions({ counts, minCount, offsets, values, weights }: Database, { items, held }: Grown): Int32Array {
  const counted = new Int32Array(counts.length)
  for (let h = 0; h < held.length; h++) {
    const t = held[h]
    for (let i = offsets[t]; i < offsets[t + 1]; i++) counted[values[i]] += weights[t]
  }
  for (const item of items) counted[item] = 0
  const found: number[] = []
  for (let item = 0; item < counted.length; item++) if (counted[item] >= minCount) found.push(item)
  return Int32Array.from(found)
}

/** The set with one more item: of the baskets that hold it, those that hold the item. */
function extend({ starts, baskets, marks }: Holders, { items, held }: Grown, item: number): Grown {
  const mark = ++marks[marks.length - 1]
  for (let i = starts[item]; i < starts[item + 1]; i++) marks[baskets[i]] = mark
  const both = new Int32Array(held.length)
  let size = 0
  for (let h = 0; h < held.length; h++) if (marks[held[h]] === mark) both[size++] = held[h]
  return { items: [...items, item], held: both.slice(0, size) }
}
