/**
 * What a feature is worth, in the target's unit: how much larger the held-out error is when the rows exchange their values of it.
 *
 *   importance = √mse(held-out rows, column exchanged) − √mse(held-out rows)       pooled over folds, some exchanges each
 *   share      = importance⁺ / Σ importance⁺
 *   stability  = share of the fold models that rank the feature near its rank over all: within a third of the number of features, at
 *                least one place
 *
 *   bounds     = the same with the pooled gain in squared error ± 1.645·√(s²·(1/K + 1/(k − 1))), s² its variance between the K fold models of
 *                k folds: 90 %, with the correction for training sets that overlap (Nadeau & Bengio 2003)
 *
 * Exchanged among the rows that a fold holds out, by models that did not see them: what a model merely learned by heart is worth nothing.
 * O(folds · features · prediction).
 */
import { randomStream } from '../../numeric/random.js'
import { shuffled } from '../evaluation/folds.js'
import { respond, squaredError, type GroupModels } from './fold-models.js'
import type { GroupData } from './group-data.js'

/** One a feature. */
export interface Importances {
  readonly importance: Float64Array
  /** Ends of the 90 % interval of the importance; NaN where one model cannot say. */
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly share: Float64Array
  readonly stability: Float64Array
}

/** Exchanges of a column in a fold, while the rows are few. */
const EXCHANGES = 3
const EXCHANGES_OF_MANY = 1
const MANY = 2000
/** 90 % of a normal variable lie within so many standard deviations. */
const REACH = 1.645

/** Measure all features. */
export function heldOutImportance(
  { target, weight, name }: GroupData,
  { matrix, settings, folds }: GroupModels,
  seed: number,
): Importances {
  const count = matrix.features.length
  const exchanges = target.length < MANY ? EXCHANGES : EXCHANGES_OF_MANY
  const bins = matrix.bins.slice()
  const scratch = { ...matrix, bins }
  const added = new Float64Array(count)
  const ranks: Int32Array[] = []
  const gains: { readonly held: number; readonly own: Float64Array }[] = []
  let error = 0
  let total = 0
  folds.forEach(({ boosted, rounds, test }, fold) => {
    let held = 0
    for (const row of test) held += weight[row]
    const plain = squaredError(respond(matrix, boosted, settings, { rows: test, rounds }), test, target, weight)
    error += held * plain
    total += held
    const own = new Float64Array(count)
    for (let f = 0; f < count; f++) {
      const random = randomStream(seed, `importance ${name} ${matrix.features[f].name} ${fold}`)
      for (let k = 0; k < exchanges; k++) {
        const order = shuffled(test.length, random)
        for (let i = 0; i < test.length; i++) bins[test[i] * count + f] = matrix.bins[test[order[i]] * count + f]
        const exchanged = squaredError(
          respond(scratch, boosted, settings, { rows: test, rounds }),
          test,
          target,
          weight,
        )
        own[f] += (exchanged - plain) / exchanges
      }
      for (const row of test) bins[row * count + f] = matrix.bins[row * count + f]
      added[f] += held * own[f]
    }
    ranks.push(ranksOf(own))
    gains.push({ held, own })
  })
  const rmse = Math.sqrt(error / total)
  const worth = (gain: number): number => Math.sqrt(Math.max(0, error / total + gain)) - rmse
  const importance = added.map((sum) => worth(sum / total))
  const parts = Math.max(2, ...folds.map(({ fold }) => fold + 1))
  const half = added.map((sum, f) => {
    const spread = gains.reduce((all, { held, own }) => all + held * (own[f] - sum / total) ** 2, 0) / total
    const variance = (spread * gains.length) / (gains.length - 1)
    return REACH * Math.sqrt(variance * (1 / gains.length + 1 / (parts - 1)))
  })
  const positive = importance.map((value) => Math.max(0, value))
  const all = positive.reduce((sum, value) => sum + value, 0)
  const overall = ranksOf(importance)
  const near = Math.max(1, Math.round(count / 3))
  return {
    importance,
    lower: added.map((sum, f) => worth(sum / total - half[f])),
    upper: added.map((sum, f) => worth(sum / total + half[f])),
    share: positive.map((value) => (all > 0 ? value / all : 0)),
    stability: Float64Array.from(overall, (rank, f) => {
      return ranks.filter((own) => Math.abs(own[f] - rank) <= near).length / ranks.length
    }),
  }
}

/** Place of each value, the largest first; ties by position. */
function ranksOf(values: Float64Array): Int32Array {
  const order = Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b)
  const ranks = new Int32Array(values.length)
  order.forEach((f, rank) => (ranks[f] = rank))
  return ranks
}
