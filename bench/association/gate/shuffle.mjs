/**
 * Baskets with a known right answer: shuffled ones, in which nothing goes with anything, and the same with planted pairs.
 *
 * A shuffle exchanges an item of one basket with an item of another as long as neither then holds an item twice; so every item keeps its total and every basket its size.
 * A planted pair (a, b) is made the same way: b moves into baskets that hold a, against an item that is none of the planted ones, until the pair is 1.5
 * times as common as expected among baskets of these sizes, E = Σ over sizes s of n_a(s)·n_b(s)/n(s)·(s − 1)/s.
 */
import { splitMix } from '../common/recipe.mjs'

/** Exchanges tried per line. */
const triesPerLine = 10
/** The planted pairs join the commonest item with the 20th, the 2nd with the 19th, and so on. */
export const plantedItems = 20
const plantedLift = 1.5

/** Lists of labels → `{ labels (by falling count), offsets, items, basketOf, held }`; what the other functions take. */
export function encode(lists) {
  const counts = new Map()
  const distinct = lists.map((items) => [...new Set(items)])
  for (const items of distinct) for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  const labels = [...counts.keys()].toSorted((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1))
  const code = new Map(labels.map((label, i) => [label, i]))
  const offsets = new Int32Array(distinct.length + 1)
  distinct.forEach((items, i) => (offsets[i + 1] = offsets[i] + items.length))
  const items = Int32Array.from(distinct.flat(), (label) => code.get(label))
  const basketOf = new Int32Array(items.length)
  for (let b = 0; b < distinct.length; b++) basketOf.fill(b, offsets[b], offsets[b + 1])
  return { labels, offsets, items, basketOf }
}

/** Shuffled baskets of a seed, as lists of labels; with `plant`, pairs are planted. Also the smallest share of baskets that a planted pair has. */
export function simulate(coded, seed, plant) {
  const world = { ...coded, items: coded.items.slice(), held: heldOf(coded) }
  const random = splitMix(seed)
  for (let tries = triesPerLine * world.items.length; tries > 0; tries--) {
    const [e, f] = [random() * world.items.length, random() * world.items.length].map(Math.floor)
    exchange(world, e, f)
  }
  const leastSupport = plant ? plantPairs(world, random) : null
  const { labels, offsets, items } = world
  const lists = Array.from({ length: offsets.length - 1 }, (_, b) =>
    Array.from(items.subarray(offsets[b], offsets[b + 1]), (item) => labels[item]),
  )
  return { lists, leastSupport }
}

/** The planted pairs as labels. */
export function plantedPairs({ labels }) {
  return Array.from({ length: plantedItems / 2 }, (_, i) => [labels[i], labels[plantedItems - 1 - i]])
}

/** A flag for each basket and item. */
function heldOf({ labels, items, basketOf, offsets }) {
  const held = new Uint8Array((offsets.length - 1) * labels.length)
  for (let e = 0; e < items.length; e++) held[basketOf[e] * labels.length + items[e]] = 1
  return held
}

/** Exchange the items of two lines, unless a basket would hold one twice. */
function exchange({ labels, items, basketOf, held }, e, f) {
  const [a, b] = [basketOf[e] * labels.length, basketOf[f] * labels.length]
  const [x, y] = [items[e], items[f]]
  if (a === b || held[a + y] === 1 || held[b + x] === 1) return false
  held[a + x] = held[b + y] = 0
  held[a + y] = held[b + x] = 1
  items[e] = y
  items[f] = x
  return true
}

function plantPairs(world, random) {
  const { labels, items, basketOf, held, offsets } = world
  const baskets = offsets.length - 1
  const has = (basket, item) => held[basket * labels.length + item] === 1
  let least = Infinity
  for (let a = 0; a < plantedItems / 2; a++) {
    const b = plantedItems - 1 - a
    let { together, expected } = countPair(world, a, b)
    const lines = Array.from(items.keys()).filter((e) => items[e] === b)
    while (together < plantedLift * expected) {
      const [f, e] = [lines[Math.floor(random() * lines.length)], Math.floor(random() * items.length)]
      const [from, to] = [basketOf[f], basketOf[e]]
      const moves = items[f] === b && !has(from, a) && has(to, a) && items[e] >= plantedItems
      if (!moves || !exchange(world, e, f)) continue
      together++
      lines[lines.indexOf(f)] = e
    }
    least = Math.min(least, together / baskets)
  }
  return least
}

function countPair({ labels, offsets, held }, a, b) {
  const bySize = new Map()
  let together = 0
  for (let basket = 0; basket + 1 < offsets.length; basket++) {
    const size = offsets[basket + 1] - offsets[basket]
    const [hasA, hasB] = [held[basket * labels.length + a], held[basket * labels.length + b]]
    const tally = bySize.get(size) ?? { baskets: 0, a: 0, b: 0 }
    bySize.set(size, { baskets: tally.baskets + 1, a: tally.a + hasA, b: tally.b + hasB })
    together += hasA * hasB
  }
  let expected = 0
  for (const [size, tally] of bySize)
    if (size > 0) expected += ((tally.a * tally.b) / tally.baskets) * ((size - 1) / size)
  return { together, expected }
}
