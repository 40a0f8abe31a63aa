/**
 * The FP-tree as arrays of integers: all trees of a search lie behind each other in one arena and are dropped by lowering its end.
 *
 * A tree over k local items (0 = nearest the root) has nodes `from` … `to − 1`; node `from` is the root, parents come before children, and
 * items rise on every path from the root. Nodes of one item are chained. Children are found through the parent's list of children, those
 * of the root through a table.
 * Han, Pei & Yin, Mining Frequent Patterns without Candidate Generation (2000), §2; arrays after Rácz, nonordfp (2004).
 */

/** Nodes of all trees of a search. */
export interface Arena {
  /** Nodes in use. */
  end: number
  /** Local item of each node, −1 for a root. */
  item: Int32Array
  parent: Int32Array
  /** Baskets that pass through the node. */
  count: Int32Array
  /** The node before with the same item, or −1. */
  next: Int32Array
  /** First child, or −1, and the next child of the same parent, or −1. */
  child: Int32Array
  sibling: Int32Array
}

/** One tree. */
export interface FpTree {
  readonly root: number
  /** Global (recoded) item of each local item. */
  readonly items: Int32Array
  /** Baskets that hold each local item. */
  readonly counts: Int32Array
  /** Last node of each local item. */
  readonly heads: Int32Array
  /** Child of the root with each local item, or −1. */
  readonly tops: Int32Array
}

/** An arena with room for some nodes; it grows. */
export function fpArena(nodes: number): Arena {
  const size = Math.max(1024, nodes)
  return {
    end: 0,
    item: new Int32Array(size),
    parent: new Int32Array(size),
    count: new Int32Array(size),
    next: new Int32Array(size),
    child: new Int32Array(size),
    sibling: new Int32Array(size),
  }
}

/** A tree of a root alone. */
export function plantTree(arena: Arena, items: Int32Array, counts: Int32Array): FpTree {
  const root = arena.end
  addNode(arena, -1, -1, -1)
  return {
    root,
    items,
    counts,
    heads: new Int32Array(items.length).fill(-1),
    tops: new Int32Array(items.length).fill(-1),
  }
}

/**
 * Add baskets in lexicographic order to an empty tree: each shares a prefix with the one before, so nothing has to be looked up.
 *
 * @param offsets,values basket t holds local items `values[offsets[t]]` to `values[offsets[t + 1] − 1]`, ascending; none is empty
 */
export function insertSorted(
  arena: Arena,
  { root, heads, tops }: FpTree,
  offsets: Int32Array,
  values: Int32Array,
  weights: Int32Array,
): void {
  const nodes = new Int32Array(heads.length + 1)
  nodes[0] = root
  for (let t = 0, previous = 0; t < weights.length; previous = offsets[t++]) {
    const from = offsets[t]
    const length = offsets[t + 1] - from
    const shared = t === 0 ? 0 : sharedPrefix(values, previous, from, offsets[t + 1])
    for (let k = 0; k < shared; k++) arena.count[nodes[k + 1]] += weights[t]
    for (let k = shared; k < length; k++) {
      const item = values[from + k]
      const node = addNode(arena, item, nodes[k], heads[item])
      heads[item] = node
      if (k === 0) tops[item] = node
      arena.count[node] = weights[t]
      nodes[k + 1] = node
    }
  }
}

/** How many values two neighbouring lists begin with in common. */
function sharedPrefix(values: Int32Array, previous: number, from: number, to: number): number {
  let k = 0
  while (previous + k < from && from + k < to && values[previous + k] === values[from + k]) k++
  return k
}

/** Add `weight` baskets that hold `path[from]` to `path[to − 1]`, local items, ascending. */
export function insertPath(
  arena: Arena,
  tree: FpTree,
  path: Int32Array,
  from: number,
  to: number,
  weight: number,
): void {
  if (from === to) return
  const { heads, tops, root } = tree
  let node = tops[path[from]]
  if (node < 0) {
    node = addNode(arena, path[from], root, heads[path[from]])
    heads[path[from]] = node
    tops[path[from]] = node
  }
  arena.count[node] += weight
  for (let k = from + 1; k < to; k++) {
    const wanted = path[k]
    const { item, sibling, child } = arena
    const parent = node
    node = child[parent]
    while (node >= 0 && item[node] !== wanted) node = sibling[node]
    if (node < 0) {
      node = addNode(arena, wanted, parent, heads[wanted])
      heads[wanted] = node
    }
    arena.count[node] += weight
  }
}

function addNode(arena: Arena, item: number, parent: number, next: number): number {
  if (arena.end === arena.item.length) growArena(arena)
  const node = arena.end++
  arena.item[node] = item
  arena.parent[node] = parent
  arena.count[node] = 0
  arena.next[node] = next
  arena.child[node] = -1
  // children of the root are found through `tops`
  if (parent >= 0) {
    arena.sibling[node] = arena.child[parent]
    arena.child[parent] = node
  } else arena.sibling[node] = -1
  return node
}

function growArena(arena: Arena): void {
  const size = 2 * arena.item.length
  for (const name of ['item', 'parent', 'count', 'next', 'child', 'sibling'] as const) {
    const grown = new Int32Array(size)
    grown.set(arena[name])
    arena[name] = grown
  }
}

/** Whether the tree is one path: no node has two children. */
export function isSinglePath({ child, sibling }: Arena, { root }: FpTree): boolean {
  for (let node = child[root]; node >= 0; node = child[node]) if (sibling[node] >= 0) return false
  return true
}
