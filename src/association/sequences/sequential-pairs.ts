/**
 * Which item follows which in the histories of customers.
 *
 * A history is a list of visits (instants) for each item. X is followed by Y when some visit with Y lies in the span that a visit with X opens: the
 * instants `from[x]` to `to[x]` for a visit at instant x. The pair's lag is the time from the first visit with X that is followed to
 * the first visit with Y in its span. For every two items, customers are counted who have X before Y, Y before X, and both.
 *
 * For one item at a time: its customers, and in each the other items with a higher number. Both `from` and `to` rise, so one walk over the visits
 * answers each pair. O(Σ d²) for customers with d frequent items, memory for one item at a time.
 */

/** Histories: cells of one customer and one item, by customer, then item. */
export interface Histories {
  readonly customers: number
  /** Frequent items. */
  readonly items: number
  /** Cells of customer c: `cellStarts[c]` to `cellStarts[c + 1]`. */
  readonly cellStarts: Int32Array
  /** Item of each cell, rising within a customer. */
  readonly cellItems: Int32Array
  /** Visits of cell i: `visits[visitStarts[i]]` to `visits[visitStarts[i + 1] − 1]`. */
  readonly visitStarts: Int32Array
  /** Instants of the visits, rising within a cell. */
  readonly visits: Int32Array
}

/** Which instants may follow an instant. */
export interface Spans {
  /** First and last instant that may follow each; both rise; `to` < `from` for none. */
  readonly from: Int32Array
  readonly to: Int32Array
  /** Instants in milliseconds, rising. */
  readonly instants: Float64Array
}

/** A rule a position. */
export interface SequentialPairs {
  readonly antecedents: number[]
  readonly consequents: number[]
  /** Customers with the antecedent before the consequent, with the reverse, and with both. */
  readonly customers: number[]
  readonly reverse: number[]
  readonly both: number[]
  /** Median over the customers of the lag, milliseconds. */
  readonly lags: number[]
}

/** Every ordered pair with enough customers, by antecedent and consequent. */
export function sequentialPairs(histories: Histories, spans: Spans, minCustomers: number): SequentialPairs {
  const { items, cellStarts, cellItems } = histories
  const pairs: SequentialPairs = { antecedents: [], consequents: [], customers: [], reverse: [], both: [], lags: [] }
  const { starts, cells, ends } = cellsOfItems(histories)
  const forward = lagStore(items)
  const backward = lagStore(items)
  const both = new Int32Array(items)
  for (let x = 0; x < items; x++) {
    for (let k = starts[x]; k < starts[x + 1]; k++) {
      const cell = cells[k]
      for (let other = cell + 1; other < ends[k]; other++) {
        const y = cellItems[other]
        const there = firstLag(histories, spans, cell, other)
        const back = firstLag(histories, spans, other, cell)
        if (there >= 0) keepLag(forward, y, there)
        if (back >= 0) keepLag(backward, y, back)
        if (there >= 0 && back >= 0) both[y]++
      }
    }
    const medians = [forward, backward].map((store) => medianLags(store, minCustomers))
    for (let y = x + 1; y < items; y++) {
      const [f, b] = [forward.counts[y], backward.counts[y]]
      if (f >= minCustomers) push(pairs, x, y, f, b, both[y], medians[0][y])
      if (b >= minCustomers) push(pairs, y, x, b, f, both[y], medians[1][y])
    }
    for (const store of [forward, backward]) {
      store.counts.fill(0)
      store.size = 0
    }
    both.fill(0)
  }
  return pairs

  /** Cells of each item, with the end of their customer's cells. */
  function cellsOfItems({ customers }: Histories): { starts: Int32Array; cells: Int32Array; ends: Int32Array } {
    const starts = new Int32Array(items + 1)
    for (let i = 0; i < cellItems.length; i++) starts[cellItems[i] + 1]++
    for (let item = 0; item < items; item++) starts[item + 1] += starts[item]
    const next = starts.slice()
    const cells = new Int32Array(cellItems.length)
    const ends = new Int32Array(cellItems.length)
    for (let customer = 0; customer < customers; customer++) {
      for (let cell = cellStarts[customer]; cell < cellStarts[customer + 1]; cell++) {
        const at = next[cellItems[cell]]++
        cells[at] = cell
        ends[at] = cellStarts[customer + 1]
      }
    }
    return { starts, cells, ends }
  }
}

/** Milliseconds from the first visit of one cell that is followed by the other cell, −1 when none is. */
function firstLag(histories: Histories, { from, to, instants }: Spans, one: number, other: number): number {
  const { visitStarts, visits } = histories
  const end = visitStarts[other + 1]
  // most pairs end here: the last visit of the other is too early for the first of this one
  if (visits[end - 1] < from[visits[visitStarts[one]]]) return -1
  let j = visitStarts[other]
  for (let i = visitStarts[one]; i < visitStarts[one + 1]; i++) {
    const visit = visits[i]
    while (j < end && visits[j] < from[visit]) j++
    if (j === end) return -1
    if (visits[j] <= to[visit]) return instants[visits[j]] - instants[visit]
  }
  return -1
}

/** Lags of one item with all others, in the order in which customers come. */
interface LagStore {
  readonly counts: Int32Array
  size: number
  items: Int32Array
  lags: Float64Array
}

function lagStore(items: number): LagStore {
  return { counts: new Int32Array(items), size: 0, items: new Int32Array(1024), lags: new Float64Array(1024) }
}

function keepLag(store: LagStore, item: number, lag: number): void {
  if (store.size === store.lags.length) {
    const [items, lags] = [new Int32Array(2 * store.size), new Float64Array(2 * store.size)]
    items.set(store.items)
    lags.set(store.lags)
    store.items = items
    store.lags = lags
  }
  store.counts[item]++
  store.items[store.size] = item
  store.lags[store.size++] = lag
}

/** Median lag of each item with enough customers, 0 for the others. */
function medianLags({ counts, size, items, lags }: LagStore, least: number): Float64Array {
  const starts = new Int32Array(counts.length + 1)
  for (let item = 0; item < counts.length; item++)
    starts[item + 1] = starts[item] + (counts[item] >= least ? counts[item] : 0)
  const next = starts.slice()
  const gathered = new Float64Array(starts[counts.length])
  for (let i = 0; i < size; i++) if (counts[items[i]] >= least) gathered[next[items[i]]++] = lags[i]
  const medians = new Float64Array(counts.length)
  for (let item = 0; item < counts.length; item++) {
    if (starts[item] === starts[item + 1]) continue
    const own = gathered.subarray(starts[item], starts[item + 1]).sort()
    const middle = own.length >> 1
    medians[item] = own.length % 2 === 1 ? own[middle] : (own[middle - 1] + own[middle]) / 2
  }
  return medians
}

function push(
  pairs: SequentialPairs,
  antecedent: number,
  consequent: number,
  customers: number,
  reverse: number,
  both: number,
  lag: number,
): void {
  pairs.antecedents.push(antecedent)
  pairs.consequents.push(consequent)
  pairs.customers.push(customers)
  pairs.reverse.push(reverse)
  pairs.both.push(both)
  pairs.lags.push(lag)
}
