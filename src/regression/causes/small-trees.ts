/**
 * Boosted trees of depth 2 for small tables, fitted thousands of times: half of the statistic of every permutation test of `causes`.
 *
 * The trees that boost.ts would grow with squared error, with everything fixed that a test does not vary. With squared error the Hessian of
 * a row is its weight, so the Hessian histogram of the root is built once a fit, not once a tree; a split is a table slot → side, which
 * serves numbers, categories and missing values alike.
 *
 *   node weight  w* = G / (H + λ)         G = Σ weight·residual, H = Σ weight
 *   gain         G_L²/(H_L + λ) + G_R²/(H_R + λ) − G²/(H + λ)      each side with H ≥ minChildWeight
 *
 * Categories are sorted by G/(H + λ) and split like numbers; a missing value tries both sides. Ties: the lower feature, then the lower bin.
 * n rows, m features, b bins a feature: O(rounds · (n·m + b·m)) a fit; 120 × 4 with 10 trees takes about .1 ms.
 */
import type { SmallMatrix } from './small-matrix.js'

/** What a fit is like; tuned on the reference simulation of bench/regression/gate. */
const ROUNDS = 10
const LEARNING_RATE = 0.15
const LAMBDA = 5
const MIN_CHILD_WEIGHT = 5

/**
 * Fit trees and leave the fitted value of every row in `into`.
 *
 * @param bins row-major rows × features, as in the matrix or with a column permuted
 * @param target one finite number a row
 * @param weight one number ≥ 0 a row, their mean about 1
 * @param mean weighted mean of `target`, where the trees start
 */
type FitSmallTrees = (
  bins: Uint8Array,
  target: Float64Array,
  weight: Float64Array,
  mean: number,
  into: Float64Array,
) => void

/** Open a fitter for the shape of `matrix`, with buffers of its own. */
export function smallTrees({ rows, features, counts, category }: SmallMatrix): FitSmallTrees {
  const offsets = new Int32Array(features + 1)
  for (let f = 0; f < features; f++) offsets[f + 1] = offsets[f] + counts[f] + 1
  const slots = offsets[features]
  // cells hold slots (offset + bin), so that a histogram is one index away
  const cells = new Uint16Array(rows * features)
  const residual = new Float64Array(rows)
  const leaf = new Uint8Array(rows)
  const rootG = new Float64Array(slots)
  const rootH = new Float64Array(slots)
  const smallG = new Float64Array(slots)
  const smallH = new Float64Array(slots)
  const largeG = new Float64Array(slots)
  const largeH = new Float64Array(slots)
  const split = { feature: -1, leftG: 0, leftH: 0 }
  /** Sides (1 = right) of the slots of the split feature, for the root and its two children. */
  const sides = [new Uint8Array(slots), new Uint8Array(slots), new Uint8Array(slots)]
  const order = new Int32Array(256)
  const key = new Float64Array(256)
  const values = new Float64Array(4)

  /** Best split of a node; leaves it in `split` and the sides of its slots in `side`. False when the node stays whole. */
  function findSplit(g: Float64Array, h: Float64Array, sumG: number, sumH: number, side: Uint8Array): boolean {
    split.feature = -1
    if (sumH < 2 * MIN_CHILD_WEIGHT) return false
    const parent = (sumG * sumG) / (sumH + LAMBDA)
    let best = parent + 1e-12 * (1 + parent)
    let cut = 0
    let missingLeft = false
    for (let f = 0; f < features; f++) {
      const start = offsets[f]
      const count = counts[f]
      const missingG = g[start + count]
      const missingH = h[start + count]
      const sorted = category[f] === 1
      if (sorted) sortCategories(g, h, start, count)
      let leftG = 0
      let leftH = 0
      const last = missingH > 0 ? count : count - 1
      for (let i = 0; i < last; i++) {
        const slot = sorted ? order[i] : start + i
        leftG += g[slot]
        leftH += h[slot]
        if (leftH < MIN_CHILD_WEIGHT) continue
        const rightH = sumH - leftH
        if (rightH < MIN_CHILD_WEIGHT && missingH === 0) break
        const rightG = sumG - leftG
        const gain = gainOf(leftG, leftH, rightG, rightH)
        if (rightH >= MIN_CHILD_WEIGHT && gain > best) {
          best = gain
          cut = i
          missingLeft = false
          split.feature = f
          split.leftG = leftG
          split.leftH = leftH
        }
        if (missingH === 0 || rightH - missingH < MIN_CHILD_WEIGHT) continue
        const withMissing = gainOf(leftG + missingG, leftH + missingH, rightG - missingG, rightH - missingH)
        if (withMissing > best) {
          best = withMissing
          cut = i
          missingLeft = true
          split.feature = f
          split.leftG = leftG + missingG
          split.leftH = leftH + missingH
        }
      }
    }
    if (split.feature < 0) return false
    const start = offsets[split.feature]
    const count = counts[split.feature]
    const sorted = category[split.feature] === 1
    if (sorted) sortCategories(g, h, start, count)
    for (let i = 0; i < count; i++) side[sorted ? order[i] : start + i] = i <= cut ? 0 : 1
    side[start + count] = missingLeft ? 0 : 1
    return true
  }

  /** Slots of a category feature by G/(H + λ) ascending, into `order`; few, so by insertion. */
  function sortCategories(g: Float64Array, h: Float64Array, start: number, count: number): void {
    for (let i = 0; i < count; i++) {
      const value = g[start + i] / (h[start + i] + LAMBDA)
      let at = i
      while (at > 0 && key[at - 1] > value) {
        key[at] = key[at - 1]
        order[at] = order[at - 1]
        at--
      }
      key[at] = value
      order[at] = start + i
    }
  }

  /** Grow one tree and move all rows by its leaves. False when the root stays whole. */
  function growTree(weight: Float64Array, sumH: number, fitted: Float64Array): boolean {
    let sumG = 0
    for (let r = 0; r < rows; r++) sumG += residual[r]
    addRows(cells, features, residual, rootG)
    if (!findSplit(rootG, rootH, sumG, sumH, sides[0])) return false
    const { leftG, leftH } = split
    const smaller = markSides(cells, features, split.feature, sides[0], leaf)
    addSide(cells, features, residual, weight, leaf, smaller, smallG, smallH)
    subtract(rootG, rootH, smallG, smallH, largeG, largeH)
    const columns = [0, 0]
    for (let child = 0; child < 2; child++) {
      const g = child === 0 ? leftG : sumG - leftG
      const h = child === 0 ? leftH : sumH - leftH
      const [ofG, ofH] = child === smaller ? [smallG, smallH] : [largeG, largeH]
      const at = 2 * child
      if (findSplit(ofG, ofH, g, h, sides[1 + child])) {
        columns[child] = split.feature
        values[at] = (LEARNING_RATE * split.leftG) / (split.leftH + LAMBDA)
        values[at + 1] = (LEARNING_RATE * (g - split.leftG)) / (h - split.leftH + LAMBDA)
      } else values[at] = values[at + 1] = (LEARNING_RATE * g) / (h + LAMBDA)
    }
    moveRows(cells, features, leaf, columns, sides, values, weight, fitted, residual)
    return true
  }

  return (bins, target, weight, mean, into) => {
    let sumH = 0
    for (let r = 0, c = 0; r < rows; r++) {
      for (let f = 0; f < features; f++, c++) cells[c] = offsets[f] + bins[c]
      residual[r] = weight[r] * (target[r] - mean)
      sumH += weight[r]
    }
    into.fill(mean)
    addRows(cells, features, weight, rootH)
    for (let round = 0; round < ROUNDS; round++) if (!growTree(weight, sumH, into)) break
  }
}

/** Gain of two children with one division. */
function gainOf(leftG: number, leftH: number, rightG: number, rightH: number): number {
  const left = leftH + LAMBDA
  const right = rightH + LAMBDA
  return (leftG * leftG * right + rightG * rightG * left) / (left * right)
}

/** Histogram of `values` over the slots of all rows; into `sums`, which is cleared. */
function addRows(cells: Uint16Array, features: number, values: Float64Array, sums: Float64Array): void {
  sums.fill(0)
  for (let r = 0, c = 0; r < values.length; r++) {
    const value = values[r]
    for (let f = 0; f < features; f++) sums[cells[c++]] += value
  }
}

/** The side of every row at the root's split into `leaf`. Returns the side with fewer rows. */
function markSides(cells: Uint16Array, features: number, feature: number, side: Uint8Array, leaf: Uint8Array): number {
  let right = 0
  for (let r = 0, c = feature; r < leaf.length; r++, c += features) {
    leaf[r] = side[cells[c]]
    right += leaf[r]
  }
  return 2 * right <= leaf.length ? 1 : 0
}

/** Histograms of `residual` and `weight` over the slots of the rows of one side. */
function addSide(
  cells: Uint16Array,
  features: number,
  residual: Float64Array,
  weight: Float64Array,
  leaf: Uint8Array,
  side: number,
  g: Float64Array,
  h: Float64Array,
): void {
  g.fill(0)
  h.fill(0)
  for (let r = 0; r < leaf.length; r++) {
    if (leaf[r] !== side) continue
    const ofG = residual[r]
    const ofH = weight[r]
    for (let c = r * features, end = c + features; c < end; c++) {
      const slot = cells[c]
      g[slot] += ofG
      h[slot] += ofH
    }
  }
}

/** The sibling's histograms. */
function subtract(
  rootG: Float64Array,
  rootH: Float64Array,
  smallG: Float64Array,
  smallH: Float64Array,
  largeG: Float64Array,
  largeH: Float64Array,
): void {
  for (let s = 0; s < rootG.length; s++) {
    largeG[s] = rootG[s] - smallG[s]
    const h = rootH[s] - smallH[s]
    // what is left of a subtraction of equal sums is no weight
    largeH[s] = h > 1e-9 * rootH[s] ? h : 0
  }
}

/** Move the fitted value and the weighted residual of every row by its leaf's value: leaves 0, 1 on the left, 2, 3 on the right. */
function moveRows(
  cells: Uint16Array,
  features: number,
  leaf: Uint8Array,
  columns: readonly number[],
  sides: readonly Uint8Array[],
  values: Float64Array,
  weight: Float64Array,
  fitted: Float64Array,
  residual: Float64Array,
): void {
  const [left, right] = columns
  const leftSide = sides[1]
  const rightSide = sides[2]
  for (let r = 0, c = 0; r < leaf.length; r++, c += features) {
    // where a child stays whole its two values are equal, whatever the side
    const value = leaf[r] === 0 ? values[leftSide[cells[c + left]]] : values[2 + rightSide[cells[c + right]]]
    fitted[r] += value
    residual[r] -= value * weight[r]
  }
}
