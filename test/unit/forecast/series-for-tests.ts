/** Small histories for tests, and readers of result tables. */
import type { Table } from 'apache-arrow'
import { randomStream } from '../../../src/numeric/random.js'

export const DAY = 86_400_000

/** `count` times from `start` on, `step` days apart. `days('2024-01-30', 3)` → 30 and 31 January, 1 February */
export function days(start: string, count: number, step = 1): Date[] {
  const first = Date.parse(start)
  return Array.from({ length: count }, (_, i) => new Date(first + Math.round(i * step * DAY)))
}

/** Normal noise, always the same for the same seed. */
export function noise(count: number, seed = 1): number[] {
  const random = randomStream(seed, 'tests')
  return Array.from({ length: count }, () => random.normal())
}

/** A daily series: level, slope a day, a weekly pattern, noise. */
export function daily(count: number, seed = 1): { ds: Date[]; y: number[] } {
  const week = [3, 1, 0, -1, -2, -3, 2]
  return {
    ds: days('2023-01-01', count),
    y: noise(count, seed).map((value, i) => 50 + 0.1 * i + week[i % 7] + value),
  }
}

/** The numbers of a column; null becomes NaN. */
export function numbers(table: Table, name: string): number[] {
  const column = table.getChild(name)
  if (column === null) throw new Error(`no column ${name} among ${table.schema.names.join(', ')}`)
  return Array.from(column, (value: unknown) => (value === null ? NaN : Number(value)))
}

/** The times of column `ds` as ISO text, without the time of day where it is midnight. */
export function dates(table: Table): string[] {
  return numbers(table, 'ds').map((ms) => new Date(ms).toISOString().replace('T00:00:00.000Z', '').replace('.000Z', ''))
}

/** What a table says about its rows in the metadata `bodkin.notes`. */
export function notesOf(table: Table): string[] {
  return JSON.parse(table.schema.metadata.get('bodkin.notes') ?? '[]') as string[]
}

/** Every number of a table, to compare bytes: `Object.is` semantics through the buffers. */
export function bytes(table: Table): string {
  return table.schema.names.map((name) => `${String(name)}:${numbers(table, String(name)).join()}`).join('\n')
}
