/**
 * A trie of itemsets in arrays: node 0 is the empty set, every other node is its parent's set and one more item.
 *
 * Children are found through one hash table over (parent, item) with linear probing, so that a step costs the same wherever it starts,
 * and nodes can be added in any order. No node objects, no text keys. 16 to 24 bytes a node; a step O(1), an itemset of k items O(k).
 */
export interface ItemsetTrie {
  /** Nodes in use, the empty set included. */
  size: number
  /** By node: the node it hangs below, and the item it adds. */
  parents: Int32Array
  items: Int32Array
  /** Hash table of nodes; 0 = free. */
  slots: Int32Array
}

/** The trie of the empty set. */
export function itemsetTrie(): ItemsetTrie {
  return { size: 1, parents: new Int32Array(1024), items: new Int32Array(1024), slots: new Int32Array(2048) }
}

/** The node of a set and one more item; −1 when it is not there. */
export function childOf({ parents, items, slots }: ItemsetTrie, node: number, item: number): number {
  const mask = slots.length - 1
  for (let slot = hash(node, item) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
    const child = slots[slot]
    if (parents[child] === node && items[child] === item) return child
  }
  return -1
}

/** A new node; there must be none of that parent and item yet. */
export function addChild(trie: ItemsetTrie, node: number, item: number): number {
  if (trie.size === trie.items.length) grow(trie)
  const child = trie.size++
  trie.parents[child] = node
  trie.items[child] = item
  insert(trie, child)
  return child
}

/** The node of a set and items `from` to `to − 1` besides, and of the sets on the way to it, made where they are missing. */
export function addPath(trie: ItemsetTrie, start: number, list: Int32Array, from: number, to: number): number {
  let node = start
  for (let k = from; k < to; k++) {
    const child = childOf(trie, node, list[k])
    node = child < 0 ? addChild(trie, node, list[k]) : child
  }
  return node
}

/** The node of items `from` to `to − 1`; −1 when it is not there. */
export function findPath(trie: ItemsetTrie, list: Int32Array, from: number, to: number): number {
  let node = 0
  for (let k = from; k < to && node >= 0; k++) node = childOf(trie, node, list[k])
  return node
}

function insert({ parents, items, slots }: ItemsetTrie, node: number): void {
  const mask = slots.length - 1
  let slot = hash(parents[node], items[node]) & mask
  while (slots[slot] !== 0) slot = (slot + 1) & mask
  slots[slot] = node
}

/** Twice the room; the table stays at most half full. */
function grow(trie: ItemsetTrie): void {
  const { parents, items } = trie
  trie.parents = new Int32Array(2 * parents.length)
  trie.parents.set(parents)
  trie.items = new Int32Array(2 * items.length)
  trie.items.set(items)
  trie.slots = new Int32Array(4 * parents.length)
  for (let node = 1; node < trie.size; node++) insert(trie, node)
}

/** Steele & Vigna's style of mixing: neighbouring nodes and items end up far apart. */
function hash(node: number, item: number): number {
  let z = Math.imul(node, 0x9e3779b1) ^ Math.imul(item + 1, 0x85ebca6b)
  z = Math.imul(z ^ (z >>> 15), 0x2c1b3c6d)
  return z ^ (z >>> 13)
}
