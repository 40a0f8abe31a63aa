/** Nodes of trees as they are grown: flat arrays that double when full, cut to size at the end. */
import type { Trees } from '../model/tree-model.js'

/** A split of a node, by condition or by a set of codes. */
export interface SplitRecord {
  readonly feature: number
  /** Last bin that goes left; −1 where only missing values do. */
  readonly bin: number
  readonly condition: number
  readonly missingLeft: boolean
  readonly loss: number
  /** Codes that go right, ascending; null at a numeric split. */
  readonly right: readonly number[] | null
}

/** Trees under construction. Nodes are numbered within their tree. */
export interface TreeBuilder {
  /** Begin a tree of the output. Its root is node 0, a leaf so far. */
  readonly openTree: (output: number) => void
  /** Add a leaf to the open tree and return its number. */
  readonly addLeaf: (value: number, weight: number, cover: number) => number
  /** Make a leaf of the open tree a split with two new leaves; returns the left one's number, the right one's is one higher. */
  readonly split: (
    node: number,
    record: SplitRecord,
    baseWeight: number,
    left: readonly [value: number, cover: number],
    right: readonly [value: number, cover: number],
  ) => number
  /** Change the value of a leaf of the open tree; its base weight stays, as in XGBoost. */
  readonly setLeaf: (node: number, value: number) => void
  readonly leafValue: (node: number) => number
  readonly closeRound: () => void
  /** What stands so far, in arrays of the right size. */
  readonly finish: () => { readonly trees: Trees; readonly splitBins: Int32Array }
  /** The same without copies of the nodes: valid until the next one is added. */
  readonly peek: () => { readonly trees: Trees; readonly splitBins: Int32Array }
}

/** Every per-node field and its type. */
const FIELDS = {
  left: Int32Array,
  right: Int32Array,
  feature: Int32Array,
  condition: Float32Array,
  defaultLeft: Uint8Array,
  categoryBegin: Int32Array,
  categoryEnd: Int32Array,
  gain: Float32Array,
  cover: Float32Array,
  baseWeight: Float32Array,
  bin: Int32Array,
}

type Fields = { [K in keyof typeof FIELDS]: InstanceType<(typeof FIELDS)[K]> }

/** @param capacity nodes to begin with */
export function treeBuilder(capacity: number): TreeBuilder {
  let nodes = allocate(capacity)
  let count = 0
  let begin = 0
  const offsets = [0]
  const outputs: number[] = []
  const rounds = [0]
  const categories: number[] = []

  function addLeaf(value: number, weight: number, cover: number): number {
    if (count === nodes.left.length) nodes = enlarge(nodes, 2 * count)
    const at = count++
    nodes.left[at] = -1
    nodes.right[at] = -1
    nodes.feature[at] = 0
    nodes.condition[at] = value
    nodes.defaultLeft[at] = 0
    nodes.categoryBegin[at] = categories.length
    nodes.categoryEnd[at] = categories.length
    nodes.gain[at] = 0
    nodes.cover[at] = cover
    nodes.baseWeight[at] = weight
    nodes.bin[at] = -1
    offsets[offsets.length - 1] = count
    return at - begin
  }

  return {
    addLeaf,
    openTree(output) {
      begin = count
      offsets.push(count)
      outputs.push(output)
    },
    split(node, { feature, bin, condition, missingLeft, loss, right: codes }, baseWeight, left, right) {
      const child = addLeaf(left[0], left[0], left[1])
      addLeaf(right[0], right[0], right[1])
      const at = begin + node
      nodes.left[at] = child
      nodes.right[at] = child + 1
      nodes.feature[at] = feature
      nodes.condition[at] = condition
      nodes.defaultLeft[at] = missingLeft ? 1 : 0
      nodes.gain[at] = loss
      nodes.baseWeight[at] = baseWeight
      nodes.bin[at] = bin
      if (codes !== null) {
        nodes.categoryBegin[at] = categories.length
        categories.push(...codes)
        nodes.categoryEnd[at] = categories.length
      }
      return child
    },
    setLeaf(node, value) {
      nodes.condition[begin + node] = value
    },
    leafValue: (node) => nodes.condition[begin + node],
    closeRound: () => void rounds.push(outputs.length),
    finish: () => assemble(cut(nodes, count)),
    peek: () => assemble(nodes),
  }

  function assemble({ bin, ...rest }: Fields): { trees: Trees; splitBins: Int32Array } {
    const trees: Trees = Object.freeze({
      ...rest,
      offsets: Int32Array.from(offsets),
      categories: Int32Array.from(categories),
      output: Int32Array.from(outputs),
      weight: new Float32Array(outputs.length).fill(1),
      rounds: Int32Array.from(rounds),
    })
    return { trees, splitBins: bin }
  }
}

function allocate(capacity: number): Fields {
  return mapFields((Type) => new Type(capacity))
}

function enlarge(nodes: Fields, capacity: number): Fields {
  return mapFields((Type, name) => {
    const wider = new Type(capacity)
    wider.set(nodes[name])
    return wider
  })
}

function cut(nodes: Fields, count: number): Fields {
  return mapFields((_, name) => nodes[name].slice(0, count))
}

function mapFields(make: (Type: (typeof FIELDS)[keyof Fields], name: keyof Fields) => Fields[keyof Fields]): Fields {
  const names = Object.keys(FIELDS) as (keyof Fields)[]
  return Object.fromEntries(names.map((name) => [name, make(FIELDS[name], name)])) as Fields
}
