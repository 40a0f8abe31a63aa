/**
 * What was read, and what in it may mislead a miner: a report beside the baskets, never a change to them.
 *
 * Neutral lift: the lift that independent items of a pair show because baskets differ in size s, (E[s²] − E[s]) / E[s]². A lift near it
 * says nothing. Giant baskets: more than Q3 + 10 (Q3 − Q1) items, Q1 and Q3 the quartiles of sizes.
 */
import type { OutputColumn } from '../../arrow/write-table.js'
import { normalizeLabel, suspicion } from './labels.js'

/** One thing to look at before mining. */
export interface TransactionsWarning {
  readonly code:
    | 'NULL_BASKETS'
    | 'NULL_ITEMS'
    | 'GIANT_BASKETS'
    | 'NEAR_DUPLICATE_LABELS'
    | 'NON_PRODUCT_ITEMS'
    | 'CANCELLED_BASKETS'
  /** An English sentence. */
  readonly message: string
}

/** A report on baskets; JSON-serialisable. */
export interface TransactionsProfile {
  /** Baskets n, with empty ones. */
  readonly baskets: number
  readonly emptyBaskets: number
  /** Distinct items. */
  readonly items: number
  /** Items in all baskets, each once a basket. */
  readonly occurrences: number
  /** Lines, list entries or ones that were read, null ones included. */
  readonly lines: number
  /** Lines that repeat an item of their basket: taken once. */
  readonly duplicates: number
  /** Lines without an item: ignored. */
  readonly nullItems: number
  /** Lines (long form) or rows without a basket: skipped. */
  readonly nullBaskets: number
  /** Items a basket. Quartiles are sizes that occur (the least with that share of baskets at or below it). */
  readonly sizes: {
    readonly min: number
    readonly lowerQuartile: number
    readonly median: number
    readonly mean: number
    readonly upperQuartile: number
    readonly max: number
    /** How many baskets have each size, ascending by size. */
    readonly distribution: readonly { readonly size: number; readonly baskets: number }[]
  }
  /** The lift of a pair that means nothing: (E[s²] − E[s]) / E[s]². */
  readonly neutralLift: number
  readonly giantBaskets: {
    /** More items than this make a basket giant. */
    readonly threshold: number
    readonly baskets: number
    /** The largest ones, five at most. */
    readonly largest: readonly { readonly basket: string; readonly size: number }[]
  }
  /** Labels that differ in case or white space only, with the baskets that hold them. */
  readonly nearDuplicates: readonly (readonly { readonly label: string; readonly baskets: number }[])[]
  /** Labels that look like no product. */
  readonly nonProducts: readonly { readonly label: string; readonly baskets: number; readonly reason: string }[]
  /** Baskets whose key begins with C before a number, where most keys are numbers: cancellations of a shop's invoices. */
  readonly cancelled: { readonly baskets: number; readonly examples: readonly string[] }
  readonly warnings: readonly TransactionsWarning[]
}

/** What the report is made from. */
export interface ProfileInput {
  readonly count: number
  readonly offsets: Int32Array
  readonly items: Int32Array
  readonly labels: readonly string[]
  /** Keys of the baskets. */
  readonly ids: { readonly column: OutputColumn }
  readonly lines: number
  readonly duplicates: number
  readonly nullItems: number
  readonly nullBaskets: number
}

const EXAMPLES = 5

/** Look at baskets. O(baskets + items + labels). */
export function profileTransactions(input: ProfileInput): TransactionsProfile {
  const { count, offsets, items, labels, lines, duplicates, nullItems, nullBaskets } = input
  const counts = new Int32Array(labels.length)
  for (let i = 0; i < items.length; i++) counts[items[i]]++
  const histogram = sizeHistogram(offsets)
  const facts = {
    baskets: count,
    emptyBaskets: histogram[0],
    items: labels.length,
    occurrences: items.length,
    lines,
    duplicates,
    nullItems,
    nullBaskets,
    sizes: sizesOf(histogram, count, items.length),
    neutralLift: neutralLift(histogram, count, items.length),
    nearDuplicates: nearDuplicates(labels, counts),
    nonProducts: nonProducts(labels, counts),
    cancelled: cancelledBaskets(input.ids.column),
  }
  const giantBaskets = giants(facts.sizes, input)
  return Object.freeze({ ...facts, giantBaskets, warnings: Object.freeze(warningsOf({ ...facts, giantBaskets })) })
}

/** Baskets of each size from 0 on. */
function sizeHistogram(offsets: Int32Array): Int32Array {
  let largest = 0
  for (let b = 1; b < offsets.length; b++) largest = Math.max(largest, offsets[b] - offsets[b - 1])
  const histogram = new Int32Array(largest + 1)
  for (let b = 1; b < offsets.length; b++) histogram[offsets[b] - offsets[b - 1]]++
  return histogram
}

function sizesOf(histogram: Int32Array, count: number, occurrences: number): TransactionsProfile['sizes'] {
  const quantile = (share: number): number => {
    let below = 0
    return histogram.findIndex((baskets) => (below += baskets) >= share * count)
  }
  const distribution = Array.from(histogram, (baskets, size) => ({ size, baskets })).filter(
    ({ baskets }) => baskets > 0,
  )
  return Object.freeze({
    min: distribution[0].size,
    lowerQuartile: quantile(0.25),
    median: quantile(0.5),
    mean: occurrences / count,
    upperQuartile: quantile(0.75),
    max: histogram.length - 1,
    distribution: Object.freeze(distribution),
  })
}

function neutralLift(histogram: Int32Array, count: number, occurrences: number): number {
  let pairs = 0
  for (let size = 2; size < histogram.length; size++) pairs += histogram[size] * size * (size - 1)
  return (pairs * count) / occurrences ** 2
}

function giants(sizes: TransactionsProfile['sizes'], input: ProfileInput): TransactionsProfile['giantBaskets'] {
  const { upperQuartile, lowerQuartile, max } = sizes
  const threshold = upperQuartile + 10 * Math.max(1, upperQuartile - lowerQuartile)
  const { offsets, count } = input
  const large: number[] = []
  if (max > threshold) for (let b = 0; b < count; b++) if (offsets[b + 1] - offsets[b] > threshold) large.push(b)
  const sizeOf = (b: number): number => offsets[b + 1] - offsets[b]
  const largest = large
    .toSorted((a, b) => sizeOf(b) - sizeOf(a) || a - b)
    .slice(0, EXAMPLES)
    .map((b) => ({ basket: keyText(input.ids.column, b), size: sizeOf(b) }))
  return Object.freeze({ threshold, baskets: large.length, largest: Object.freeze(largest) })
}

/** The key of a basket as text. */
function keyText(column: OutputColumn, basket: number): string {
  switch (column.kind) {
    case 'category':
      return column.labels[column.codes[basket]]
    case 'time':
      return new Date(column.values[basket]).toISOString()
    case 'boolean':
      return String(column.values[basket] === 1)
    case 'float64':
    case 'int32':
    case 'integer':
      return String(column.values[basket])
    case 'list':
    case 'timeList':
      return `row ${basket}`
  }
}

/** Labels that one pass of folding would merge; labels are ascending, so groups come in the order of their first one. */
function nearDuplicates(labels: readonly string[], counts: Int32Array): TransactionsProfile['nearDuplicates'] {
  const groups = new Map<string, number[]>()
  labels.forEach((label, item) => {
    const folded = normalizeLabel(label, 'fold')
    const group = groups.get(folded)
    if (group === undefined) groups.set(folded, [item])
    else group.push(item)
  })
  // a label with white space at an end is reported even when nothing else looks like it
  const found = [...groups.values()].filter((group) => group.length > 1 || labels[group[0]] !== labels[group[0]].trim())
  return Object.freeze(found.map((group) => group.map((item) => ({ label: labels[item], baskets: counts[item] }))))
}

function nonProducts(labels: readonly string[], counts: Int32Array): TransactionsProfile['nonProducts'] {
  const withDigits = labels.reduce((sum, label) => sum + (/\d/.test(label) ? 1 : 0), 0)
  const mostHaveDigits = labels.length >= 20 && withDigits >= 0.9 * labels.length
  const found = labels.flatMap((label, item) => {
    const reason = suspicion(label, mostHaveDigits)
    return reason === null ? [] : [{ label, baskets: counts[item], reason }]
  })
  return Object.freeze(found.toSorted((a, b) => b.baskets - a.baskets))
}

function cancelledBaskets(column: OutputColumn): TransactionsProfile['cancelled'] {
  const keys = column.kind === 'category' ? column.labels : []
  const cancelled = keys.filter((key) => /^c\d+$/i.test(key))
  const numbers = keys.reduce((sum, key) => sum + (/^\d+$/.test(key) ? 1 : 0), 0)
  const baskets = numbers > cancelled.length ? cancelled.length : 0
  return Object.freeze({ baskets, examples: Object.freeze(baskets === 0 ? [] : cancelled.slice(0, EXAMPLES)) })
}

function warningsOf(facts: Omit<TransactionsProfile, 'warnings'>): TransactionsWarning[] {
  const { nullBaskets, nullItems, giantBaskets, nearDuplicates: near, nonProducts: odd, cancelled } = facts
  const warnings: TransactionsWarning[] = []
  if (nullBaskets > 0)
    warnings.push({ code: 'NULL_BASKETS', message: `${amount(nullBaskets, 'line')} without a basket: skipped.` })
  if (nullItems > 0)
    warnings.push({
      code: 'NULL_ITEMS',
      message: `${amount(nullItems, 'line')} without an item: ignored, their baskets count.`,
    })
  if (giantBaskets.baskets > 0)
    warnings.push({
      code: 'GIANT_BASKETS',
      message: `${amount(giantBaskets.baskets, 'basket')} with more than ${giantBaskets.threshold} items (the largest has ${facts.sizes.max}): they hold pairs of almost everything.`,
    })
  if (near.length > 0)
    warnings.push({
      code: 'NEAR_DUPLICATE_LABELS',
      message: `${amount(near.length, 'label')} differing in case or white space, or padded with it, such as ${near[0].map(({ label }) => JSON.stringify(label)).join(' and ')}: kept apart; normalize "trim" or "fold" merges them.`,
    })
  if (odd.length > 0)
    warnings.push({
      code: 'NON_PRODUCT_ITEMS',
      message: `${amount(odd.length, 'item')} that may be no product, such as ${JSON.stringify(odd[0].label)} (${odd[0].reason}): kept; exclude their lines if they are not.`,
    })
  if (cancelled.baskets > 0)
    warnings.push({
      code: 'CANCELLED_BASKETS',
      message: `${amount(cancelled.baskets, 'basket')} that may be cancelled, such as ${JSON.stringify(cancelled.examples[0])}: kept; exclude their lines if they are.`,
    })
  return warnings
}

/** `amount(1, 'line')` → '1 line', `amount(1234, 'line')` → '1,234 lines' */
function amount(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
