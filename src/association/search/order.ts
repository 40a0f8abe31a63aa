/**
 * The one documented order of itemsets: length, then falling count, then the labels by code point, compared item by item in the order of
 * the itemset (most frequent item first). It depends on neither the miner nor the order of the baskets.
 *
 * Memory is what costs here, so an itemset is moved from end to end once: read as it was found, written where those of its length and count
 * lie, a "run", whose size a first pass has counted. Miners find itemsets of like counts together, so the places that are written to at a
 * time are few. Then each run is sorted by its labels where it lies (run-order.ts), in the cache. O(k log r + items) for k itemsets with
 * runs of r.
 */
import type { Itemsets } from './itemset-buffer.js'
import { sortRun } from './run-order.js'
import { runSteps, type Steps } from '../database/steps.js'

/** Itemsets that are moved between two steps. */
const STEP = 1 << 15

/**
 * The itemsets in order, in arrays of exactly their size.
 *
 * @param rank of each recoded item: the place of its label by code point
 */
export function sortItemsets(itemsets: Itemsets, rank: Int32Array): Itemsets {
  return runSteps(sortingItemsets(itemsets, rank))
}

/** The same in steps. */
export function* sortingItemsets(itemsets: Itemsets, rank: Int32Array): Steps<Itemsets> {
  const { count, truncated } = itemsets
  const items = new Int32Array(itemsets.offsets[count])
  const counts = new Int32Array(count)
  const offsets = new Int32Array(count + 1)
  const levels = levelsOf(itemsets)
  yield
  const ends = yield* scatter(itemsets, levels, items)
  const room = roomFor(levels, ends)
  let row = 0
  let from = 0
  let left = STEP
  for (const level of levels) {
    if (level === null) continue
    const { length, first, places } = level
    const bench = { items, rank, length, ...room }
    for (let place = 0; place < places; place++) {
      const size = (ends[first + place] - from) / length
      if (size === 0) continue
      if (size > 1) yield* sortRun(bench, from, size, 0)
      counts.fill(countAt(level, place), row, row + size)
      fillOffsets(offsets, row, from, size, length)
      row += size
      from += size * length
      left -= size
      if (left > 0) continue
      left = STEP
      yield
    }
  }
  return { count, offsets, items, counts, truncated }
}

/** Offsets of `size` itemsets of one length from itemset `row` on, whose items begin at `from`. */
function fillOffsets(offsets: Int32Array, row: number, from: number, size: number, length: number): void {
  for (let k = 1; k <= size; k++) offsets[row + k] = from + k * length
}

/** Itemsets `order[0]`, `order[1]`, …, in arrays of exactly their size. */
export function gatherItemsets({ offsets, items, counts, truncated }: Itemsets, order: Int32Array): Itemsets {
  const count = order.length
  const outOffsets = new Int32Array(count + 1)
  const outCounts = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    outOffsets[i + 1] = outOffsets[i] + offsets[order[i] + 1] - offsets[order[i]]
    outCounts[i] = counts[order[i]]
  }
  const outItems = new Int32Array(outOffsets[count])
  let at = 0
  for (let i = 0; i < count; i++) {
    const end = offsets[order[i] + 1]
    for (let k = offsets[order[i]]; k < end; k++) outItems[at++] = items[k]
  }
  return { count, offsets: outOffsets, items: outItems, counts: outCounts, truncated }
}

/** Itemsets of one length; each count has a place, the largest first. */
interface Level {
  readonly length: number
  /** The first of its places among those of all lengths. */
  readonly first: number
  readonly places: number
  readonly most: number
  /** Counts that occur, falling, where they lie too far apart for a place each. */
  readonly distinct: Int32Array | null
}

/** By length; null where there is none. */
function levelsOf({ count, offsets, counts }: Itemsets): (Level | null)[] {
  const sizes: number[] = []
  const least: number[] = []
  const most: number[] = []
  for (let i = 0; i < count; i++) {
    const length = offsets[i + 1] - offsets[i]
    while (sizes.length <= length) {
      sizes.push(0)
      least.push(Infinity)
      most.push(0)
    }
    sizes[length]++
    if (counts[i] < least[length]) least[length] = counts[i]
    if (counts[i] > most[length]) most[length] = counts[i]
  }
  let first = 0
  return sizes.map((size, length) => {
    if (size === 0) return null
    const range = most[length] - least[length] + 1
    const distinct = range > 16 * size + 1024 ? distinctCounts({ offsets, counts }, length, size) : null
    const places = distinct === null ? range : distinct.length
    const level = { length, first, places, most: most[length], distinct }
    first += places
    return level
  })
}

function distinctCounts(
  { offsets, counts }: Pick<Itemsets, 'offsets' | 'counts'>,
  length: number,
  size: number,
): Int32Array {
  const all = new Int32Array(size)
  for (let i = 0, found = 0; found < size; i++) if (offsets[i + 1] - offsets[i] === length) all[found++] = counts[i]
  return all
    .sort()
    .filter((value, i) => i === 0 || value !== all[i - 1])
    .reverse()
}

function countAt({ most, distinct }: Level, place: number): number {
  return distinct === null ? most - place : distinct[place]
}

function placeOf({ first, most, distinct }: Level, count: number): number {
  if (distinct === null) return first + most - count
  let low = 0
  let high = distinct.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (distinct[middle] > count) low = middle + 1
    else high = middle
  }
  return first + low
}

/** Write every itemset behind those of its place. Returns where the items of each place end. */
function* scatter(itemsets: Itemsets, levels: readonly (Level | null)[], out: Int32Array): Steps<Int32Array> {
  const { count } = itemsets
  const last = levels.at(-1)
  const next = new Int32Array(last === undefined || last === null ? 0 : last.first + last.places)
  for (let i = 0; i < count; i += STEP) {
    countItems(itemsets, levels, next, i, Math.min(count, i + STEP))
    yield
  }
  for (let place = 0, start = 0; place < next.length; place++) {
    const size = next[place]
    next[place] = start
    start += size
  }
  for (let i = 0; i < count; i += STEP) {
    moveItemsets(itemsets, levels, next, out, i, Math.min(count, i + STEP))
    yield
  }
  return next
}

/** Count the items of itemsets `from` to `to` − 1 at their places. */
function countItems(
  { offsets, counts }: Itemsets,
  levels: readonly (Level | null)[],
  sizes: Int32Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const length = offsets[i + 1] - offsets[i]
    sizes[placeOf(levels[length] as Level, counts[i])] += length
  }
}

/** Write itemsets `from` to `to` − 1 to their places. */
function moveItemsets(
  { offsets, items, counts }: Itemsets,
  levels: readonly (Level | null)[],
  next: Int32Array,
  out: Int32Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const start = offsets[i]
    const end = offsets[i + 1]
    const place = placeOf(levels[end - start] as Level, counts[i])
    let at = next[place]
    for (let k = start; k < end; k++) out[at++] = items[k]
    next[place] = at
  }
}

/** Room for the largest run. */
function roomFor(
  levels: readonly (Level | null)[],
  ends: Int32Array,
): { rows: Int32Array; keys: Float64Array; order: Int32Array } {
  let mostRows = 0
  let mostItems = 0
  let from = 0
  for (const level of levels) {
    if (level === null) continue
    for (let place = level.first; place < level.first + level.places; place++) {
      mostItems = Math.max(mostItems, ends[place] - from)
      mostRows = Math.max(mostRows, (ends[place] - from) / level.length)
      from = ends[place]
    }
  }
  return { rows: new Int32Array(mostItems), keys: new Float64Array(mostRows), order: new Int32Array(mostRows) }
}
