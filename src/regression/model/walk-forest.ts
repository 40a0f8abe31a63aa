/**
 * Rows down the trees: for any forest and any values. The fast kernel (kernel/forest.ts) takes most forests and gives the same bits.
 *
 *   margin[r, k] = base[r, k] + Σ over trees of output k of the leaf that row r reaches, one float32 addition a tree, in tree order
 *
 * Rows go in blocks, so that a block's values stay in the first-level cache while tree after tree is read. O(rows · trees · depth).
 */
import type { FeatureColumn } from '../columns.js'
import { UNSEEN, goesRight, type Forest } from './forest.js'

const BLOCK_ROWS = 128

/**
 * Add the leaves of all trees to `margins`.
 *
 * @param columns the model's features
 * @param rows rows × 1 … a column
 * @param outputs outputs of the model
 * @param margins rows × outputs, row-major; holds the base margins
 * @param average whether a row whose label is unknown (−1) takes the mean of both sides, weighted by their training rows
 */
export function addLeaves(
  forest: Forest,
  columns: readonly FeatureColumn[],
  rows: number,
  outputs: number,
  margins: Float32Array,
  average: boolean,
): void {
  const { roots, output, condition } = forest
  forBlocks(columns, rows, (values, width, start, count) => {
    for (let tree = 0; tree < roots.length; tree++) {
      let at = start * outputs + output[tree]
      for (let row = 0; row < count; row++, at += outputs) {
        const base = row * width
        if (average) margins[at] += meanLeaf(forest, roots[tree], values, base)
        else margins[at] += condition[leafOf(forest, roots[tree], values, base)]
      }
    }
  })
}

/**
 * The leaf each row reaches in each tree.
 *
 * @returns rows × trees, row-major: numbers within the tree, as XGBoost's `pred_leaf`; −1 where unknown labels take the mean of several
 */
export function leavesOf(
  forest: Forest,
  columns: readonly FeatureColumn[],
  rows: number,
  average: boolean,
): Float64Array {
  const { roots } = forest
  const out = new Float64Array(rows * roots.length)
  forBlocks(columns, rows, (values, width, start, count) => {
    for (let tree = 0; tree < roots.length; tree++) {
      for (let row = 0; row < count; row++) {
        const base = row * width
        const several = average && meetsUnseen(forest, roots[tree], values, base)
        const leaf = several ? -1 : leafOf(forest, roots[tree], values, base) - roots[tree]
        out[(start + row) * roots.length + tree] = leaf
      }
    }
  })
  return out
}

type UseBlock = (values: Float32Array, width: number, start: number, count: number) => void

/** Hand out the rows block by block, row-major. */
function forBlocks(columns: readonly FeatureColumn[], rows: number, use: UseBlock): void {
  const width = columns.length
  const values = new Float32Array(BLOCK_ROWS * width)
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows - start)
    columns.forEach((column, feature) => {
      for (let row = 0, at = feature; row < count; row++, at += width) values[at] = column.values[start + row]
    })
    use(values, width, start, count)
  }
}

function leafOf(forest: Forest, root: number, values: Float32Array, base: number): number {
  const { feature, condition, children, setBegin } = forest
  let n = root
  for (let f = feature[n]; f >= 0; f = feature[n]) {
    const value = values[base + f]
    // the common case by hand: a numeric split and a value
    const right = setBegin[n] < 0 && value === value ? (value < condition[n] ? 0 : 1) : goesRight(forest, n, value)
    n = children[2 * n + right]
  }
  return n
}

/** Whether the row meets a category split that does not know its label. */
function meetsUnseen(forest: Forest, root: number, values: Float32Array, base: number): boolean {
  const { feature, children, setBegin } = forest
  for (let n = root; feature[n] >= 0;) {
    const value = values[base + feature[n]]
    if (setBegin[n] >= 0 && value === UNSEEN) return true
    n = children[2 * n + goesRight(forest, n, value)]
  }
  return false
}

/** The leaf's value, or the mean of the leaves below each split that does not know the row's label. */
function meanLeaf(forest: Forest, root: number, values: Float32Array, base: number): number {
  const { feature, condition, children, setBegin, share } = forest
  const pending = [root]
  const weights = [1]
  let sum = 0
  while (pending.length > 0) {
    let n = pending.pop() as number
    const weight = weights.pop() as number
    while (feature[n] >= 0) {
      const value = values[base + feature[n]]
      if (setBegin[n] >= 0 && value === UNSEEN) break
      n = children[2 * n + goesRight(forest, n, value)]
    }
    if (feature[n] < 0) sum += weight * condition[n]
    else {
      const right = children[2 * n + 1]
      const left = children[2 * n]
      pending.push(right, left)
      weights.push(weight * share[right], weight * share[left])
    }
  }
  return Math.fround(sum)
}
