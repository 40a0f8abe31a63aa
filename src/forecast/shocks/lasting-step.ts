/**
 * Windows that a lasting step explains: a new tariff, a sensor moved, a branch that joined. The trend bends too slowly for a step, and departs
 * from it on both sides; what it leaves looks like a window, or like two of opposite sign that touch.
 *
 *   cost = −log likelihood − log prior + ½ k log T       two parameters a step (place, height), three a window (both edges, height)
 *
 * For every window, and every two that touch, the usual course with these rows in it and a step where it fits best, inside the window or at its
 * edges, is compared with the usual course that leaves them out, of which they then have a mean and a deviation of their own. A window
 * that begins with the first row, or ends with the last, is a step at its other edge, and costs as much.
 * Steps are columns of the usual course from then on, and the search starts anew. O(windows) fits, when there are windows.
 */
import { average } from '../../numeric/average.js'
import type { Window } from './shock.js'
import { rowsInside, type Units } from './units.js'
import { usualCourse, USUAL_BENDS, withStep, type LinearProblem, type UsualCourse } from './usual.js'

const STEP_PARAMETERS = 2
const WINDOW_PARAMETERS = 3

/**
 * The problem with the step that explains most, or undefined where no window is explained by a step.
 *
 * @param windows disjoint, in time order
 */
export function withLastingStep(
  problem: LinearProblem,
  units: Units,
  windows: readonly Window[],
): LinearProblem | undefined {
  if (windows.length === 0) return undefined
  const fitted = (left: readonly Window[], own = problem): UsualCourse =>
    usualCourse(own, rowsInside(left, units), USUAL_BENDS)
  const without = fitted(windows)
  const gains = fitted([]).stepGains()
  const { rows } = units
  const parameter = 0.5 * Math.log(gains.length)
  const total = (course: UsualCourse, left: readonly Window[], s: number): number =>
    left.reduce((sum, window) => sum + windowCost(course, window, units, s), course.cost(s))
  let best: LinearProblem | undefined
  let most = 0
  for (const some of explainable(windows)) {
    const others = windows.filter((window) => !some.includes(window))
    const stepped = withStep(problem, bestJoint(gains, some, units))
    const course = fitted(others, stepped)
    // one deviation for both: the smaller, of the one that explains more
    const s = Math.min(without.deviation, course.deviation)
    const allowed = parameter * (parametersOf(some, rows.length) - STEP_PARAMETERS)
    const better = total(without, windows, s) + allowed - total(course, others, s)
    if (!(better >= most)) continue
    most = better
    best = stepped
  }
  return best
}

/** Windows one by one, and two by two where they touch. */
function explainable(windows: readonly Window[]): Window[][] {
  return windows.flatMap((window, i) => {
    const next = windows.at(i + 1)
    return next?.from === window.to + 1 ? [[window], [window, next]] : [[window]]
  })
}

/** Row of the best step inside of neighbouring windows or at their edges. */
function bestJoint(gains: Float64Array, windows: readonly Window[], { rows }: Units): number {
  const last = Math.min(windows[windows.length - 1].to + 1, rows.length - 1)
  let best = rows[Math.max(1, windows[0].from)].from
  for (let unit = Math.max(1, windows[0].from); unit <= last; unit++) {
    if (gains[rows[unit].from] > gains[best]) best = rows[unit].from
  }
  return best
}

/** −log likelihood of the rows of a window, with a mean and a deviation of their own: at least that of the others. */
function windowCost({ rest }: UsualCourse, { from, to }: Window, { rows }: Units, s: number): number {
  const inside = rest.subarray(rows[from].from, rows[to].to + 1)
  const mean = average(inside)
  const square = average(inside.map((value) => (value - mean) ** 2))
  const own = Math.max(s, Math.sqrt(square))
  return inside.length * (Math.log(own) + (0.5 * square) / own ** 2)
}

/** Free parameters of windows; an edge that touches the next window, or the end of the history, is none. */
function parametersOf(windows: readonly Window[], units: number): number {
  const ends = Number(windows[0].from === 0) + Number(windows[windows.length - 1].to === units - 1)
  return WINDOW_PARAMETERS * windows.length - (windows.length - 1) - ends
}
