/**
 * Baskets of very different sizes out of independent items of different popularity: their pairs have lifts well above 1 that mean nothing.
 * On request a pair that really goes together.
 */
import { randomStream } from '../../src/numeric/random.js'

/** What to generate. */
export interface RandomBaskets {
  readonly baskets: number
  readonly items: number
  readonly seed: number
  /** Share of the baskets with item `i3` that get `i8` as well; default 0. */
  readonly together?: number
}

/** A list of items a basket: `i0` is the most popular. */
export function randomBaskets({ baskets, items, seed, together = 0 }: RandomBaskets): string[][] {
  const random = randomStream(seed, 'baskets')
  return Array.from({ length: baskets }, () => {
    const size = 1 + Math.floor(-4 * Math.log(1 - random.uniform()))
    const basket = new Set<string>()
    while (basket.size < Math.min(size, items)) basket.add(`i${Math.floor(items * random.uniform() ** 2)}`)
    if (basket.has('i3') && random.uniform() < together) basket.add('i8')
    return [...basket]
  })
}
