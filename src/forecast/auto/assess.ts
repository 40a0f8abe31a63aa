/**
 * The assessment of one series: plan → trials → choice → refit → interval → evidence.
 *
 *   plan      origins, variants, what came in each window, shocks (plan.ts)
 *   trials    every variant at every origin, in independent stages (trials.ts)
 *   choice    tuning without leakage, the median of the good ones, the one-standard-error rule (tuned.ts, choose.ts)
 *   refit     the members of the chosen one and the plain forecasts, on the whole history
 *   interval  conformal, from the chosen one's own errors (interval.ts); what the gate looks at (measure.ts)
 *
 * Pure: no Arrow and no pool. `assessSeries` does it at one go, for a worker; the parts are exported so that one series can have its stages
 * on several workers, or take a turn of the event loop between fits. All ways give the same bytes.
 */
import type { Task } from '../../parallel/task.js'
import type { HorizonError, EvaluationRow } from './measure.js'
import { evaluationRow, horizonErrors } from './measure.js'
import type { ForecastModel } from '../model.js'
import type { Profile } from '../profile/profile.js'
import type { Shock } from '../shocks/shock.js'
import type { CandidateName } from './candidates.js'
import { decide, type Decision } from './decide.js'
import type { Evidence } from './gate.js'
import { planSeries, type AssessInput, type Plan } from './plan.js'
import { refit, type SeriesForecast } from './refit.js'
import { runStage, stagesOf, type Trials } from './trials.js'

/** All that is known of a series in the end. Plain data. */
export interface AutoOutcome {
  readonly evidence: Evidence
  /** What is published if the gate lets it; undefined when nothing could be chosen. */
  readonly chosen: SeriesForecast | undefined
  /** The best plain forecast, which stands in the table when the chosen one is refused; undefined when there is none. */
  readonly fallback: SeriesForecast | undefined
  readonly evaluation: readonly EvaluationRow[]
  readonly errors: readonly HorizonError[]
  readonly shocks: readonly Shock[]
  readonly profile: Profile
  /** The refitted models of `chosen`, the best first, and of `fallback`; empty unless they were asked for. */
  readonly models: { readonly chosen: readonly ForecastModel[]; readonly fallback: readonly ForecastModel[] }
}

/** Assess a series on this thread at one go. Bad data is an outcome (`evidence.failure`), not an error. */
export function assessSeries(input: AssessInput): AutoOutcome {
  return lastOf(assessSteps(input))
}

/** The same in steps: `yield`s after each fit. */
export function* assessSteps(input: AssessInput): Generator<undefined, AutoOutcome> {
  const plan = planSeries(input)
  const stages: Trials[] = []
  for (const folds of stagesOf(plan.origins.folds)) {
    stages.push(yield* runStage(plan.history, folds, plan.variants, plan.context))
  }
  return yield* conclude(plan, stages)
}

/** From the trials of all stages to the outcome. */
export function* conclude(plan: Plan, stages: readonly Trials[]): Generator<undefined, AutoOutcome> {
  const trials = plan.variants.map((_, v) => stages.flatMap((stage) => stage[v]))
  const decision = decide(plan, trials)
  yield
  const forecasts = yield* refit(plan, decision)
  return outcomeOf(plan, decision, forecasts)
}

function outcomeOf(
  plan: Plan,
  { tried, benchmarkLoss, coverages, evidence, chosen }: Decision,
  forecasts: {
    readonly chosen: SeriesForecast | undefined
    readonly fallback: SeriesForecast | undefined
    readonly models: AutoOutcome['models']
  },
): AutoOutcome {
  const { truth, input, shocks, profile } = plan
  const shown = tried.filter(({ name }) => input.settings.candidates.includes(name) || isMeasure(name))
  const finite = forecasts.chosen === undefined || isFinite(forecasts.chosen)
  return {
    evidence: { ...evidence, finite },
    chosen: forecasts.chosen,
    fallback: forecasts.fallback,
    evaluation: shown.map((one) =>
      evaluationRow(one, truth, benchmarkLoss, coverages.get(one.name)?.held ?? null, one === chosen),
    ),
    errors: shown.flatMap((one) => horizonErrors(one, truth)),
    shocks,
    profile,
    models: forecasts.models,
  }
}

/** What is listed whether it was asked for or not. */
function isMeasure(name: CandidateName): boolean {
  return name === 'mean' || name === 'naive' || name === 'seasonalNaive'
}

function isFinite({ yhat, lower, upper }: SeriesForecast): boolean {
  return [yhat, lower, upper].every((values) => values.every(Number.isFinite))
}

/** A series as a task of the worker pool. */
export const assessTask: Task<AssessInput, AutoOutcome> = {
  name: 'forecast/assess',
  run: (input) => assessSeries(input),
}

/** The plan of a series as a task. */
export const planTask: Task<AssessInput, Plan> = {
  name: 'forecast/auto-plan',
  run: planSeries,
}

/** The end of an assessment as a task. */
export const concludeTask: Task<{ readonly plan: Plan; readonly stages: readonly Trials[] }, AutoOutcome> = {
  name: 'forecast/auto-conclude',
  run: ({ plan, stages }) => lastOf(conclude(plan, stages)),
}

/** Walk steps to their end. */
function lastOf<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}
