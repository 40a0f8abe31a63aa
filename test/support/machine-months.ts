/** Machine-months with a known right answer: location and temperature are causes, volume and month are not. */
import { randomStream } from '../../src/numeric/random.js'

const EFFECTS = { Lyon: 0.9, Nice: 0.5, Paris: 0.3, Lille: 0, Brest: -0.4, Nancy: -1.3 } as const

/** What a table is like. */
export interface MachineMonthsRecipe {
  readonly seed: number
  /** A multiple of 12: machines × 12 months. */
  readonly rows: number
  /** Share of the variance that location and temperature explain. */
  readonly r2: number
  /** Share of the noise that is a machine's own, the same in all its months; default 0. */
  readonly icc?: number
  /** Mean and spread of the uptime; default .88 and .04. */
  readonly mean?: number
  readonly spread?: number
}

/** Columns by name: a type, not an interface, so that it is a table to the compiler as well. */
export type MachineMonths = {
  readonly machine: string[]
  readonly month: number[]
  readonly location: string[]
  readonly temperature: number[]
  readonly volume: number[]
  readonly hours: number[]
  readonly uptime: number[]
}

/** Columns that may be causes. */
export const machineFeatures: readonly string[] = ['month', 'location', 'temperature', 'volume']

/** Draw a table. */
export function machineMonths({
  seed,
  rows,
  r2,
  icc = 0,
  mean = 0.88,
  spread = 0.04,
}: MachineMonthsRecipe): MachineMonths {
  const random = randomStream(seed, `machine months ${rows}`)
  const table: MachineMonths = {
    machine: [],
    month: [],
    location: [],
    temperature: [],
    volume: [],
    hours: [],
    uptime: [],
  }
  const places = Object.keys(EFFECTS) as (keyof typeof EFFECTS)[]
  const signal: number[] = []
  const noise: number[] = []
  for (let machine = 0; machine < rows / 12; machine++) {
    const place = places[random.below(places.length)]
    const own = random.normal()
    for (let month = 1; month <= 12; month++) {
      const temperature = 17 + 9 * Math.cos((2 * Math.PI * (month - 7)) / 12) + 3 * random.normal()
      const hours = 248 + 495 * random.uniform()
      table.machine.push(`M${machine}`)
      table.month.push(month)
      table.location.push(place)
      table.temperature.push(temperature)
      table.volume.push(Math.exp(6.9 + 0.4 * random.normal()))
      table.hours.push(hours)
      signal.push(EFFECTS[place] - 0.25 * Math.max(0, temperature - 22))
      noise.push(Math.sqrt(icc) * own + Math.sqrt(1 - icc) * random.normal() * Math.sqrt(451 / hours))
    }
  }
  const centre = signal.reduce((sum, f) => sum + f, 0) / rows
  const deviation = Math.sqrt(signal.reduce((sum, f) => sum + (f - centre) ** 2, 0) / rows)
  signal.forEach((f, row) => {
    const both = Math.sqrt(r2) * ((f - centre) / deviation) + Math.sqrt(1 - r2) * noise[row]
    table.uptime.push(Math.min(1, Math.max(0, mean + spread * both)))
  })
  return table
}

/** Tables under each other, with a column `type` that names them. */
export function stacked(parts: Readonly<Record<string, MachineMonths>>): MachineMonths & { readonly type: string[] } {
  const tables = Object.entries(parts)
  const column = <K extends keyof MachineMonths>(name: K): MachineMonths[K] =>
    tables.flatMap(([, table]) => table[name] as unknown[]) as MachineMonths[K]
  return {
    machine: tables.flatMap(([type, { machine }]) => machine.map((name) => `${type} ${name}`)),
    month: column('month'),
    location: column('location'),
    temperature: column('temperature'),
    volume: column('volume'),
    hours: column('hours'),
    uptime: column('uptime'),
    type: tables.flatMap(([type, { month }]) => month.map(() => type)),
  }
}
