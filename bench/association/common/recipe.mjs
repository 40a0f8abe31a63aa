/**
 * Baskets from a seeded recipe: as many lines as wanted, a line an item of a basket, baskets in order.
 *
 * Sizes: 1 + ⌊−9·ln u⌋, about 9.5 lines on average. Items: ⌊10,000·u³⌋, so that the first is in 4.6 % of the lines and the last ones in next to none. An item
 * may come twice in a basket.
 */

/** Items that there are. */
export const itemCount = 10_000

/** A generator of numbers in [0, 1): SplitMix32. */
export function splitMix(seed) {
  let state = Math.imul(seed, 0x9e3779b9) >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

/** Lines as `{ baskets, items }`: number of the basket and of the item of each. */
export function fillLines(lines) {
  const [baskets, items] = [new Int32Array(lines), new Int32Array(lines)]
  const random = splitMix(7)
  let basket = -1
  let left = 0
  for (let line = 0; line < lines; line++) {
    if (left === 0) {
      basket++
      left = 1 + Math.floor(-9 * Math.log(1 - random()))
    }
    left--
    baskets[line] = basket
    items[line] = Math.floor(itemCount * random() ** 3)
  }
  return { baskets, items }
}

/** The label of an item: `item 00042`. */
export function labelOf(item) {
  return `item ${String(item).padStart(5, '0')}`
}

/** The first baskets as lists of labels. */
export function recipeLists(lines) {
  const { baskets, items } = fillLines(lines)
  const lists = Array.from({ length: baskets[lines - 1] + 1 }, () => [])
  items.forEach((item, line) => lists[baskets[line]].push(labelOf(item)))
  return lists
}
