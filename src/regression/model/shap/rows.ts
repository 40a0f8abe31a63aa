/**
 * Contributions and interactions of all rows and outputs.
 */
import { addShap } from '../../../kernel/shap.js'
import type { ShapTree } from '../../../kernel/shap-twin.js'
import type { FeatureColumn } from '../../columns.js'
import type { Forest } from '../forest.js'
import { addInteractions, pathsOf } from './interactions.js'
import { planTree } from './tree-plan.js'

/** Rows of a block: enough to make the plans of the trees, which each block makes anew, cost nothing, and few enough for memory. */
const LARGEST_BLOCK = 32_768
const LEAST_BLOCK = 64
const BLOCK_CELLS = 2 ** 22

/** The margin that a row starts from. */
export type StartOf = (row: number, output: number) => number

/**
 * Contributions.
 *
 * @returns rows × outputs × (features + 1), row-major; the last of each is the bias
 */
export function contributionsOf(
  forest: Forest,
  columns: readonly FeatureColumn[],
  rows: number,
  outputs: number,
  startOf: StartOf,
  average: boolean,
): Float64Array {
  const width = columns.length + 1
  const out = new Float64Array(rows * outputs * width)
  const means = new Float64Array(outputs)
  const blockRows = Math.max(LEAST_BLOCK, Math.min(LARGEST_BLOCK, Math.floor(BLOCK_CELLS / (width * outputs))))
  for (let start = 0; start < rows; start += blockRows) {
    const count = Math.min(blockRows, rows - start)
    means.fill(0)
    addShap(plansOf(forest, width, means), forest.bits, {
      values: rowMajor(columns, start, count),
      width: columns.length,
      rows: count,
      out: out.subarray(start * outputs * width, (start + count) * outputs * width),
      stride: outputs * width,
      average,
    })
  }
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < outputs; output++) {
      out[(row * outputs + output) * width + width - 1] = means[output] + startOf(row, output)
    }
  }
  return out
}

/** Plans of trees with a split, made as they are needed; adds up the means of all. */
function* plansOf(
  forest: Forest,
  width: number,
  means: Float64Array,
): Generator<{ readonly tree: ShapTree; readonly at: number }> {
  for (let tree = 0; tree < forest.roots.length; tree++) {
    const plan = planTree(forest, forest.roots[tree])
    const output = forest.output[tree]
    means[output] += plan.mean
    if (plan.count > 0) yield { tree: plan, at: output * width }
  }
}

/**
 * Interactions.
 *
 * @returns rows × outputs × (features + 1) × (features + 1), row-major
 */
export function interactionsOf(
  forest: Forest,
  columns: readonly FeatureColumn[],
  rows: number,
  outputs: number,
  startOf: StartOf,
  average: boolean,
): Float64Array {
  const width = columns.length + 1
  const out = new Float64Array(rows * outputs * width * width)
  const values = rowMajor(columns, 0, rows)
  forest.roots.forEach((root, tree) => {
    const paths = pathsOf(forest, root)
    for (let row = 0; row < rows; row++) {
      const at = (row * outputs + forest.output[tree]) * width * width
      addInteractions(paths, forest, values, row * columns.length, average, out, at, width)
    }
  })
  const totals = contributionsOf(forest, columns, rows, outputs, startOf, average)
  for (let at = 0; at < totals.length; at++) {
    const feature = at % width
    const row = at * width
    let others = 0
    for (let other = 0; other < width; other++) others += out[row + other]
    out[row + feature] = totals[at] - others
  }
  return out
}

/** Values of some rows, a row after the other. */
function rowMajor(columns: readonly FeatureColumn[], start: number, rows: number): Float32Array {
  const width = columns.length
  const out = new Float32Array(rows * width)
  columns.forEach(({ values }, feature) => {
    for (let row = 0; row < rows; row++) out[row * width + feature] = values[start + row]
  })
  return out
}
