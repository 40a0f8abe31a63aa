/**
 * Quantiles of labels and residuals, and leaves that become them.
 *
 * For absolute error and quantiles the gradient only tells the side of a row, so a leaf's value is set afterwards to the quantile of its
 * rows' residuals y − m, times the learning rate (Friedman 2001, Greedy Function Approximation, §4.2). Without weights the level τ of n sorted
 * values lies at position τ(n + 1), with linear interpolation; with weights it is the first value whose cumulated weight reaches τ times the
 * whole (XGBoost's common::Quantile and WeightedQuantile). Under monotone constraints the value stays within the leaf's bounds.
 */
import type { GrownLeaf } from './grow.js'
import type { TreeBuilder } from './tree-builder.js'

const { fround } = Math

/** The quantile of labels, f32; `labels` stay as they are. */
export function labelQuantile(labels: Float32Array, weights: Float32Array | null, level: number): number {
  return weights === null ? plainQuantile(labels.slice(), level) : weightedQuantile(labels, weights, level)
}

/** @param values sorted in place */
function plainQuantile(values: Float32Array, share: number): number {
  const n = values.length
  const level = fround(share)
  values.sort()
  if (level <= 1 / (n + 1)) return values[0]
  if (level >= n / (n + 1)) return values[n - 1]
  const position = level * (n + 1)
  const below = Math.floor(position) - 1
  const rest = position - 1 - below
  return fround(values[below] + rest * fround(values[below + 1] - values[below]))
}

function weightedQuantile(values: Float32Array, weights: Float32Array, level: number): number {
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b] || a - b)
  const cumulated = new Float32Array(order.length)
  let sum = 0
  for (let i = 0; i < order.length; i++) cumulated[i] = sum = fround(sum + weights[order[i]])
  const limit = fround(sum * fround(level))
  let at = 0
  while (at < order.length - 1 && cumulated[at] < limit) at++
  return values[order[at]]
}

/**
 * Set the leaves of the open tree to quantiles of their residuals.
 *
 * @param ids rows in the order of the leaves
 * @param level 0.5 for absolute error
 */
export function refreshLeaves(
  builder: TreeBuilder,
  leaves: readonly GrownLeaf[],
  ids: Int32Array,
  rows: { readonly labels: Float32Array; readonly margins: Float32Array; readonly weights: Float32Array | null },
  level: number,
  learningRate: number,
): void {
  const { labels, margins, weights } = rows
  const rate = fround(learningRate)
  for (const { node, begin, count, lower, upper } of leaves) {
    if (count === 0) continue
    const residuals = new Float32Array(count)
    for (let i = 0; i < count; i++) residuals[i] = labels[ids[begin + i]] - margins[ids[begin + i]]
    const picked =
      weights === null ? null : Float32Array.from(ids.subarray(begin, begin + count), (row) => weights[row])
    const value = picked === null ? plainQuantile(residuals, level) : weightedQuantile(residuals, picked, level)
    builder.setLeaf(node, fround(Math.min(Math.max(value, lower), upper) * rate))
  }
}
