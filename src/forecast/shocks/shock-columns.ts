/** Shocks as columns of a table. */
import { float64, int32, text, time, type OutputColumn } from '../../arrow/write-table.js'
import type { Shock } from './shock.js'

/** A row a shock: `start, end, days, direction, effect, z, p_value, kind`. */
export function shockColumns(shocks: readonly Shock[]): [string, OutputColumn][] {
  const numbers = (of: (shock: Shock) => number): Float64Array => Float64Array.from(shocks, of)
  return [
    ['start', time(numbers(({ start }) => start))],
    ['end', time(numbers(({ end }) => end))],
    ['days', int32(Int32Array.from(shocks, ({ days }) => days))],
    ['direction', text(shocks.map(({ direction }) => direction))],
    ['effect', float64(numbers(({ effect }) => effect))],
    ['z', float64(numbers(({ z }) => z))],
    ['p_value', float64(numbers(({ pValue }) => pValue))],
    ['kind', text(shocks.map(({ kind }) => kind))],
  ]
}
