/** The formulas of a split, for what is computed outside the kernel; notation and source as in kernel/trees-twin.ts. */

/** What bounds a split. λ, α and the least weight may be scaled by the mean Hessian. */
export interface SplitRules {
  readonly lambda: number
  readonly alpha: number
  /** 0 = any. */
  readonly maxStep: number
  readonly minWeight: number
  readonly minRows: number
  /** Whether monotone constraints bound the weights. */
  readonly bounded: boolean
}

/** A node: its sums, rows, gain (f32) and the bounds of its weight (f32). */
export interface NodeStatistics {
  readonly g: number
  readonly h: number
  readonly rows: number
  readonly gain: number
  readonly lower: number
  readonly upper: number
}

const { fround } = Math

function threshold(g: number, alpha: number): number {
  return g > alpha ? g - alpha : g < -alpha ? g + alpha : 0
}

/** The weight of sums as a leaf, f32: −T(G)/(H + λ), clipped; 0 where H is below the least weight or 0. */
export function nodeWeight(
  g: number,
  h: number,
  { lower, upper }: Pick<NodeStatistics, 'lower' | 'upper'>,
  { lambda, alpha, maxStep, minWeight, bounded }: SplitRules,
): number {
  let w = 0
  if (h >= minWeight && h > 0) {
    w = -threshold(g, alpha) / (h + lambda)
    if (maxStep !== 0 && Math.abs(w) > maxStep) w = w < 0 ? -maxStep : maxStep
  }
  w = fround(w)
  return bounded ? Math.min(Math.max(w, lower), upper) : w
}

/** The gain of sums, f32. */
export function nodeGain(
  g: number,
  h: number,
  bounds: Pick<NodeStatistics, 'lower' | 'upper'>,
  rules: SplitRules,
): number {
  if (h <= 0) return 0
  const { lambda, alpha, maxStep, bounded } = rules
  if (!bounded && maxStep === 0) {
    const t = threshold(g, alpha)
    return fround(fround(t * t) / fround(h + lambda))
  }
  const w = nodeWeight(g, h, bounds, rules)
  return -fround(fround(fround(2 * fround(g)) * w) + fround(fround(fround(h) + lambda) * fround(w * w)))
}

/** loss_chg of a split into two children, f32; for features without a direction. */
export function lossChange(
  leftG: number,
  leftH: number,
  rightG: number,
  rightH: number,
  node: NodeStatistics,
  rules: SplitRules,
): number {
  return fround(fround(nodeGain(leftG, leftH, node, rules) + nodeGain(rightG, rightH, node, rules)) - node.gain)
}
