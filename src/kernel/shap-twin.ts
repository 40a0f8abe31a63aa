/**
 * SHAP values of one tree for a block of rows, the TypeScript twin of assembly/shap.ts.
 *
 * Slot n holds, at every quadrature point, the product of the ratios from the root to node n on the way down, and the sum of the leaves below times
 * their products on the way up; leaves' values are in the ratios that lead to them. The tables and why they give Shapley values:
 * regression/shap/tree-plan.ts.
 */

/** A node's words: feature, condition (float32), missingRight, first word of its set or −1, words of it, above, aboveState, left, right, 0. */
export const NODE_WORDS = 10

/** One tree as the kernel takes it. */
export interface ShapTree {
  /** Inner nodes, parents first, `NODE_WORDS` words each; children are slots: inner node i has slot i, leaf l slot `count` + l. */
  readonly nodes: Int32Array
  readonly count: number
  /** Quadrature points, even. */
  readonly points: number
  /** (count × 3 states) × (ratio left, ratio right, gain left, gain right) × points. */
  readonly table: Float64Array
}

/** Rows and where their contributions go. */
export interface ShapBlock {
  /** rows × width. */
  readonly values: Float32Array
  readonly width: number
  readonly rows: number
  /** Row r's contributions are added from `out[at + r · stride]` on. */
  readonly out: Float64Array
  readonly at: number
  readonly stride: number
  /** Whether unknown codes (−1) take both ways. */
  readonly average: boolean
}

/** Add the tree's contributions. */
export function shapTwin({ nodes, count, points, table }: ShapTree, bits: Uint32Array, block: ShapBlock): void {
  const { values, width, rows, out, at, stride, average } = block
  const conditions = new Float32Array(nodes.buffer, nodes.byteOffset, nodes.length)
  const slots = new Float64Array((2 * count + 1) * points)
  const states = new Uint8Array(count)
  for (let row = 0; row < rows; row++) {
    slots.fill(1, 0, points)
    for (let i = 0; i < count; i++) {
      const node = i * NODE_WORDS
      const above = nodes[node + 5]
      const value = values[row * width + nodes[node]]
      let state = 0
      if (above < 0 || states[above] === nodes[node + 6]) {
        const unknown = average && value === -1 && nodes[node + 3] >= 0
        if (!unknown) state = 1 + goesRight(nodes, conditions, bits, node, value)
      }
      states[i] = state
      const ratio = (i * 3 + state) * 4 * points
      const left = nodes[node + 7] * points
      const right = nodes[node + 8] * points
      for (let q = 0; q < points; q++) {
        const product = slots[i * points + q]
        slots[left + q] = product * table[ratio + q]
        slots[right + q] = product * table[ratio + points + q]
      }
    }
    for (let i = count - 1; i >= 0; i--) {
      const node = i * NODE_WORDS
      const gain = ((i * 3 + states[i]) * 4 + 2) * points
      const left = nodes[node + 7] * points
      const right = nodes[node + 8] * points
      let even = 0
      let odd = 0
      for (let q = 0; q < points; q += 2) {
        const [below, beside] = [slots[left + q], slots[right + q]]
        const [below1, beside1] = [slots[left + q + 1], slots[right + q + 1]]
        even += table[gain + q] * below + table[gain + points + q] * beside
        odd += table[gain + q + 1] * below1 + table[gain + points + q + 1] * beside1
        slots[i * points + q] = below + beside
        slots[i * points + q + 1] = below1 + beside1
      }
      out[at + row * stride + nodes[node]] += even + odd
    }
  }
}

function goesRight(
  nodes: Int32Array,
  conditions: Float32Array,
  bits: Uint32Array,
  node: number,
  value: number,
): number {
  if (value !== value) return nodes[node + 2]
  const set = nodes[node + 3]
  if (set < 0) return value < conditions[node + 1] ? 0 : 1
  if (!(value >= 0 && value < 2147483647)) return 0
  const code = Math.trunc(value)
  if (code >> 5 >= nodes[node + 4]) return 0
  return (bits[set + (code >> 5)] >>> (code & 31)) & 1
}
