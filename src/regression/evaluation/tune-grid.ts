/**
 * A grid of options: its combinations, the most regular first, and which of them one fit can serve.
 *
 * Trees are added one by one, so a fit of many rounds holds the fits of fewer rounds: combinations that differ in `rounds` alone share one.
 */
import { BodkinError, show } from '../../errors.js'
import { optional, readRecord, refuse, type Rule, type Schema } from '../../options/rules.js'
import type { TreeOptions } from '../options.js'

/** Options that a grid may vary, by weight: the first one decides first which combination is the more regular. */
const GRID_KEYS = [
  'maxDepth',
  'maxLeaves',
  'rounds',
  'learningRate',
  'minChildWeight',
  'minRows',
  'gamma',
  'lambda',
  'alpha',
  'subsample',
  'colsampleByTree',
  'colsampleByLevel',
  'colsampleByNode',
  'maxDeltaStep',
] as const
type GridKey = (typeof GRID_KEYS)[number]

/** More makes trees more regular; of the other numbers, less does. */
const MORE_IS_STIFFER: ReadonlySet<GridKey> = new Set(['minChildWeight', 'minRows', 'gamma', 'lambda', 'alpha'])
/** 0 stands for no limit at all. */
const ZERO_IS_FREE: ReadonlySet<GridKey> = new Set(['maxDepth', 'maxLeaves', 'maxDeltaStep'])

/** Values to try, by option. */
export type TreeGrid = { readonly [Key in GridKey]?: readonly NonNullable<TreeOptions[Key]>[] }

/** One value of each option of a grid. */
export type Combination = Partial<Pick<TreeOptions, GridKey>>

/** What is tried where the caller says nothing. */
const DEFAULT_GRID: TreeGrid = {
  maxDepth: [2, 4, 6],
  rounds: [25, 50, 100, 200, 400],
  learningRate: [0.1],
  minChildWeight: [1, 5],
}

/** More combinations than this are a mistake. */
const MOST_COMBINATIONS = 10_000

const values: Rule<readonly never[] | undefined> = optional({
  expected: 'an array of at least one value',
  read(value, place) {
    if (!Array.isArray(value) || value.length === 0) return refuse(place, values.expected, value)
    // undefined would stand for the default, unseen in the table of scores
    const empty = value.findIndex((item) => item === undefined)
    if (empty >= 0) refuse({ ...place, path: `${place.path}[${empty}]` }, 'a value', undefined)
    return value as never[]
  },
})
const schema = Object.fromEntries(GRID_KEYS.map((key) => [key, values])) as Schema<TreeGrid>

/** Rule of the option `grid`. */
export const gridRule: Rule<TreeGrid> = {
  expected: 'an object of arrays',
  read: (value, place) => readRecord(schema, value, place),
}

/** The default grid without what the caller has settled. */
export function defaultGrid(given: TreeOptions): TreeGrid {
  const open = Object.entries(DEFAULT_GRID).filter(([key]) => given[key as GridKey] === undefined)
  return Object.fromEntries(open) as TreeGrid
}

/** Every combination of a grid, the most regular first. */
export function combine(grid: TreeGrid): Combination[] {
  const axes = GRID_KEYS.flatMap((key) => {
    const list: readonly number[] | undefined = grid[key]
    return list === undefined ? [] : [{ key, list: list.toSorted((a, b) => stiffness(key, b) - stiffness(key, a)) }]
  })
  const count = axes.reduce((product, { list }) => product * list.length, 1)
  if (axes.length === 0 || count > MOST_COMBINATIONS) {
    const got = axes.length === 0 ? show({}) : count
    const message = `option "grid" must have 1 to ${MOST_COMBINATIONS} combinations, got ${got}`
    throw new BodkinError('OPTION', message, { option: 'grid' })
  }
  return axes.reduce<Combination[]>(
    (found, { key, list }) => found.flatMap((partial) => list.map((value) => ({ ...partial, [key]: value }))),
    [{}],
  )
}

/** Larger for more regular. */
function stiffness(key: GridKey, value: number): number {
  if (ZERO_IS_FREE.has(key) && value === 0) return -Infinity
  return MORE_IS_STIFFER.has(key) ? value : -value
}

/** Combinations that one fit serves. */
export interface SharedFit {
  /** The combination with the most rounds. */
  readonly combination: Combination
  /** Positions of the combinations. */
  readonly members: readonly number[]
}

/** Combinations that differ in `rounds` alone, together. */
export function shareFits(combinations: readonly Combination[]): SharedFit[] {
  const shared = new Map<string, { combination: Combination; members: number[] }>()
  combinations.forEach((combination, position) => {
    const { rounds, ...rest } = combination
    const key = JSON.stringify(rest)
    const known = shared.get(key)
    if (known === undefined) shared.set(key, { combination, members: [position] })
    else {
      known.members.push(position)
      if ((rounds ?? 0) > (known.combination.rounds ?? 0)) known.combination = combination
    }
  })
  return [...shared.values()]
}
