/**
 * Scan statistic: windows of a series whose mean differs from the rest, whatever their place and length.
 *
 *   x_t = effect · [a ≤ t ≤ b] + e_t,   e_t = Σ φ_i e_{t−i} + w_t            t = 0 … n − 1 units, φ of order p
 *   z(a, b) = Σ g_t w_t / (s √Σ g_t²)     generalised least squares: w = x filtered by φ, g the filtered window, s the deviation of w
 *
 * The filtered window is a step response c_j = 1 − Σ_{i ≤ j} φ_i from a on, minus the same from b + 1 on, so that with
 * U_t = Σ_{j ≥ 0} c_j w_{t+j} the numerator is U_a − U_{b+1}: one subtraction a window. Errors that drag on (Σ φ near 1) thereby cost a long
 * window its weight, as they must. Lengths up to 24 are all tried, longer ones in steps of 6 %; then the edges of the best window are moved
 * unit by unit. The best window is taken first, then the best of what it leaves free, and so on.
 *
 * O(n · lengths), about 60 lengths for windows of up to a year. Significance: scan-significance.ts.
 */
import { stepResponse, windowSquares } from './filtered-window.js'
import { surprises, type Noise } from './noise.js'

/** Units of a series, first and last. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A window and its statistic, which has the sign of the effect. */
export interface ScannedSpan extends Span {
  readonly z: number
}

/** What a scan looks for. */
export interface ScanRule {
  /** Units of the shortest and of the longest window. */
  readonly shortest: number
  readonly longest: number
  /** Whether windows below the rest count too, or only those above. */
  readonly bothSigns: boolean
  /** Windows with a smaller |z| are noise. */
  readonly least: number
}

/**
 * Disjoint windows of `x` that are not noise, the clearest first.
 *
 * @param x length n
 * @param noise of x where nothing happens, with a deviation above 0
 */
export function scan(x: Float64Array, noise: Noise, rule: ScanRule): ScannedSpan[] {
  const n = x.length
  const { shortest, longest, bothSigns, least } = rule
  const sums = startSums(x, noise)
  const scales = windowSquares(noise.phi, longest).map((square) => 1 / (noise.deviation * Math.sqrt(square)))
  const lengths = lengthGrid(shortest, longest)
  const statistic = (from: number, to: number): number => (sums[from] - sums[to + 1]) * scales[to - from + 1]
  const worth = (z: number): number => (bothSigns ? Math.abs(z) : z)
  /** For every start the best window that lies in what is free. */
  const bestWorth = new Float64Array(n).fill(least)
  const bestEnd = new Int32Array(n)
  for (const length of lengths) {
    const scale = scales[length]
    for (let a = 0; a + length <= n; a++) {
      const value = worth((sums[a] - sums[a + length]) * scale)
      if (value > bestWorth[a]) {
        bestWorth[a] = value
        bestEnd[a] = a + length - 1
      }
    }
  }

  function renew(start: number, high: number): void {
    bestWorth[start] = least
    for (const length of lengths) {
      if (start + length - 1 > high) return
      const value = worth(statistic(start, start + length - 1))
      if (value > bestWorth[start]) {
        bestWorth[start] = value
        bestEnd[start] = start + length - 1
      }
    }
  }

  /** Move the edges as long as that helps, by up to a grid step at once. */
  function refine(span: Span, low: number, high: number): ScannedSpan {
    let { from, to } = span
    let most = worth(statistic(from, to))
    for (let moved = true; moved;) {
      moved = false
      const [a0, b0, reach] = [from, to, Math.ceil(0.06 * (to - from + 1))]
      for (let a = Math.max(low, a0 - reach); a <= a0 + reach; a++) {
        const last = Math.min(high, b0 + reach, a + longest - 1)
        for (let b = Math.max(a + shortest - 1, b0 - reach); b <= last; b++) {
          const value = worth(statistic(a, b))
          if (value <= most) continue
          most = value
          from = a
          to = b
          moved = true
        }
      }
    }
    return { from, to, z: statistic(from, to) }
  }

  const found: ScannedSpan[] = []
  for (;;) {
    let start = 0
    for (let a = 1; a < n; a++) if (bestWorth[a] > bestWorth[start]) start = a
    if (!(bestWorth[start] > least)) return found
    const coarse = { from: start, to: bestEnd[start] }
    let [low, high] = [0, n - 1]
    for (const { from, to } of found) {
      if (to < coarse.from) low = Math.max(low, to + 1)
      else high = Math.min(high, from - 1)
    }
    const span = refine(coarse, low, high)
    found.push(span)
    bestWorth.fill(least, span.from, span.to + 1)
    for (let a = Math.max(low, span.from - longest); a < span.from; a++)
      if (bestEnd[a] >= span.from) renew(a, span.from - 1)
  }
}

/** z of one window, as `scan` has it. */
export function spanStatistic(x: Float64Array, noise: Noise, { from, to }: Span): number {
  const sums = startSums(x, noise)
  const squares = windowSquares(noise.phi, to - from + 1)
  return (sums[from] - sums[to + 1]) / (noise.deviation * Math.sqrt(squares[to - from + 1]))
}

/** U_t for t = 0 … n: what a step from t on would find. */
function startSums(x: Float64Array, noise: Noise): Float64Array {
  const n = x.length
  const { phi } = noise
  const p = phi.length
  const filtered = surprises(x, noise)
  const response = stepResponse(phi)
  const last = response[p]
  const sums = new Float64Array(n + 1)
  let tail = 0
  for (let t = n - 1; t >= 0; t--) {
    tail += filtered[t]
    let sum = last * tail
    for (let j = 0; j < p && t + j < n; j++) sum += (response[j] - last) * filtered[t + j]
    sums[t] = sum
  }
  return sums
}

function lengthGrid(shortest: number, longest: number): number[] {
  const lengths: number[] = []
  for (let length = shortest; length <= longest; length = length < 24 ? length + 1 : Math.ceil(length * 1.06))
    lengths.push(length)
  return lengths
}
