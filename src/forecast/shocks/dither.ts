/**
 * Noise for series that have hardly any: a price that stands still, a counter in round numbers, values made up.
 *
 * Without noise the bends of the trend follow a window whatever their prior (s² · precision → 0, usual.ts), and what they leave is smooth: to the
 * tests, which go by ranks, that is noise that drags on for ever. So independent normal noise is added where a series has less of it than
 *
 *   least = max(1 % of range m, 1e-6 · range y)         m: running medians of five residuals, which single outliers do not move
 *   noise = 1.4826 · median |r_t − r_{t−1}| / √2        of the residuals r, whose smooth part the differences take off
 *
 * No window that stands out is smaller than that by much, and none is told for rounding errors. Always the same noise for as many rows.
 * O(one fit).
 */
import { quantileInPlace } from '../../numeric/quantile.js'
import { randomStream } from '../../numeric/random.js'
import { FIRST_BENDS, robustDeviation, usualCourse, type LinearProblem } from './usual.js'

/** Least noise, in the range of the residuals. */
const SHARE = 0.01
/** Least noise in the range of y. */
const ROUNDING = 1e-6

/** The problem with enough noise for a test; the same one where the series has it. */
export function withNoise(problem: LinearProblem): LinearProblem {
  const { target } = problem
  const none = new Uint8Array(target.length)
  const range = rangeOf(target)
  const { rest } = usualCourse(problem, none, FIRST_BENDS, SHARE * range)
  const least = Math.max(SHARE * rangeOf(runningMedians(rest)), ROUNDING * range)
  const steps = Float64Array.from({ length: rest.length - 1 }, (_, i) => (rest[i + 1] - rest[i]) * Math.SQRT1_2)
  if (robustDeviation(steps, none) >= least) return problem
  const random = randomStream(0, 'dither')
  const dither = target.map(() => least * random.normal())
  return { ...problem, dither, target: target.map((value, i) => value + dither[i]) }
}

/** Medians of five neighbours. */
function runningMedians(values: Float64Array): Float64Array {
  return Float64Array.from({ length: values.length - 4 }, (_, i) => quantileInPlace(values.slice(i, i + 5), 0.5))
}

function rangeOf(values: Float64Array): number {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return high - low
}
