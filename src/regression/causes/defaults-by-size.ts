/**
 * Settings of a group's trees, from the number of its rows: small trees, small steps, no leaf on a handful of rows.
 *
 *   depth          2 below 100 rows, else 3            learning rate  .05            rounds  chosen by the held-out folds
 *   rows a leaf    n/20, from 5 to 50                  λ              σ²/τ² of the categories, from 1 to 10; 1 without any
 *   objective      fractional logistic where every target lies in [0, 1], with λ and weights counted in rows (hessianScaled)
 *
 * λ is empirical Bayes: in a one-way model with effects of variance τ² and noise of variance σ², the best guess of a label's effect from c rows is its mean times
 * c/(c + σ²/τ²), which is what a leaf G/(H + λ) and the order of the labels in a split are with λ = σ²/τ² (moment estimates; the smallest of all
 * categories). What the caller gives stands above all of this.
 */
import type { FeatureColumn } from '../columns.js'
import { treeSettings, type TreeOptions, type TreeSettings } from '../options.js'
import type { GroupData } from './group-data.js'

const LEARNING_RATE = 0.05
/** Numbers of rounds to choose from. */
const ROUNDS: readonly number[] = Object.freeze([5, 10, 20, 40, 60, 90, 130, 180, 240])
/** Most of them, below so many rows: more would only be learned by heart. */
const FEW = 500
const MOST_OF_FEW = 130

/** Settings and the numbers of rounds to choose from, ascending; the settings have the last of them. */
export interface SizedSettings {
  readonly settings: TreeSettings
  readonly rounds: readonly number[]
}

/** Settings of a group's trees. */
export function defaultsBySize(
  { columns, target, weight }: Pick<GroupData, 'columns' | 'target' | 'weight'>,
  bounded: boolean,
  given: TreeOptions,
  seed: number,
): SizedSettings {
  const rows = target.length
  const rounds =
    given.rounds === undefined ? ROUNDS.filter((count) => rows >= FEW || count <= MOST_OF_FEW) : [given.rounds]
  const settings = treeSettings({
    objective: bounded ? 'logistic' : 'squarederror',
    hessianScaled: (given.objective ?? (bounded ? 'logistic' : '')) === 'logistic',
    maxDepth: rows < 100 ? 2 : 3,
    learningRate: LEARNING_RATE,
    minRows: Math.max(5, Math.min(50, Math.round(rows / 20))),
    lambda: shrinkage(columns, target, weight),
    unseenCategory: 'missing',
    seed,
    ...given,
    rounds: rounds[rounds.length - 1],
  })
  return { settings, rounds }
}

/** σ²/τ² of the category that explains most, from 1 to 10. */
function shrinkage(columns: readonly FeatureColumn[], target: Float64Array, weight: Float64Array): number {
  let least = Infinity
  for (const { kind, values } of columns)
    if (kind === 'category') least = Math.min(least, ratio(values, target, weight))
  return least === Infinity ? 1 : Math.min(10, Math.max(1, least))
}

/** Moment estimate of σ²/τ² in a one-way layout; large when τ² is estimated as 0. */
function ratio(codes: Float32Array, target: Float64Array, weight: Float64Array): number {
  const cells = new Map<number, { weight: number; sum: number; squares: number; rows: number }>()
  for (let r = 0; r < codes.length; r++) {
    if (Number.isNaN(codes[r]) || weight[r] === 0) continue
    const cell = cells.get(codes[r]) ?? { weight: 0, sum: 0, squares: 0, rows: 0 }
    cell.weight += weight[r]
    cell.sum += weight[r] * target[r]
    cell.squares += weight[r] * target[r] ** 2
    cell.rows++
    cells.set(codes[r], cell)
  }
  let total = 0
  let sum = 0
  let within = 0
  let rows = 0
  let squaredWeights = 0
  for (const cell of cells.values()) {
    total += cell.weight
    sum += cell.sum
    within += cell.squares - cell.sum ** 2 / cell.weight
    rows += cell.rows
    squaredWeights += cell.weight ** 2
  }
  const freedom = cells.size - 1
  if (freedom < 1 || rows <= cells.size) return 10
  const noise = within / (rows - cells.size)
  const mean = sum / total
  let between = 0
  for (const cell of cells.values()) between += cell.weight * (cell.sum / cell.weight - mean) ** 2
  const effect = (between - freedom * noise) / (total - squaredWeights / total)
  return effect > 0 ? noise / effect : 10
}
