/**
 * Where everything lies in the arena of one model's growth: bins and vectors of the rows it learns from, histograms, small tables.
 *
 * Rows are numbered 0 … rows − 1 here, also when they are a subset of the matrix; all addresses are in bytes, multiples of 16.
 */
import { BodkinError } from '../../errors.js'
import { releaseTrees, takeTrees } from '../../kernel/trees.js'
import { TREE_BLOCK_ROWS, FEATURE_FIELDS, type TreeKernel } from '../../kernel/trees-twin.js'
import type { BinnedMatrix } from './binning.js'

/** Histograms may take so much memory; nodes beyond it are summed anew instead of subtracted. */
const HISTOGRAM_BYTES = 2 ** 26
/** WebAssembly's addresses are 32 bits wide. */
const MOST_BYTES = 2 ** 32 - 2 ** 16
/** The arena's first bytes stay free: address 0 means "none". */
const FIRST = 4096

/** The layout. */
export interface Workspace {
  readonly kernel: TreeKernel
  readonly rows: number
  /** Features: cells of a row. */
  readonly stride: number
  /** 1 where a cell has two bytes. */
  readonly wide: number
  /** Histogram slots of a node: value bins and missing of all features. */
  readonly slots: number
  /** Row-major bins, for histograms: a row's cells lie together. */
  readonly bins: number
  /** The same column by column, for partitions: a feature's cells lie together. */
  readonly columns: number
  readonly gradients: number
  /** f32 margins, one vector an output. */
  readonly margins: readonly number[]
  /** i32 rows of the tree in hand, ordered by node. */
  readonly ids: number
  readonly scratch: number
  readonly block: number
  readonly starts: number
  readonly features: number
  readonly list: number
  readonly table: number
  readonly node: number
  readonly rules: number
  readonly found: number
  /** Room of the scan. */
  readonly occupied: number
  /** Number of histograms; the last one is for nodes whose histogram is not kept. */
  readonly histograms: number
  readonly histogram: (index: number) => number
  /** Row counts of a histogram; 0 where rows are not counted. */
  readonly rowCounts: (index: number) => number
}

/** What the layout depends on. */
export interface WorkspaceNeeds {
  readonly outputs: number
  /** Whether splits need numbers of rows. */
  readonly counting: boolean
  /** Histograms that are wanted at once. */
  readonly histograms: number
}

/**
 * Take an arena and load the matrix into it.
 *
 * @param subset rows of the matrix to learn from; null = all
 */
export function openWorkspace(matrix: BinnedMatrix, subset: Int32Array | null, needs: WorkspaceNeeds): Workspace {
  const rows = subset?.length ?? matrix.rows
  const stride = matrix.features.length
  const wide = matrix.bins instanceof Uint16Array ? 1 : 0
  const slots = matrix.counts.reduce((sum, count) => sum + count + 1, 0)
  const histogramBytes = align(slots * 16) + (needs.counting ? align(slots * 4) : 0)
  const affordable = Math.max(4, Math.floor(HISTOGRAM_BYTES / Math.max(1, histogramBytes)))
  const histograms = 1 + Math.min(needs.histograms, affordable)
  let end = FIRST
  const room = (bytes: number): number => {
    const at = end
    end += align(bytes)
    return at
  }
  const layout = {
    bins: room(rows * stride * (1 + wide) + 32),
    columns: room(rows * stride * (1 + wide)),
    gradients: room(rows * 8),
    margins: Array.from({ length: needs.outputs }, () => room(rows * 4)),
    ids: room(rows * 4),
    scratch: room(rows * 4 + 16),
    block: room(TREE_BLOCK_ROWS * (8 + stride * (1 + wide)) + 32),
    starts: room(stride * 4),
    features: room(stride * 4 * FEATURE_FIELDS),
    list: room(stride * 4),
    table: room(wide === 1 ? 65_536 : 256),
    node: room(64),
    rules: room(64),
    found: room(64),
    occupied: room(20 * matrix.counts.reduce((most, count) => Math.max(most, count), 0) + 40),
  }
  const first = room(histogramBytes * histograms)
  if (end > MOST_BYTES) {
    const message = `trees on ${rows} rows × ${stride} features must fit 4 GiB of memory, got ${Math.ceil(end / 2 ** 30)} GiB`
    throw new BodkinError('LIMIT', message, { rows, features: stride })
  }
  const kernel = takeTrees(end)
  loadBins(kernel, layout.bins, matrix, subset)
  transpose(wide === 1 ? kernel.u16 : kernel.u8, layout.bins / (1 + wide), layout.columns / (1 + wide), rows, stride)
  loadFeatures(kernel, layout, matrix)
  return Object.freeze({
    kernel,
    rows,
    stride,
    wide,
    slots,
    ...layout,
    histograms,
    histogram: (index: number) => first + index * histogramBytes,
    rowCounts: (index: number) => (needs.counting ? first + index * histogramBytes + align(slots * 16) : 0),
  })
}

/** Give the arena back. */
export function closeWorkspace({ kernel }: Workspace): void {
  releaseTrees(kernel)
}

function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16
}

function loadBins(kernel: TreeKernel, at: number, { bins, features }: BinnedMatrix, subset: Int32Array | null): void {
  const wide = bins instanceof Uint16Array
  const cells = wide ? kernel.u16 : kernel.u8
  const from = wide ? at / 2 : at
  if (subset === null) {
    cells.set(bins, from)
    return
  }
  const stride = features.length
  for (let i = 0, to = from; i < subset.length; i++) {
    for (let f = 0, cell = subset[i] * stride; f < stride; f++) cells[to++] = bins[cell++]
  }
}

/** Rows of a block that stays in the cache while its columns are written. */
const TRANSPOSED_ROWS = 512

/** Copy row-major cells at `from` column by column to `to`. */
function transpose(cells: Uint8Array | Uint16Array, from: number, to: number, rows: number, stride: number): void {
  for (let begin = 0; begin < rows; begin += TRANSPOSED_ROWS) {
    const end = Math.min(begin + TRANSPOSED_ROWS, rows)
    for (let f = 0; f < stride; f++) {
      const column = to + f * rows
      for (let row = begin, cell = from + begin * stride + f; row < end; row++, cell += stride) {
        cells[column + row] = cells[cell]
      }
    }
  }
}

/** First slots, and what the scan needs to know of each feature; directions are the grower's. */
function loadFeatures(
  { i32 }: TreeKernel,
  { starts, features }: { readonly starts: number; readonly features: number },
  { counts, hasMissing }: BinnedMatrix,
): void {
  let slot = 0
  for (let f = 0; f < counts.length; f++) {
    const fields = (features >> 2) + FEATURE_FIELDS * f
    i32[(starts >> 2) + f] = slot
    i32[fields] = slot
    i32[fields + 1] = counts[f]
    i32[fields + 2] = hasMissing[f]
    i32[fields + 3] = 0
    slot += counts[f] + 1
  }
}
