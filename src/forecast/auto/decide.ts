/**
 * From trials to a decision: which forecast, with what evidence.
 */
import { choose, combine } from './choose.js'
import { isMedianOfAll, isUninformed, type CandidateName } from './candidates.js'
import type { Evidence } from './gate.js'
import { FEWEST_ROWS } from './input-fault.js'
import { JUDGED_COVERAGE, leaveOneOutCoverage, type Coverage } from './interval.js'
import { evaluationRow, foldErrors, measureBias, scaledError, testSkill, type FoldTruth } from './measure.js'
import type { Plan } from './plan.js'
import { tuneVariants, type Loss, type Tried } from './tuned.js'
import type { Trials } from './trials.js'

/** What was decided. */
export interface Decision {
  /** All candidates, the median last. */
  readonly tried: readonly Tried[]
  /** The one to publish; undefined when there is none. */
  readonly chosen: Tried | undefined
  /** The plain one to show when the chosen one is refused. */
  readonly fallback: Tried | undefined
  /** Loss of the better of mean and naive; NaN when neither has one. */
  readonly benchmarkLoss: number
  readonly coverages: ReadonlyMap<CandidateName, Coverage | null>
  readonly evidence: Evidence
}

/** Decide. `trials[variant][fold]`. */
export function decide(plan: Plan, trials: Trials): Decision {
  const { input, history, origins, truth, variants, failure } = plan
  const { settings, id } = input
  const { gate, horizon, candidates, seed } = settings
  const loss: Loss = (fold, forecast) => scaledError(truth[fold], forecast)
  const singles = failure === null ? tuneVariants(variants, trials, origins.folds, loss) : []
  const known = input.recipe.holidays.length + input.recipe.settings.regressors.length > 0
  const allowed = singles.filter(({ name }) => candidates.includes(name))
  // without folds there is nothing to choose by: the first informed candidates that can be fitted are as good as any
  const median = candidates.includes('median')
    ? combine(isMedianOfAll(candidates) ? singles : allowed, loss, known)
    : undefined
  const tried = median === undefined ? singles : [...singles, median]
  const chosen = choose(tried, candidates, origins.overlap)
  const benchmarkLoss = lowest(singles.filter(({ name }) => isUninformed(name)))?.loss ?? NaN
  const plain = singles.filter(({ name }) => isUninformed(name) || name === 'seasonalNaive')
  const tie = tieOf(truth)
  const coverages = new Map(
    tried.map(({ name, forecasts }) => {
      const whole = forecasts.flatMap((forecast) => forecast ?? [])
      return [
        name,
        whole.length < truth.length ? null : leaveOneOutCoverage(foldErrors(whole, truth), JUDGED_COVERAGE, tie),
      ]
    }),
  )
  const evidence: Evidence = {
    rows: history.y.length,
    rowsNeeded: FEWEST_ROWS + horizon,
    failure,
    horizon,
    folds: origins.folds.length,
    chosen: chosen?.name ?? null,
    finite: true,
    ...measured(),
  }
  return {
    tried,
    chosen,
    fallback: lowest(plain) ?? plain[plain.length - 1],
    benchmarkLoss,
    coverages,
    evidence,
  }

  function measured(): Omit<Evidence, 'rows' | 'rowsNeeded' | 'failure' | 'horizon' | 'folds' | 'chosen' | 'finite'> {
    const skill =
      chosen === undefined || gate === false ? null : testSkill(chosen, tried, truth, origins.overlap, seed, id)
    const whole = chosen?.forecasts.flatMap((forecast) => forecast ?? []) ?? []
    const bias = measureBias(whole, truth, origins.overlap)
    const row = chosen === undefined ? null : evaluationRow(chosen, truth, benchmarkLoss, null, true)
    const covered = chosen === undefined ? undefined : coverages.get(chosen.name)
    const seasonal = plan.context.season > 1 ? singles.find(({ name }) => name === 'seasonalNaive') : undefined
    return {
      benchmark: skill?.benchmark ?? null,
      skill: skill?.skill ?? null,
      pValue: skill === null ? 1 : Math.max(skill.realityCheck, skill.dieboldMariano),
      realityCheck: skill?.realityCheck ?? 1,
      dieboldMariano: skill?.dieboldMariano ?? 1,
      statistic: skill?.statistic ?? 0,
      loss: chosen?.loss ?? null,
      seasonalLoss: seasonal !== undefined && Number.isFinite(seasonal.loss) ? seasonal.loss : null,
      coverage: covered?.held ?? null,
      coverageInside: covered?.inside ?? null,
      bias: bias?.share ?? null,
      biasPValue: bias?.pValue ?? 1,
      rmse: row?.rmse ?? null,
      mape: row?.mape ?? null,
    }
  }
}

/** Differences in units of y that are rounding: a billionth of what the values span, and no less than their own last digits. */
function tieOf(truth: readonly FoldTruth[]): number {
  let [low, high] = [Infinity, -Infinity]
  for (const { y } of truth) {
    for (const value of y) {
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  return truth.length === 0 ? 0 : Math.max(1e-9 * (high - low), 1e-12 * Math.max(Math.abs(low), Math.abs(high)))
}

/** The candidate with the least loss; undefined when none has one. */
function lowest(tried: readonly Tried[]): Tried | undefined {
  const usable = tried.filter(({ loss }) => Number.isFinite(loss))
  return usable.length === 0 ? undefined : usable.reduce((best, one) => (one.loss < best.loss ? one : best))
}
