/**
 * Memories with the tree kernel in them: an arena is taken for one model's growth and given back.
 *
 * The WebAssembly kernel (assembly/trees.ts) and its twin (trees-twin.ts) work on the same layout, so whoever fills an arena need not know
 * which of them runs. A small arena is kept for the next model (a model of 120 rows takes less time than a new memory); a large one is
 * left to the garbage collector, which gives its pages back.
 */
import { treesBytes } from './generated/trees-bytes.js'
import { instantiate, simdAvailable } from './simd.js'
import { twinKernel, type TreeKernel } from './trees-twin.js'

/** Arenas above this are not kept. */
const KEPT_BYTES = 2 ** 24
const PAGE = 2 ** 16

interface Arena {
  readonly kernel: TreeKernel
  readonly bytes: number
  readonly vectors: boolean
}

/** Small arenas that nobody uses now. */
const idle: Arena[] = []

interface Memory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

/**
 * Take an arena of at least so many bytes; give it back with `releaseTrees`. What it holds at first is arbitrary.
 */
export function takeTrees(bytes: number): TreeKernel {
  const vectors = simdAvailable()
  const found = idle.findIndex((arena) => arena.vectors === vectors && arena.bytes >= bytes)
  if (found >= 0) return lend(idle.splice(found, 1)[0])
  const rounded = Math.ceil(Math.max(bytes, 2 ** 20) / PAGE) * PAGE
  return lend({ kernel: vectors ? openMemory(rounded) : twinKernel(new ArrayBuffer(rounded)), bytes: rounded, vectors })
}

/** Lent arenas by their kernel. */
const lent = new WeakMap<TreeKernel, Arena>()

function lend(arena: Arena): TreeKernel {
  lent.set(arena.kernel, arena)
  return arena.kernel
}

/** Give an arena back; its views must not be used any more. */
export function releaseTrees(kernel: TreeKernel): void {
  const arena = lent.get(kernel)
  lent.delete(kernel)
  if (arena === undefined || arena.bytes > KEPT_BYTES) return
  if (idle.length > 1) idle.shift()
  idle.push(arena)
}

type Loops = Pick<
  TreeKernel,
  'histogram' | 'countRows' | 'subtract' | 'subtractCounts' | 'sum' | 'partition' | 'addLeaf' | 'scan'
>

function openMemory(bytes: number): TreeKernel {
  const exports = instantiate(treesBytes)
  const memory = exports.memory as Memory
  memory.grow(bytes / PAGE - memory.buffer.byteLength / PAGE)
  const { buffer } = memory
  const loops = exports as unknown as Loops
  return {
    u8: new Uint8Array(buffer),
    u16: new Uint16Array(buffer),
    i32: new Int32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
    histogram: loops.histogram,
    countRows: loops.countRows,
    subtract: loops.subtract,
    subtractCounts: loops.subtractCounts,
    sum: loops.sum,
    partition: loops.partition,
    addLeaf: loops.addLeaf,
    scan: loops.scan,
  }
}
