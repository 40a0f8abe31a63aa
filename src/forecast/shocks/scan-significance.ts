/**
 * How likely noise alone has a window as clear as one that a scan found, over all the windows it looked at.
 *
 *   P(max z ≥ b) ≈ ¼ b³ ϕ(b) Σ_L (n − L) κ_L² ν(b √κ_L)²,   ν(x) ≈ exp(−0.583 x)       L: lengths in units, from the shortest to the longest
 *
 * n units of normal noise; z the statistic of scan.ts; twice that for windows of either sign. κ_L is how much z changes when an edge moves by a
 * unit: 1/L for independent noise, (1 + Σ φ²)/Σ g² in general, since then the edges weigh more than the inside. ν corrects for time that goes in
 * steps. Siegmund & Venkatraman, Using the generalized likelihood ratio statistic for sequential detection of a change-point, Annals of
 * Statistics 23 (1995), and Siegmund, Sequential Analysis (1985), §10.2, for independent noise. O(lengths).
 */
import { windowSquares } from './filtered-window.js'

/** The windows that a scan looks at, and the noise. */
export interface WindowFamily {
  readonly units: number
  readonly shortest: number
  readonly longest: number
  readonly bothSigns: boolean
  /** Coefficients of the noise's autoregression. */
  readonly phi: Float64Array
}

/** Below this every noise has a window. */
const COMMON = 2

/** b → P(some window of noise has |z| ≥ b). Meant for small probabilities; at most 1. */
export function scanChance({ units, shortest, longest, bothSigns, phi }: WindowFamily): (b: number) => number {
  const squares = windowSquares(phi, longest)
  const edge = 1 + phi.reduce((sum, value) => sum + value * value, 0)
  return (b) => {
    // the formula is for rare windows; any noise has one as clear as this
    if (b < COMMON) return 1
    let sum = 0
    for (let length = shortest; length <= longest; length++) {
      const rate = edge / squares[length]
      sum += (units - length) * rate * rate * Math.exp(-2 * 0.583 * b * Math.sqrt(rate))
    }
    const density = Math.exp(-0.5 * b * b) / Math.sqrt(2 * Math.PI)
    return Math.min(1, ((bothSigns ? 2 : 1) * b ** 3 * density * sum) / 4)
  }
}

/** The b whose chance is `alpha`, to 1e-6. */
export function scanThreshold(chance: (b: number) => number, alpha: number): number {
  let [low, high] = [2, 40]
  while (high - low > 1e-6) {
    const middle = (low + high) / 2
    if (chance(middle) > alpha) low = middle
    else high = middle
  }
  return high
}
