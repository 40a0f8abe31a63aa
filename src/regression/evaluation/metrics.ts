/**
 * How far predictions are from the truth. y truth, p prediction, w weights (1 where none), W = Σ w; all of one length.
 *
 *   mse = Σ w (y − p)² / W     rmse = √mse     mae = Σ w |y − p| / W     r2 = 1 − Σ w (y − p)² / Σ w (y − ȳ)²,  ȳ = Σ w y / W
 *   log_loss = −Σ w (y ln p + (1 − y) ln(1 − p)) / W,  p kept 2⁻⁵² from 0 and 1; y may be a share
 *   auc = P(p of a 1 > p of a 0) + ½ P(equal)     precision = TP / (TP + FP)     recall = TP / (TP + FN),  positive when p ≥ threshold
 *   pinball(q) = Σ w max(q (y − p), (q − 1)(y − p)) / W
 *
 * r2 is NaN for a constant truth, precision without a positive prediction, recall and auc without a 1 (or a 0): there is nothing to say.
 * As scikit-learn's, which say 0 or 1 in those cases. O(n); auc O(n log n).
 */

/** Losses and scores by name. */
export type ScoreName = 'mse' | 'rmse' | 'mae' | 'r2' | 'log_loss' | 'auc' | 'precision' | 'recall' | 'pinball'

/** Scores of which more is better. */
const GAINS: ReadonlySet<ScoreName> = new Set(['r2', 'auc', 'precision', 'recall'])

/** What a score needs beside truth and prediction. */
export interface ScoreSettings {
  /** From where on a prediction is positive; default 0.5. */
  readonly threshold?: number
  /** Level of `pinball`; default 0.5. */
  readonly quantile?: number
}

/** +1 when less is better, −1 when more is. */
export function direction(name: ScoreName): 1 | -1 {
  return GAINS.has(name) ? -1 : 1
}

/**
 * One score.
 *
 * @example
 * score('mae', Float64Array.of(1, 2), Float64Array.of(1, 4), null)   // 1
 */
export function score(
  name: ScoreName,
  y: Float64Array,
  p: Float64Array,
  w: Float64Array | null,
  { threshold = 0.5, quantile = 0.5 }: ScoreSettings = {},
): number {
  switch (name) {
    case 'mse':
      return meanOf(y, p, w, squared)
    case 'rmse':
      return Math.sqrt(meanOf(y, p, w, squared))
    case 'mae':
      return meanOf(y, p, w, (truth, guess) => Math.abs(truth - guess))
    case 'r2':
      return determination(y, p, w)
    case 'log_loss':
      return meanOf(y, p, w, crossEntropy)
    case 'pinball':
      return meanOf(y, p, w, (truth, guess) => Math.max(quantile * (truth - guess), (quantile - 1) * (truth - guess)))
    case 'auc':
      return areaUnderCurve(y, p, w)
    case 'precision':
      return shareOf(
        w,
        y.length,
        (row) => p[row] >= threshold,
        (row) => y[row] === 1,
      )
    case 'recall':
      return shareOf(
        w,
        y.length,
        (row) => y[row] === 1,
        (row) => p[row] >= threshold,
      )
  }
}

const squared = (truth: number, guess: number): number => (truth - guess) ** 2

function crossEntropy(truth: number, guess: number): number {
  const p = Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, guess))
  return -(truth * Math.log(p) + (1 - truth) * Math.log(1 - p))
}

function meanOf(
  y: Float64Array,
  p: Float64Array,
  w: Float64Array | null,
  loss: (truth: number, guess: number) => number,
): number {
  let [sum, weight] = [0, 0]
  for (let i = 0; i < y.length; i++) {
    const each = w === null ? 1 : w[i]
    if (each === 0) continue
    sum += each * loss(y[i], p[i])
    weight += each
  }
  return sum / weight
}

function determination(y: Float64Array, p: Float64Array, w: Float64Array | null): number {
  const centre = meanOf(y, p, w, (truth) => truth)
  const spread = meanOf(y, p, w, (truth) => (truth - centre) ** 2)
  return spread > 0 ? 1 - meanOf(y, p, w, squared) / spread : NaN
}

/** Ranks ties together: each 1 beats the 0s below it and half of those beside it. */
function areaUnderCurve(y: Float64Array, p: Float64Array, w: Float64Array | null): number {
  const order = Int32Array.from(p.keys()).sort((a, b) => p[a] - p[b])
  let [below, won, ones] = [0, 0, 0]
  for (let i = 0; i < order.length;) {
    let [tiedOnes, tiedZeros] = [0, 0]
    const value = p[order[i]]
    for (; i < order.length && p[order[i]] === value; i++) {
      const each = w === null ? 1 : w[order[i]]
      if (y[order[i]] === 1) tiedOnes += each
      else tiedZeros += each
    }
    won += tiedOnes * (below + tiedZeros / 2)
    below += tiedZeros
    ones += tiedOnes
  }
  return ones > 0 && below > 0 ? won / (ones * below) : NaN
}

/** Share of the weight with `isHit` among the rows with `counts`. */
function shareOf(
  w: Float64Array | null,
  rows: number,
  counts: (row: number) => boolean,
  isHit: (row: number) => boolean,
): number {
  let [hit, all] = [0, 0]
  for (let row = 0; row < rows; row++) {
    if (!counts(row)) continue
    const each = w === null ? 1 : w[row]
    all += each
    if (isHit(row)) hit += each
  }
  return all > 0 ? hit / all : NaN
}
