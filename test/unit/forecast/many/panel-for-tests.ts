/** Small tables of many series for tests. */
import { daily } from '../series-for-tests.js'

/** A long table. */
export type LongTable = {
  readonly shop: (string | null)[]
  readonly ds: Date[]
  readonly y: (number | null)[]
}

/** Series one below the other, each under its key. */
export function long(
  series: Readonly<Record<string, { readonly ds: Date[]; readonly y: (number | null)[] }>>,
): LongTable {
  const parts = Object.entries(series)
  return {
    shop: parts.flatMap(([name, { ds }]) => ds.map(() => name)),
    ds: parts.flatMap(([, { ds }]) => ds),
    y: parts.flatMap(([, { y }]) => y),
  }
}

/** `count` daily series of `rows` rows each, named a, b, c, … */
export function dailyPanel(count: number, rows: number): LongTable {
  return long(
    Object.fromEntries(Array.from({ length: count }, (_, i) => [String.fromCharCode(97 + i), daily(rows, i + 1)])),
  )
}

/** The same rows in the order `order[0], order[1], …`. */
export function reorder({ shop, ds, y }: LongTable, order: readonly number[]): LongTable {
  return { shop: order.map((i) => shop[i]), ds: order.map((i) => ds[i]), y: order.map((i) => y[i]) }
}
