/**
 * The one-standard-error rule: the most regular model among those whose loss cannot be told from the best one's.
 *
 *   d_f = loss of a model in fold f − loss of the best;   within when  mean d ≤ sd(d)/√F
 *
 * The differences are paired by fold: folds differ in difficulty, the same for all models, and that is no reason to prefer a stiff one
 * (the unpaired error of the mean, which Breiman et al. use for random folds, also counts it). O(models · folds).
 * Breiman, Friedman, Olshen & Stone, Classification and Regression Trees (1984), §3.4.3.
 */

/** How a model compares. */
export interface Comparison {
  /** Mean loss over the folds. */
  readonly loss: number
  /** Standard error of that mean; NaN for a single fold. */
  readonly standardError: number
  /** Mean of the differences from the best model. */
  readonly difference: number
  /** Standard error of that mean; 0 for the best model, NaN for a single fold. */
  readonly differenceError: number
}

/**
 * Choose a model.
 *
 * @param losses `losses[model][fold]`, the most regular model first; a loss that is not finite bars its model from being chosen
 * @returns the position of the chosen model (−1 when all are barred), and the comparisons
 */
export function oneStandardError(losses: readonly Float64Array[]): { chosen: number; comparisons: Comparison[] } {
  const means = losses.map((loss) => mean(loss))
  let best = -1
  means.forEach((value, model) => {
    if (Number.isFinite(value) && (best < 0 || value < means[best])) best = model
  })
  const comparisons = losses.map((loss, model): Comparison => {
    const difference = best < 0 ? loss.map(() => NaN) : loss.map((value, fold) => value - losses[best][fold])
    return {
      loss: means[model],
      standardError: errorOfMean(loss),
      difference: mean(difference),
      differenceError: model === best ? 0 : errorOfMean(difference),
    }
  })
  // a NaN error (one fold) leaves the best model alone
  const chosen = comparisons.findIndex(
    ({ difference, differenceError }) => difference <= 0 || difference <= differenceError,
  )
  return { chosen, comparisons }
}

function mean(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

function errorOfMean(values: Float64Array): number {
  const centre = mean(values)
  let sum = 0
  for (const value of values) sum += (value - centre) ** 2
  return Math.sqrt(sum / (values.length - 1) / values.length)
}
