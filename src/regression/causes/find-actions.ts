/**
 * What could be changed, row by row: the smallest change of one feature that brings nearly all of the gain that the model sees in it.
 *
 *   gain(v) = ±(f(x with x_j = v) − f(x))        of the parts of feature j with at least 90 % of the largest gain, the nearest one is named:
 *                                                the least difference of a number, the most frequent label of a category
 *
 * Interval: each repeat's fold models are a delete-a-group jackknife of the gain, variance (K − 1)/K·Σ(g_k − ḡ)², averaged over the repeats;
 * t with K − 1 degrees of freedom. Only gains whose interval lies above 0 and that are worth a change, a tenth of the target's standard deviation, are listed. All of this is what rows with such values have looked like, not
 * what a change would do. O(features · parts · models · prediction).
 */
import { studentTQuantile } from './held-out-scores.js'
import { partsOf, respondAt, type Part } from './feature-profile.js'
import { respond, type GroupModels } from './fold-models.js'
import { targetDeviation, type GroupData } from './group-data.js'

/** A change of one row. Values are the feature's numbers or codes. */
export interface Action {
  readonly row: number
  readonly feature: number
  readonly from: number
  readonly to: number
  /** In the target's unit, above 0. */
  readonly gain: number
  readonly lower: number
  readonly upper: number
}

/** Share of the largest gain that a smaller change must bring. */
const NEARLY_ALL = 0.9

/** Least gain, in standard deviations of the target. */
const WORTH_A_CHANGE = 0.1

/** Changes of one feature. `sign`: 1 when a higher target is better, −1 when a lower one is. */
export function findActions(
  feature: number,
  data: GroupData,
  models: GroupModels,
  sign: 1 | -1,
  coverage: number,
): Action[] {
  const { columns } = data
  const { kind, values } = columns[feature]
  const parts = partsOf(feature, data, models)
  if (parts.length < 2) return []
  const scratch = { ...models.matrix, bins: models.matrix.bins.slice() }
  const now = respond(models.matrix, models.final, models.settings, { rows: null, rounds: models.rounds })
  const then = parts.map(({ bin }) => respondAt(feature, bin, scratch, models.final, models.rounds, models))
  const least = WORTH_A_CHANGE * targetDeviation(data)
  const repeats = gainsByRepeat(feature, parts, models, sign)
  const actions: Action[] = []
  for (let row = 0; row < values.length; row++) {
    const gains = then.map((responses) => sign * (responses[row] - now[row]))
    const most = Math.max(...gains)
    if (!(most >= least)) continue
    const to = nearest(gains, most, parts, kind === 'category' ? null : values[row])
    const spread = jackknife(repeats, to, row)
    const half = studentTQuantile((1 + coverage) / 2, spread.freedom) * spread.error
    const gain = gains[to]
    if (gain - half > 0)
      actions.push({
        row,
        feature,
        from: values[row],
        to: parts[to].value,
        gain,
        lower: gain - half,
        upper: gain + half,
      })
  }
  return actions
}

/** Gains of each fold's model, by repeat: `[repeat][fold][part][row]`. */
function gainsByRepeat(feature: number, parts: readonly Part[], models: GroupModels, sign: number): Float32Array[][][] {
  const scratch = { ...models.matrix, bins: models.matrix.bins.slice() }
  const repeats: Float32Array[][][] = []
  for (const { boosted, rounds, repeat } of models.folds) {
    const now = respond(models.matrix, boosted, models.settings, { rows: null, rounds })
    const gains = parts.map(({ bin }) =>
      respondAt(feature, bin, scratch, boosted, rounds, models).map((response, row) => sign * (response - now[row])),
    )
    ;(repeats[repeat] ??= []).push(gains)
  }
  return repeats
}

/** The part to go to: nearly the largest gain, and nearest to the row's number (`from` null: the most frequent, parts being in that order). */
function nearest(gains: readonly number[], most: number, parts: readonly Part[], from: number | null): number {
  let best = -1
  for (let part = 0; part < parts.length; part++) {
    if (gains[part] < NEARLY_ALL * most) continue
    if (best < 0) best = part
    else if (from !== null && Math.abs(parts[part].value - from) < Math.abs(parts[best].value - from)) best = part
  }
  return best
}

function jackknife(
  repeats: readonly Float32Array[][][],
  part: number,
  row: number,
): { error: number; freedom: number } {
  let variance = 0
  let folds = 2
  for (const models of repeats) {
    folds = models.length
    let sum = 0
    for (const gains of models) sum += gains[part][row]
    let squares = 0
    for (const gains of models) squares += (gains[part][row] - sum / folds) ** 2
    variance += (((folds - 1) / folds) * squares) / repeats.length
  }
  return { error: Math.sqrt(variance), freedom: Math.max(1, folds - 1) }
}
