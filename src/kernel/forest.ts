/**
 * Margins of a forest, sixteen rows an instruction: the fast way to predict many rows.
 *
 *   margin[r, k] += leaf that row r reaches, tree after tree, in float32: the bits of walking down row by row
 *
 * Instead of following each row from node to node, where every step waits for the one before and every branch is a guess, all nodes of a tree
 * are decided for 64 rows at once (a byte a row, forest-program.ts) and leaf numbers selected from the bottom up. More comparisons than a
 * walk, but twenty times as many a cycle. Its twin is regression/walk-forest.ts, which runs where vectors are missing and takes every forest.
 * O(rows · nodes / 16) vector instructions, and log2(thresholds) comparisons a value.
 */
import { forestRuns, type ForestNodes, type ForestRun, type Plane } from './forest-program.js'
import { forestBytes } from './generated/forest-bytes.js'
import { instantiate, simdAvailable } from './simd.js'

/** Rows that share a copy of the columns; a multiple of the kernel's 64. */
const BLOCK_ROWS = 512
const SLOT = 64
const THRESHOLDS = 256
const LEAVES = 256
const PAGE = 65536

interface Kernel {
  readonly quantise: (
    values: number,
    rows: number,
    thresholds: number,
    steps: number,
    missing: number,
    out: number,
  ) => void
  readonly copyCodes: (values: number, rows: number, out: number) => void
  readonly run: (
    program: number,
    trees: number,
    planes: number,
    slots: number,
    rows: number,
    margins: number,
    outputs: number,
  ) => void
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
}

/** Where things lie, in bytes. */
interface Layout {
  readonly values: number
  readonly planes: number
  readonly slots: number
  readonly margins: number
  readonly thresholds: number
  readonly program: number
}

let kernel: Kernel | undefined

/**
 * Add the leaves of all trees to the margins, if this forest and this machine can be served.
 *
 * @param columns values of the features, float32, NaN missing, categories as codes
 * @param margins rows × outputs, row-major
 * @returns whether it was done; if not, nothing has changed
 */
export function addForestByKernel(
  forest: ForestNodes,
  columns: readonly Float32Array[],
  rows: number,
  outputs: number,
  margins: Float32Array,
): boolean {
  if (!simdAvailable()) return false
  const runs = forestRuns(forest)
  if (runs === null) return false
  kernel ??= instantiate(forestBytes) as unknown as Kernel
  for (const run of runs) addRun(kernel, run, columns, rows, outputs, margins)
  return true
}

function addRun(
  { quantise, copyCodes, run, memory }: Kernel,
  { planes, trees }: ForestRun,
  columns: readonly Float32Array[],
  rows: number,
  outputs: number,
  margins: Float32Array,
): void {
  const layout = layOut(planes, outputs)
  const program = writeProgram({ planes, trees }, layout)
  reserve(memory, layout.program + program.byteLength)
  const bytes = new Uint8Array(memory.buffer)
  const floats = new Float32Array(memory.buffer)
  bytes.set(program, layout.program)
  for (let leaf = 0; leaf < LEAVES; leaf++) {
    const at = layout.slots - (leaf + 1) * SLOT
    bytes.fill(leaf, at, at + SLOT)
  }
  planes.forEach(({ thresholds }, plane) => {
    const at = layout.thresholds / 4 + plane * THRESHOLDS
    floats.fill(Infinity, at, at + THRESHOLDS)
    floats.set(thresholds, at)
  })
  const columnsUsed = [...new Set(planes.map(({ column }) => column))]
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows - start)
    for (const column of columnsUsed) {
      floats.set(columns[column].subarray(start, start + count), layout.values / 4)
      planes.forEach((plane, number) => {
        if (plane.column !== column) return
        const out = layout.planes + number * BLOCK_ROWS
        if (plane.kind === 'category') copyCodes(layout.values, count, out)
        else {
          const steps = Math.ceil(Math.log2(plane.thresholds.length + 1))
          const missing = plane.kind === 'missing-left' ? 0 : 255
          quantise(layout.values, count, layout.thresholds + number * THRESHOLDS * 4, steps, missing, out)
        }
      })
    }
    const padded = Math.ceil(count / SLOT) * SLOT
    floats.set(margins.subarray(start * outputs, (start + count) * outputs), layout.margins / 4)
    run(layout.program, trees.length, layout.planes, layout.slots, padded, layout.margins, outputs)
    const done = layout.margins / 4
    margins.set(floats.subarray(done, done + count * outputs), start * outputs)
  }
}

function layOut(planes: readonly Plane[], outputs: number): Layout {
  const values = 0
  const planesAt = values + BLOCK_ROWS * 4
  // leaves' slots lie below node 0's
  const slots = planesAt + planes.length * BLOCK_ROWS + LEAVES * SLOT
  const margins = slots + LEAVES * SLOT
  const thresholds = margins + BLOCK_ROWS * outputs * 4
  return {
    values,
    planes: planesAt,
    slots,
    margins,
    thresholds,
    program: thresholds + planes.length * THRESHOLDS * 4,
  }
}

function reserve(memory: Kernel['memory'], bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE)
  if (missing > 0) memory.grow(missing)
}

/** Trees, then their leaves, then their sets. */
function writeProgram({ trees }: ForestRun, { program }: Layout): Uint8Array {
  const nodes = trees.reduce((sum, { bottoms, others }) => sum + bottoms.length + others.length, 0)
  const leafCount = trees.reduce((sum, { leaves }) => sum + leaves.length, 0)
  const sets = trees.flatMap(({ others }) => others.flatMap(({ set }) => (set === null ? [] : [set])))
  const words = 4 * (trees.length + nodes)
  const out = new Uint32Array(words + leafCount + 8 * sets.length)
  const leafFloats = new Float32Array(out.buffer)
  let at = 0
  let leafAt = words
  let setAt = words + leafCount
  const address = (word: number): number => program + 4 * word
  for (const { bottoms, others, leaves, output } of trees) {
    out.set([bottoms.length, others.length, address(leafAt), output], at)
    at += 4
    leafFloats.set(leaves, leafAt)
    leafAt += leaves.length
    for (const { plane, threshold, left } of bottoms) {
      out[at] = plane * BLOCK_ROWS
      out[at + 1] = threshold
      out[at + 2] = left
      at += 4
    }
    for (const { plane, threshold, set, left, right } of others) {
      out[at] = plane * BLOCK_ROWS
      out[at + 1] = set === null ? threshold : 256 + address(setAt)
      out[at + 2] = left * SLOT
      out[at + 3] = right * SLOT
      at += 4
      if (set === null) continue
      out.set(set, setAt)
      setAt += 8
    }
  }
  return new Uint8Array(out.buffer)
}
