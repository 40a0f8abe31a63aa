/**
 * `auto` for many series: panel → an assessment a series, on workers or here → q-values → verdicts → tables.
 *
 * No fitted model is kept, only forecasts, fitted values and figures, so memory grows with the tables that are returned. Every series draws
 * from streams named by its keys, and the tables are in ascending order of the keys: the result is the same, byte for byte, for any number
 * of workers and any order of rows.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { TableLike } from '../../arrow/table-like.js'
import { BodkinError } from '../../errors.js'
import { withPool } from '../../parallel/pool.js'
import { checkAborted, progressReporter, type RunSettings } from '../../parallel/run-options.js'
import { turnTaker } from '../../parallel/take-turns.js'
import type { Frame } from '../additive/frame.js'
import type { ModelRecipe } from '../additive/preparation.js'
import { showTime } from '../calendar.js'
import type { History } from '../history.js'
import { isCallFault } from '../panel/call-fault.js'
import { assertKnownFuture, futureColumns } from '../panel/future-columns.js'
import { assertKeyNames } from '../panel/panel-options.js'
import { frameHistories, historyOf, type Panel, type SeriesFailure } from '../panel/panel.js'
import { readPanel } from '../panel/read-panel.js'
import { assertDomain } from '../transform/transform.js'
import { assessSteps, assessTask, type AutoOutcome } from './assess.js'
import type { AutoPlan } from './auto-options.js'
import { RESULT_COLUMNS, writeAutoBy, type AutoByResult } from './by-tables.js'
import { overallVerdict, seriesVerdicts, type SeriesResult } from './by-verdicts.js'
import { FEWEST_ROWS, futureFault } from './input-fault.js'
import type { AssessInput } from './plan.js'

/** Assess every series of a table; `plan` with key columns. */
export async function autoBy(history: TableLike, plan: AutoPlan): Promise<AutoByResult> {
  const { by, names, needed, run, settings } = plan
  const { signal } = run
  assertKeyNames(by, [names.time, names.value, ...RESULT_COLUMNS])
  const panel = await readPanel(history, {
    by,
    names,
    needed,
    caller: 'auto',
    role: 'history',
    minimum: FEWEST_ROWS,
    signal,
  })
  const recipes = await readRecipes(panel, plan)
  const futures = await readFutures(panel, recipes, plan)
  const results = await assess(inputsOf(panel, recipes, futures, plan), run)
  const verdicts = seriesVerdicts(panel.series, results, settings.gate)
  return writeAutoBy(panel, results, verdicts, overallVerdict(verdicts))
}

/** The additive model of each frame, or why the options do not go with its times. */
async function readRecipes(panel: Panel, { recipeOf, run }: AutoPlan): Promise<(ModelRecipe | SeriesFailure)[]> {
  const turn = turnTaker(run.signal)
  const recipes: (ModelRecipe | SeriesFailure)[] = []
  for (const history of frameHistories(panel)) {
    recipes.push(readOrFail(() => recipeOf(history)))
    await turn()
  }
  return recipes
}

/** The rows to forecast of a series; undefined where they follow from its history. */
type SeriesFuture = { readonly frame: Frame | undefined; readonly failure: SeriesFailure | undefined }

async function readFutures(
  panel: Panel,
  recipes: readonly (ModelRecipe | SeriesFailure)[],
  { by, names, future, run, settings }: AutoPlan,
): Promise<SeriesFuture[]> {
  const recipe = recipes.find((one): one is ModelRecipe => !isFailure(one))
  if (future === undefined || recipe === undefined) {
    if (recipe !== undefined)
      assertKnownFuture(
        recipe,
        'auto',
        'give option "future", a table with the keys, times and columns of the rows to forecast',
      )
    return panel.series.map(() => ({ frame: undefined, failure: undefined }))
  }
  const ahead = await readPanel(future, {
    by,
    names: { time: names.time, value: undefined },
    needed: futureColumns(recipe),
    caller: 'auto',
    role: 'future',
    minimum: settings.horizon,
    signal: run.signal,
  })
  const byId = new Map(ahead.series.map((one) => [one.id, one]))
  return panel.series.map(({ id }): SeriesFuture => {
    const found = byId.get(id)
    if (found === undefined) {
      return { frame: undefined, failure: { code: 'DATA', message: 'option "future" has no rows of this series' } }
    }
    if (found.failure !== undefined) {
      // too few rows to forecast are no short history
      const { code, message } = found.failure
      return { frame: undefined, failure: { code, message } }
    }
    if (found.rows !== settings.horizon) {
      const message = `option "future" must have ${settings.horizon} rows a series, as many as the horizon, got ${found.rows}`
      return { frame: undefined, failure: { code: 'DATA', message } }
    }
    const { ds, columns } = historyOf(ahead.data, ahead.frames[found.frame], found.start)
    return { frame: { ds, columns }, failure: undefined }
  })
}

/** What each series' assessment starts from, or why it cannot start. */
function inputsOf(
  { data, frames, series }: Panel,
  recipes: readonly (ModelRecipe | SeriesFailure)[],
  futures: readonly SeriesFuture[],
  { settings, names }: AutoPlan,
): (AssessInput | SeriesFailure)[] {
  return series.map(({ id, frame, start, failure }, i) => {
    const broken = failure ?? futures[i].failure
    if (broken !== undefined) return broken
    const history = historyOf(data, frames[frame], start)
    const ahead = futures[i].frame
    const fault = ahead === undefined ? null : futureFault(history.ds, ahead.ds)
    if (fault !== null) return { code: 'DATA', message: fault.message }
    const read = recipes[frame]
    const recipe = isFailure(read) ? read : readOrFail(() => checkDomain(read, history, names.value))
    return isFailure(recipe) ? recipe : { history, settings, recipe, future: ahead, id }
  })
}

/** The recipe, when the history's values can be transformed as it says. */
function checkDomain(recipe: ModelRecipe, { ds, y }: History, value: string): ModelRecipe {
  assertDomain(y, recipe.settings.transform, value, (i) => `at ${showTime(ds[i])}`)
  return recipe
}

function readOrFail<T>(read: () => T): T | SeriesFailure {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof BodkinError) || isCallFault(error)) throw error
    return { code: error.code, message: error.message }
  }
}

function isFailure(value: object): value is SeriesFailure {
  return 'message' in value
}

/** Assess what can be assessed; results are in the order of the inputs. */
async function assess(inputs: readonly (AssessInput | SeriesFailure)[], run: RunSettings): Promise<SeriesResult[]> {
  const able = inputs.filter((input): input is AssessInput => !isFailure(input))
  const outcomes = run.workers === 0 ? await onThisThread(able, run) : await onWorkers(able, run)
  let next = 0
  return inputs.map((input) =>
    isFailure(input) ? { outcome: undefined, failure: input } : { outcome: outcomes[next++], failure: undefined },
  )
}

function onWorkers(
  inputs: readonly AssessInput[],
  { workers, signal, onProgress }: RunSettings,
): Promise<AutoOutcome[]> {
  return withPool(workers, (pool) => pool.map(assessTask, inputs, { signal, onProgress, label: 'series' }))
}

/** Fit by fit, with a turn of the event loop before each. */
async function onThisThread(
  inputs: readonly AssessInput[],
  { signal, onProgress }: RunSettings,
): Promise<AutoOutcome[]> {
  checkAborted(signal)
  const report = progressReporter(inputs.length, 'series', onProgress)
  const outcomes: AutoOutcome[] = []
  for (const input of inputs) {
    const steps = assessSteps(input)
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) {
        outcomes.push(step.value)
        break
      }
      await nextTurn()
      checkAborted(signal)
    }
    report()
  }
  return outcomes
}
