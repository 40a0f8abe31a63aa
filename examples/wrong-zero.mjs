/**
 * Why a lift of 1 is the wrong zero: baskets are shuffled so that no association is left, and the rules come out all the same.
 *
 *   node examples/wrong-zero.mjs                  5,000 simulated baskets with three real associations
 *   node examples/wrong-zero.mjs groceries.csv    your own: one basket a line, items apart by commas
 *
 * docs/wrong-zero.md explains what it prints.
 */
import { readFileSync } from 'node:fs'
import { association } from 'bodkin'

const random = generator(20)
const [file] = process.argv.slice(2)
const real = file === undefined ? simulated(5000) : fromFile(file)
const shuffled = shuffle(real)

for (const [name, items] of [
  ['baskets as they are', real],
  ['shuffled, no association left', shuffled],
]) {
  const baskets = association.transactions({ items }, { items: 'items' })
  const itemsets = association.lcm(baskets, { minSupport: 0.005, maxLength: 2 })
  const rules = association.rules(itemsets, { metric: 'lift', minThreshold: 1.2, metrics: ['fisher_p'] })
  const tested = await association.significance(rules, baskets, { permutations: 100 })
  const count = (column, holds) => [...tested.getChild(column)].filter(holds).length
  console.log(`${name}: ${baskets.count} baskets, neutral lift ${baskets.profile.neutralLift.toFixed(2)}`)
  console.log(`  rules with a lift of at least 1.2           ${tested.numRows}`)
  console.log(`  … that pass Fisher's test with Bonferroni   ${count('fisher_p', (p) => p * tested.numRows < 0.05)}`)
  console.log(`  … with q ≤ .05 against shuffles             ${count('q_value', (q) => q <= 0.05)}`)
}

/**
 * Exchange items between baskets, many times over: an item of one basket for an item of another, unless either has it already. How
 * frequent each item is and how large each basket is stay as they are; who goes with whom is lost. (Gionis, Mannila, Mielikäinen & Tsaparas 2007)
 */
function shuffle(baskets) {
  const sets = baskets.map((basket) => [...new Set(basket)])
  const filled = sets.filter((basket) => basket.length > 0)
  const size = filled.reduce((sum, basket) => sum + basket.length, 0)
  // an item in a hat: baskets are drawn in proportion to their size
  const hat = filled.flatMap((basket) => basket.map((_, place) => ({ basket, place })))
  for (let i = 0; i < 20 * size; i++) {
    const [one, other] = [hat[Math.floor(random() * size)], hat[Math.floor(random() * size)]]
    const [a, b] = [one.basket[one.place], other.basket[other.place]]
    if (one.basket.includes(b) || other.basket.includes(a)) continue
    one.basket[one.place] = b
    other.basket[other.place] = a
  }
  return sets
}

/** Baskets of very different sizes, items of very different popularity, all independent but for three pairs that are bought together. */
function simulated(count) {
  const items = Array.from({ length: 60 }, (_, i) => `item ${String(i + 1).padStart(2, '0')}`)
  const weights = items.map((_, i) => 1 / (i + 4))
  return Array.from({ length: count }, () => {
    const size = 1 + Math.floor(-4 * Math.log(1 - random()))
    const basket = new Set()
    while (basket.size < Math.min(size, 30)) basket.add(items[draw(weights)])
    for (const [a, b] of [
      [5, 20],
      [8, 30],
      [12, 25],
    ])
      if (basket.has(items[a]) && random() < 0.35) basket.add(items[b])
    return [...basket]
  })
}

function draw(weights) {
  let rest = random() * weights.reduce((sum, weight) => sum + weight, 0)
  return Math.max(
    0,
    weights.findIndex((weight) => (rest -= weight) < 0),
  )
}

function fromFile(path) {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
}

/** A seeded generator (mulberry32), so that every run prints the same. */
function generator(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let x = Math.imul(state ^ (state >>> 15), state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296
  }
}
