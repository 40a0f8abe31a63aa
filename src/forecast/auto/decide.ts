/**
 * From trials to a decision: which forecast, with what evidence.
 */
import { choose, combine } from './choose.js'
import type { CandidateName } from './candidates.js'
import type { Evidence } from './gate.js'
import { leaveOneOutCoverage } from './interval.js'
import { evaluationRow, foldErrors, isUninformed, measureBias, scaledError, testSkill } from './measure.js'
import type { Plan } from './plan.js'
import { FEWEST_ROWS } from './plan.js'
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
  readonly coverages: ReadonlyMap<CandidateName, number | null>
  readonly evidence: Evidence
}

/** Decide. `trials[variant][fold]`. */
export function decide(plan: Plan, trials: Trials): Decision {
  const { input, history, origins, truth, variants, failure } = plan
  const { settings, id } = input
  const { gate, horizon, simple, candidates, seed } = settings
  const loss: Loss = (fold, forecast) => scaledError(truth[fold], forecast)
  const singles = failure === null ? tuneVariants(variants, trials, origins.folds, loss) : []
  const known = input.recipe.holidays.length + input.recipe.settings.regressors.length > 0
  const allowed = singles.filter(({ name }) => candidates.includes(name))
  // without folds there is nothing to choose by: the first informed candidates that can be fitted are as good as any
  const median = candidates.includes('median')
    ? combine(candidates.length === 1 ? singles : allowed, loss, known)
    : undefined
  const tried = median === undefined ? singles : [...singles, median]
  const chosen = choose(tried, candidates, origins.overlap)
  const benchmarkLoss = lowest(singles.filter(({ name }) => isUninformed(name)))?.loss ?? NaN
  const plain = singles.filter(({ name }) => isUninformed(name) || name === 'seasonalNaive')
  const coverages = new Map(
    tried.map(({ name, forecasts }) => {
      const whole = forecasts.flatMap((forecast) => forecast ?? [])
      return [
        name,
        whole.length < truth.length ? null : leaveOneOutCoverage(foldErrors(whole, truth), simple.intervalWidth),
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
    intervalWidth: simple.intervalWidth,
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

  function measured(): Omit<
    Evidence,
    'rows' | 'rowsNeeded' | 'failure' | 'horizon' | 'folds' | 'chosen' | 'intervalWidth' | 'finite'
  > {
    const skill = chosen === undefined || gate === false ? null : testSkill(chosen, tried, origins.overlap, seed, id)
    const whole = chosen?.forecasts.flatMap((forecast) => forecast ?? []) ?? []
    const bias = measureBias(whole, truth, origins.overlap)
    const row = chosen === undefined ? null : evaluationRow(chosen, truth, benchmarkLoss, null, true)
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
      coverage: chosen === undefined ? null : (coverages.get(chosen.name) ?? null),
      bias: bias?.share ?? null,
      biasPValue: bias?.pValue ?? 1,
      rmse: row?.rmse ?? null,
      mape: row?.mape ?? null,
    }
  }
}

/** The candidate with the least loss; undefined when none has one. */
function lowest(tried: readonly Tried[]): Tried | undefined {
  const usable = tried.filter(({ loss }) => Number.isFinite(loss))
  return usable.length === 0 ? undefined : usable.reduce((best, one) => (one.loss < best.loss ? one : best))
}
