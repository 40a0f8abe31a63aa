/**
 * Trials: every variant of every candidate, fitted to the rows before each origin and asked for the rows behind it.
 *
 * Origins are run in stages; a stage ends where the history has doubled since its first origin. At the first origin of a stage the forms
 * are chosen (fit-variant.ts), so that a form is never older than half of the history. Stages do not depend on each other: each may run on
 * a worker of its own. A variant that cannot be fitted, or whose forecast is not finite, has no forecast there.
 */
import { BodkinError } from '../../errors.js'
import type { Task } from '../../parallel/task.js'
import { pastOf, windowOf, type Fold } from '../evaluation/folds.js'
import { forecastColumns } from '../forecast-columns.js'
import type { History } from '../history.js'
import { withoutForecast } from '../predictors/complete-frame.js'
import { shocksOf } from './calm-history.js'
import type { Variant } from './candidates.js'
import { emptyCache, fitVariant, type FitContext, type Forms } from './fit-variant.js'

/** Growth of the history after which forms are chosen anew. */
const GROWTH = 2

/** `[variant][fold]`: a forecast of the fold's window; undefined where there is none. */
export type Trials = readonly (readonly (Float64Array | undefined)[])[]

/** Folds, ascending, by stage. */
export function stagesOf(folds: readonly Fold[]): Fold[][] {
  const stages: Fold[][] = []
  for (const fold of folds) {
    const stage = stages.at(-1)
    if (stage !== undefined && fold.train < GROWTH * stage[0].train) stage.push(fold)
    else stages.push([fold])
  }
  return stages
}

/** Run one stage, a fit at a time: yields after each. */
export function* runStage(
  history: History,
  folds: readonly Fold[],
  variants: readonly Variant[],
  context: FitContext,
): Generator<undefined, Trials> {
  const forms: Forms = { ets: undefined, arima: undefined }
  const additive = variants.some(({ recipe }) => recipe !== undefined)
  const trials: (Float64Array | undefined)[][] = variants.map(() => [])
  for (const fold of folds) {
    const past = pastOf(history, fold)
    const frame = windowOf(history, fold)
    const cache = emptyCache(past, additive ? shocksOf(past, context.recipe) : [])
    for (const [i, variant] of variants.entries()) {
      trials[i].push(attempt(() => fitVariant(past, quickly(variant), context, forms, cache), frame, context))
      yield
    }
  }
  return trials
}

function quickly(variant: Variant): Variant {
  return variant.recipe === undefined ? variant : { ...variant, recipe: { ...variant.recipe, search: 'quick' } }
}

function attempt(
  fit: () => ReturnType<typeof fitVariant>,
  frame: ReturnType<typeof windowOf>,
  { frequency }: FitContext,
): Float64Array | undefined {
  try {
    const model = fit()
    const rows = model.kind === 'additive' ? withoutForecast(model, frame) : frame
    const columns = forecastColumns(model, rows, POINT, frequency)
    const yhat = columns[0][1]
    return yhat.every(Number.isFinite) ? yhat : undefined
  } catch (error) {
    if (error instanceof BodkinError) return undefined
    throw error
  }
}

const POINT = {
  interval: 'none',
  intervalWidth: undefined,
  draws: 1,
  seed: 0,
  nonNegative: false,
  integer: false,
} as const

/** What a worker needs for a stage. */
export interface StageInput {
  readonly history: History
  readonly folds: readonly Fold[]
  readonly variants: readonly Variant[]
  readonly context: FitContext
}

/** A stage as a task of the worker pool. */
export const stageTask: Task<StageInput, Trials> = {
  name: 'forecast/auto-stage',
  run({ history, folds, variants, context }) {
    const steps = runStage(history, folds, variants, context)
    for (;;) {
      const step = steps.next()
      if (step.done === true) return step.value
    }
  },
}
