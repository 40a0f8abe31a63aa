/**
 * What all parts of one search share: where in the tree of itemsets it stands, and room to work in.
 *
 * The search goes down a tree whose nodes are itemsets P = {e₁ > e₂ > … > e_r} in recoded items (0 = most frequent); its children add an
 * item smaller than e_r. With a node go the baskets that hold P, cut down to the items below e_r that are frequent among them, its tail.
 * Items that lie in all of those baskets ("perfect extensions") are taken out of the tree and kept beside P: they can be added to anything
 * below without changing a count.
 */
import type { ItemsetBuffer } from '../../search/itemset-buffer.js'

/** What becomes of the nodes, by kind of itemset. */
export interface Visitor {
  /** Whether children are visited from the least frequent item on: then every superset in another part of the tree comes before its subsets. */
  readonly descending: boolean
  /** Longest P that a node is made for. */
  readonly maxDepth: number
  /**
   * The itemset of the stack, with its perfect extensions.
   *
   * @param total its support, see support.ts
   * @param tail items of its children, the first `size`, ascending
   * @returns whether its children are wanted
   */
  readonly enter: (walk: Walk, total: number, tail: Int32Array, size: number) => boolean
  /**
   * All itemsets below the stack's at once: set s ≥ 1 is made of the `tail[i]` whose bit i is in s.
   *
   * @param totals support of each of the 2^size sets; that of the empty one is P's. May be overwritten
   */
  readonly leaves: (walk: Walk, totals: Float64Array, tail: Int32Array, size: number) => void
}

/** State of one search. */
export interface Walk {
  readonly minCount: number
  readonly visitor: Visitor
  readonly out: ItemsetBuffer
  /** P, descending: the first `depth`. */
  readonly stack: Int32Array
  depth: number
  /** Perfect extensions of P and of the sets above it: the first `perfectCount`, in no order. */
  readonly perfect: Int32Array
  perfectCount: number
  /** By item of a block or bit of a word; all 0 between uses. */
  readonly totals: Float64Array
  readonly codes: Int32Array
  /** Room for as many items as there are. */
  readonly touched: Int32Array
  readonly found: Float64Array
  /** Supports of all sets of a few items. */
  readonly table: Float64Array
  /** Hash table for merging words. */
  slots: Int32Array
  /** Room by depth, made when first needed. */
  readonly levels: Level[]
  /** Nodes since the clock was looked at. */
  ticks: number
}

/** The tail of one node and its baskets as words. */
export interface Level {
  /** Recoded items, ascending. */
  tail: Int32Array
  /** Their supports together with P. */
  supports: Float64Array
  /** What they are called in the baskets above: an item of the block, or a bit. */
  names: Int32Array
  /** Baskets as sets of bits, with their weights. */
  words: Int32Array
  weights: Float64Array
}

/** Most items whose sets all get a place in a table. */
export const TABLE_ITEMS = 10
/** Most items whose sets fit a word. */
export const WORD_ITEMS = 31

const TICKS = 256

/** The start of a search over `size` items. */
export function startWalk(visitor: Visitor, out: ItemsetBuffer, minCount: number, size: number): Walk {
  const room = Math.max(size, WORD_ITEMS) + 1
  return {
    minCount,
    visitor,
    out,
    stack: new Int32Array(room),
    depth: 0,
    perfect: new Int32Array(room),
    perfectCount: 0,
    totals: new Float64Array(room),
    codes: new Int32Array(room),
    touched: new Int32Array(room),
    found: new Float64Array(room),
    table: new Float64Array(1 << TABLE_ITEMS),
    slots: new Int32Array(0),
    levels: [],
    ticks: 0,
  }
}

/** Room for a tail of `size` items and `count` baskets at the present depth; what was in it is lost. */
export function levelOf({ levels, depth }: Walk, size: number, count: number): Level {
  while (levels.length <= depth) levels.push(emptyLevel())
  const level = levels[depth]
  if (level.tail.length < size) {
    const room = Math.max(2 * level.tail.length, size)
    level.tail = new Int32Array(room)
    level.supports = new Float64Array(room)
    level.names = new Int32Array(room)
  }
  if (level.words.length < count) {
    const room = Math.max(2 * level.words.length, count)
    level.words = new Int32Array(room)
    level.weights = new Float64Array(room)
  }
  return level
}

function emptyLevel(): Level {
  return {
    tail: new Int32Array(WORD_ITEMS),
    supports: new Float64Array(WORD_ITEMS),
    names: new Int32Array(WORD_ITEMS),
    words: new Int32Array(0),
    weights: new Float64Array(0),
  }
}

/** Whether a limit has been reached; looks at the clock now and then. */
export function isStopped(walk: Walk): boolean {
  const { out } = walk
  if (++walk.ticks >= TICKS) {
    walk.ticks = 0
    out.stopped ??= out.guard.late()
  }
  return out.stopped !== null
}

/** Visit the children of a node whose sets of two items or more are known to be infrequent. */
export function visitSingles(walk: Walk, { tail, supports }: Level, size: number): void {
  const { visitor, stack } = walk
  for (let k = 0; k < size; k++) {
    const child = visitor.descending ? size - 1 - k : k
    stack[walk.depth++] = tail[child]
    visitor.enter(walk, supports[child], tail, 0)
    walk.depth--
  }
}
