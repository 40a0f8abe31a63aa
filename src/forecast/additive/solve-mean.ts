/**
 * The coefficients of a prepared history: exact when the mean is linear in them, the best of several modes when it is not; with independent
 * errors, or with autoregressive ones by turns (see solve/autoregression.ts).
 */
import { solveAdditive, type AdditiveSolution } from '../solve/additive.js'
import { estimateAutoregression, filterRows } from '../solve/autoregression.js'
import type { Penalty } from '../solve/moments.js'
import { solveNonlinear, type MeanFunction } from '../solve/nonlinear.js'
import { gramOf, type Design } from './design.js'
import { linearise, meanAt, trendSize } from './mean-function.js'
import type { ModelRecipe, Preparation } from './preparation.js'
import { startingPoints } from './starts.js'

/** A solution, and the coefficients of its errors (empty when they are independent). */
export interface MeanSolution extends AdditiveSolution {
  readonly autoregression: Float64Array
}

const NONE = new Float64Array(0)
/** Turns between θ and φ at most; φ settles in two or three. */
const TURNS = 6
/** When a quick search is content: see `ModelRecipe.search`. */
const QUICK = { tolerance: 1e-2, gain: 0.5, steps: 20 }

type Search = NonNullable<ModelRecipe['search']>

/** Solve; `order` of the autoregression, 0 for independent errors. */
export function solveMean(
  prepared: Preparation,
  penalty: Penalty,
  order: number | 'auto',
  search: Search,
): MeanSolution {
  let solution = solveGiven(prepared, penalty, NONE, search)
  if (order === 0) return { ...solution, autoregression: NONE }
  let phi: Float64Array = NONE
  const turns = search === 'quick' ? 2 : TURNS
  for (let turn = 0; turn < turns; turn++) {
    const rest = residualsOf(prepared, solution.theta)
    const next = estimateAutoregression(rest, turn === 0 ? order : phi.length)
    const settled = next.length === phi.length && next.every((value, i) => Math.abs(value - phi[i]) < 1e-4)
    phi = next
    if (settled || phi.length === 0) break
    solution = { ...solveGiven(prepared, penalty, phi, search, solution.theta), proven: false }
  }
  return { ...solution, autoregression: phi }
}

/** y − f(θ) in the model's scale, unfiltered. */
function residualsOf({ input, y }: Pick<Preparation, 'input' | 'y'>, theta: Float64Array): Float64Array {
  const mean = meanAt(input, theta)
  return y.map((value, i) => value - mean[i])
}

function solveGiven(
  prepared: Preparation,
  penalty: Penalty,
  phi: Float64Array,
  search: Search,
  start?: Float64Array,
): AdditiveSolution {
  return prepared.linear
    ? solveLinear(prepared, penalty, phi, search)
    : solveCurved(prepared, penalty, phi, search, start)
}

/** The solver sees y about its mean, so that a huge level costs no digits; the level's prior moves along. */
function solveLinear(
  { input, level, centred, design }: Preparation,
  penalty: Penalty,
  phi: Float64Array,
  search: Search,
): AdditiveSolution {
  const column = trendSize(input.growth) - 1
  const centre = penalty.centre.with(column, -level)
  const built = design()
  const matrix = filterDesign(built.design, phi)
  const gram = phi.length === 0 ? built.gram : gramOf(matrix)
  const solution = solveAdditive(matrix, filterRows(centred, phi), { ...penalty, centre }, column, gram, search)
  return { ...solution, theta: solution.theta.with(column, solution.theta[column] + level) }
}

/** Multiplicative terms or logistic growth: the best mode from several starts, or from the one given. */
function solveCurved(
  prepared: Preparation,
  penalty: Penalty,
  phi: Float64Array,
  search: Search,
  start?: Float64Array,
): AdditiveSolution {
  const { input, y } = prepared
  const mean: MeanFunction = {
    valueAt: (theta) => filterRows(meanAt(input, theta), phi),
    linearise(theta) {
      const { mean: value, jacobian } = linearise(input, theta)
      return { mean: filterRows(value, phi), jacobian: filterDesign(jacobian, phi) }
    },
  }
  const starts = start === undefined ? startingPoints(prepared, penalty) : [start]
  const stop = search === 'quick' ? QUICK : { tolerance: phi.length === 0 ? 1e-9 : 1e-6, gain: 0 }
  const mode = solveNonlinear(mean, filterRows(y, phi), penalty, search === 'quick' ? starts.slice(0, 1) : starts, stop)
  return { ...mode, proven: false, saturated: false }
}

/** The design with every column filtered; 0/1 columns become dense. */
export function filterDesign(design: Design, phi: Float64Array): Design {
  if (phi.length === 0) return design
  const columns = design.columns.map((column) => {
    if (column instanceof Float64Array) return filterRows(column, phi)
    const dense = new Float64Array(design.rows)
    for (const row of column) dense[row] = 1
    return filterRows(dense, phi)
  })
  return { rows: design.rows - phi.length, columns }
}
