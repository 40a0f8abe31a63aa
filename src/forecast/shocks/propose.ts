/**
 * Propose windows: generously, since each is tested afterwards (confirm.ts).
 *
 * Distances from the usual course are divided by s, their robust deviation, and cut off at ±3, so that no single outlier makes a window. Two
 * scans look at them: 'level' at the distances themselves, for runs of one sign; 'burst' at their sizes, for days far off in both
 * directions, as in a sale that alternates peaks and empty days. While no window is known, shocks look like noise that drags on: there the
 * autoregression is held at order 1, φ ≤ ½. A window's days must be as far off as a usual day's noise (level: one s on average; burst: twice the usual size).
 */
import { average } from '../../numeric/average.js'
import { noiseOf, surprises } from './noise.js'
import { scanChance, scanThreshold } from './scan-significance.js'
import { scan } from './scan.js'
import { sideOf } from './side.js'
import { SHORTEST_BURST, type ShockSettings, type Window } from './shock.js'
import { unitMeans, unitsInside, type Units } from './units.js'
import { withoutWeekdays } from './weekdays.js'
import { robustDeviation, type UsualCourse } from './usual.js'

/** Deviations at which distances are cut off. */
const CUT = 3
/** Mean size of a burst's days, in those of the usual day. */
const BURST_SIZE = 2

/**
 * Windows that stand out from a usual course; disjoint, in time order.
 *
 * @param known windows that the course was fitted without
 */
export function proposeWindows(
  course: UsualCourse,
  units: Units,
  known: readonly Window[],
  { alpha, shortest, longest: longestDays }: ShockSettings,
): Window[] {
  const distance = unitMeans(course.rest, units)
  const busy = unitsInside(known, units)
  const s = robustDeviation(distance, busy)
  const longest = longestWindow(units, longestDays)
  if (!(s > 0) || longest < shortest) return []
  const first = known.length === 0
  const sudden = suddenSizes(distance, busy, first)
  // of a normal distribution the mean size is 0.8 deviations
  const usualSize = 0.8 * robustDeviation(sudden, busy)
  const mean = (values: Float64Array, { from, to }: Window): number => average(values.subarray(from, to + 1))
  const oneSided = ({ from, to }: Window): boolean => sideOf(distance.subarray(from, to + 1)) !== 0
  const look = (values: Float64Array, least: number, burst: boolean): Window[] => {
    const scale = burst ? usualSize : s
    const bounded = values.map((value) => Math.max(-CUT, Math.min(CUT, value / scale)))
    const cut = burst ? withoutWeekdays(bounded, busy, units) : bounded
    const noise = noiseOf(cut, busy, first)
    if (!(noise.deviation > 0)) return []
    const family = { units: cut.length, shortest: least, longest, bothSigns: !burst, phi: noise.phi }
    const rule = { ...family, least: scanThreshold(scanChance(family), alpha / 2) }
    return scan(cut, noise, rule).map((span) => ({ ...span, burst }))
  }
  const levels = look(distance, shortest, false).filter((span) => Math.abs(mean(distance, span)) >= s && oneSided(span))
  const bursts = look(sudden, Math.max(SHORTEST_BURST, shortest), true).filter(
    (span) =>
      mean(sudden, span) >= BURST_SIZE * usualSize &&
      !(oneSided(span) && levels.some((level) => mostlySame(level, span))),
  )
  const taken: Window[] = []
  for (const span of [...levels, ...bursts].sort((a, b) => Math.abs(b.z) - Math.abs(a.z) || a.from - b.from)) {
    if (taken.every(({ from, to }) => span.to < from || span.from > to)) taken.push(trimmed(span, distance, shortest))
  }
  return taken.sort((a, b) => a.from - b.from)
}

/** Sizes of what the quiet noise does not announce: errors that drag on have no bursts only because they are far out. */
export function suddenSizes(distance: Float64Array, busy: Uint8Array, cautious = false): Float64Array {
  return surprises(distance, noiseOf(distance, busy, cautious)).map(Math.abs)
}

/** Whether two windows share more than half of the longer one. */
function mostlySame(a: Window, b: Window): boolean {
  const shared = Math.min(a.to, b.to) - Math.max(a.from, b.from) + 1
  return shared > 0.5 * Math.max(a.to - a.from + 1, b.to - b.from + 1)
}

/** Units of the longest window: a quarter of the history at most. */
export function longestWindow({ rows, step }: Units, days: number): number {
  return Math.min(Math.floor(rows.length / 4), Math.round(days / step))
}

/** The window without days at its edges that are not even a third as far off as its typical day. */
function trimmed(window: Window, distance: Float64Array, shortest: number): Window {
  const inside = distance.slice(window.from, window.to + 1)
  const side = sideOf(inside)
  const size = (value: number): number => (side === 0 ? Math.abs(value) : side * value)
  const least = average(inside.map(size)) / 3
  let { from, to } = window
  while (to - from >= shortest && size(distance[from]) < least) from++
  while (to - from >= shortest && size(distance[to]) < least) to--
  return { ...window, from, to }
}
