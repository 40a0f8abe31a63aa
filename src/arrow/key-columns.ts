/**
 * Rows to groups by one column or several, and the groups' keys back into columns of the kinds that were read.
 *
 * Ranks of the columns are joined from left to right (group · count + rank) and made dense again after each column, so that groups are
 * numbered by ascending keys whatever the order of the rows. O(rows · columns + groups log groups).
 */
import { keyValues, type KeyValues } from './key-values.js'
import type { SourceTable } from './read-table.js'
import type { OutputColumn } from './write-table.js'

/** Groups of rows that share their keys. */
export interface Keys {
  /** Group of each row, 0 to `count` − 1, ascending with the keys: the first column decides, then the second; null comes last. */
  readonly groups: Int32Array
  /** How many groups there are; each has a row. */
  readonly count: number
  /** A group's keys for messages, and a name no other group has: `shop "Lyon", product 7`; empty without columns. */
  readonly describe: (group: number) => string
  /** Columns that hold the keys of the given groups, a row each, of the kind that was read; pairs for `writeTable`. */
  readonly columns: (groups: Int32Array) => [string, OutputColumn][]
}

/**
 * Group the rows of a table.
 *
 * Text (plain or dictionary), integers of every width, floats, booleans, dates and timestamps; null is a key like others.
 *
 * @param names columns to group by; none makes one group of all rows
 * @throws BodkinError `COLUMN` when there is no such column or it holds something else
 * @example
 * keyColumns(readTable({ shop: ['Nice', 'Lyon', 'Nice'] }), ['shop'])   // groups [1, 0, 1], count 2
 */
export function keyColumns(source: SourceTable, names: readonly string[]): Keys {
  const columns = names.map((name) => keyValues(source, name))
  const { groups, count } = joinRanks(columns, source.rows)
  const rankOf = columns.map(({ ranks }) => ranksOfGroups(groups, count, ranks))
  return {
    groups,
    count,
    describe: (group) => names.map((name, i) => `${name} ${columns[i].show(rankOf[i][group])}`).join(', '),
    columns: (picked) => names.map((name, i) => [name, writeKeys(columns[i], rankOf[i], picked)]),
  }
}

function joinRanks(columns: readonly KeyValues[], rows: number): { groups: Int32Array; count: number } {
  if (columns.length === 0) return { groups: new Int32Array(rows), count: Math.min(1, rows) }
  let { ranks: groups, count } = columns[0]
  for (const { ranks, count: size } of columns.slice(1)) ({ groups, count } = join(groups, count, ranks, size))
  return { groups, count }
}

function writeKeys({ write }: KeyValues, rankOf: Int32Array, groups: Int32Array): OutputColumn {
  return write(groups.map((group) => rankOf[group]))
}

/** The rank that all rows of each group share. */
function ranksOfGroups(groups: Int32Array, count: number, ranks: Int32Array): Int32Array {
  const out = new Int32Array(count)
  for (let row = 0; row < groups.length; row++) out[groups[row]] = ranks[row]
  return out
}

/** Groups by group and rank together, dense and ascending. A table where pairs are few, else a map. */
function join(
  groups: Int32Array,
  count: number,
  ranks: Int32Array,
  size: number,
): { groups: Int32Array; count: number } {
  if (count <= 1) return { groups: ranks, count: size }
  const pairs = count * size
  const out = new Int32Array(groups.length)
  if (pairs <= 4 * groups.length + 1024) {
    const place = new Int32Array(pairs)
    for (let row = 0; row < groups.length; row++) place[groups[row] * size + ranks[row]] = 1
    let next = 0
    for (let pair = 0; pair < pairs; pair++) if (place[pair] === 1) place[pair] = next++
    for (let row = 0; row < groups.length; row++) out[row] = place[groups[row] * size + ranks[row]]
    return { groups: out, count: next }
  }
  const known = new Map<number, number>()
  for (let row = 0; row < groups.length; row++) known.set(groups[row] * size + ranks[row], 0)
  const sorted = Float64Array.from(known.keys()).sort()
  for (let i = 0; i < sorted.length; i++) known.set(sorted[i], i)
  for (let row = 0; row < groups.length; row++) out[row] = known.get(groups[row] * size + ranks[row]) as number
  return { groups: out, count: sorted.length }
}
