/**
 * How well a group is predicted, on rows that the models did not see.
 *
 *   skill = 1 − Σ w·(y − ŷ)² / Σ w·(y − ȳ_train)²      pooled over all folds: the share of the squared error that the features save over
 *                                                     the training rows' mean
 *
 * Its interval is the corrected resampled t: a fold's skills s₁ … s_J are not independent, so their mean has the variance
 * (1/J + n_test/n_train)·var(s). That interval is honest about a new table but far too strict as a test, so nothing is gated on it.
 * Nadeau & Bengio, Inference for the Generalization Error, Machine Learning 52 (2003).
 *
 * A prediction's interval is ŷ ± the k-th smallest of the other rows' held-out errors, k = ⌈coverage·(n + 1)⌉ (cross-conformal: at least
 * 2·coverage − 1 is guaranteed, about `coverage` is usual); infinite where n is too small, and cut to [0, 1] where the target is.
 */
import { studentTUpper } from '../../numeric/student-t.js'
import { upperOrderStatistic } from '../evaluation/conformal/order-statistics.js'
import { score } from '../evaluation/metrics.js'
import { fitRidge } from '../evaluation/ridge.js'
import { respond, type GroupModels } from './fold-models.js'
import type { GroupData } from './group-data.js'
import type { SmallMatrix } from './small-matrix.js'

/** Figures of a group; NaN where a group has none. */
export interface Scores {
  readonly mse: number
  readonly rmse: number
  readonly mae: number
  readonly r2: number
  /** RMSE of the training rows' mean. */
  readonly baselineRmse: number
  /** RMSE of a ridge regression on the same folds. */
  readonly linearRmse: number
  readonly skill: number
  readonly skillLower: number
  readonly skillUpper: number
}

/** Held-out predictions of a group's rows, averaged over the repeats; NaN for a row that no fold held out. */
export interface HeldOut {
  readonly prediction: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** Predict every row by the models that did not see it. */
export function holdOutRows({ target }: GroupData, models: GroupModels, bounded: boolean, coverage: number): HeldOut {
  const sum = new Float64Array(target.length)
  const count = new Float64Array(target.length)
  for (const { boosted, rounds, test } of models.folds) {
    const responses = respond(models.matrix, boosted, models.settings, { rows: test, rounds })
    test.forEach((row, i) => {
      sum[row] += responses[i]
      count[row]++
    })
  }
  const prediction = sum.map((value, row) => value / count[row])
  const errors = prediction.map((value, row) => Math.abs(target[row] - value)).filter((error) => !Number.isNaN(error))
  const width = upperOrderStatistic(errors, coverage)
  return {
    prediction,
    lower: prediction.map((value) => (bounded ? Math.max(0, value - width) : value - width)),
    upper: prediction.map((value) => (bounded ? Math.min(1, value + width) : value + width)),
  }
}

/** The figures. */
export function heldOutScores(
  { target, weight }: GroupData,
  { matrix, settings, folds }: GroupModels,
  { design, width }: SmallMatrix,
): Scores {
  const truth: number[] = []
  const guess: number[] = []
  const linear: number[] = []
  const means: number[] = []
  const weights: number[] = []
  const skills: number[] = []
  for (const { boosted, rounds, train, test, mean } of folds) {
    const responses = respond(matrix, boosted, settings, { rows: test, rounds })
    const { intercept, slopes } = ridgeOf(design, width, train, target, weight)
    let error = 0
    let spread = 0
    test.forEach((row, i) => {
      truth.push(target[row])
      guess.push(responses[i])
      means.push(mean)
      weights.push(weight[row])
      let byRidge = intercept
      for (let j = 0; j < width; j++) byRidge += slopes[j] * design[row * width + j]
      linear.push(byRidge)
      error += weight[row] * (target[row] - responses[i]) ** 2
      spread += weight[row] * (target[row] - mean) ** 2
    })
    if (spread > 0) skills.push(1 - error / spread)
  }
  const [y, p, w] = [Float64Array.from(truth), Float64Array.from(guess), Float64Array.from(weights)]
  const mse = score('mse', y, p, w)
  const baseline = score('mse', y, Float64Array.from(means), w)
  const skill = 1 - mse / baseline
  const half = halfWidth(skills, folds)
  return {
    mse,
    rmse: Math.sqrt(mse),
    mae: score('mae', y, p, w),
    r2: score('r2', y, p, w),
    baselineRmse: Math.sqrt(baseline),
    linearRmse: score('rmse', y, Float64Array.from(linear), w),
    skill,
    skillLower: skill - half,
    skillUpper: Math.min(1, skill + half),
  }
}

function ridgeOf(
  design: Float64Array,
  width: number,
  rows: Int32Array,
  target: Float64Array,
  weight: Float64Array,
): { intercept: number; slopes: Float64Array } {
  const x = new Float64Array(rows.length * width)
  rows.forEach((row, i) => x.set(design.subarray(row * width, (row + 1) * width), i * width))
  const y = Float64Array.from(rows, (row) => target[row])
  return fitRidge(
    x,
    y,
    Float64Array.from(rows, (row) => weight[row]),
    width,
    1,
  )
}

/** Half the width of a 95 % interval of the mean skill. */
function halfWidth(
  skills: readonly number[],
  folds: readonly { readonly train: Int32Array; readonly test: Int32Array }[],
): number {
  const count = skills.length
  if (count < 2) return Infinity
  const mean = skills.reduce((sum, value) => sum + value, 0) / count
  const variance = skills.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
  const ratio = folds.reduce((sum, { train, test }) => sum + test.length / train.length, 0) / folds.length
  return studentTQuantile(0.975, count - 1) * Math.sqrt((1 / count + ratio) * variance)
}

/** The t that a share `p` > ½ lies below, by bisection. */
export function studentTQuantile(p: number, freedom: number): number {
  let low = 0
  let high = 1
  while (studentTUpper(high, freedom) > 1 - p) high *= 2
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (studentTUpper(middle, freedom) > 1 - p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
