/**
 * One model a fold: what a group's figures, importances and intervals are measured with. No row is ever judged by a model that saw it.
 *
 * Repeated five-fold cross-validation, by whole units and forward in time where those are known. The number of rounds of a fold's model is
 * chosen by the one-standard-error rule from the other folds of its repeat, whose held-out errors it did not contribute to; the final model
 * takes what all folds together choose. Folds · repeats fits.
 */
import { oneStandardError } from '../../numeric/one-standard-error.js'
import { binColumns, type BinnedMatrix } from '../training/binning.js'
import { boost, startMargins, type Boosted } from '../training/boost.js'
import { planFolds, type Fold } from '../evaluation/folds.js'
import { toResponses } from '../model/link.js'
import type { TreeSettings } from '../options.js'
import { predictBinned } from '../training/predict-binned.js'
import { lend, openLender, type OtherRows } from './borrow.js'
import type { SizedSettings } from './defaults-by-size.js'
import { addTrees } from '../training/walk-bins.js'
import type { GroupData } from './group-data.js'

/** A fold and the model that learned from its training rows. */
interface FoldModel extends Fold {
  readonly boosted: Boosted
  readonly rounds: number
  /** Weighted mean of the target over the training rows: the baseline. */
  readonly mean: number
}

/** The models of a group. */
export interface GroupModels {
  readonly matrix: BinnedMatrix
  readonly settings: TreeSettings
  readonly folds: readonly FoldModel[]
  /** The model of all rows. */
  readonly final: Boosted
  readonly rounds: number
  /** Sentences on what was borrowed. */
  readonly notes: readonly string[]
}

const FOLDS = 5
/** Repeats, by rows: the fewer, the more a single split of them matters. */
const REPEATS: readonly (readonly [below: number, repeats: number])[] = [
  [150, 5],
  [2000, 3],
]

/**
 * Fit them all; one repeat is enough where the features will not be ranked.
 *
 * @param others rows of the other groups, where this one has few and borrows from them
 */
export function fitModels(
  data: GroupData,
  { settings, rounds: choices }: SizedSettings,
  others: OtherRows | null,
  ranked: boolean,
  seed: number,
): GroupModels {
  const { target, weight, columns } = data
  const lender = others === null ? null : openLender(data, others, settings)
  const matrix = lender?.matrix ?? binColumns(columns, settings, weight)
  const fitTo = (train: Int32Array, own: TreeSettings): { boosted: Boosted; share: number } => {
    const loan = lender === null ? null : lend(lender, data, settings, train)
    const boosted = boost(matrix, { labels: target, weights: weight, baseMargin: loan?.baseMargin ?? null }, own, train)
    return { boosted: loan?.complete(boosted) ?? boosted, share: loan?.share ?? 0 }
  }
  const lent = lender === null ? 0 : lender.boosted.trees.rounds.length - 1
  const staged = choices.map((rounds) => lent + rounds)
  const fits = planGroupFolds(data, ranked, seed).map((fold) => {
    const { boosted } = fitTo(fold.train, settings)
    return { fold, boosted, losses: stagedLosses(matrix, boosted, settings, staged, fold.test, data) }
  })
  const choose = (use: (other: Fold) => boolean): number => {
    const used = fits.filter(({ fold }) => use(fold))
    const { chosen } = oneStandardError(
      choices.map((_, choice) => Float64Array.from(used, ({ losses }) => losses[choice])),
    )
    return Math.max(0, chosen)
  }
  const folds = fits.map(({ fold, boosted }): FoldModel => {
    const rounds = staged[choose(({ repeat, fold: part }) => repeat === fold.repeat && part !== fold.fold)]
    return { ...fold, boosted, rounds, mean: weightedMean(fold.train, target, weight) }
  })
  const rounds = choices[choose(() => true)]
  const all = Int32Array.from(target, (_, row) => row)
  const { boosted: final, share } = fitTo(all, { ...settings, rounds })
  const notes =
    lender === null
      ? []
      : [`the first ${lent} trees are those of the other groups' rows, at ${Math.round(100 * share)} %`]
  return { matrix, settings: { ...settings, rounds }, folds, final, rounds: final.bestRounds, notes }
}

/** Held-out loss after each of some numbers of rounds, ascending. */
function stagedLosses(
  matrix: BinnedMatrix,
  boosted: Boosted,
  settings: TreeSettings,
  choices: readonly number[],
  rows: Int32Array,
  { target, weight }: GroupData,
): Float64Array {
  const { baseScore, trees, bestRounds } = boosted
  const margins = startMargins(settings, rows, null, baseScore, 1)
  let done = 0
  return Float64Array.from(choices, (rounds) => {
    const last = Math.min(rounds, bestRounds)
    addTrees(matrix, boosted, trees.rounds[done], trees.rounds[last], rows, margins, 1)
    done = last
    const responses = margins.slice()
    toResponses(settings.objective, responses)
    return squaredError(responses, rows, target, weight)
  })
}

/** Folds of a group; as many as its units and times allow. */
function planGroupFolds({ target, units, times }: GroupData, ranked: boolean, seed: number): Fold[] {
  const distinct = times === null ? 0 : new Set(times).size
  const inTime = times !== null && distinct > FOLDS
  const rows = target.length
  const parts = units === null ? Math.min(FOLDS, rows) : Math.min(FOLDS, units.count)
  const repeats = inTime || !ranked ? 1 : (REPEATS.find(([below]) => rows < below)?.[1] ?? 1)
  const plan = planFolds({ rows, folds: parts, repeats, seed, units, times: inTime ? times : null })
  return plan.filter(({ train, test }) => train.length > 0 && test.length > 0)
}

/** Responses of rows of a matrix. */
export function respond(
  matrix: BinnedMatrix,
  boosted: Boosted,
  { objective }: Pick<TreeSettings, 'objective'>,
  options: { readonly rows: Int32Array | null; readonly rounds: number },
): Float32Array {
  const margins = predictBinned(matrix, boosted, objective, {
    rows: options.rows,
    rounds: Math.min(options.rounds, boosted.bestRounds),
  })
  toResponses(objective, margins)
  return margins
}

/** Weighted mean squared error of predictions of these rows. */
export function squaredError(
  predictions: ArrayLike<number>,
  rows: Int32Array,
  target: Float64Array,
  weight: Float64Array,
): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    sum += weight[row] * (target[row] - predictions[i]) ** 2
    total += weight[row]
  }
  return total > 0 ? sum / total : 0
}

function weightedMean(rows: Int32Array, target: Float64Array, weight: Float64Array): number {
  let sum = 0
  let total = 0
  for (const row of rows) {
    sum += weight[row] * target[row]
    total += weight[row]
  }
  return sum / total
}
