/**
 * Itemsets of one length as a trie of arrays: how Apriori joins and prunes its candidates.
 *
 * Depth d (0 … k − 1 for itemsets of k items) holds its nodes in lexicographic order: `items[d]` their items, `starts[d]` where each one's
 * children begin in depth d + 1. Leaves carry counts. No node objects, no pointers.
 */
/** Itemsets of one length. */
export interface Trie {
  /** Itemsets: leaves of the deepest level. */
  readonly size: number
  /** By depth: the item of each node; children of one node ascending. */
  readonly items: readonly Int32Array[]
  /** By depth but the last: nodes + 1 positions in the next depth. */
  readonly starts: readonly Int32Array[]
  /** Baskets that hold each itemset; 0 before they were counted. */
  readonly counts: Int32Array
}

/** Candidates of k + 1 items from all frequent itemsets of k: joined, and pruned by their subsets. */
export function candidateTrie(trie: Trie): Trie {
  const { items, starts, size } = trie
  const last = items.length - 1
  const added: number[] = []
  const addedStarts = new Int32Array(size + 1)
  const path = new Int32Array(items.length)
  const nodes = new Int32Array(items.length)
  const leaves = items[last]
  let candidates = new Int32Array(64)

  // All leaves below one parent, in order; `path` and `nodes` hold the way to the parent.
  const joinSiblings = (from: number, to: number): void => {
    for (let x = from; x < to; x++) {
      path[last] = leaves[x]
      let found = to - x - 1
      if (candidates.length < found) candidates = new Int32Array(2 * found)
      for (let k = 0; k < found; k++) candidates[k] = leaves[x + 1 + k]
      // {path without q} ∪ {y} must be frequent for every q but the last, where it is by the join
      for (let q = 0; q < last && found > 0; q++) {
        const parent = findWithout(trie, path, nodes, q)
        found = intersect(candidates, found, leaves, starts[last - 1][parent], starts[last - 1][parent + 1])
      }
      for (let k = 0; k < found; k++) added.push(candidates[k])
      addedStarts[x + 1] = added.length
    }
  }
  const visit = (depth: number, from: number, to: number): void => {
    if (depth === last) return joinSiblings(from, to)
    for (let node = from; node < to; node++) {
      path[depth] = items[depth][node]
      nodes[depth] = node
      visit(depth + 1, starts[depth][node], starts[depth][node + 1])
    }
  }
  visit(0, 0, items[0].length)
  const candidateItems = Int32Array.from(added)
  return {
    size: candidateItems.length,
    items: [...items, candidateItems],
    starts: [...starts, addedStarts],
    counts: new Int32Array(candidateItems.length),
  }
}

/** The node of `path` without its item at depth q; it exists, since every subset of a frequent itemset is frequent. */
function findWithout({ items, starts }: Trie, path: Int32Array, nodes: Int32Array, q: number): number {
  let depth = q
  let from = q === 0 ? 0 : starts[q - 1][nodes[q - 1]]
  let to = q === 0 ? items[0].length : starts[q - 1][nodes[q - 1] + 1]
  let node = from
  for (let k = q + 1; k < path.length; k++) {
    node = search(items[depth], from, to, path[k])
    if (k < path.length - 1) {
      from = starts[depth][node]
      to = starts[depth][node + 1]
      depth++
    }
  }
  return node
}

/** Position of `item` in `items[from]` to `items[to − 1]`, ascending, where it is. */
function search(items: Int32Array, from: number, to: number, item: number): number {
  let low = from
  let high = to - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (items[middle] < item) low = middle + 1
    else high = middle
  }
  return low
}

/** Keep those of the first `found` candidates that are among `items[from]` to `items[to − 1]`; returns how many. */
function intersect(candidates: Int32Array, found: number, items: Int32Array, from: number, to: number): number {
  let kept = 0
  let at = from
  for (let k = 0; k < found; k++) {
    while (at < to && items[at] < candidates[k]) at++
    if (at < to && items[at] === candidates[k]) candidates[kept++] = candidates[k]
  }
  return kept
}

/** The frequent ones of counted candidates, without branches that end before their depth. */
export function frequentTrie({ items, starts, counts }: Trie, minCount: number): Trie {
  const depths = items.length
  let keep = Uint8Array.from(counts, (count) => (count >= minCount ? 1 : 0))
  const keptCounts = counts.filter((_, leaf) => keep[leaf] === 1)
  const newItems: Int32Array[] = new Array<Int32Array>(depths)
  const newStarts: Int32Array[] = new Array<Int32Array>(depths - 1)
  newItems[depths - 1] = pick(items[depths - 1], keep)
  for (let depth = depths - 2; depth >= 0; depth--) {
    const children = starts[depth]
    const parents = new Uint8Array(items[depth].length)
    const kept: number[] = [0]
    let end = 0
    for (let node = 0; node < parents.length; node++) {
      const before = end
      for (let child = children[node]; child < children[node + 1]; child++) end += keep[child]
      if (end === before) continue
      parents[node] = 1
      kept.push(end)
    }
    newStarts[depth] = Int32Array.from(kept)
    newItems[depth] = pick(items[depth], parents)
    keep = parents
  }
  return { size: keptCounts.length, items: newItems, starts: newStarts, counts: keptCounts }
}

function pick(items: Int32Array, keep: Uint8Array): Int32Array {
  return items.filter((_, i) => keep[i] === 1)
}
