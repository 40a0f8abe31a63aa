/**
 * The best split of a node by a category.
 *
 * Below `maxCatToOnehot` levels: one level against the rest, what is missing on either side. From there on: levels sorted by the weight −T(G)/(H + λ)
 * they would have as leaves (0 where their Hessian is below minChildWeight or 0), and prefixes of that order against the rest, missing left;
 * then suffixes on the left, missing right: the best subset lies among them (Fisher 1958, On Grouping for Maximum Homogeneity). At most
 * `maxCatThreshold` levels on the summed side. The set that is stored goes right. Gains as in kernel/trees-twin.ts, rounded to f32; the
 * order of trials and the ties are XGBoost's (EnumerateOneHot, EnumeratePart). O(levels · log levels).
 */
import type { NodeStatistics, SplitRules } from './split-rules.js'
import { lossChange, nodeWeight } from './split-rules.js'

/** A split by a set of codes. */
export interface CategorySplit {
  /** loss_chg, f32. */
  readonly loss: number
  readonly missingLeft: boolean
  /** G and H of the left child. */
  readonly leftG: number
  readonly leftH: number
  /** Codes that go right, ascending. */
  readonly right: readonly number[]
}

/** The sums of a feature's levels: pairs (G, H) from `at` on, row counts from `countsAt` on (−1: not counted). */
export interface LevelSums {
  readonly sums: Float64Array
  readonly at: number
  readonly counts: Int32Array
  readonly countsAt: number
  readonly levels: number
  /** Whether the feature has a slot for missing after its levels. */
  readonly canBeMissing: boolean
}

/** Trial of one pair of children. */
interface Trial {
  loss: number
  missingLeft: boolean
  leftG: number
  leftH: number
  /** Level (one-hot) or number of levels on the right. */
  mark: number
}

/** The best split above 0, or null. */
export function bestCategorySplit(
  level: LevelSums,
  node: NodeStatistics,
  rules: SplitRules,
  { maxCatToOnehot, maxCatThreshold }: { readonly maxCatToOnehot: number; readonly maxCatThreshold: number },
): CategorySplit | null {
  if (level.levels < maxCatToOnehot) return oneAgainstRest(level, node, rules)
  return partition(level, node, rules, maxCatThreshold)
}

function oneAgainstRest(level: LevelSums, node: NodeStatistics, rules: SplitRules): CategorySplit | null {
  const { sums, at, counts, countsAt, levels, canBeMissing } = level
  const trial: Trial = { loss: 0, missingLeft: false, leftG: 0, leftH: 0, mark: -1 }
  const missing = at + 2 * levels
  for (let code = 0; code < levels; code++) {
    const g = sums[at + 2 * code]
    const h = sums[at + 2 * code + 1]
    const n = countsAt < 0 ? 0 : counts[countsAt + code]
    attempt(trial, node, rules, g, h, n, true, code)
    if (!canBeMissing) continue
    const missingRows = countsAt < 0 ? 0 : counts[countsAt + levels]
    attempt(trial, node, rules, g + sums[missing], h + sums[missing + 1], n + missingRows, false, code)
  }
  if (trial.mark < 0) return null
  const { loss, missingLeft, leftG, leftH, mark } = trial
  return { loss, missingLeft, leftG, leftH, right: [mark] }
}

/** Try a right child with the sums g, h, n. */
function attempt(
  trial: Trial,
  node: NodeStatistics,
  rules: SplitRules,
  g: number,
  h: number,
  n: number,
  missingLeft: boolean,
  mark: number,
): void {
  const leftG = node.g - g
  const leftH = node.h - h
  if (leftH < rules.minWeight || h < rules.minWeight) return
  if (rules.minRows > 1 && (n < rules.minRows || node.rows - n < rules.minRows)) return
  const loss = lossChange(leftG, leftH, g, h, node, rules)
  if (!(loss > trial.loss) || loss === Infinity) return
  trial.loss = loss
  trial.missingLeft = missingLeft
  trial.leftG = leftG
  trial.leftH = leftH
  trial.mark = mark
}

function partition(level: LevelSums, node: NodeStatistics, rules: SplitRules, threshold: number): CategorySplit | null {
  const { sums, at, counts, countsAt, levels } = level
  const order = sortedLevels(level, node, rules)
  const most = Math.min(threshold, levels)
  const trial: Trial = { loss: 0, missingLeft: true, leftG: 0, leftH: 0, mark: -1 }
  let [g, h, n] = [0, 0, 0]
  for (let j = 0; j < most - 1; j++) {
    const code = order[j]
    g += sums[at + 2 * code]
    h += sums[at + 2 * code + 1]
    if (countsAt >= 0) n += counts[countsAt + code]
    attempt(trial, node, rules, g, h, n, true, j + 1)
  }
  ;[g, h, n] = [0, 0, 0]
  for (let j = levels - 1; j > levels - most; j--) {
    const code = order[j]
    g += sums[at + 2 * code]
    h += sums[at + 2 * code + 1]
    if (countsAt >= 0) n += counts[countsAt + code]
    attemptLeft(trial, node, rules, g, h, n, j)
  }
  if (trial.mark < 0) return null
  const { loss, leftG, leftH, mark } = trial
  const right = Array.from(order.slice(0, mark).sort())
  return { loss, missingLeft: trial.missingLeft, leftG, leftH, right }
}

/** Try a left child with the sums g, h, n; what is missing goes right. */
function attemptLeft(
  trial: Trial,
  node: NodeStatistics,
  rules: SplitRules,
  g: number,
  h: number,
  n: number,
  mark: number,
): void {
  const rightG = node.g - g
  const rightH = node.h - h
  if (h < rules.minWeight || rightH < rules.minWeight) return
  if (rules.minRows > 1 && (n < rules.minRows || node.rows - n < rules.minRows)) return
  const loss = lossChange(g, h, rightG, rightH, node, rules)
  if (!(loss > trial.loss) || loss === Infinity) return
  trial.loss = loss
  trial.missingLeft = false
  trial.leftG = g
  trial.leftH = h
  trial.mark = mark
}

/** Codes have 21 bits of a key, weights the 32 above them: together no more than a double holds exactly. */
const CODES = 2 ** 21

/**
 * Codes by ascending weight; equal weights by code. Sorted without a comparing function, which would take most of the time of a tree with
 * hundreds of levels: a key is the weight's bits, in an order that grows with the weight, followed by the code.
 */
function sortedLevels({ sums, at, levels }: LevelSums, node: NodeStatistics, rules: SplitRules): Int32Array {
  const weights = new Float32Array(levels)
  // −0 becomes 0
  for (let code = 0; code < levels; code++) {
    weights[code] = nodeWeight(sums[at + 2 * code], sums[at + 2 * code + 1], node, rules) + 0
  }
  const bits = new Int32Array(weights.buffer)
  const keys = new Float64Array(levels)
  for (let code = 0; code < levels; code++) {
    const ordered = bits[code] < 0 ? ~bits[code] : bits[code] | 0x80000000
    keys[code] = (ordered >>> 0) * CODES + code
  }
  keys.sort()
  const order = new Int32Array(levels)
  for (let j = 0; j < levels; j++) order[j] = keys[j] - Math.floor(keys[j] / CODES) * CODES
  return order
}
