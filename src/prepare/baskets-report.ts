/**
 * What `baskets` did with the lines, in numbers and in sentences.
 */
import type { Entries } from './basket-entries.js'
import type { BasketsSettings } from './baskets-options.js'
import { showDay } from './periods.js'
import type { OrderLines } from './read-lines.js'
import { counted, listed } from './sentences.js'

/** What happened to the lines. Frozen and JSON-serialisable. */
export interface BasketsReport {
  /** Lines given. */
  readonly rows: number
  /** Lines that `exclude` left out. */
  readonly excluded: number
  /** Lines that count but for their missing transaction or customer: skipped. */
  readonly withoutBasket: number
  /** Lines without an item: ignored, their baskets count. */
  readonly withoutItem: number
  /** Lines without a quantity, or with 0: they add nothing. */
  readonly withoutQuantity: number
  /** Lines that bought again what their basket has: taken once. In a history with times: at the same time. */
  readonly duplicates: number
  /** Lines with a quantity below 0. */
  readonly returns: number
  /** Purchases of which all was given back: not in the table. */
  readonly returned: number
  /** Returns of more than was bought before: they take nothing else away. */
  readonly unmatchedReturns: number
  /** Rows of the table, empty baskets included. */
  readonly baskets: number
  readonly emptyBaskets: number
  /** Baskets that are not in the table, by the reason. */
  readonly dropped: {
    /** All of their lines are excluded. */
    readonly excluded: number
    /** All of their items were given back. */
    readonly returned: number
    /** Fewer items than `minItems`. */
    readonly small: number
  }
  /** Different items in the table. */
  readonly items: number
  /** Items a basket; in a history each purchase counts. Null without baskets. */
  readonly size: { readonly median: number; readonly mean: number; readonly max: number } | null
  /** Days (UTC) of the first and the last purchase in the table; null without `time`. */
  readonly from: string | null
  readonly to: string | null
  /** All of that in English sentences, with the rules that were followed. */
  readonly notes: readonly string[]
}

/** What happened to each basket. */
export interface BasketFates {
  /** Baskets of the table, ascending. */
  readonly kept: Int32Array
  readonly dropped: BasketsReport['dropped']
}

const DAY = 86_400_000

/** The report of a run. `items`: different items of the kept baskets. */
export function basketsReport(
  data: OrderLines,
  entries: Entries,
  { kept, dropped }: BasketFates,
  items: number,
  settings: BasketsSettings,
): BasketsReport {
  const sizes = kept.map((basket) => entries.offsets[basket + 1] - entries.offsets[basket])
  const [from, to] = reach(entries, kept, data.instants)
  const facts = {
    rows: data.rows,
    excluded: data.excluded.count,
    withoutBasket: data.withoutBasket,
    withoutItem: data.withoutItem,
    withoutQuantity: data.withoutQuantity,
    duplicates: entries.duplicates,
    returns: entries.returns,
    returned: entries.returned,
    unmatchedReturns: entries.unmatched,
    baskets: kept.length,
    emptyBaskets: sizes.reduce((sum, size) => sum + (size === 0 ? 1 : 0), 0),
    dropped: Object.freeze(dropped),
    items,
    size: sizeOf(sizes),
    from,
    to,
  }
  return Object.freeze({ ...facts, notes: Object.freeze(notesOf(facts, data.excluded.unseen, settings)) })
}

function sizeOf(sizes: Int32Array): BasketsReport['size'] {
  if (sizes.length === 0) return null
  const sorted = sizes.toSorted()
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  const total = sorted.reduce((sum, size) => sum + size, 0)
  return Object.freeze({ median, mean: total / sorted.length, max: sorted[sorted.length - 1] })
}

/** First and last day of what the kept baskets hold. */
function reach({ offsets, times }: Entries, kept: Int32Array, instants: Float64Array): [string | null, string | null] {
  if (times === null) return [null, null]
  let [first, last] = [instants.length, -1]
  for (const basket of kept) {
    if (offsets[basket] === offsets[basket + 1]) continue
    first = Math.min(first, times[offsets[basket]])
    last = Math.max(last, times[offsets[basket + 1] - 1])
  }
  if (last < 0) return [null, null]
  return [showDay(Math.floor(instants[first] / DAY)), showDay(Math.floor(instants[last] / DAY))]
}

/** The sentences of a report. */
function notesOf(
  facts: Omit<BasketsReport, 'notes'>,
  unseen: readonly string[],
  { history, time, quantity, minItems, keys }: BasketsSettings,
): string[] {
  const { dropped } = facts
  const notes: string[] = []
  const add = (count: number, sentence: () => string): void => {
    if (count > 0) notes.push(sentence())
  }
  const order = time === undefined ? 'in the order of their labels' : 'in time order'
  const again = history && time !== undefined ? 'again each time it was bought' : 'once'
  notes.push(`A basket is one ${keys[0]}${history ? "'s whole history" : ''}, items ${order}, an item ${again}.`)
  add(facts.excluded, () => `${counted(facts.excluded, 'line', 'lines')} of ${facts.rows} excluded.`)
  add(unseen.length, () => `No line has the excluded ${listed(unseen.map((value) => JSON.stringify(value)))}.`)
  add(facts.withoutBasket, () => `${counted(facts.withoutBasket, 'line has', 'lines have')} no ${keys[0]}: skipped.`)
  add(
    facts.withoutItem,
    () => `${counted(facts.withoutItem, 'line has', 'lines have')} no item: ignored, the basket counts.`,
  )
  add(
    facts.withoutQuantity,
    () => `${counted(facts.withoutQuantity, 'line has', 'lines have')} no ${quantity}, or 0: nothing was bought.`,
  )
  add(facts.duplicates, () => `${counted(facts.duplicates, 'line repeats', 'lines repeat')} what its basket has.`)
  add(
    facts.returns,
    () =>
      `${counted(facts.returns, 'line is a return', 'lines are returns')}: ${counted(facts.returned, 'purchase was', 'purchases were')} given back altogether.`,
  )
  add(
    facts.unmatchedReturns,
    () =>
      `${counted(facts.unmatchedReturns, 'return is', 'returns are')} of more than the basket had bought: nothing else is taken away.`,
  )
  add(
    dropped.excluded,
    () => `${counted(dropped.excluded, 'basket had', 'baskets had')} excluded lines only: left out.`,
  )
  add(
    dropped.returned,
    () => `${counted(dropped.returned, 'basket has', 'baskets have')} nothing left after returns: left out.`,
  )
  add(
    dropped.small,
    () => `${counted(dropped.small, 'basket has', 'baskets have')} fewer than ${minItems} items: left out.`,
  )
  add(
    facts.emptyBaskets,
    () => `${counted(facts.emptyBaskets, 'basket is empty and stays', 'baskets are empty and stay')}.`,
  )
  return notes
}
