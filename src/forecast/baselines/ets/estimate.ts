/**
 * Maximum likelihood for one ETS form.
 *
 * The smoothing parameters start at the two best corners of a coarse grid (initial states by heuristic), then parameters and states move
 * together: projected quasi-Newton with exact gradients. Its Hessian starts from Gauss–Newton, 2T/Σε²·JᵀJ with J = ∂ε/∂x by differences:
 * additive states enter ε linearly, so the model is right for them at once, and some ten iterations are enough where a simplex search
 * needs a thousand evaluations and stops short in seasonal forms. O(T·p²) once and O(T) an iteration, p ≤ 5 + m variables.
 */
import { minimizeBounded } from '../../../numeric/minimize-bounded.js'
import { parameterCount, type EtsForm } from './form.js'
import { initialState } from './initial-state.js'
import { DAMPING, etsLikelihood, type EtsLikelihood, type FilterResult } from './likelihood.js'

/** A fitted form; `minusTwoLogLikelihood` with constants dropped, in the units of the `y` given. */
export interface EtsEstimate extends FilterResult {
  readonly form: EtsForm
  readonly minusTwoLogLikelihood: number
  readonly aicc: number
  /** The errors are rounding only. */
  readonly exact: boolean
}

/** Root mean squared errors below this share of the largest value are rounding. */
const ROUNDING = 1e-13
const ALPHAS = [0.05, 0.2, 0.5, 0.9]
const SHARES = [0.02, 0.3]
const TOLERANCE = 1e-6

/** Fit one form to `y` (largest absolute value near 1; > 0 where the form asks for it); undefined when no start is feasible. */
export function estimateForm(y: Float64Array, m: number, form: EtsForm): EtsEstimate | undefined {
  const rows = y.length
  let origin = initialState(y, m, form)
  let most = 0
  for (const value of y) most = Math.max(most, Math.abs(value))
  const floor = rows * (form.error === 'M' ? ROUNDING : ROUNDING * most) ** 2
  let starts = gridStarts(etsLikelihood(y, m, form, origin, 1, floor), form)
  if (starts.length === 0 && form.trend === 'A') {
    // the line through the first rows leaves the positive half plane: begin flat
    origin = { ...initialState(y, m, { ...form, trend: 'N', damped: false }), slope: 0 }
    starts = gridStarts(etsLikelihood(y, m, form, origin, 1, floor), form)
  }
  if (starts.length === 0) return undefined
  // one unit of a state = the typical error at the start, so that a series in other units takes the same path
  const typical = typicalError(etsLikelihood(y, m, form, origin, 1, floor), starts[0], y)
  const likelihood = etsLikelihood(y, m, form, origin, typical > 0 ? typical : most, floor)
  let value = Infinity
  let x = starts[0]
  for (const start of starts) {
    const hessian = gaussNewton(likelihood, start, rows)
    const reached = minimizeBounded(likelihood, start, hessian, { tolerance: TOLERANCE, iterations: 150 })
    if (reached < value) {
      value = reached
      x = start
    }
  }
  const result = likelihood.finish(x)
  const count = parameterCount(form, m)
  return {
    ...result,
    form,
    minusTwoLogLikelihood: value,
    aicc: value + 2 * count + (2 * count * (count + 1)) / (rows - count - 1),
    exact: result.errorSum <= floor,
  }
}

/**
 * Where to begin, states at their origin: the best grid point with a season that hardly moves and the best with one that does, for the
 * likelihood often has a summit in either; without a season the best for a slow and for a quick level.
 */
function gridStarts(likelihood: EtsLikelihood, form: EtsForm): Float64Array[] {
  const x = new Float64Array(likelihood.size)
  const trended = form.trend === 'A'
  const seasonal = form.season !== 'N'
  const atGamma = trended ? 2 : 1
  if (form.damped) x[1 + Number(trended) + Number(seasonal)] = DAMPING[0] + 0.9 * (DAMPING[1] - DAMPING[0])
  const best: (Float64Array | undefined)[] = [undefined, undefined]
  const lowest = [Infinity, Infinity]
  for (const alpha of ALPHAS) {
    for (const slope of trended ? SHARES : [0]) {
      for (const season of seasonal ? SHARES : [0]) {
        x[0] = alpha
        if (trended) x[1] = slope
        if (seasonal) x[atGamma] = season
        const value = likelihood.value(x)
        const group = Number(seasonal ? season === SHARES[0] : alpha < 0.4)
        if (value < lowest[group]) {
          lowest[group] = value
          best[group] = x.slice()
        }
      }
    }
  }
  return best.filter((start) => start !== undefined)
}

/** Root mean squared error at `x`, in units of y. */
function typicalError(likelihood: EtsLikelihood, x: Float64Array, y: Float64Array): number {
  const { fitted } = likelihood.finish(x)
  let sum = 0
  for (let t = 0; t < y.length; t++) sum += (y[t] - fitted[t]) ** 2
  return Math.sqrt(sum / y.length)
}

/** 2T/Σε²·JᵀJ at `x`, row-major. */
function gaussNewton(likelihood: EtsLikelihood, x: Float64Array, rows: number): Float64Array {
  const { size, lower, upper } = likelihood
  const base = new Float64Array(rows)
  const jacobian = new Float64Array(rows * size)
  const moved = x.slice()
  likelihood.value(x)
  likelihood.copyErrors(base)
  let sum = 0
  for (const error of base) sum += error * error
  for (let i = 0; i < size; i++) {
    const bounded = upper[i] - lower[i]
    let step = bounded < Infinity ? (x[i] > lower[i] + bounded / 2 ? -1e-5 : 1e-5) * bounded : 1e-4
    moved[i] = x[i] + step
    if (likelihood.value(moved) === Infinity) {
      step = -step
      moved[i] = x[i] + step
      likelihood.value(moved)
    }
    const column = jacobian.subarray(i * rows, (i + 1) * rows)
    likelihood.copyErrors(column)
    for (let t = 0; t < rows; t++) column[t] = (column[t] - base[t]) / step
    moved[i] = x[i]
  }
  const weight = sum > 0 ? (2 * rows) / sum : 1
  const hessian = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let product = 0
      for (let t = 0; t < rows; t++) product += jacobian[i * rows + t] * jacobian[j * rows + t]
      hessian[i * size + j] = weight * product
      hessian[j * size + i] = weight * product
    }
  }
  return hessian
}
