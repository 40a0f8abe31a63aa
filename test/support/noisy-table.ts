/** A seeded table for tests of regression: y = sin 6x + 1 where the town is Lyon + noise; z means nothing. */
import { randomStream } from '../../src/numeric/random.js'

export interface NoisyTable extends Readonly<Record<string, number[] | string[]>> {
  readonly x: number[]
  readonly z: number[]
  readonly town: string[]
  readonly y: number[]
}

const TOWNS = ['Lyon', 'Nice', 'Paris']

export function noisyTable(rows: number, seed: number, noise = 0.3): NoisyTable {
  const random = randomStream(seed, 'noisy table')
  const draw = <T>(one: () => T): T[] => Array.from({ length: rows }, one)
  const x = draw(() => random.uniform())
  const z = draw(() => random.uniform())
  const town = draw(() => TOWNS[random.below(TOWNS.length)])
  const y = x.map((value, i) => Math.sin(6 * value) + Number(town[i] === 'Lyon') + noise * random.normal())
  return { x, z, town, y }
}
