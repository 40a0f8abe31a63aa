/**
 * Lines to the items of each basket, with quantities and returns settled.
 *
 * In an order an item stands once, at the time of its first line, and stays when more was bought than given back. In a customer's history
 * with times it stands once for each time it was bought; a return takes from the latest purchases of that item before it (last in, first
 * out), and a purchase of which nothing is left is gone. What is given back without having been bought takes nothing and is counted.
 *
 * Lines are sorted by counting: by item, by time, by basket, each pass stable. O(lines + items + times + baskets), whatever their order.
 */
import { orderBy } from '../numeric/counting-order.js'

/** Lines that count, a position each. */
export interface Lines {
  /** Basket of the line, 0 to `basketCount` − 1. */
  readonly baskets: Int32Array
  /** Item of the line, 0 to `itemCount` − 1; baskets without times list their items in this order. */
  readonly items: Int32Array
  /** Place of the line's time among the times, 0 to `timeCount` − 1; null without times. */
  readonly times: Int32Array | null
  /** How much was bought, below 0: given back; never NaN. Null: every line is a purchase of one. */
  readonly quantities: Float64Array | null
  readonly basketCount: number
  readonly itemCount: number
  readonly timeCount: number
}

/** What the baskets hold. */
export interface Entries {
  /** Basket b holds entries `offsets[b]` to `offsets[b + 1]`. */
  readonly offsets: Int32Array
  readonly items: Int32Array
  /** Place of each entry's time, rising within a basket; null without times. */
  readonly times: Int32Array | null
  /** Lines that bought again what their basket has (in a history: at the same time). */
  readonly duplicates: number
  /** Lines of returns. */
  readonly returns: number
  /** Entries of which all was given back. */
  readonly returned: number
  /** Returns of more than was bought before. */
  readonly unmatched: number
  /** 1 for baskets with a return. */
  readonly withReturn: Uint8Array
}

/** Share of a quantity below which it is nothing: sums of decimals leave crumbs (0.1 + 0.2 − 0.3). */
const CRUMB = 1e-9

/** The state of one walk: entries so far, and the latest one of each item in the basket at hand. */
interface Walk {
  count: number
  readonly items: Int32Array
  readonly times: Int32Array
  /** What is left of each entry, and what was ever added to or taken from it. */
  readonly left: Float64Array
  readonly moved: Float64Array
  /** Whether anything was bought for the entry. */
  readonly bought: Uint8Array
  /** The entry of the same item before it, −1 for none. */
  readonly before: Int32Array
  /** Latest entry of each item, −1 for none. */
  readonly latest: Int32Array
  duplicates: number
  returns: number
  returned: number
  unmatched: number
}

/** Settle the lines. `history`: an item comes again when it is bought again later. */
export function basketEntries(lines: Lines, history: boolean): Entries {
  const { baskets, items, times, quantities } = lines
  const order = sortLines(lines)
  const walk: Walk = {
    count: 0,
    items: new Int32Array(order.length),
    times: new Int32Array(times === null ? 0 : order.length),
    left: new Float64Array(order.length),
    moved: new Float64Array(order.length),
    bought: new Uint8Array(order.length),
    before: new Int32Array(order.length),
    latest: new Int32Array(lines.itemCount).fill(-1),
    duplicates: 0,
    returns: 0,
    returned: 0,
    unmatched: 0,
  }
  const again = history && times !== null
  const offsets = new Int32Array(lines.basketCount + 1)
  const withReturn = new Uint8Array(lines.basketCount)
  let at = 0
  for (let basket = 0; basket < lines.basketCount; basket++) {
    const first = walk.count
    while (at < order.length && baskets[order[at]] === basket) {
      const item = items[order[at]]
      const time = times === null ? 0 : times[order[at]]
      let [net, moved, purchases] = [0, 0, 0]
      for (; at < order.length; at++) {
        const line = order[at]
        if (baskets[line] !== basket || items[line] !== item || (times !== null && times[line] !== time)) break
        const quantity = quantities === null ? 1 : quantities[line]
        net += quantity
        moved += Math.abs(quantity)
        if (quantity > 0) purchases++
        if (quantity < 0) {
          walk.returns++
          withReturn[basket] = 1
        }
      }
      if (again) buyOrReturn(walk, item, time, net, moved, purchases)
      else addUp(walk, item, time, net, moved, purchases)
    }
    closeBasket(walk, first)
    offsets[basket + 1] = walk.count
  }
  const { duplicates, returns, returned, unmatched, count } = walk
  return {
    offsets,
    items: walk.items.slice(0, count),
    times: times === null ? null : walk.times.slice(0, count),
    duplicates,
    returns,
    returned,
    unmatched,
    withReturn,
  }
}

/** A history: what one instant's lines of one item come to. */
function buyOrReturn(walk: Walk, item: number, time: number, net: number, moved: number, purchases: number): void {
  if (purchases > 0) walk.duplicates += purchases - 1
  if (net > CRUMB * moved) {
    open(walk, item, time, net, moved, 1)
    return
  }
  if (purchases > 0) walk.returned++
  let back = -net
  for (let entry = walk.latest[item]; entry >= 0 && back > CRUMB * moved; entry = walk.before[entry]) {
    const taken = Math.min(walk.left[entry], back)
    walk.left[entry] -= taken
    back -= taken
  }
  if (back > CRUMB * moved) walk.unmatched++
}

/** An order, or a history without times: one entry an item, settled when the basket ends. */
function addUp(walk: Walk, item: number, time: number, net: number, moved: number, purchases: number): void {
  const entry = walk.latest[item]
  if (entry < 0) {
    walk.duplicates += Math.max(0, purchases - 1)
    open(walk, item, time, net, moved, purchases)
    return
  }
  walk.duplicates += walk.bought[entry] === 1 ? purchases : Math.max(0, purchases - 1)
  walk.left[entry] += net
  walk.moved[entry] += moved
  if (purchases > 0) walk.bought[entry] = 1
}

function open(walk: Walk, item: number, time: number, net: number, moved: number, purchases: number): void {
  const entry = walk.count++
  walk.items[entry] = item
  if (walk.times.length > 0) walk.times[entry] = time
  walk.left[entry] = net
  walk.moved[entry] = moved
  walk.bought[entry] = purchases > 0 ? 1 : 0
  walk.before[entry] = walk.latest[item]
  walk.latest[item] = entry
}

/** Drop the entries of which nothing is left, from `first` on. */
function closeBasket(walk: Walk, first: number): void {
  const { items, times, left, moved, bought } = walk
  let kept = first
  for (let entry = first; entry < walk.count; entry++) {
    walk.latest[items[entry]] = -1
    const crumb = CRUMB * moved[entry]
    if (left[entry] > crumb) {
      items[kept] = items[entry]
      if (times.length > 0) times[kept] = times[entry]
      kept++
    } else if (bought[entry] === 1) walk.returned++
    if (left[entry] < -crumb) walk.unmatched++
  }
  walk.count = kept
}

/** Lines by basket, then time, then item. */
function sortLines({ baskets, items, times, basketCount, itemCount, timeCount }: Lines): Int32Array {
  let order: Int32Array = Int32Array.from(items, (_, line) => line)
  order = orderBy(order, items, itemCount)
  if (times !== null) order = orderBy(order, times, timeCount)
  return orderBy(order, baskets, basketCount)
}
