/**
 * Rows of a binned matrix down grown trees: the same leaves as by values, without a comparison of floats.
 *
 * Which way a row goes is a guess that a processor loses half of the time. For many rows a tree is therefore turned into a table that answers
 * for every node and bin (0 left, 1 right), leaves lead to themselves, and four rows take `depth` steps side by side: nothing to guess, and
 * the memory's delays overlap. Few rows are not worth a table and walk node by node. O(rows · trees · depth) either way.
 */
import type { BinnedMatrix } from './binning.js'
import type { Trees } from '../model/tree-model.js'

/** Grown trees with the bin of every numeric split: the last that goes left. */
export interface BinnedTrees {
  readonly trees: Trees
  readonly splitBins: Int32Array
}

/** Fewer rows walk node by node; more are worth a table of so many entries each. */
const LEAST_ROWS = 256
const ENTRIES_PER_ROW = 4

/**
 * Add the leaves of trees `from` … `to − 1` to margins, in float32 and in tree order.
 *
 * @param rows rows of the matrix; null = all
 * @param margins row-major, `outputs` a row, in the order of `rows`
 */
export function addTrees(
  matrix: BinnedMatrix,
  grown: BinnedTrees,
  from: number,
  to: number,
  rows: Int32Array | null,
  margins: Float32Array,
  outputs: number,
): void {
  const count = margins.length / outputs
  const isCategory = matrix.features.map(({ kind }) => kind === 'category')
  for (let t = from; t < to; t++) {
    const at = count < LEAST_ROWS ? null : entriesAt(matrix, grown.trees, t)
    if (at === null || at[at.length - 1] > ENTRIES_PER_ROW * count) {
      addByNode(matrix, isCategory, grown, t, rows, margins, outputs)
    } else addByTable(matrix, tabulate(matrix, isCategory, grown, t, at), rows, margins, outputs)
  }
}

/** Where the entries of each node begin in a tree's table, and how many there are in all: a bin or code each, then "missing"; none at a leaf. */
function entriesAt({ counts }: BinnedMatrix, { offsets, left, feature }: Trees, t: number): Int32Array {
  const begin = offsets[t]
  const at = new Int32Array(offsets[t + 1] - begin + 1)
  for (let n = 0; n + 1 < at.length; n++) {
    at[n + 1] = at[n] + (left[begin + n] < 0 ? 0 : counts[feature[begin + n]] + 1)
  }
  return at
}

/** A tree as a table. */
interface TreeTable {
  /** Four numbers a node: its feature, where its entries begin, its left child, 0. A leaf is its own left child by way of entry 0. */
  readonly nodes: Int32Array
  /** 1 where a row with that bin goes right. */
  readonly right: Uint8Array
  /** Value of each leaf. */
  readonly leaf: Float32Array
  readonly depth: number
  readonly output: number
}

function tabulate(
  { counts }: BinnedMatrix,
  isCategory: readonly boolean[],
  { trees, splitBins }: BinnedTrees,
  t: number,
  at: Int32Array,
): TreeTable {
  const { offsets, left, feature, condition, defaultLeft, categoryBegin, categoryEnd, categories } = trees
  const begin = offsets[t]
  const end = offsets[t + 1]
  const widest = counts.reduce((most, count) => Math.max(most, count), 0) + 1
  const nodes = new Int32Array(4 * (end - begin))
  const right = new Uint8Array(at[end - begin] + widest)
  const depths = new Uint32Array(end - begin)
  let depth = 0
  for (let n = 0; n < end - begin; n++) {
    const node = begin + n
    const child = left[node]
    depth = Math.max(depth, depths[n])
    if (child < 0) {
      // any bin finds a 0 behind the last entry
      nodes.set([0, at[end - begin], n], 4 * n)
      continue
    }
    depths[child] = depths[child + 1] = depths[n] + 1
    const first = at[n]
    const missing = first + counts[feature[node]]
    nodes.set([feature[node], first, child], 4 * n)
    if (isCategory[feature[node]]) {
      for (let i = categoryBegin[node]; i < categoryEnd[node]; i++) right[first + categories[i]] = 1
    } else right.fill(1, first + splitBins[node] + 1, missing)
    right[missing] = 1 - defaultLeft[node]
  }
  return { nodes, right, leaf: condition.subarray(begin, end), depth, output: trees.output[t] }
}

function addByTable(
  { bins, features: { length: stride } }: BinnedMatrix,
  { nodes, right, leaf, depth, output }: TreeTable,
  rows: Int32Array | null,
  margins: Float32Array,
  outputs: number,
): void {
  const count = margins.length / outputs
  const last = count - 1
  for (let i = 0; i < count; i += 4) {
    // the last rows take part twice, but count once
    const [j, k, l] = [Math.min(i + 1, last), Math.min(i + 2, last), Math.min(i + 3, last)]
    const cellA = (rows === null ? i : rows[i]) * stride
    const cellB = (rows === null ? j : rows[j]) * stride
    const cellC = (rows === null ? k : rows[k]) * stride
    const cellD = (rows === null ? l : rows[l]) * stride
    let [a, b, c, d] = [0, 0, 0, 0]
    for (let step = 0; step < depth; step++) {
      a = (nodes[a + 2] + right[nodes[a + 1] + bins[cellA + nodes[a]]]) << 2
      b = (nodes[b + 2] + right[nodes[b + 1] + bins[cellB + nodes[b]]]) << 2
      c = (nodes[c + 2] + right[nodes[c + 1] + bins[cellC + nodes[c]]]) << 2
      d = (nodes[d + 2] + right[nodes[d + 1] + bins[cellD + nodes[d]]]) << 2
    }
    margins[i * outputs + output] += leaf[a >> 2]
    if (i + 1 <= last) margins[j * outputs + output] += leaf[b >> 2]
    if (i + 2 <= last) margins[k * outputs + output] += leaf[c >> 2]
    if (i + 3 <= last) margins[l * outputs + output] += leaf[d >> 2]
  }
}

function addByNode(
  { bins, features, counts }: BinnedMatrix,
  isCategory: readonly boolean[],
  { trees, splitBins }: BinnedTrees,
  t: number,
  rows: Int32Array | null,
  margins: Float32Array,
  outputs: number,
): void {
  const { offsets, left, feature, condition, defaultLeft, categoryBegin, categoryEnd, categories } = trees
  const stride = features.length
  const begin = offsets[t]
  const count = margins.length / outputs
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
    margins[i * outputs + trees.output[t]] += condition[node]
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
