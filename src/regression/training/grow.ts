/**
 * One tree: split the best leaf, or all leaves of a level, until no split is allowed.
 *
 * A node's histogram is summed over its rows when it is the smaller child, and is its parent's minus its sibling's when it is the larger
 * one. Rows of a node stand together in `ids`, in their order. Children get their weights under the bounds of their parent; with a monotone
 * split the middle of the two weights becomes a bound of both (XGBoost's TreeEvaluator).
 *
 * A split needs loss_chg > 1e-6 and ≥ γ, and a Hessian above 0 on both sides. Depthwise, leaves split in the order of their numbers;
 * lossguide, the largest loss_chg first, of equal ones the lower number.
 * Cost: rows · features · depth/2 for the histograms.
 */
import { FEATURE_FIELDS } from '../../kernel/trees-twin.js'
import type { BinnedMatrix } from './binning.js'
import { allowedFeatures, type Constraints } from './constraints.js'
import { popBest, pushCandidate } from './growth-queue.js'
import type { FeatureSampler } from './sampling.js'
import { bestCategorySplit } from './split-categories.js'
import { nodeGain, nodeWeight, type SplitRules } from './split-rules.js'
import type { SplitRecord, TreeBuilder } from './tree-builder.js'
import type { Workspace } from './workspace.js'

/** How large a tree may become. */
export interface GrowthLimits {
  readonly growPolicy: 'depthwise' | 'lossguide'
  readonly maxDepth: number
  readonly maxLeaves: number
  readonly gamma: number
  readonly maxCatToOnehot: number
  readonly maxCatThreshold: number
  readonly learningRate: number
}

/** What stays the same from tree to tree of a model. */
export interface Grower {
  readonly workspace: Workspace
  readonly matrix: BinnedMatrix
  readonly constraints: Constraints
  readonly limits: GrowthLimits
  /** Histograms that no node holds now. */
  readonly free: number[]
  readonly isCategory: Uint8Array
}

/** A leaf of the grown tree with its rows in `ids`. */
export interface GrownLeaf {
  readonly node: number
  readonly begin: number
  readonly count: number
  readonly lower: number
  readonly upper: number
}

/** A leaf that may become a split. */
interface Candidate extends GrownLeaf {
  readonly depth: number
  readonly g: number
  readonly h: number
  readonly gain: number
  /** Features split on the way from the root; empty without interaction sets. */
  readonly path: readonly number[]
  /** Its histogram, or −1. */
  histogram: number
  /** The best split, or null. */
  split: FoundSplit | null
}

interface FoundSplit extends SplitRecord {
  readonly leftG: number
  readonly leftH: number
}

/** loss_chg that rounding alone may show. */
const LEAST_LOSS = Math.fround(1e-6)
/** Below every finite feature value. */
const LOWEST = -3.4028234663852886e38

/** Set a grower up; the features' directions go into the workspace. */
export function openGrower(
  workspace: Workspace,
  matrix: BinnedMatrix,
  constraints: Constraints,
  limits: GrowthLimits,
): Grower {
  const { kernel, features, histograms } = workspace
  constraints.directions.forEach((direction, f) => {
    kernel.i32[(features >> 2) + FEATURE_FIELDS * f + 3] = direction
  })
  return {
    workspace,
    matrix,
    constraints,
    limits,
    free: Array.from({ length: histograms - 1 }, (_, index) => index),
    isCategory: Uint8Array.from(matrix.features, ({ kind }) => (kind === 'category' ? 1 : 0)),
  }
}

/**
 * Grow a tree on the first `count` rows of `ids` with the gradients in the workspace.
 *
 * @param builder gets the nodes; its tree is open
 * @param rulesOf split rules, given G and H of all rows
 * @returns the leaves
 */
export function growTree(
  grower: Grower,
  count: number,
  builder: TreeBuilder,
  sampler: FeatureSampler,
  rulesOf: (hessian: number) => SplitRules,
): GrownLeaf[] {
  const { workspace, limits } = grower
  const { kernel, found } = workspace
  kernel.sum(workspace.ids, count, workspace.gradients, found)
  const g = kernel.f64[found >> 3]
  const h = kernel.f64[(found >> 3) + 1]
  const rules = rulesOf(h)
  loadRules(workspace, rules)
  const bounds = { lower: -Infinity, upper: Infinity }
  const weight = nodeWeight(g, h, bounds, rules)
  const rate = Math.fround(limits.learningRate)
  const node = builder.addLeaf(Math.fround(rate * weight), weight, h)
  const gain = nodeGain(g, h, bounds, rules)
  const root: Candidate = {
    node,
    begin: 0,
    count,
    depth: 0,
    g,
    h,
    gain,
    ...bounds,
    path: [],
    histogram: -1,
    split: null,
  }
  const growth: Growth = { grower, builder, sampler, rules, rate, leaves: [], splits: 0 }
  if (mayHaveChildren(growth, root)) {
    sumHistogram(grower, root)
    evaluate(growth, root)
  }
  if (limits.growPolicy === 'depthwise') growByLevel(growth, root)
  else growByLoss(growth, root)
  return growth.leaves
}

/** A tree in the making. */
interface Growth {
  readonly grower: Grower
  readonly builder: TreeBuilder
  readonly sampler: FeatureSampler
  readonly rules: SplitRules
  readonly rate: number
  readonly leaves: GrownLeaf[]
  splits: number
}

function growByLevel(growth: Growth, root: Candidate): void {
  let level = [root]
  while (level.length > 0) {
    const next: Candidate[] = []
    const parents: Candidate[] = []
    for (const candidate of level) {
      if (isAllowed(growth, candidate)) {
        growth.splits++
        parents.push(candidate)
      } else settle(growth, candidate)
    }
    for (const parent of parents) next.push(...splitNode(growth, parent))
    level = next
  }
}

function growByLoss(growth: Growth, root: Candidate): void {
  const heap = [root]
  while (heap.length > 0) {
    const candidate = popBest(heap)
    if (isAllowed(growth, candidate)) {
      growth.splits++
      for (const child of splitNode(growth, candidate)) pushCandidate(heap, child)
    } else settle(growth, candidate)
  }
}

/** Whether the candidate's split may be made. */
function isAllowed({ grower, splits }: Growth, { split, h }: Candidate): boolean {
  if (split === null) return false
  const { gamma, maxLeaves } = grower.limits
  if (split.loss <= LEAST_LOSS || split.loss < gamma) return false
  if (split.leftH === 0 || h - split.leftH === 0) return false
  return maxLeaves === 0 || splits + 1 < maxLeaves
}

/** Whether a node at its depth and size can have children at all. */
function mayHaveChildren({ grower, rules, splits }: Growth, { depth, h, count }: Candidate): boolean {
  const { maxDepth, maxLeaves } = grower.limits
  if (maxDepth > 0 && depth >= maxDepth) return false
  if (maxLeaves > 0 && splits + 1 >= maxLeaves) return false
  return count > 1 && count >= 2 * rules.minRows && h >= 2 * rules.minWeight * (1 - 1e-9)
}

/** The node stays a leaf. */
function settle({ grower, leaves }: Growth, candidate: Candidate): void {
  release(grower, candidate)
  leaves.push(candidate)
}

function release({ free }: Grower, candidate: Candidate): void {
  if (candidate.histogram >= 0) free.push(candidate.histogram)
  candidate.histogram = -1
}

/** Make the candidate's split and evaluate its children. */
function splitNode(growth: Growth, parent: Candidate): [Candidate, Candidate] {
  const { grower, builder, rules, rate } = growth
  const { workspace, constraints } = grower
  const split = parent.split as FoundSplit
  const rightG = parent.g - split.leftG
  const rightH = parent.h - split.leftH
  const leftWeight = nodeWeight(split.leftG, split.leftH, parent, rules)
  const rightWeight = nodeWeight(rightG, rightH, parent, rules)
  const node = builder.split(
    parent.node,
    split,
    nodeWeight(parent.g, parent.h, parent, rules),
    [Math.fround(leftWeight * rate), split.leftH],
    [Math.fround(rightWeight * rate), rightH],
  )
  loadTable(grower, split)
  const leftCount = workspace.kernel.partition(
    workspace.columns + split.feature * workspace.rows * (1 + workspace.wide),
    workspace.wide,
    workspace.ids + 4 * parent.begin,
    parent.count,
    workspace.table,
    workspace.scratch,
  )
  const path =
    constraints.sets === null || parent.path.includes(split.feature) ? parent.path : [...parent.path, split.feature]
  const middle = Math.fround(Math.fround(leftWeight + rightWeight) / 2)
  const direction = constraints.directions[split.feature]
  const { lower, upper, begin } = parent
  const rightCount = parent.count - leftCount
  const left = childOf(parent, node, begin, leftCount, path)
  left.g = split.leftG
  left.h = split.leftH
  left.lower = direction < 0 ? middle : lower
  left.upper = direction > 0 ? middle : upper
  left.gain = nodeGain(left.g, left.h, left, rules)
  const right = childOf(parent, node + 1, begin + leftCount, rightCount, path)
  right.g = rightG
  right.h = rightH
  right.lower = direction > 0 ? middle : lower
  right.upper = direction < 0 ? middle : upper
  right.gain = nodeGain(rightG, rightH, right, rules)
  evaluateChildren(growth, parent, left, right)
  return [left, right]
}

function childOf(
  { depth }: Candidate,
  node: number,
  begin: number,
  count: number,
  path: readonly number[],
): { -readonly [K in keyof Candidate]: Candidate[K] } {
  return {
    node,
    begin,
    count,
    depth: depth + 1,
    g: 0,
    h: 0,
    gain: 0,
    lower: 0,
    upper: 0,
    path,
    histogram: -1,
    split: null,
  }
}

function evaluateChildren(growth: Growth, parent: Candidate, left: Candidate, right: Candidate): void {
  const { grower } = growth
  const leftMay = mayHaveChildren(growth, left)
  const rightMay = mayHaveChildren(growth, right)
  const [small, large] = left.count <= right.count ? [left, right] : [right, left]
  const largeMay = large === left ? leftMay : rightMay
  const smallMay = small === left ? leftMay : rightMay
  const subtracting = largeMay && parent.histogram >= 0
  if (!subtracting) release(grower, parent)
  if (smallMay || subtracting) sumHistogram(grower, small)
  if (subtracting) {
    subtractHistogram(grower, parent, small)
    large.histogram = parent.histogram
    parent.histogram = -1
  }
  // a histogram without a place of its own is in the last one, where the next sum will overwrite it: evaluate at once
  if (smallMay) evaluate(growth, small)
  else release(grower, small)
  if (!largeMay) return
  if (!subtracting) sumHistogram(grower, large)
  evaluate(growth, large)
}

/** Sum a node's histogram: into a place of its own if there is one, else into the last. */
function sumHistogram({ workspace, free }: Grower, candidate: Candidate): void {
  const { kernel, bins, wide, stride, ids, gradients, starts, block, slots } = workspace
  candidate.histogram = free.pop() ?? -1
  const index = placeOf(workspace, candidate)
  const sums = workspace.histogram(index)
  const rows = ids + 4 * candidate.begin
  kernel.f64.fill(0, sums >> 3, (sums >> 3) + 2 * slots)
  kernel.histogram(bins, wide, stride, rows, candidate.count, gradients, sums, starts, block)
  const counts = workspace.rowCounts(index)
  if (counts === 0) return
  kernel.i32.fill(0, counts >> 2, (counts >> 2) + slots)
  kernel.countRows(bins, wide, stride, rows, candidate.count, counts, starts)
}

function placeOf({ histograms }: Workspace, { histogram }: Candidate): number {
  return histogram < 0 ? histograms - 1 : histogram
}

function subtractHistogram({ workspace }: Grower, parent: Candidate, child: Candidate): void {
  const { kernel, slots } = workspace
  const from = parent.histogram
  const what = placeOf(workspace, child)
  kernel.subtract(workspace.histogram(from), workspace.histogram(what), slots)
  const counts = workspace.rowCounts(from)
  if (counts !== 0) kernel.subtractCounts(counts, workspace.rowCounts(what), slots)
}

/** Find the candidate's best split in its histogram. */
function evaluate({ grower, sampler, rules }: Growth, candidate: Candidate): void {
  const { workspace, constraints, isCategory, matrix } = grower
  const { kernel, features, list, node, rules: ruled, found } = workspace
  const index = placeOf(workspace, candidate)
  const sums = workspace.histogram(index)
  const counts = workspace.rowCounts(index)
  const allowed = allowedFeatures(sampler.ofNode(candidate.depth, candidate.node), candidate.path, constraints.sets)
  let numeric = 0
  for (const feature of allowed) if (isCategory[feature] === 0) kernel.i32[(list >> 2) + numeric++] = feature
  const { f64 } = kernel
  f64[node >> 3] = candidate.g
  f64[(node >> 3) + 1] = candidate.h
  f64[(node >> 3) + 2] = candidate.count
  f64[(node >> 3) + 3] = candidate.gain
  f64[(node >> 3) + 4] = candidate.lower
  f64[(node >> 3) + 5] = candidate.upper
  kernel.scan(sums, counts, features, list, numeric, node, ruled, found, workspace.occupied)
  const at = found >> 3
  let best: FoundSplit | null = null
  if (f64[at] > 0) {
    const feature = f64[at + 1]
    const bin = f64[at + 2]
    best = {
      feature,
      bin,
      condition: bin < 0 ? LOWEST : matrix.cutValues[matrix.cutBegin[feature] + bin],
      missingLeft: f64[at + 3] === 1,
      loss: f64[at],
      right: null,
      leftG: f64[at + 4],
      leftH: f64[at + 5],
    }
  }
  candidate.split = numeric === allowed.length ? best : withCategories(grower, rules, candidate, allowed, index, best)
}

/** The better of the numeric split and those by categories; of equal ones the lower feature. */
function withCategories(
  { workspace, isCategory, matrix, limits }: Grower,
  rules: SplitRules,
  { g, h, count: rows, gain, lower, upper }: Candidate,
  allowed: Int32Array,
  index: number,
  numeric: FoundSplit | null,
): FoundSplit | null {
  const { kernel } = workspace
  const sums = workspace.histogram(index) >> 3
  const counts = workspace.rowCounts(index)
  let best = numeric
  for (const feature of allowed) {
    if (isCategory[feature] === 0) continue
    const start = kernel.i32[(workspace.starts >> 2) + feature]
    const found = bestCategorySplit(
      {
        sums: kernel.f64,
        at: sums + 2 * start,
        counts: kernel.i32,
        countsAt: counts === 0 ? -1 : (counts >> 2) + start,
        levels: matrix.counts[feature],
        canBeMissing: matrix.hasMissing[feature] === 1,
      },
      { g, h, rows, gain, lower, upper },
      rules,
      limits,
    )
    if (found === null) continue
    if (best !== null && (found.loss < best.loss || (found.loss === best.loss && feature > best.feature))) continue
    best = { ...found, feature, bin: -1, condition: 0 }
  }
  return best
}

/** Which bins of the split's feature go left. */
function loadTable({ workspace, matrix }: Grower, { feature, bin, right, missingLeft }: FoundSplit): void {
  const { kernel, table } = workspace
  const { u8 } = kernel
  const count = matrix.counts[feature]
  if (right === null) {
    u8.fill(1, table, table + bin + 1)
    u8.fill(0, table + bin + 1, table + count)
  } else {
    u8.fill(1, table, table + count)
    for (const code of right) u8[table + code] = 0
  }
  // without missing values the code may not even fit the table
  if (matrix.hasMissing[feature] === 1) u8[table + count] = missingLeft ? 1 : 0
}

function loadRules({ kernel, rules: at }: Workspace, rules: SplitRules): void {
  const from = at >> 3
  kernel.f64[from] = rules.lambda
  kernel.f64[from + 1] = rules.alpha
  kernel.f64[from + 2] = rules.maxStep
  kernel.f64[from + 3] = rules.minWeight
  kernel.f64[from + 4] = rules.minRows
  kernel.f64[from + 5] = rules.bounded ? 1 : 0
}
