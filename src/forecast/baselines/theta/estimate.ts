/**
 * Least squares for the theta models.
 *
 * Given α the one-step errors are linear in what remains (see lines.ts; S is the level smoothed from 0):
 *
 *   e_i = (y_i − S_{i−1}) − a^i·ℓ₀ − ω·g_i
 *
 * so the start ℓ₀ and the weight ω ∈ [0, 1] come from two normal equations, and only α ∈ [0.1, 0.99] is searched: a grid, then golden
 * sections around its best point. Exact where a simplex search over all three may stop short. The first rows do not count (the line of the
 * dynamic model is not settled there). A trace of a ridge draws ω to ½, and ℓ₀ to where the first forecast is the first value, as far as the history cannot tell them.
 * O(T) per α, some sixty of them.
 */
import { firstLine, lineShare, nextLine, wholeLine, type ThetaLine } from './lines.js'

export interface ThetaEstimate {
  readonly alpha: number
  readonly weight: number
  readonly start: number
  /** Level after the last row. */
  readonly level: number
  /** Line after the last row. */
  readonly line: ThetaLine
  /** Σe² over the rows that count. */
  readonly errorSum: number
  /** How many rows count, and how many numbers were estimated from them. */
  readonly counted: number
  readonly parameters: number
  readonly fitted: Float64Array
}

const LEAST = 0.1
const MOST = 0.99
const GRID = 30
const SECTIONS = 25
const RIDGE = 1e-7
/** Rows that do not count, as in R's forecTheta; with fewer than `FULL` rows only the first one, and ℓ₀ and ω stay at their centre. */
const SETTLING = 3
const FULL = 8

/** `weight`: fixed ω, or undefined to estimate it. `y` of length ≥ 1. */
export function estimateTheta(y: Float64Array, dynamic: boolean, weight: number | undefined): ThetaEstimate {
  const rows = y.length
  const full = rows >= FULL
  const skipped = full ? SETTLING : 1
  const fixed = full ? weight : 0.5
  const lines = dynamic ? runningLines(y) : [wholeLine(y)]
  const intercepts = Float64Array.from(lines, ({ intercept }) => intercept)
  const slopes = Float64Array.from(lines, ({ slope }) => slope)
  const plain = new Float64Array(rows)
  const share = new Float64Array(rows)

  // where the forecast of the first row is its value if ω = ½
  const centre = y[0] - (intercepts[0] + slopes[0]) / 2

  let bestAlpha = 0.5
  if (rows > skipped + 1) {
    const width = (MOST - LEAST) / GRID
    let lowest = Infinity
    for (let k = 0; k <= GRID; k++) {
      const { errorSum } = solve(LEAST + k * width)
      if (errorSum < lowest) {
        lowest = errorSum
        bestAlpha = LEAST + k * width
      }
    }
    bestAlpha = goldenSection(Math.max(LEAST, bestAlpha - width), Math.min(MOST, bestAlpha + width), bestAlpha, lowest)
  }
  const { start, weight: chosen, errorSum } = solve(bestAlpha)
  const fitted = new Float64Array(rows)
  let level = start
  let power = 1
  for (let i = 0; i < rows; i++) {
    fitted[i] = dynamic && i === 0 ? y[0] : level + chosen * share[i]
    level = bestAlpha * y[i] + (1 - bestAlpha) * level
    power *= 1 - bestAlpha
  }
  return {
    alpha: bestAlpha,
    weight: chosen,
    start,
    level,
    line: lines[lines.length - 1],
    errorSum,
    counted: Math.max(0, rows - skipped),
    parameters: full ? (weight === undefined ? 3 : 2) : 1,
    fitted,
  }

  /** The best ℓ₀ and ω for one α; leaves g in `share`. */
  function solve(alpha: number): { start: number; weight: number; errorSum: number } {
    const a = 1 - alpha
    let smoothed = 0
    let power = 1
    let pp = 0
    let pg = 0
    let gg = 0
    let pr = 0
    let gr = 0
    for (let i = 0; i < rows; i++) {
      const at = dynamic ? Math.max(0, i - 1) : 0
      const g = lineShare(intercepts[at], slopes[at], alpha, power)
      const r = y[i] - smoothed
      share[i] = g
      plain[i] = r
      if (i >= skipped) {
        pp += power * power
        pg += power * g
        gg += g * g
        pr += power * r
        gr += g * r
      }
      smoothed = alpha * y[i] + a * smoothed
      power *= a
    }
    let start = centre
    let weight = fixed ?? 0.5
    if (full) {
      const ppRidge = pp + RIDGE
      const prRidge = pr + RIDGE * centre
      if (fixed === undefined) {
        const ggRidge = gg * (1 + RIDGE)
        const rest = ggRidge - (pg * pg) / ppRidge
        const target = gr + gg * RIDGE * 0.5 - (pg * prRidge) / ppRidge
        if (rest > 0) weight = Math.min(1, Math.max(0, target / rest))
      }
      start = (prRidge - weight * pg) / ppRidge
    }
    let errorSum = 0
    power = 1
    for (let i = 0; i < rows; i++) {
      if (i >= skipped) errorSum += (plain[i] - power * start - weight * share[i]) ** 2
      power *= a
    }
    return { start, weight, errorSum }
  }

  function goldenSection(from: number, to: number, best: number, lowest: number): number {
    const ratio = (Math.sqrt(5) - 1) / 2
    let low = from
    let high = to
    let left = high - ratio * (high - low)
    let right = low + ratio * (high - low)
    let atLeft = solve(left).errorSum
    let atRight = solve(right).errorSum
    for (let k = 0; k < SECTIONS; k++) {
      if (atLeft <= atRight) {
        high = right
        right = left
        atRight = atLeft
        left = high - ratio * (high - low)
        atLeft = solve(left).errorSum
      } else {
        low = left
        left = right
        atLeft = atRight
        right = low + ratio * (high - low)
        atRight = solve(right).errorSum
      }
    }
    const middle = (low + high) / 2
    return solve(middle).errorSum < lowest ? middle : best
  }
}

/** The line after each row. */
function runningLines(y: Float64Array): ThetaLine[] {
  const lines = [firstLine(y[0])]
  for (let i = 1; i < y.length; i++) lines.push(nextLine(lines[i - 1], y[i]))
  return lines
}
