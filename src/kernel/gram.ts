/**
 * Gram matrix XᵀX of a tall matrix, the hot loop of every least-squares step.
 *
 *   G[i, j] = Σ_r X[r, i]·X[r, j],  X of `rows` × `count`, column-major
 *
 * The WebAssembly kernel (assembly/gram.ts) works on panels of 64 columns and blocks of 512 rows that are copied into a memory of fixed
 * size, so any shape fits; columns are padded with zeros to whole tiles. Its TypeScript twin (gram-twin.ts, which defines the order of the
 * sums) gives the same bits and runs where WebAssembly vectors are missing.
 * Cost: rows·count²/2 multiplications, two at a time, and a copy of X for each pair of panels.
 */
import { gramBytes } from './generated/gram-bytes.js'
import { BLOCK_ROWS, gramTwin, mirror } from './gram-twin.js'
import { instantiate, simdAvailable } from './simd.js'

/** Columns of a panel; must equal the kernel's `PANEL`. */
const PANEL = 64
/** Tiles are 4 columns of A by 2 of B; padding both to 4 lets one panel serve on either side. */
const TILE = 4
/** Where things lie in the kernel's memory, in doubles: panel A, panel B, sums. */
const PANEL_B = PANEL * BLOCK_ROWS
const SUMS = 2 * PANEL * BLOCK_ROWS

type GramBlock = (
  a: number,
  b: number,
  sums: number,
  rows: number,
  stride: number,
  aCount: number,
  bCount: number,
) => void

interface Kernel {
  readonly gramBlock: GramBlock
  /** The kernel's memory; it never grows, so the view stays valid. */
  readonly memory: Float64Array
}

let kernel: Kernel | undefined

/**
 * Gram matrix of the columns.
 *
 * @param columns column-major `rows` × `count`; NaN and infinities propagate as in plain arithmetic
 * @param rows number of rows, ≥ 0
 * @param count number of columns, ≥ 0
 * @returns `count` × `count`, row-major, symmetric; the same bits on every machine
 * @example
 * gram(new Float64Array([1, 2, 3, 4]), 2, 2)   // columns (1, 2) and (3, 4) → [5, 11, 11, 25]
 */
export function gram(columns: Float64Array, rows: number, count: number): Float64Array {
  if (!simdAvailable()) return gramTwin(columns, rows, count)
  kernel ??= start()
  const out = new Float64Array(count * count)
  for (let first = 0; first < count; first += PANEL) {
    for (let second = first; second < count; second += PANEL) {
      multiplyPanels(kernel, columns, rows, count, first, second)
      readSums(kernel.memory, out, count, first, second)
    }
  }
  mirror(out, count)
  return out
}

function start(): Kernel {
  const exports = instantiate(gramBytes) as { gramBlock: GramBlock; memory: { buffer: ArrayBuffer } }
  return { gramBlock: exports.gramBlock, memory: new Float64Array(exports.memory.buffer) }
}

/** Leave in the kernel's sums the products of the panels that begin at columns `first` and `second`. */
function multiplyPanels(
  { gramBlock, memory }: Kernel,
  columns: Float64Array,
  rows: number,
  count: number,
  first: number,
  second: number,
): void {
  memory.fill(0, SUMS, SUMS + PANEL * PANEL)
  const b = second === first ? 0 : PANEL_B
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const length = Math.min(BLOCK_ROWS, rows - start)
    const aCount = loadPanel(memory, 0, columns, rows, count, first, start, length)
    const bCount = b === 0 ? aCount : loadPanel(memory, b, columns, rows, count, second, start, length)
    gramBlock(0, b * 8, SUMS * 8, length + (length % 2), BLOCK_ROWS * 8, aCount, bCount)
  }
}

/** Copy rows start … start + length of the panel's columns to `at`, padded with zeros to an even row and a whole tile. Returns the padded column count. */
function loadPanel(
  memory: Float64Array,
  at: number,
  columns: Float64Array,
  rows: number,
  count: number,
  first: number,
  start: number,
  length: number,
): number {
  const width = Math.min(PANEL, count - first)
  const padded = Math.ceil(width / TILE) * TILE
  for (let c = 0; c < width; c++) {
    const from = (first + c) * rows + start
    const to = at + c * BLOCK_ROWS
    memory.set(columns.subarray(from, from + length), to)
    if (length % 2 === 1) memory[to + length] = 0
  }
  for (let c = width; c < padded; c++) memory.fill(0, at + c * BLOCK_ROWS, at + c * BLOCK_ROWS + length + (length % 2))
  return padded
}

/** Copy the sums of one pair of panels into the upper triangle of `out`. */
function readSums(memory: Float64Array, out: Float64Array, count: number, first: number, second: number): void {
  const rowEnd = Math.min(PANEL, count - first)
  const columnEnd = Math.min(PANEL, count - second)
  for (let i = 0; i < rowEnd; i++) {
    for (let j = first === second ? i : 0; j < columnEnd; j++) {
      out[(first + i) * count + second + j] = memory[SUMS + i * PANEL + j]
    }
  }
}
