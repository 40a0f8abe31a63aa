/**
 * Boosting: tree after tree on the gradients of what is still wrong.
 *
 *   m₀ = base margin (the link of the base score, or the row's own)      m_t = m_(t−1) + learningRate · tree_t,  in float32
 *
 * Works on a binned matrix alone, so many models (folds, permutations, bootstrap samples) share one matrix and differ in rows, labels and
 * weights; they may run on worker threads. Cost of a round: gradients O(rows), a tree O(rows · features · depth/2).
 *
 * Friedman, Greedy Function Approximation: A Gradient Boosting Machine (2001); Chen & Guestrin, XGBoost (2016).
 */
import { BodkinError } from '../../errors.js'
import type { BinnedMatrix } from './binning.js'
import { resolveConstraints } from './constraints.js'
import { growTree, openGrower } from './grow.js'
import { refreshLeaves } from './leaf-refresh.js'
import { hasLogLink, toMargin } from '../model/link.js'
import { baseScores, fillGradients, outputsOf, refreshesLeaves } from './objectives.js'
import type { MetricName, TreeSettings } from '../options.js'
import { featureSampler, sampleRows } from './sampling.js'
import type { SplitRules } from './split-rules.js'
import type { Trees } from '../model/tree-model.js'
import { treeBuilder } from './tree-builder.js'
import { addTrees, type BinnedTrees } from './walk-bins.js'
import { higherIsBetter, watchedMetric } from './watched-metric.js'
import { closeWorkspace, openWorkspace, type Workspace } from './workspace.js'

/** What the trees learn: one value a row of the matrix, whatever subset is learned from. */
export interface BoostTarget {
  /** In the objective's domain: `readTarget` sees to that. */
  readonly labels: Float64Array
  /** At least 0; null or absent = 1 each. */
  readonly weights?: Float64Array | null
  /** Margins to begin with instead of the base score's. */
  readonly baseMargin?: Float64Array | null
}

/** Rows for early stopping: of the same matrix or of one binned like it. */
export interface Validation {
  readonly matrix: BinnedMatrix
  readonly target: BoostTarget
  /** Rows of that matrix; null or absent = all. */
  readonly rows?: Int32Array | null
}

/** What boosting gives. */
export interface Boosted extends BinnedTrees {
  /** One an output, in response space, f32. */
  readonly baseScore: readonly number[]
  /** Rounds until the best value of the watched metric; all rounds without early stopping. */
  readonly bestRounds: number
  /** The watched metric after each round; empty without early stopping. */
  readonly watched: readonly number[]
  /** Sentences for people: a constant target, no split possible. */
  readonly notes: readonly string[]
}

/** Boosting that can be stopped between rounds. */
export interface Booster {
  /** Do one round. Returns whether another one is to follow. */
  readonly step: () => boolean
  /** What the rounds so far have given; call `close` afterwards. */
  readonly finish: () => Boosted
  /** Give the memory back. */
  readonly close: () => void
}

/**
 * Boost on (a subset of) the rows of a matrix.
 *
 * @param rows rows to learn from, each once, ascending; null = all. A subset counts its own base score, weights and Hessians
 * @param validation rows for early stopping, which the settings ask for
 * @throws BodkinError `DATA` without rows, when sums leave single precision or the watched metric is NaN; `OPTION` when a constraint names no feature
 * @example
 * const matrix = binColumns(columns, settings)
 * const fold = boost(matrix, { labels }, settings, trainingRows)
 * predictBinned(matrix, fold, settings.objective, { rows: testRows })   // margins
 */
export function boost(
  matrix: BinnedMatrix,
  target: BoostTarget,
  settings: TreeSettings,
  rows: Int32Array | null = null,
  validation: Validation | null = null,
): Boosted {
  const booster = openBooster(matrix, target, settings, rows, validation)
  try {
    while (booster.step());
    return booster.finish()
  } finally {
    booster.close()
  }
}

/** Boosting round by round; the arguments of `boost`. */
export function openBooster(
  matrix: BinnedMatrix,
  target: BoostTarget,
  settings: TreeSettings,
  rows: Int32Array | null = null,
  validation: Validation | null = null,
): Booster {
  const count = rows?.length ?? matrix.rows
  if (count === 0) throw new BodkinError('DATA', 'trees need at least one row, got none', { rows: 0 })
  const constraints = resolveConstraints(settings, matrix.features)
  const outputs = outputsOf(settings)
  const labels = pick(target.labels, rows)
  const weights = target.weights ? pick(target.weights, rows) : null
  const baseScore = baseScores(labels, weights, settings)
  // trees that begin elsewhere than at the best constant have something to learn from a constant target
  const notes = settings.baseScore === 'auto' && !target.baseMargin ? notesOnTarget(labels) : []
  const lastRound = notes.length > 0 ? 1 : settings.rounds

  const workspace = openWorkspace(matrix, rows, {
    outputs,
    counting: settings.minRows > 1,
    histograms: wantedHistograms(settings, count),
  })
  const grower = openGrower(workspace, matrix, constraints, settings)
  const ids = view(workspace, 'i32', workspace.ids, count)
  const pairs = view(workspace, 'f32', workspace.gradients, 2 * count)
  const margins = workspace.margins.map((address) => view(workspace, 'f32', address, count))
  margins.forEach((margin, k) => {
    if (target.baseMargin) margin.set(pick(target.baseMargin, rows))
    else margin.fill(toMargin(settings.objective, baseScore[k]))
  })
  const allFeatures = Int32Array.from(matrix.features, (_, f) => f)
  const builder = treeBuilder(nodeEstimate(settings, count, outputs))
  const watch = settings.earlyStopping && validation ? openWatch(settings, validation, baseScore, outputs) : null
  let round = 0
  let splits = 0

  function growOne(output: number): void {
    const tree = round * outputs + output
    const margin = margins[output]
    fillGradients(pairs, { labels, margins: margin, weights }, settings, output)
    const sampled = sampleRows(ids, settings, tree)
    builder.openTree(output)
    const sampler = featureSampler(allFeatures, settings, tree)
    const leaves = growTree(grower, sampled, builder, sampler, (hessian) =>
      splitRules(settings, constraints.monotone, hessian, ids, sampled, weights),
    )
    splits += leaves.length - 1
    if (refreshesLeaves(settings.objective)) {
      const level = settings.quantiles[output] ?? 0.5
      refreshLeaves(builder, leaves, ids, { labels, margins: margin, weights }, level, settings.learningRate)
    }
    const { kernel } = workspace
    for (const { node, begin, count: size } of leaves) {
      kernel.addLeaf(workspace.margins[output], workspace.ids + 4 * begin, size, builder.leafValue(node))
    }
    if (sampled < count) addToUnsampled(margin, ids, sampled)
  }

  /** Rows that the tree has not seen get its leaves too. */
  function addToUnsampled(margin: Float32Array, seen: Int32Array, sampled: number): void {
    const unseen = complement(seen.subarray(0, sampled), count)
    const ofMatrix = rows === null ? unseen : unseen.map((row) => rows[row])
    const grown = builder.peek()
    const last = grown.trees.output.length
    const sums = new Float32Array(unseen.length)
    for (let i = 0; i < unseen.length; i++) sums[i] = margin[unseen[i]]
    const single = { ...grown, trees: { ...grown.trees, output: new Int32Array(last) } }
    addTrees(matrix, single, last - 1, last, ofMatrix, sums, 1)
    for (let i = 0; i < unseen.length; i++) margin[unseen[i]] = sums[i]
  }

  return {
    step() {
      for (let output = 0; output < outputs; output++) growOne(output)
      builder.closeRound()
      round++
      const stop = watch !== null && watch.after(builder.peek(), round)
      return round < lastRound && !stop
    },
    finish() {
      const grown = builder.finish()
      assertFinite(grown.trees, settings, target)
      if (splits === 0 && notes.length === 0) notes.push(noSplitNote(settings))
      return Object.freeze({
        ...grown,
        baseScore: Object.freeze(baseScore),
        bestRounds: watch === null ? round : watch.best(),
        watched: Object.freeze(watch?.values ?? []),
        notes: Object.freeze(notes),
      })
    },
    close: () => closeWorkspace(workspace),
  }
}

function view<K extends 'i32' | 'f32'>(
  { kernel }: Workspace,
  kind: K,
  address: number,
  length: number,
): K extends 'i32' ? Int32Array : Float32Array {
  return kernel[kind].subarray(address >> 2, (address >> 2) + length) as K extends 'i32' ? Int32Array : Float32Array
}

/** Values of the rows in single precision. */
function pick(values: Float64Array, rows: Int32Array | null): Float32Array {
  if (rows === null) return new Float32Array(values)
  const out = new Float32Array(rows.length)
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]]
  return out
}

/** 0 … count − 1 without the given ascending rows. */
function complement(rows: Int32Array, count: number): Int32Array {
  const taken = new Uint8Array(count)
  for (const row of rows) taken[row] = 1
  return Int32Array.from({ length: count }, (_, row) => row).filter((row) => taken[row] === 0)
}

/** Nodes at one depth that want a histogram of their own: those of the last level that can be split. */
function wantedHistograms({ maxDepth, maxLeaves }: TreeSettings, rows: number): number {
  const byDepth = maxDepth === 0 ? Infinity : 2 ** (maxDepth - 1)
  const byLeaves = maxLeaves === 0 ? Infinity : maxLeaves
  return Math.min(byDepth, byLeaves, rows) + 1
}

function nodeEstimate({ maxDepth, rounds, maxLeaves }: TreeSettings, rows: number, outputs: number): number {
  const leaves = Math.min(
    maxDepth === 0 ? 64 : 2 ** Math.min(maxDepth, 6),
    maxLeaves === 0 ? Infinity : maxLeaves,
    rows,
  )
  return Math.min(rounds, 100) * outputs * 2 * leaves
}

/** The rules of a tree's splits; λ and the least weight are multiplied by the mean Hessian where the settings say so. */
function splitRules(
  { lambda, alpha, maxDeltaStep, minChildWeight, minRows, hessianScaled }: TreeSettings,
  bounded: boolean,
  hessian: number,
  ids: Int32Array,
  count: number,
  weights: Float32Array | null,
): SplitRules {
  let scale = 1
  if (hessianScaled) {
    let total = count
    if (weights !== null) {
      total = 0
      for (let i = 0; i < count; i++) total += weights[ids[i]]
    }
    scale = total > 0 ? hessian / total : 1
  }
  return {
    lambda: Math.fround(lambda * scale),
    alpha: Math.fround(alpha),
    maxStep: Math.fround(maxDeltaStep),
    minWeight: Math.fround(minChildWeight * scale),
    minRows,
    bounded,
  }
}

/** Sums that overflow make leaves of NaN: every prediction would be one. */
function assertFinite(trees: Trees, { objective }: TreeSettings, { weights, baseMargin }: BoostTarget): void {
  const { condition, baseWeight, cover, gain } = trees
  if ([condition, baseWeight, cover, gain].every((values) => values.every((value) => Number.isFinite(value)))) return
  const parts = ['labels', ...(weights ? ['weights'] : []), ...(baseMargin ? ['base margins'] : [])].join(' or ')
  const hint = baseMargin && hasLogLink(objective) ? ` (base margins of objective "${objective}" are logarithms)` : ''
  throw new BodkinError('DATA', `trees need sums below 3.4e38, got an overflow: ${parts} are too large${hint}`, {
    objective,
  })
}

function notesOnTarget(labels: Float32Array): string[] {
  for (let i = 1; i < labels.length; i++) if (labels[i] !== labels[0]) return []
  const what = labels.length === 1 ? 'there is only one row' : `the target is ${labels[0]} in every row`
  return [`${what}: the model is one leaf`]
}

function noSplitNote({ objective, minChildWeight, hessianScaled, maxDepth, minRows }: TreeSettings): string {
  const limits = `minChildWeight ${minChildWeight}, minRows ${minRows}, maxDepth ${maxDepth}`
  const hint =
    !hessianScaled && minChildWeight > 0 && !['squarederror', 'absoluteerror', 'quantile'].includes(objective)
      ? `; Hessians of objective "${objective}" can be far below 1 a row: set hessianScaled, or minChildWeight 0 and minRows`
      : ''
  return `no split was possible in any tree (${limits}), so the model predicts a constant${hint}`
}

/** Early stopping. */
interface Watch {
  readonly values: number[]
  /** Take the new trees in; returns whether to stop. */
  readonly after: (grown: BinnedTrees, round: number) => boolean
  readonly best: () => number
}

function openWatch(
  settings: TreeSettings,
  { matrix, target, rows = null }: Validation,
  baseScore: readonly number[],
  outputs: number,
): Watch {
  const { rounds: patience, metric } = settings.earlyStopping as NonNullable<TreeSettings['earlyStopping']>
  const chosen = rows ?? Int32Array.from({ length: matrix.rows }, (_, row) => row)
  const labels = Float64Array.from(chosen, (row) => target.labels[row])
  const weights = target.weights ? Float64Array.from(chosen, (row) => (target.weights as Float64Array)[row]) : null
  const margins = startMargins(settings, chosen, target.baseMargin ?? null, baseScore, outputs)
  const sign = higherIsBetter(metric) ? -1 : 1
  const values: number[] = []
  let trees = 0
  let bestRound = 0
  return {
    values,
    after(grown, round) {
      const last = grown.trees.output.length
      addTrees(matrix, grown, trees, last, chosen, margins, outputs)
      trees = last
      const value = watchedMetric(metric, { labels, weights, margins, outputs }, settings)
      if (Number.isNaN(value)) throw unwatchable(metric, round)
      values.push(value)
      if (bestRound === 0 || sign * value < sign * values[bestRound - 1]) bestRound = round
      return round - bestRound >= patience
    },
    best: () => bestRound,
  }
}

/** No round would ever be better than NaN: the model would be its first trees. */
function unwatchable(metric: MetricName, round: number): BodkinError {
  const message = `early stopping needs a metric that the validation rows have, got NaN for "${metric}" after round ${round}`
  return new BodkinError('DATA', message, { metric, round })
}

/** Margins before the first tree, row-major. */
export function startMargins(
  { objective }: Pick<TreeSettings, 'objective'>,
  rows: Int32Array,
  baseMargin: Float64Array | null,
  baseScore: readonly number[],
  outputs: number,
): Float32Array {
  const margins = new Float32Array(rows.length * outputs)
  for (let k = 0; k < outputs; k++) {
    const constant = toMargin(objective, baseScore[k])
    for (let i = 0; i < rows.length; i++)
      margins[i * outputs + k] = baseMargin === null ? constant : baseMargin[rows[i]]
  }
  return margins
}
