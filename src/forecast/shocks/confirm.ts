/**
 * Confirm proposed windows, one after the other, the clearest first.
 *
 * Distances become normal scores (normal-scores.ts), so that the noise may have any distribution, and its autoregression is estimated on all
 * units but the window's and those confirmed before: what is not yet confirmed counts as noise. A walk that wanders off, whose every excursion
 * looks like a shock once the others are taken out, thereby fails at its first one. Of a level window z is reduced by the error of the
 * usual course itself, and with its rows in the fit again it must keep half of its distance: else a bend of the trend explains it.
 * The corrected p-value must be at most alpha/2, since there are two kinds of window. O(windows · T · p).
 */
import { average } from '../../numeric/average.js'
import { noiseOf } from './noise.js'
import { normalScores } from './normal-scores.js'
import { longestWindow, suddenSizes } from './propose.js'
import { scanChance } from './scan-significance.js'
import { spanStatistic } from './scan.js'
import { SHORTEST_BURST, type ShockSettings, type Window } from './shock.js'
import { rowsInside, unitMeans, unitsInside, type Units } from './units.js'
import { withoutWeekdays } from './weekdays.js'
import { robustDeviation, usualCourse, USUAL_BENDS, type LinearProblem, type UsualCourse } from './usual.js'

/** A window that is no noise. */
export interface ConfirmedWindow extends Window {
  readonly pValue: number
}

/** Share of a window's distance that the trend must leave. */
const KEPT = 0.5

/**
 * The proposed windows that hold, in time order.
 *
 * @param course fitted without any of them
 */
export function confirmWindows(
  problem: LinearProblem,
  course: UsualCourse,
  units: Units,
  proposed: readonly Window[],
  settings: ShockSettings,
): ConfirmedWindow[] {
  const distance = unitMeans(course.rest, units)
  const confirmed: ConfirmedWindow[] = []
  for (const window of proposed.toSorted((a, b) => Math.abs(b.z) - Math.abs(a.z) || a.from - b.from)) {
    const busy = unitsInside([...confirmed, window], units)
    const tested = test(window, window.burst ? suddenSizes(distance, busy) : distance, busy, units, settings)
    const sure = window.burst ? tested : withError(tested, distance, busy, course, units)
    if (sure.pValue > settings.alpha / 2) continue
    if (window.burst || !bent(window)) confirmed.push(sure)
  }
  return confirmed.sort((a, b) => a.from - b.from)

  function bent(window: Window): boolean {
    const again = usualCourse(problem, rowsInside(confirmed, units), USUAL_BENDS)
    return Math.abs(meanOf(again.rest, window, units)) < KEPT * Math.abs(meanOf(course.rest, window, units))
  }
}

/** z and p of a window among all others like it. */
function test(
  window: Window,
  values: Float64Array,
  busy: Uint8Array,
  units: Units,
  { shortest, longest }: ShockSettings,
): ConfirmedWindow & { readonly chance: (b: number) => number; readonly level: number } {
  const ranked = normalScores(values, busy)
  const scores = window.burst ? withoutWeekdays(ranked, busy, units) : ranked
  const noise = noiseOf(scores, busy)
  const z = noise.deviation > 0 ? spanStatistic(scores, noise, window) : 0
  const chance = scanChance({
    units: values.length,
    shortest: window.burst ? Math.max(SHORTEST_BURST, shortest) : shortest,
    longest: longestWindow(units, longest),
    bothSigns: !window.burst,
    phi: noise.phi,
  })
  const level = average(scores.subarray(window.from, window.to + 1)) - noise.centre
  return { ...window, z, pValue: z === 0 ? 1 : chance(Math.abs(z)), chance, level }
}

/** z with the error of the usual course, which is known less well in the middle of a long window. */
function withError(
  { chance, level, ...window }: ReturnType<typeof test>,
  distance: Float64Array,
  busy: Uint8Array,
  course: UsualCourse,
  { rows }: Units,
): ConfirmedWindow {
  const error = course.error(rows[window.from].from, rows[window.to].to) / robustDeviation(distance, busy)
  const own = level / window.z
  const z = level === 0 ? 0 : (window.z * own) / Math.hypot(own, error)
  return { ...window, z, pValue: z === 0 ? 1 : chance(Math.abs(z)) }
}

function meanOf(rest: Float64Array, { from, to }: Window, { rows }: Units): number {
  return average(rest.subarray(rows[from].from, rows[to].to + 1))
}
