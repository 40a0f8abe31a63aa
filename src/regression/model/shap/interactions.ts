/**
 * SHAP interaction values (Lundberg et al. 2020) of a tree for one row, leaf by leaf.
 *
 * For the product game of a leaf (tree-plan.ts) the interaction of i and j, split evenly between the two orders as XGBoost does, is
 *   Φ_ij = ½ · v · (o_i − z_i)(o_j − z_j) · ∫₀¹ Π_{k≠i,j} ((1 − t)·z_k + t·o_k) dt,   Φ_ii = φ_i − Σ_{j≠i} Φ_ij
 * XGBoost gets the same numbers from features + 1 passes over the tree. O(leaves · features on the path³ · points).
 */
import { UNSEEN, goesRight, type Forest } from '../forest.js'
import { gaussLegendre, type Quadrature } from './gauss-legendre.js'

/** One step of a leaf's path. */
interface Step {
  readonly node: number
  readonly side: 0 | 1
  readonly share: number
}

/** A leaf that interactions run through: at least two features on its path. */
interface Path {
  readonly value: number
  readonly features: readonly number[]
  /** Steps of each feature. */
  readonly steps: readonly (readonly Step[])[]
  readonly z: Float64Array
  readonly quadrature: Quadrature
}

/** The paths of a tree that have at least two features. */
export function pathsOf(forest: Forest, root: number): Path[] {
  const { feature, children, condition, share } = forest
  const paths: Path[] = []
  const pending: { readonly node: number; readonly steps: readonly Step[] }[] = [{ node: root, steps: [] }]
  while (pending.length > 0) {
    const { node, steps } = pending.pop() as (typeof pending)[number]
    if (feature[node] >= 0) {
      for (const side of [0, 1] as const) {
        const child = children[2 * node + side]
        pending.push({ node: child, steps: [...steps, { node, side, share: share[child] }] })
      }
      continue
    }
    const features = [...new Set(steps.map((step) => feature[step.node]))]
    if (features.length < 2) continue
    const byFeature = features.map((own) => steps.filter((step) => feature[step.node] === own))
    paths.push({
      value: condition[node],
      features,
      steps: byFeature,
      z: Float64Array.from(byFeature, (own) => own.reduce((product, step) => product * step.share, 1)),
      quadrature: gaussLegendre(Math.max(1, Math.ceil((features.length - 1) / 2))),
    })
  }
  return paths
}

/**
 * Add Φ_ij, i ≠ j, of the paths for one row; the diagonal is left to the caller.
 *
 * @param out features × features (+1 for the bias) from `at` on, `width` a row
 */
export function addInteractions(
  paths: readonly Path[],
  forest: Forest,
  values: Float32Array,
  base: number,
  average: boolean,
  out: Float64Array,
  at: number,
  width: number,
): void {
  for (const { value, features, steps, z, quadrature } of paths) {
    const o = steps.map((own, i) => agrees(forest, own, values[base + features[i]], average, z[i]))
    for (let i = 0; i < features.length; i++) {
      if (o[i] === z[i]) continue
      for (let j = 0; j < i; j++) {
        if (o[j] === z[j]) continue
        const interaction = 0.5 * value * (o[i] - z[i]) * (o[j] - z[j]) * integral(o, z, i, j, quadrature)
        out[at + features[i] * width + features[j]] += interaction
        out[at + features[j] * width + features[i]] += interaction
      }
    }
  }
}

/** 1 when the row agrees with all splits on the feature, else 0; `z` for an unknown label that takes both ways. */
function agrees(forest: Forest, steps: readonly Step[], value: number, average: boolean, z: number): number {
  if (average && value === UNSEEN && forest.setBegin[steps[0].node] >= 0) return z
  return steps.every(({ node, side }) => goesRight(forest, node, value) === side) ? 1 : 0
}

/** ∫ Π_{k≠i,j} ((1 − t)·z_k + t·o_k) dt. */
function integral(
  o: readonly number[],
  z: Float64Array,
  i: number,
  j: number,
  { points, weights }: Quadrature,
): number {
  let sum = 0
  for (let q = 0; q < points.length; q++) {
    let product = weights[q]
    for (let k = 0; k < o.length; k++) {
      if (k !== i && k !== j) product *= (1 - points[q]) * z[k] + points[q] * o[k]
    }
    sum += product
  }
  return sum
}
