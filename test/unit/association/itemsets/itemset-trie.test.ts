/** The trie, the lattice on it, and sorting by several keys. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addChild, addPath, childOf, findPath, itemsetTrie } from '../../../../src/association/itemsets/itemset-trie.js'
import { addRow, lattice, rowWith } from '../../../../src/association/rules/rules-lattice.js'
import { orderBy } from '../../../../src/association/rules/rules-order.js'

test('a path is found where it was put, and nowhere else', () => {
  const trie = itemsetTrie()
  const node = addPath(trie, 0, Int32Array.of(9, 1, 4, 7, 9), 1, 4)
  assert.equal(findPath(trie, Int32Array.of(1, 4, 7), 0, 3), node)
  assert.equal(trie.size, 4) // the empty set, 1, 1 4, 1 4 7
  assert.equal(findPath(trie, Int32Array.of(1, 7), 0, 2), -1)
  assert.equal(findPath(trie, Int32Array.of(4), 0, 1), -1)
  assert.equal(childOf(trie, node, 9), -1)
})

test('ten thousand nodes grow the arrays and stay findable', () => {
  const trie = itemsetTrie()
  for (let i = 0; i < 100; i++) {
    const node = addChild(trie, 0, i)
    for (let j = 0; j < 100; j++) addChild(trie, node, j)
  }
  assert.equal(trie.size, 1 + 100 + 100 * 100)
  for (let i = 0; i < 100; i++) {
    const node = childOf(trie, 0, i)
    assert.equal(trie.items[node], i)
    for (let j = 0; j < 100; j++) assert.equal(trie.parents[childOf(trie, node, j)], node)
    assert.equal(childOf(trie, node, 100), -1)
  }
})

test('each row of a lattice is linked to its parts; a row without its parts, or twice, is not taken', () => {
  const sets = lattice(10)
  const add = (...items: number[]): number => addRow(sets, Int32Array.from(items), 0, items.length, 1)
  for (const item of [0, 1, 2]) assert.equal(add(item), -1)
  assert.deepEqual([add(0, 1), add(0, 2), add(0, 1, 2)], [-1, -1, 0]) // 1 2 is missing
  assert.deepEqual([add(1, 2), add(0, 1, 2), add(0, 1, 2)], [-1, -1, 3])
  const row = sets.count - 1
  const parts = sets.parts.subarray(sets.offsets[row], sets.offsets[row + 1])
  assert.deepEqual([...parts], [5, 4, 3]) // 1 2, 0 2, 0 1
  assert.equal(rowWith(sets, 3, 2), row)
  assert.equal(rowWith(sets, -1, 1), 1)
})

test('rows are ordered by the first key, ties by the next', () => {
  const keys = [
    [2, 1, 2, 1, -Infinity],
    [0, 5, 0, 5, 0],
    [1, 2, 0, 1, 0],
  ].map((key) => Float64Array.from(key))
  assert.deepEqual([...orderBy(keys)], [4, 3, 1, 2, 0])
  assert.deepEqual([...orderBy([new Float64Array(0)])], [])
})
