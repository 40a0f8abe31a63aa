/**
 * A table in which nothing explains anything: hours a month of 20 machines, drawn without regard to place, temperature, volume and month.
 *
 * Any tree model prints a ranking of importances for it. This one is here to be refused.
 */
import { randomStream } from '../../src/numeric/random.js'
import type { CauseJob } from './cause-job.js'

const machines = 20
const months = 12
const seed = 7
const towns = ['Lyon', 'Nantes', 'Lille', 'Nice', 'Metz', 'Brest']

/** Draw the table; the same one each time. */
export function noiseTable(): CauseJob {
  const stream = randomStream(seed)
  const rows = Array.from({ length: machines * months }, (_, row) => ({
    machine: `machine ${1 + Math.floor(row / months)}`,
    month: 1 + (row % months),
    town: towns[stream.below(towns.length)],
    temperature: 17 + 9 * Math.cos((2 * Math.PI * ((row % months) - 6)) / months) + 2 * stream.normal(),
    volume: Math.round(1000 * Math.exp(0.4 * stream.normal())),
    downtime: 20 + 5 * stream.normal(),
  }))
  return {
    title: 'A table of pure noise',
    introduction:
      'Here the target was drawn at random. A model prints a ranking of causes all the same; this shows what the verdict makes of it. It has no part in the exit code, and nothing of it is written.',
    subject: 'hours of downtime a month',
    rows: 'months of machines',
    unit: 'hours',
    source: 'drawn at random, with a fixed seed',
    table: rows,
    options: { target: 'downtime', features: ['town', 'temperature', 'volume', 'month'], unit: 'machine' },
    facts: [],
    file: 'noise-causes',
  }
}
