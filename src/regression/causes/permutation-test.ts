/**
 * The permutation tests of `causes`: is there anything in a group's features (the gate), and is there anything in one of them?
 *
 *   gate        (target, weight) are exchanged together, the features stay
 *   a feature   its column is exchanged, or those of several features together; the rest stays, and everything is fitted anew
 *
 * p is that of Besag & Clifford (Sequential Monte Carlo p-values, Biometrika 78, 1991): draw until h draws were at least as good as the
 * data, after b draws p = h/b; if the B draws end first with g such, p = (g + 1)/(B + 1). Both are valid, P(p ≤ α) ≤ α for every α. With
 * h = ⌊α(B + 1)⌋ an early stop never changes what is significant at α, and what is hopeless costs about h/p draws.
 */
import { randomStream } from '../../numeric/random.js'
import type { Task } from '../../parallel/task.js'
import { drawExchange, type Exchange } from './exchange.js'
import type { SmallMatrix } from './small-matrix.js'
import { statistic } from './statistic.js'

/** One test. */
export interface TestInput {
  readonly matrix: SmallMatrix
  readonly target: Float64Array
  /** Exposure of each row over the mean exposure. */
  readonly weight: Float64Array
  readonly plan: Exchange
  /** Features whose columns are exchanged; null exchanges the target. */
  readonly features: readonly number[] | null
  /** Draws, B ≥ 1. */
  readonly permutations: number
  /** Draws at least as good as the data after which to stop; above `permutations` for never. */
  readonly stop: number
  readonly seed: number
  /** Name of the random stream: group and features. */
  readonly stream: string
}

/** What a test found. */
interface TestResult {
  readonly pValue: number
  /** S of the data. */
  readonly explained: number
  /** Draws that were made. */
  readonly draws: number
}

/** Run one test. */
export function permutationTest(input: TestInput): TestResult {
  const { matrix, target, weight, plan, features, permutations, stop, seed } = input
  const { bins, design } = matrix
  const explain = statistic(matrix)
  const explained = explain({ bins, design, target, weight })
  // sums in another order differ in their last bits: a draw as good as the data counts against it
  const bar = explained - 1e-9
  const random = randomStream(seed, input.stream)
  const source = new Int32Array(matrix.rows)
  const order = new Int32Array(plan.starts.length)
  const drawn = { bins: bins.slice(), design: design.slice(), target: target.slice(), weight: weight.slice() }
  let asGood = 0
  for (let draw = 1; draw <= permutations; draw++) {
    drawExchange(plan, random, source, order)
    if (features === null) {
      for (let row = 0; row < source.length; row++) {
        drawn.target[row] = target[source[row]]
        drawn.weight[row] = weight[source[row]]
      }
    } else for (const feature of features) exchangeFeature(matrix, feature, source, drawn)
    if (explain(drawn) < bar) continue
    asGood++
    if (asGood >= stop) return { pValue: asGood / draw, explained, draws: draw }
  }
  return { pValue: (asGood + 1) / (permutations + 1), explained, draws: permutations }
}

function exchangeFeature(
  { bins, design, features, width, begins }: SmallMatrix,
  feature: number,
  source: Int32Array,
  to: { readonly bins: Uint8Array; readonly design: Float64Array },
): void {
  for (let row = 0; row < source.length; row++) {
    const from = source[row]
    to.bins[row * features + feature] = bins[from * features + feature]
    for (let j = begins[feature]; j < begins[feature + 1]; j++) to.design[row * width + j] = design[from * width + j]
  }
}

/** `permutationTest` for the pool. */
export const permutationTask: Task<TestInput, TestResult> = {
  name: 'regression/permutation-test',
  run: permutationTest,
}

/** Draws at least as good as the data after which a test at level `alpha` is lost. */
export function hopeless(alpha: number, permutations: number): number {
  return Math.max(1, Math.floor(alpha * (permutations + 1)))
}

/** Most draws of a test. */
const MOST_DRAWS = 100_000

/**
 * Draws and stop of tests whose q-values are judged together.
 *
 * The smallest p of B draws is 1/(B + 1), and among m tests the only one with substance has q = m·p: fewer than m/α − 1 draws could never show
 * it. Then B is twice that many, so that one draw may still be as good as the data. The stop stays, so tests without substance cost no more.
 */
export function drawsOf(
  tests: number,
  alpha: number,
  permutations: number,
): { readonly permutations: number; readonly stop: number } {
  const fewest = Math.ceil(Math.max(1, tests) / alpha)
  const draws = permutations + 1 >= fewest ? permutations : Math.min(MOST_DRAWS, 2 * fewest - 1)
  return {
    permutations: draws,
    stop: Math.max(hopeless(alpha, permutations), hopeless(alpha / Math.max(1, tests), draws)),
  }
}
