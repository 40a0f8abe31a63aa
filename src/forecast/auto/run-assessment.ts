/**
 * One series on this thread or on workers: the same assessment, the same bytes.
 *
 * Here a turn of the event loop comes before every fit, and the signal is obeyed between fits. With workers everything that takes more than
 * a millisecond is a task: the plan, each stage, the conclusion.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { withPool } from '../../parallel/pool.js'
import { checkAborted, progressReporter, type RunSettings } from '../../parallel/run-options.js'
import { conclude, concludeTask, planTask, type AutoOutcome } from './assess.js'
import { planSeries, type AssessInput } from './plan.js'
import { runStage, stagesOf, stageTask, type Trials } from './trials.js'

const LABEL = 'auto'

/** Assess a series. Progress counts its origins, and the conclusion. */
export async function runAssessment(input: AssessInput, run: RunSettings): Promise<AutoOutcome> {
  return run.workers === 0 ? onThisThread(input, run) : onWorkers(input, run)
}

async function onThisThread(input: AssessInput, { signal, onProgress }: RunSettings): Promise<AutoOutcome> {
  checkAborted(signal)
  const plan = planSeries(input)
  const report = progressReporter(plan.origins.folds.length + 1, LABEL, onProgress)
  const stages: Trials[] = []
  for (const folds of stagesOf(plan.origins.folds)) {
    let fits = 0
    const done = (): void => {
      if (++fits % plan.variants.length === 0) report()
    }
    stages.push(await inTurns(runStage(plan.history, folds, plan.variants, plan.context), signal, done))
  }
  const outcome = await inTurns(conclude(plan, stages), signal, () => undefined)
  report()
  return outcome
}

/** Walk steps with a turn of the event loop before each. */
async function inTurns<T>(
  steps: Generator<undefined, T>,
  signal: AbortSignal | undefined,
  onStep: () => void,
): Promise<T> {
  for (;;) {
    await nextTurn()
    checkAborted(signal)
    const step = steps.next()
    if (step.done === true) return step.value
    onStep()
  }
}

async function onWorkers(input: AssessInput, { workers, signal, onProgress }: RunSettings): Promise<AutoOutcome> {
  checkAborted(signal)
  return withPool(workers, async (pool) => {
    const plan = await pool.run(planTask, input, { signal })
    const report = progressReporter(plan.origins.folds.length + 1, LABEL, onProgress)
    const stages = await Promise.all(
      // the longest first, so that no worker is left with it in the end
      stagesOf(plan.origins.folds)
        .map((folds, at) => ({ folds, at }))
        .reverse()
        .map(async ({ folds, at }) => {
          const { variants, context } = plan
          const trials = await pool.run(stageTask, { history: plan.history, folds, variants, context }, { signal })
          report(folds.length)
          return { trials, at }
        }),
    )
    stages.sort((a, b) => a.at - b.at)
    const outcome = await pool.run(concludeTask, { plan, stages: stages.map(({ trials }) => trials) }, { signal })
    report()
    return outcome
  })
}
