/**
 * Whether flat trees that came from outside are trees: lengths agree, every index is in bounds, no node is reached twice, siblings are adjacent.
 * O(nodes + categories).
 */
import { refuse, type Place } from '../../options/rules.js'
import type { Trees } from './tree-model.js'

/** Throw at the first thing that does not hold. */
export function assertTrees(trees: Trees, features: number, outputs: number, place: Place): void {
  const at = (path: string): Place => ({ ...place, path: `${place.path}.${path}` })
  const count = trees.output.length
  const { offsets, rounds } = trees
  if (offsets.length !== count + 1)
    refuse(at('offsets'), `${count + 1} numbers, one a tree and the end`, Array.from(offsets))
  assertAscending(offsets, trees.left.length, 1, at('offsets'))
  assertAscending(rounds, count, 0, at('rounds'))
  if (trees.weight.length !== count) refuse(at('weight'), `${count} numbers, one a tree`, Array.from(trees.weight))
  const nodes = trees.left.length
  const perNode = [
    'right',
    'feature',
    'condition',
    'defaultLeft',
    'categoryBegin',
    'categoryEnd',
    'gain',
    'cover',
    'baseWeight',
  ] as const
  for (const key of perNode) {
    if (trees[key].length !== nodes) refuse(at(key), `${nodes} numbers, one a node`, Array.from(trees[key]))
  }
  const foreign = trees.output.findIndex((output) => output >= outputs)
  if (foreign >= 0) refuse(at(`output[${foreign}]`), `below ${outputs}`, trees.output[foreign])
  for (let node = 0; node < nodes; node++) {
    if (trees.left[node] >= 0 && trees.feature[node] >= features) {
      refuse(at(`feature[${node}]`), `below ${features}`, trees.feature[node])
    }
  }
  for (let tree = 0; tree < count; tree++) assertTree(trees, tree, at)
  assertSets(trees, at)
}

/** From 0 to `end`, each at least `step` above the one before. */
function assertAscending(values: Int32Array, end: number, step: number, place: Place): void {
  const bad = values.findIndex((value, i) => (i === 0 ? value !== 0 : value < values[i - 1] + step))
  if (bad >= 0)
    refuse({ ...place, path: `${place.path}[${bad}]` }, bad === 0 ? '0' : 'above the number before it', values[bad])
  if (values.length === 0 || values[values.length - 1] !== end)
    refuse(place, `numbers from 0 to ${end}`, Array.from(values))
}

function assertTree({ offsets, left, right }: Trees, tree: number, at: (path: string) => Place): void {
  const begin = offsets[tree]
  const nodes = offsets[tree + 1] - begin
  const reached = new Uint8Array(nodes)
  const pending = [0]
  reached[0] = 1
  while (pending.length > 0) {
    const node = begin + (pending.pop() as number)
    if (left[node] < 0 && right[node] < 0) continue
    if (right[node] !== left[node] + 1) refuse(at(`right[${node}]`), 'the node after the left child', right[node])
    for (const child of [left[node], right[node]]) {
      if (child < 1 || child >= nodes) refuse(at(`left[${node}]`), `below the tree's ${nodes} nodes`, left[node])
      if (reached[child] === 1) refuse(at(`left[${node}]`), 'a node that no other points to', left[node])
      reached[child] = 1
      pending.push(child)
    }
  }
  const apart = reached.indexOf(0)
  if (apart >= 0 && left[begin + apart] >= 0)
    refuse(at(`left[${begin + apart}]`), '-1: nothing leads to the node', left[begin + apart])
}

/** Each set is ascending and lies within the categories, no two share memory, and no node but a split has one. */
function assertSets({ left, categoryBegin, categoryEnd, categories }: Trees, at: (path: string) => Place): void {
  let total = 0
  for (let node = 0; node < left.length; node++) {
    const begin = categoryBegin[node]
    const end = categoryEnd[node]
    total += end - begin
    if (end < begin || end > categories.length || total > categories.length) {
      refuse(at(`categoryEnd[${node}]`), `within the ${categories.length} categories`, end)
    }
    if (left[node] < 0 && end > begin) refuse(at(`categoryEnd[${node}]`), 'the beginning, at a leaf', end)
    for (let i = begin + 1; i < end; i++) {
      if (categories[i] <= categories[i - 1]) refuse(at(`categories[${i}]`), 'above the code before it', categories[i])
    }
  }
}
