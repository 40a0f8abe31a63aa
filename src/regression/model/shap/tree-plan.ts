/**
 * What SHAP values need of a tree, worked out once for all rows (path-dependent TreeSHAP, Lundberg et al. 2020, in quadrature form).
 *
 * A leaf with value v is a product game: v · Π over the path's features of (o if the feature is in the coalition, else z), o = 1 when the row
 * agrees with all of the path's splits on the feature, else 0; z = share of the training rows that do. Its Shapley value is an integral over
 * the probability t of being in the coalition (Owen 1972), a polynomial that few Gauss points integrate exactly:
 *
 *   φ_i = v · ∫₀¹ (o_i − z_i) · Π_{j≠i} ((1 − t)·z_j + t·o_j) dt
 *
 * With P(t) = the product over all of a path's features, going down an edge multiplies P by a ratio, and going up sums v·P over the leaves below;
 * a split's feature gets Σ_q gain_q · (sum below its edge)_q, less what an edge above on the same feature was given for the same leaves. Ratios
 * and gains depend on the row only by one of three states of a split, so they are tables:
 *
 *   table[((node · 3 + state) · 4 + 2·(0 ratio, 1 gain) + side) · points + q]     state DEAD, 1 = the row goes left, 2 = it goes right
 *
 * DEAD: an edge above on the same feature was not taken (o stays 0), or the label is unknown and takes both ways by the shares (o = z).
 * Cost: one addition and two multiplications a point and edge, instead of depth² a leaf; all terms have one sign, so nothing cancels.
 */
import { NODE_WORDS, type ShapTree } from '../../../kernel/shap-twin.js'
import type { Forest } from '../forest.js'
import { gaussLegendre, type Quadrature } from './gauss-legendre.js'

const DEAD = 0

/** A tree for the kernel, and its mean. */
export interface TreePlan extends ShapTree {
  /** Mean of the leaves, weighted by training rows. */
  readonly mean: number
}

interface Visit {
  /** Number of the node in the forest. */
  readonly node: number
  /** Inner number of the parent and the side, −1 for the root. */
  readonly parent: number
  readonly side: number
  readonly reach: number
}

/** Plan one tree. */
export function planTree(forest: Forest, root: number): TreePlan {
  const { feature, children, condition, share } = forest
  const inner: number[] = []
  const parents: number[] = []
  const links: number[] = []
  const leaves: number[] = []
  let mean = 0
  const pending: Visit[] = [{ node: root, parent: -1, side: 0, reach: 1 }]
  while (pending.length > 0) {
    const { node, parent, side, reach } = pending.pop() as Visit
    const leaf = feature[node] < 0
    if (parent >= 0) links[2 * parent + side] = leaf ? -1 - leaves.length : inner.length
    if (leaf) {
      leaves.push(condition[node])
      mean += reach * condition[node]
      continue
    }
    const number = inner.length
    inner.push(node)
    parents.push(parent < 0 ? -1 : 2 * parent + side)
    for (const next of [1, 0]) {
      const child = children[2 * node + next]
      pending.push({ node: child, parent: number, side: next, reach: reach * share[child] })
    }
  }
  const count = inner.length
  const { above, aboveState, features } = linkSameFeature(inner, parents, feature)
  const nodes = new Int32Array(count * NODE_WORDS)
  const conditions = new Float32Array(nodes.buffer)
  const slotOf = (link: number): number => (link < 0 ? count - 1 - link : link)
  inner.forEach((node, i) => {
    const sides = [slotOf(links[2 * i]), slotOf(links[2 * i + 1])]
    const set = [forest.setBegin[node], forest.setWords[node]]
    nodes.set([feature[node], 0, forest.missingRight[node], ...set, above[i], aboveState[i], ...sides], i * NODE_WORDS)
    conditions[i * NODE_WORDS + 1] = condition[node]
  })
  const quadrature = gaussLegendre(Math.max(1, Math.ceil(features / 2)))
  const points = quadrature.points.length + (quadrature.points.length % 2)
  const table = tableOf(forest, inner, above, aboveState, quadrature, points)
  for (let edge = 0; edge < links.length; edge++) {
    if (links[edge] < 0) scaleRatios(table, edge >> 1, edge & 1, points, leaves[-1 - links[edge]])
  }
  return { nodes, count, points, table, mean }
}

/** Multiply what leads to a leaf by its value. */
function scaleRatios(table: Float64Array, node: number, side: number, points: number, value: number): void {
  for (let state = 0; state < 3; state++) {
    const at = ((node * 3 + state) * 4 + side) * points
    for (let q = 0; q < points; q++) table[at + q] *= value
  }
}

/** For each inner node the nearest one above on the same feature, and the most features that one path has. */
function linkSameFeature(
  nodes: readonly number[],
  parents: readonly number[],
  feature: Int32Array,
): { above: Int32Array; aboveState: Uint8Array; features: number } {
  const above = new Int32Array(nodes.length).fill(-1)
  const aboveState = new Uint8Array(nodes.length)
  const distinct = new Int32Array(nodes.length)
  let features = 0
  for (let inner = 0; inner < nodes.length; inner++) {
    let edge = parents[inner]
    while (edge >= 0 && feature[nodes[edge >> 1]] !== feature[nodes[inner]]) edge = parents[edge >> 1]
    if (edge >= 0) {
      above[inner] = edge >> 1
      aboveState[inner] = (edge & 1) + 1
    }
    distinct[inner] = (parents[inner] < 0 ? 0 : distinct[parents[inner] >> 1]) + (edge < 0 ? 1 : 0)
    features = Math.max(features, distinct[inner])
  }
  return { above, aboveState, features }
}

/** Ratios and gains at every point; a point too many has zeros. */
function tableOf(
  { children, share }: Forest,
  nodes: readonly number[],
  above: Int32Array,
  aboveState: Uint8Array,
  { points: at, weights }: Quadrature,
  points: number,
): Float64Array {
  const table = new Float64Array(nodes.length * 12 * points)
  // z of the path's splits on the feature so far, down to each side of each node
  const agreed = new Float64Array(2 * nodes.length)
  nodes.forEach((node, i) => {
    const before = above[i] < 0 ? 1 : agreed[2 * above[i] + aboveState[i] - 1]
    for (let side = 0; side < 2; side++) {
      const own = share[children[2 * node + side]]
      const z = own * before
      agreed[2 * i + side] = z
      for (let state = 0; state < 3; state++) {
        const ratio = ((i * 3 + state) * 4 + side) * points
        const gain = ratio + 2 * points
        for (let q = 0; q < at.length; q++) {
          const t = at[q]
          const factorBefore = before * (1 - t) + t
          const given = (1 - before) / factorBefore
          if (state === DEAD) table[ratio + q] = own
          else if (state === side + 1) {
            table[ratio + q] = (z * (1 - t) + t) / factorBefore
            table[gain + q] = weights[q] * ((1 - z) / (z * (1 - t) + t) - given)
          } else {
            table[ratio + q] = (z * (1 - t)) / factorBefore
            table[gain + q] = weights[q] * (-1 / (1 - t) - given)
          }
        }
      }
    }
  })
  return table
}
