/**
 * Find the windows in which a series left its usual course: lockdowns, strikes, sales, broken counters.
 *
 *   usual course (usual.ts) → windows that stand out (propose.ts) → usual course without them → … → tests, one by one (confirm.ts)
 *   → a lasting step that explains them as well (lasting-step.ts)? Then all again, with the step in the usual course.
 *
 * Windows are made of units: rows, or days where a day has several rows. The first course has a trend that hardly bends, since one that bends as
 * it likes follows a shock of months; later ones bend more. A window that reaches the last row is left out of the fit
 * but not told: nothing says that it ends, it may be the new level. A window may begin before the first row: it starts there,
 * unless a step explains it. A series with hardly any noise is given some (dither.ts).
 * O((passes + windows) · T · (p² + lengths)), lengths about 60, and as much again for every lasting step.
 */
import { average } from '../../numeric/average.js'
import { dayNumber } from '../calendar.js'
import type { History } from '../history.js'
import { backTransform, transformed } from '../transform/transform.js'
import type { ModelSettings } from '../options.js'
import { confirmWindows, type ConfirmedWindow } from './confirm.js'
import { withNoise } from './dither.js'
import { withLastingStep } from './lasting-step.js'
import { proposeWindows } from './propose.js'
import type { Shock, ShockSettings, Window } from './shock.js'
import { sideOf } from './side.js'
import { rowsInside, unitMeans, unitsOf, type Units } from './units.js'
import { FIRST_BENDS, linearProblem, USUAL_BENDS, usualCourse, type LinearProblem } from './usual.js'
import { recursYearly, type Distances } from './yearly.js'

const PASSES = 4
/** Most lasting steps that are told apart from windows. */
const MOST_STEPS = 10
/** Fewest units that a usual course can be told from. */
const FEWEST = 28

/**
 * Find shocks, in time order; none in a history of fewer than 28 units or of one value.
 *
 * @param history sorted; nothing else is looked at, so that a fold sees its own past only
 */
export function findShocks(history: History, settings: ShockSettings): Shock[] {
  const { ds, y } = history
  if (ds.length < FEWEST || y.every((value) => value === y[0])) return []
  const units = unitsOf(ds)
  if (units.rows.length < FEWEST) return []
  let problem = withNoise(linearProblem(history, settings.recipe))
  let confirmed = searched(problem, units, settings)
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const stepped = withLastingStep(problem, units, confirmed)
    if (stepped === undefined) break
    problem = stepped
    confirmed = searched(problem, units, settings)
  }
  const last = units.rows.length - 1
  if (!confirmed.some(({ to }) => to < last)) return []
  const course = usualCourse(problem, rowsInside(confirmed, units), USUAL_BENDS)
  const { dither, unit } = problem
  const rest = dither === undefined ? course.rest : course.rest.map((value, i) => value - dither[i])
  const value = unitMeans(distanceInY(history, settings.recipe.settings, rest, unit), units)
  return confirmed.flatMap((window) =>
    window.to < last ? [describe(window, { day: units.day, value }, units, ds)] : [],
  )
}

/** The windows that hold, in time order. */
function searched(problem: LinearProblem, units: Units, settings: ShockSettings): ConfirmedWindow[] {
  let course = usualCourse(problem, rowsInside([], units), FIRST_BENDS)
  let windows: readonly Window[] = []
  for (let pass = 0; pass < PASSES; pass++) {
    const next = proposeWindows(course, units, windows, settings)
    const same =
      next.length === windows.length &&
      next.every(({ from, to }, i) => from === windows[i].from && to === windows[i].to)
    windows = next
    if (same) break
    course = usualCourse(problem, rowsInside(windows, units), USUAL_BENDS)
  }
  return confirmWindows(problem, course, units, windows, settings)
}

/** y less its usual course, in units of y, row by row. `rest`: the same in the model's scale, of which one is `unit`. */
function distanceInY({ y }: History, { transform }: ModelSettings, rest: Float64Array, unit: number): Float64Array {
  const back = backTransform(transform)
  if (back === undefined) return rest.map((value) => value * unit)
  const curved = transformed(y, transform)
  return y.map((value, i) => value - back(curved[i] - rest[i] * unit))
}

function describe(window: ConfirmedWindow, distances: Distances, { rows }: Units, ds: Float64Array): Shock {
  const inside = distances.value.subarray(window.from, window.to + 1)
  const side = sideOf(inside)
  const [start, end] = [ds[rows[window.from].from], ds[rows[window.to].to]]
  return Object.freeze({
    start,
    end,
    days: dayNumber(end) - dayNumber(start) + 1,
    direction: side === 0 ? 'mixed' : side > 0 ? 'up' : 'down',
    effect: average(side === 0 ? inside.map(Math.abs) : inside),
    z: side < 0 ? -Math.abs(window.z) : Math.abs(window.z),
    pValue: window.pValue,
    kind: recursYearly(distances, window, side === 0) ? 'yearly' : 'one-off',
  })
}
