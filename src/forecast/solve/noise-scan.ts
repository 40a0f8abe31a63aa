/**
 * The best noise level, with proof: a one-dimensional search that bounds what it has not looked at.
 *
 *   F(λ) = h(λ) − (T/2) ln(2λ) + 1/λ          λ = 1/(2σ²), h from given-noise.ts; F is the objective minimised over everything but σ
 *
 * h is concave (a minimum of functions linear in λ), so between two evaluated λ it lies above its chord c₀ + c·λ, and
 *
 *   F ≥ c₀ + min over the bracket of  c λ − (T/2) ln(2λ) + 1/λ       attained at λ* = (T/2 + √(T²/4 + 4c)) / (2c), clamped to the bracket
 *
 * Left of the first λ the chord starts at (0, 0), because h(0) = 0; right of the last one h climbs at least as fast as the smallest SSE
 * any θ can reach. Brackets whose bound is below the best value found, less 1e-9, are split where their bound is lowest, until none is
 * left: then the best value is the global minimum. Stationary points are polished to rounding by safeguarded secant steps on
 * λ·F′(λ) = λ·SSE − T/2 − 1/λ. About 20–40 evaluations; each costs microseconds.
 *
 * A saturated history (as many free columns as rows) has SSE → 0 and F → −∞ as σ → 0: there is no global minimum. The answer is then
 * the first local minimum coming from large σ, and the proof is not claimed. Where there is no local minimum either (two rows, an exact
 * line), σ is the least steep one above a smallest one that the caller gives.
 */
import type { GivenNoise } from './given-noise.js'

/** What the scan found. */
export interface NoiseScan {
  readonly best: GivenNoise
  /** False when the objective falls all the way to the smallest σ: there is not even a local minimum. */
  readonly stationary: boolean
  /** True when every bracket's bound lies above the best objective − 1e-9. */
  readonly proven: boolean
  /** Evaluations of h. */
  readonly evaluations: number
}

/** Slack of the proof, in nats. */
const SLACK = 1e-9
const MAX_EVALUATIONS = 2000

/**
 * @param solve h(λ) and its θ, warm-started from a neighbour
 * @param rows T
 * @param start a plausible λ > 0
 * @param floorSse a lower bound of SSE over all θ; 0 when the design can reproduce y exactly
 * @param highest the largest λ to look at: that of the smallest σ which is more than rounding
 * @param search 'exact': polished to rounding, with proof; 'quick': the local minimum next to the start, σ to a thousandth
 */
export function scanNoise(
  solve: (lambda: number, start?: Float64Array) => GivenNoise,
  rows: number,
  start: number,
  floorSse: number,
  highest: number,
  search: 'exact' | 'quick' = 'exact',
): NoiseScan {
  const points: GivenNoise[] = []
  const saturated = !(floorSse > 0)
  // the slope in ln λ is about rows·(change of ln σ)
  const settled = (search === 'quick' ? 1e-3 : 1e-13) * rows

  /** Evaluate h at λ, keep the points sorted, and return the new one's index. */
  function evaluate(lambda: number): number {
    let at = points.length
    while (at > 0 && points[at - 1].lambda > lambda) at--
    const neighbour = points[at - 1] ?? points[at]
    points.splice(at, 0, solve(lambda, neighbour?.theta))
    return at
  }
  const objective = ({ lambda, value }: GivenNoise): number => value - (rows / 2) * Math.log(2 * lambda) + 1 / lambda
  const slope = ({ lambda, sse }: GivenNoise): number => lambda * sse - rows / 2 - 1 / lambda

  /** Polish the stationary point between a falling point and a rising one; secant steps in ln λ, bisection where they do not help. */
  function polish(falling: GivenNoise, rising: GivenNoise): GivenNoise {
    let low = { x: Math.log(falling.lambda), f: slope(falling) }
    let high = { x: Math.log(rising.lambda), f: slope(rising) }
    let best = -low.f < high.f ? falling : rising
    let side = 0
    for (let step = 0; step < 80 && high.x - low.x > 4e-16 * (1 + Math.abs(low.x)); step++) {
      // Illinois weights keep the end that stays from stalling the secant
      const secant = (low.x * high.f - high.x * low.f) / (high.f - low.f)
      const x = secant > low.x && secant < high.x && step % 12 !== 11 ? secant : (low.x + high.x) / 2
      if (x <= low.x || x >= high.x) break
      const point = points[evaluate(Math.exp(x))]
      const f = slope(point)
      if (Math.abs(f) < Math.abs(slope(best))) best = point
      if (Math.abs(f) <= settled) break
      if (f < 0) {
        low = { x, f }
        if (side < 0) high = { x: high.x, f: high.f / 2 }
        side = -1
      } else {
        high = { x, f }
        if (side > 0) low = { x: low.x, f: low.f / 2 }
        side = 1
      }
    }
    return best
  }

  /** Lowest value the objective can have in a bracket, and where: the chord through (λ₀, h₀) with slope c. */
  function bound(lambda0: number, h0: number, c: number, from: number, to: number): { value: number; lambda: number } {
    const free = c > 0 ? (rows / 2 + Math.sqrt((rows * rows) / 4 + 4 * c)) / (2 * c) : Infinity
    const lambda = Math.min(to, Math.max(from, free))
    if (lambda === Infinity) return { value: -Infinity, lambda }
    return { value: h0 + c * (lambda - lambda0) - (rows / 2) * Math.log(2 * lambda) + 1 / lambda, lambda }
  }

  // walk out from the start until the objective falls on the left and rises on the right
  const stride = saturated ? 1.5 : 4
  evaluate(Math.min(start, highest))
  while (slope(points[0]) > 0 && points.length < 100) evaluate(points[0].lambda / stride)
  while (points.every((point) => slope(point) <= 0) && points[points.length - 1].lambda < highest)
    evaluate(Math.min(points[points.length - 1].lambda * stride, highest))

  const rises = points.findIndex((point) => slope(point) > 0)
  if (rises < 0) {
    // no local minimum in σ: the least steep point is the nearest thing to one
    const flattest = points.reduce((best, point) => (slope(point) > slope(best) ? point : best))
    return { best: flattest, stationary: false, proven: false, evaluations: points.length }
  }
  let best = rises === 0 ? points[0] : polish(points[rises - 1], points[rises])
  if (saturated || search === 'quick') return { best, stationary: true, proven: false, evaluations: points.length }

  const required = (): number => objective(best) - SLACK
  for (;;) {
    const split = openBracket()
    if (split === undefined) return { best, stationary: true, proven: true, evaluations: points.length }
    if (points.length > MAX_EVALUATIONS) return { best, stationary: true, proven: false, evaluations: points.length }
    const at = evaluate(split)
    if (objective(points[at]) < objective(best) - 1e-12 * rows) {
      best = points[at]
      const [before, after] = [points[at - 1], points[at + 1]]
      const rising = slope(best) > 0
      if (rising && before !== undefined && slope(before) < 0) best = polish(before, best)
      else if (!rising && after !== undefined && slope(after) > 0) best = polish(best, after)
    }
  }

  /** Where to look next: inside the first bracket whose bound is below what the proof needs; undefined when there is none. */
  function openBracket(): number | undefined {
    const first = points[0]
    const left = bound(0, 0, first.value / first.lambda, 0, first.lambda)
    if (left.value < required()) return within(0, left.lambda, first.lambda)
    for (let i = 1; i < points.length; i++) {
      const [a, b] = [points[i - 1], points[i]]
      if (b.lambda - a.lambda <= 1e-14 * b.lambda) continue
      const inner = bound(a.lambda, a.value, (b.value - a.value) / (b.lambda - a.lambda), a.lambda, b.lambda)
      if (inner.value < required()) return within(a.lambda, inner.lambda, b.lambda)
    }
    const last = points[points.length - 1]
    const right = bound(last.lambda, last.value, floorSse, last.lambda, Infinity)
    return right.value < required() ? Math.max(right.lambda, last.lambda * 4) : undefined
  }
}

/** A point well inside (low, high), as near to the wanted one as that allows. */
function within(low: number, wanted: number, high: number): number {
  if (low === 0) return Math.max(high / 16, Math.min(wanted, high / 2))
  const margin = 0.1 * (high - low)
  return Math.min(high - margin, Math.max(low + margin, wanted))
}
