/**
 * The limits of a search: how many itemsets, bytes and milliseconds it may use, and what happens when it wants more.
 *
 * A store asks when it grows, a kernel may ask for the time; so the guard costs nothing between. At the first question beyond
 * `ESTIMATE_FROM` itemsets the whole number is estimated (see estimate.ts), so that a hopeless search ends within a second or two instead
 * of filling the memory first. It goes by what was found, never by the clock: the same baskets give the same answer on a busy machine.
 */
import { BodkinError } from '../../errors.js'

/** The limit that ended a search. */
export type LimitName = 'maxItemsets' | 'maxBytes' | 'maxMs'

/** Why a search should end. */
export interface Stop {
  readonly limit: LimitName
}

/** What a search may use. */
export interface Limits {
  /** Itemsets, an integer ≥ 1. */
  readonly maxItemsets: number
  /** Bytes that the itemsets take up in the table. */
  readonly maxBytes: number
  /** Milliseconds of the search, or null for any number. */
  readonly maxMs: number | null
  /** What to do when a limit is reached: throw, or give what there is and say so. */
  readonly onLimit: 'error' | 'truncate'
}

/** What the whole search was estimated to give. */
export interface Estimate {
  readonly itemsets: number
  /** Lower end of its 95 % interval: what a search is refused by. */
  readonly atLeast: number
  /** Items in all itemsets together. */
  readonly items: number
}

/** The limits of one search and what it has used. */
export interface Guard {
  readonly maxItemsets: number
  /** 32-bit words of the table. */
  readonly maxWords: number
  /** Asked by a store with `count` itemsets of `items` items that wants one more of `size`: null = go on. Throws `LIMIT` unless the search may be truncated. */
  readonly grow: (count: number, items: number, size: number) => Stop | null
  /** Asked by a kernel now and then: whether the time is up. Throws `LIMIT` unless the search may be truncated. */
  readonly late: () => Stop | null
  /** Asked by a kernel before a step whose work grows with the result: throws `LIMIT` when the estimate is beyond the limits. Looks once. */
  readonly foresee: () => void
}

/** Itemsets found, a second's work at most, after which the rest is estimated. */
const ESTIMATE_FROM = 1 << 21
const MOST_ITEMS = 2 ** 31 - 1

/**
 * A guard for one search.
 *
 * @param estimate the number of itemsets of the whole search; called once at most, and only when the search turns out to be long
 * @param now clock in milliseconds
 */
export function searchGuard(
  limits: Limits,
  estimate: () => Estimate | null,
  now: () => number = () => performance.now(),
): Guard {
  const { maxItemsets, maxBytes, maxMs, onLimit } = limits
  const began = now()
  let estimated = false

  const reached = (limit: LimitName, count: number, expected: Estimate | null): Stop => {
    if (onLimit === 'error') throw limitError(limit, limits, count, expected)
    return { limit }
  }
  const foresee = (count: number): void => {
    if (estimated || onLimit !== 'error') return
    estimated = true
    const expected = estimate()
    if (expected === null) return
    if (expected.atLeast > maxItemsets) reached('maxItemsets', count, expected)
    const { itemsets, items, atLeast } = expected
    if (bytesOf(atLeast, (items * atLeast) / itemsets) > maxBytes) reached('maxBytes', count, expected)
  }
  const late = (count: number): Stop | null => {
    return maxMs !== null && now() - began > maxMs ? reached('maxMs', count, null) : null
  }
  const grow = (count: number, items: number, size: number): Stop | null => {
    if (count >= Math.min(ESTIMATE_FROM, maxItemsets)) foresee(count)
    if (count >= maxItemsets) return reached('maxItemsets', count, null)
    if (bytesOf(count + 1, items + size) > maxBytes || items + size > MOST_ITEMS)
      return reached('maxBytes', count, null)
    return late(count)
  }
  return { maxItemsets, maxWords: Math.floor(maxBytes / 4), grow, late: () => late(0), foresee: () => foresee(0) }
}

/** Offset, length, count and support of each itemset, and its items, in the table. */
function bytesOf(itemsets: number, items: number): number {
  return 20 * itemsets + 4 * items
}

function limitError(limit: LimitName, limits: Limits, count: number, expected: Estimate | null): BodkinError {
  const found =
    expected === null
      ? `reached ${describe(limit, limits)}${count === 0 ? '' : ` with ${count.toLocaleString('en')} itemsets found`}`
      : `would give about ${approximate(expected.itemsets)} itemsets (${approximate(bytesOf(expected.itemsets, expected.items) / 2 ** 20)} MiB), ` +
        `more than ${describe(limit, limits)}`
  const message =
    `the search ${found}: raise minSupport, set maxLength, ask for kind "closed" or "maximal", ` +
    `raise limits.${limit}, or set limits.onLimit to "truncate"`
  return new BodkinError('LIMIT', message, {
    limit,
    value: limits[limit],
    ...(expected === null ? {} : { estimate: Math.round(expected.itemsets) }),
    ...(count === 0 ? {} : { found: count }),
  })
}

function describe(limit: LimitName, limits: Limits): string {
  switch (limit) {
    case 'maxItemsets':
      return `limits.maxItemsets = ${limits.maxItemsets.toLocaleString('en')}`
    case 'maxBytes':
      return `limits.maxBytes = ${limits.maxBytes.toLocaleString('en')}`
    case 'maxMs':
      return `limits.maxMs = ${(limits.maxMs as number).toLocaleString('en')}`
  }
}

/** Two digits: an estimate deserves no more. `approximate(287_654_321)` → '290,000,000' */
function approximate(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en')
}
