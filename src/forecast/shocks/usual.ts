/**
 * What the series would have been without its shocks: a fit that neither single outliers nor given windows can pull.
 *
 *   y = Zθ + e,   θ = argmin Σ ρ((y − Zθ)_t / s) + ½ s² Σ precision_j θ_j²       Z (T×p): the model's own design; s = 1.4826 · median |e|
 *
 * ρ is Huber's with its corner at 1.345 s, where it keeps 95 % of the efficiency under normal noise; it is reached by pseudo-observations (Huber,
 * Robust Statistics, 1981, §7.8): residuals are cut off there and the plain problem is solved again, so that one Gram matrix serves all rounds.
 * Rows of windows are left out: each of them may have an effect of its own. The bends of the trend have a normal prior instead of the
 * model's Laplace prior, and a stiffer one: they follow what changes slowly, while following a window of weeks would cost more than it gains. A mean
 * that is not linear in its coefficients is taken linear about its optimum. O(T·p² + rounds · T·p).
 */
import { choleskyFactor, choleskySolve, solveLower } from '../../numeric/cholesky.js'
import { quantileInPlace } from '../../numeric/quantile.js'
import { featureCount } from '../additive/components.js'
import { crossProduct, gramOf, residuals, type Design } from '../additive/design.js'
import { estimate } from '../additive/estimate.js'
import type { FeatureColumn } from '../additive/frame.js'
import { TREND_PRIOR_SCALE } from '../additive/likelihood.js'
import { linearise, trendSize } from '../additive/mean-function.js'
import { prepare, type ModelRecipe } from '../additive/preparation.js'
import type { History } from '../history.js'

/** A linear problem: T rows in the model's scale, p columns. */
export interface LinearProblem {
  readonly design: Design
  /** ZᵀZ, p×p row-major. */
  readonly gram: Float64Array
  /** What Zθ should be, length T. */
  readonly target: Float64Array
  /** Of the coefficients' normal priors, length p. */
  readonly precision: Float64Array
  /** Columns of the bends. */
  readonly bends: { readonly from: number; readonly to: number }
  /** Units of y (transformed, if the model transforms it) in one of the target. */
  readonly unit: number
  /** Noise that was added to the target (dither.ts), length T; undefined where the series has enough of its own. */
  readonly dither?: Float64Array
}

/** The usual course, and how well it is known. */
export interface UsualCourse {
  /** target − Zθ of every row, whether it was left out or not. */
  readonly rest: Float64Array
  /** Standard error of the mean of Zθ over given rows, for independent errors. */
  readonly error: (first: number, last: number) => number
  /** s. */
  readonly deviation: number
  /** −log likelihood of the rows that stay, and −log prior, where the deviation is `s`; without constants. */
  readonly cost: (s: number) => number
  /** For every row how much a step that begins with it would better the sum, about: the square of its score over the score's variance. */
  readonly stepGains: () => Float64Array
}

/** Scale of the bends' prior in that of the model. The first fit, which knows of no window yet, needs a smaller one. */
export const USUAL_BENDS: number = 0.3
export const FIRST_BENDS: number = 0.1

/** Residuals beyond so many deviations are cut off. */
const CUT = 1.345
const ROUNDS = 10
/** Relative change of s at which a fit has settled. */
const SETTLED = 0.005

/** The linear problem behind a recipe. */
export function linearProblem(history: History, recipe: ModelRecipe): LinearProblem {
  const { settings } = recipe
  const prepared = prepare(history, recipe)
  const { input, changepoints, components, scale } = prepared
  const trend = trendSize(input.growth)
  const bendPrecision = 0.5 / settings.changepointPriorScale ** 2
  const precision = Float64Array.from([
    ...new Array<number>(trend).fill(TREND_PRIOR_SCALE ** -2),
    ...new Array<number>(changepoints.length).fill(bendPrecision),
    ...components.flatMap((component) => new Array<number>(featureCount(component)).fill(component.priorScale ** -2)),
  ])
  const bends = { from: trend, to: trend + changepoints.length }
  if (prepared.linear) return { ...prepared.design(), target: prepared.centred, precision, bends, unit: scale.y }
  const plain = { ...recipe, settings: { ...settings, autoregression: 0 }, search: 'quick' as const }
  const { k, m, delta, beta } = estimate(history, plain, prepared).fit
  const theta = Float64Array.from([...(input.growth === 'flat' ? [m] : [k, m]), ...delta, ...beta])
  const { mean, jacobian: design } = linearise(input, theta)
  // y − f(θ₀) + Jθ₀
  const moved = residuals(design, mean, theta)
  const target = prepared.y.map((value, i) => value - moved[i])
  return { design, gram: gramOf(design), target, precision, bends, unit: scale.y }
}

/**
 * Fit the usual course.
 *
 * @param left 1 for rows that are left out
 * @param bendScale scale of the bends' prior in that of the model
 * @param least s is held at this at least
 */
export function usualCourse(problem: LinearProblem, left: Uint8Array, bendScale: number, least = 0): UsualCourse {
  const { design, gram, target, bends } = problem
  const precision = problem.precision.map((value, j) =>
    j >= bends.from && j < bends.to ? value / bendScale ** 2 : value,
  )
  const p = precision.length
  const reduced = withoutRows(design, gram, left)
  const factor = new Float64Array(p * p)
  const bounded = new Float64Array(target.length)
  let rest = centred(target)
  const deviationOf = (values: Float64Array): number => Math.max(robustDeviation(values, left), least)
  let deviation = deviationOf(rest)
  let theta: Float64Array = new Float64Array(p)
  // nothing is known of outliers before the first fit
  let limit = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < target.length; i++) {
      bounded[i] = left[i] === 1 ? 0 : target[i] - rest[i] + Math.max(-limit, Math.min(limit, rest[i]))
    }
    factor.set(reduced)
    for (let j = 0; j < p; j++) factor[j * p + j] += deviation ** 2 * precision[j] + ROUNDING * (1 + gram[j * p + j])
    choleskyFactor(factor, p)
    theta = crossProduct(design, bounded)
    choleskySolve(factor, p, theta)
    rest = residuals(design, target, theta)
    const last = deviation
    deviation = deviationOf(rest)
    limit = CUT * deviation
    if (Math.abs(deviation - last) <= SETTLED * deviation) break
  }
  const error = (first: number, end: number): number => {
    const mean = Float64Array.from(design.columns, (column) => columnMean(column, first, end))
    solveLower(factor, p, mean)
    return deviation * Math.sqrt(mean.reduce((sum, value) => sum + value * value, 0))
  }
  const prior = theta.reduce((sum, value, j) => sum + 0.5 * precision[j] * value * value, 0)
  const cost = (s: number): number => {
    let sum = prior
    for (let i = 0; i < rest.length; i++) {
      if (left[i] === 1) continue
      const size = Math.abs(rest[i]) / s
      sum += Math.log(s) + (size <= CUT ? 0.5 * size * size : CUT * (size - 0.5 * CUT))
    }
    return sum
  }
  const stepGains = (): Float64Array => stepScores(design, left, rest, limit, factor)
  return { rest, error, deviation, cost, stepGains }
}

/** Score statistics of steps, from the last row back: sums over the rows behind each, of the residuals and of the columns. */
function stepScores(
  { columns }: Design,
  left: Uint8Array,
  rest: Float64Array,
  limit: number,
  factor: Float64Array,
): Float64Array {
  const p = columns.length
  const sums = new Float64Array(p)
  const next = columns.map((column) => column.length - 1)
  const gains = new Float64Array(rest.length)
  let [score, rows] = [0, 0]
  for (let row = rest.length - 1; row > 0; row--) {
    const stays = left[row] === 0
    if (stays) {
      score += Math.max(-limit, Math.min(limit, rest[row]))
      rows++
    }
    columns.forEach((column, j) => {
      if (column instanceof Float64Array) {
        if (stays) sums[j] += column[row]
      } else if (column[next[j]] === row) {
        if (stays) sums[j]++
        next[j]--
      }
    })
    const known = sums.slice()
    solveLower(factor, p, known)
    const unknown = rows - known.reduce((sum, value) => sum + value * value, 0)
    // of a step that the columns hold already nothing is left
    if (unknown > SHARE_LEFT * rows) gains[row] = (score * score) / unknown
  }
  return gains
}

/** Share of a step that the columns must leave. */
const SHARE_LEFT = 1e-6

/** The same problem with a permanent step that begins at `row`. */
export function withStep(problem: LinearProblem, row: number): LinearProblem {
  const { design, gram, precision } = problem
  const step = new Float64Array(design.rows).fill(1, row)
  const products = crossProduct(design, step)
  const p = products.length
  const extended = new Float64Array((p + 1) ** 2)
  for (let j = 0; j < p; j++) {
    extended.set(gram.subarray(j * p, (j + 1) * p), j * (p + 1))
    extended[j * (p + 1) + p] = products[j]
    extended[p * (p + 1) + j] = products[j]
  }
  extended[(p + 1) ** 2 - 1] = design.rows - row
  return {
    ...problem,
    design: { rows: design.rows, columns: [...design.columns, step] },
    gram: extended,
    precision: Float64Array.of(...precision, TREND_PRIOR_SCALE ** -2),
  }
}

/** Share of a diagonal entry that keeps dependent columns apart. */
const ROUNDING = 1e-10

function centred(values: Float64Array): Float64Array {
  const middle = quantileInPlace(values.slice(), 0.5)
  return values.map((value) => value - middle)
}

/** Mean over the rows first … last. */
function columnMean(column: FeatureColumn, first: number, last: number): number {
  let sum = 0
  if (column instanceof Int32Array) {
    for (const row of column) if (row >= first && row <= last) sum++
  } else for (let row = first; row <= last; row++) sum += column[row]
  return sum / (last - first + 1)
}

/** The Gram matrix of the rows that stay: the others' products are taken off. */
function withoutRows({ rows, columns }: Design, gram: Float64Array, left: Uint8Array): Float64Array {
  const out = Uint32Array.from(left.keys()).filter((row) => left[row] === 1)
  if (out.length === 0) return gram
  const position = new Int32Array(rows).fill(-1)
  out.forEach((row, i) => (position[row] = i))
  const few = columns.map((column): FeatureColumn => {
    if (column instanceof Float64Array) return gathered(column, out)
    return column.filter((row) => left[row] === 1).map((row) => position[row])
  })
  const taken = gramOf({ rows: out.length, columns: few })
  return gram.map((value, i) => value - taken[i])
}

function gathered(values: Float64Array, rows: Uint32Array): Float64Array {
  const result = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) result[i] = values[rows[i]]
  return result
}

/** 1.4826 · median |value| of the rows that count; where most of them are exact, a quarter of their mean size. */
export function robustDeviation(values: Float64Array, left: Uint8Array): number {
  const sizes = new Float64Array(values.length)
  let [count, sum] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    if (left[i] === 1) continue
    const size = Math.abs(values[i])
    sizes[count++] = size
    sum += size
  }
  return Math.max(1.4826 * quantileInPlace(sizes, 0.5, 0, count), sum / count / 4)
}
