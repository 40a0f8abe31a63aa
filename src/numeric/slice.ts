/**
 * One step of slice sampling: a new point whose long-run distribution has the given density, without a step size to tune.
 *
 *   height ~ uniform under the density at x; an interval around x is stepped out until both ends lie above the curve; points drawn from it
 *   shrink it towards x until one lies under the curve
 *
 * Neal, Slice sampling, The Annals of Statistics 31 (2003), 705–767, §4. About 5 evaluations where `width` is a few standard deviations; a
 * bad width costs evaluations, never correctness.
 */
import type { RandomStream } from './random.js'

/**
 * @param logDensity up to a constant; −∞ where impossible, finite at x
 * @param width first guess of the interval, > 0
 */
export function sliceStep(
  logDensity: (x: number) => number,
  x: number,
  width: number,
  random: Pick<RandomStream, 'uniform' | 'exponential'>,
): number {
  const height = logDensity(x) - random.exponential()
  let left = x - width * random.uniform()
  let right = left + width
  while (logDensity(left) > height) left -= width
  while (logDensity(right) > height) right += width
  for (;;) {
    const next = left + (right - left) * random.uniform()
    if (logDensity(next) > height) return next
    // an interval of no length holds x alone
    if (next === left || next === right) return x
    if (next < x) left = next
    else right = next
  }
}
