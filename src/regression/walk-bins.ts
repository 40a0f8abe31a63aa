/** Rows of a binned matrix down grown trees: the same leaves as by values, without a comparison of floats. */
import type { BinnedMatrix } from './binning.js'
import type { Trees } from './tree-model.js'

/** Grown trees with the bin of every numeric split: the last that goes left. */
export interface BinnedTrees {
  readonly trees: Trees
  readonly splitBins: Int32Array
}

/**
 * Add the leaves of trees `from` … `to − 1` to margins, in float32 and in tree order.
 *
 * @param rows rows of the matrix; null = all
 * @param margins row-major, `outputs` a row, in the order of `rows`
 */
export function addTrees(
  { bins, features, counts }: BinnedMatrix,
  { trees, splitBins }: BinnedTrees,
  from: number,
  to: number,
  rows: Int32Array | null,
  margins: Float32Array,
  outputs: number,
): void {
  const { offsets, left, feature, condition, defaultLeft, categoryBegin, categoryEnd, categories, output } = trees
  const stride = features.length
  const isCategory = features.map(({ kind }) => kind === 'category')
  const count = margins.length / outputs
  for (let t = from; t < to; t++) {
    const begin = offsets[t]
    for (let i = 0; i < count; i++) {
      const cell = (rows === null ? i : rows[i]) * stride
      let node = begin
      while (left[node] >= 0) {
        const f = feature[node]
        const bin = bins[cell + f]
        const goesLeft =
          bin === counts[f]
            ? defaultLeft[node] === 1
            : isCategory[f]
              ? !includes(categories, categoryBegin[node], categoryEnd[node], bin)
              : bin <= splitBins[node]
        node = begin + left[node] + (goesLeft ? 0 : 1)
      }
      margins[i * outputs + output[t]] += condition[node]
    }
  }
}

/** Whether a sorted stretch holds the value. */
function includes(sorted: Int32Array, begin: number, end: number, value: number): boolean {
  while (begin < end) {
    const middle = (begin + end) >> 1
    if (sorted[middle] < value) begin = middle + 1
    else if (sorted[middle] > value) end = middle
    else return true
  }
  return false
}
