/**
 * SHAP values of one tree for a block of rows: the WebAssembly kernel (assembly/shap.ts), or its twin where vectors are missing; the same bits.
 * O(rows · nodes · points / 2) vector steps.
 */
import { shapBytes } from './generated/shap-bytes.js'
import { shapTwin, type ShapBlock, type ShapTree } from './shap-twin.js'
import { instantiate, simdAvailable } from './simd.js'

const PAGE = 65536

interface Kernel {
  readonly contributions: (
    nodes: number,
    count: number,
    points: number,
    table: number,
    bits: number,
    slots: number,
    states: number,
    values: number,
    width: number,
    rows: number,
    out: number,
    stride: number,
    average: number,
  ) => void
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
}

/**
 * Add the contributions of all trees of a forest to a block of rows.
 *
 * @param plans makes tree after tree; `at` and the rest of the block may change from tree to tree, its values and `out` may not
 * @param bits words of the trees' category sets
 */
export function addShap(
  trees: Iterable<{ readonly tree: ShapTree; readonly at: number }>,
  bits: Uint32Array,
  block: Omit<ShapBlock, 'at'>,
): void {
  if (!simdAvailable()) {
    for (const { tree, at } of trees) shapTwin(tree, bits, { ...block, at })
    return
  }
  // a memory of its own: a block of many rows is large, and is given back with the module
  const kernel = instantiate(shapBytes) as unknown as Kernel
  const { values, out, rows, width, stride, average } = block
  const outAt = 0
  const valuesAt = outAt + 8 * out.length
  const bitsAt = align(valuesAt + 4 * values.length)
  const treeAt = align(bitsAt + 4 * bits.length)
  reserve(kernel.memory, treeAt)
  new Float32Array(kernel.memory.buffer, valuesAt, values.length).set(values)
  new Uint32Array(kernel.memory.buffer, bitsAt, bits.length).set(bits)
  new Float64Array(kernel.memory.buffer, outAt, out.length).set(out)
  for (const { tree, at } of trees) {
    const { nodes, count, points, table } = tree
    const slotsAt = treeAt + 8 * table.length
    const nodesAt = align(slotsAt + 8 * (2 * count + 1) * points)
    const statesAt = nodesAt + 4 * nodes.length
    reserve(kernel.memory, statesAt + 4 * count)
    new Float64Array(kernel.memory.buffer, treeAt, table.length).set(table)
    new Int32Array(kernel.memory.buffer, nodesAt, nodes.length).set(nodes)
    kernel.contributions(
      nodesAt,
      count,
      points,
      treeAt,
      bitsAt,
      slotsAt,
      statesAt,
      valuesAt,
      width,
      rows,
      outAt + 8 * at,
      8 * stride,
      average ? 1 : 0,
    )
  }
  out.set(new Float64Array(kernel.memory.buffer, outAt, out.length))
}

function align(address: number): number {
  return Math.ceil(address / 16) * 16
}

function reserve(memory: Kernel['memory'], bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE)
  if (missing > 0) memory.grow(missing)
}
