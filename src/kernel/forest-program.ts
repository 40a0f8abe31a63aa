/**
 * A forest as the kernel in assembly/forest.ts runs it: trees as lists of nodes with children before parents, thresholds as bytes.
 *
 * A value's byte is the number of its column's thresholds that are ≤ it, so `value < threshold j` is `byte ≤ j`. Missing values are byte 0 where
 * they go left and 255 where they go right; a column where both happen has two planes of bytes. Category codes are bytes 0 … 253, 255 when
 * missing and 254 when in no set; a set is 256 bits. Trees are cut into runs, so that no column has more than 254 thresholds in a run.
 */

/** What the kernel needs of a forest: see regression/forest.ts. */
export interface ForestNodes {
  readonly roots: Int32Array
  readonly output: Int32Array
  readonly feature: Int32Array
  readonly condition: Float32Array
  readonly children: Int32Array
  readonly missingRight: Uint8Array
  readonly setBegin: Int32Array
  readonly setWords: Int32Array
  readonly bits: Uint32Array
}

/** Bytes of one column in one reading. */
export interface Plane {
  readonly column: number
  readonly kind: 'missing-left' | 'missing-right' | 'category'
  /** Ascending; empty for a category. */
  readonly thresholds: Float32Array
}

/** A node: both children leaves n, n + 1 (`left` = n); or slots, −1 − n for leaf n. */
export interface ProgramNode {
  readonly plane: number
  /** Number of the threshold, or −1 for a set. */
  readonly threshold: number
  readonly set: Uint32Array | null
  readonly left: number
  readonly right: number
}

export interface ProgramTree {
  readonly bottoms: readonly ProgramNode[]
  readonly others: readonly ProgramNode[]
  readonly leaves: Float32Array
  readonly output: number
}

/** Trees that share their planes. */
export interface ForestRun {
  readonly planes: readonly Plane[]
  readonly trees: readonly ProgramTree[]
}

const MOST_THRESHOLDS = 254
const MOST_NODES = 254
const LARGEST_CODE = 253
/** A run costs a reading of all values, worth it for so many trees. */
const LEAST_TREES = 8

/** A tree of the forest: its number and its inner nodes, parents first. */
interface Member {
  readonly tree: number
  readonly nodes: readonly number[]
}

/** The runs of forests that are in use; they go when the forest goes. */
const known = new WeakMap<ForestNodes, readonly ForestRun[] | null>()

/** The runs of a forest; null where a tree is too large, a code too high, or columns have so many thresholds that walking is cheaper. */
export function forestRuns(forest: ForestNodes): readonly ForestRun[] | null {
  let runs = known.get(forest)
  if (runs === undefined) known.set(forest, (runs = makeRuns(forest)))
  return runs
}

function makeRuns(forest: ForestNodes): ForestRun[] | null {
  const members: Member[] = []
  for (let tree = 0; tree < forest.roots.length; tree++) {
    const nodes = innerNodes(forest, forest.roots[tree])
    if (nodes === null) return null
    members.push({ tree, nodes })
  }
  return members.length === 0 ? [] : runsOf(forest, members)
}

/** One run if the columns' thresholds allow it, else the runs of either half. */
function runsOf(forest: ForestNodes, members: readonly Member[]): ForestRun[] | null {
  const thresholds = thresholdsOf(forest, members)
  if (thresholds !== null) return [makeRun(forest, members, thresholds)]
  if (members.length < 2 * LEAST_TREES) return null
  const half = members.length >> 1
  const first = runsOf(forest, members.slice(0, half))
  const second = first === null ? null : runsOf(forest, members.slice(half))
  return first === null || second === null ? null : [...first, ...second]
}

/** Inner nodes, parents first; null when there are too many or a set holds a code too high. */
function innerNodes({ feature, children, setBegin, setWords, bits }: ForestNodes, root: number): number[] | null {
  const nodes: number[] = feature[root] < 0 ? [] : [root]
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]
    if (setBegin[node] >= 0) {
      const words = setWords[node]
      const last = bits[setBegin[node] + words - 1]
      if (words > 8 || (words === 8 && last >>> (LARGEST_CODE & 31) > 1)) return null
    }
    if (feature[children[2 * node]] >= 0) nodes.push(children[2 * node])
    if (feature[children[2 * node + 1]] >= 0) nodes.push(children[2 * node + 1])
    if (nodes.length > MOST_NODES) return null
  }
  return nodes
}

/** Distinct thresholds of every column, ascending; null when one has too many. */
function thresholdsOf(
  { feature, condition, setBegin }: ForestNodes,
  members: readonly Member[],
): ReadonlyMap<number, Float32Array> | null {
  const counts: number[] = []
  for (const { nodes } of members) {
    for (const node of nodes) if (setBegin[node] < 0) counts[feature[node]] = (counts[feature[node]] ?? 0) + 1
  }
  const all = new Map<number, Float32Array>()
  counts.forEach((count, column) => all.set(column, new Float32Array(count)))
  for (const { nodes } of members) {
    for (const node of nodes) {
      if (setBegin[node] < 0) (all.get(feature[node]) as Float32Array)[--counts[feature[node]]] = condition[node]
    }
  }
  for (const [column, values] of all) {
    const distinct = distinctOf(values)
    if (distinct.length > MOST_THRESHOLDS) return null
    all.set(column, distinct)
  }
  return all
}

/** Sorts the values and keeps one of each (0 and −0 are one). */
function distinctOf(values: Float32Array): Float32Array {
  values.sort()
  let count = 0
  for (let i = 0; i < values.length; i++) if (i === 0 || values[i] !== values[i - 1]) values[count++] = values[i]
  return values.slice(0, count)
}

/** Position of a value that is among the ascending ones. */
function rankOf(values: Float32Array, value: number): number {
  let low = 0
  for (let high = values.length - 1; low < high;) {
    const middle = (low + high) >> 1
    if (values[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

type Test = Pick<ProgramNode, 'plane' | 'threshold' | 'set'>

function makeRun(
  forest: ForestNodes,
  members: readonly Member[],
  thresholds: ReadonlyMap<number, Float32Array>,
): ForestRun {
  const { feature, condition, setBegin, missingRight } = forest
  const planes: Plane[] = []
  const numbers: number[] = []
  const kinds = ['missing-left', 'missing-right', 'category'] as const
  const planeOf = (column: number, kind: 0 | 1 | 2): number =>
    (numbers[3 * column + kind] ??=
      planes.push({
        column,
        kind: kinds[kind],
        thresholds: kind === 2 ? new Float32Array(0) : (thresholds.get(column) as Float32Array),
      }) - 1)
  const test = (node: number): Test => {
    const column = feature[node]
    if (setBegin[node] >= 0) return { plane: planeOf(column, 2), threshold: -1, set: setOf(forest, node) }
    const rank = rankOf(thresholds.get(column) as Float32Array, condition[node])
    return { plane: planeOf(column, missingRight[node] as 0 | 1), threshold: rank, set: null }
  }
  const slots = new Int32Array(feature.length)
  const trees = members.map((member) => makeTree(forest, member, test, slots))
  return { planes, trees }
}

/** The set as 256 bits; the last one stands for missing values. */
function setOf({ setBegin, setWords, bits, missingRight }: ForestNodes, node: number): Uint32Array {
  const set = new Uint32Array(8)
  set.set(bits.subarray(setBegin[node], setBegin[node] + setWords[node]))
  if (missingRight[node] === 1) set[7] |= 0x80000000
  return set
}

/** @param slots room for the slot of every node of the forest */
function makeTree(
  { roots, feature, condition, children, setBegin, output }: ForestNodes,
  { tree, nodes }: Member,
  test: (node: number) => Test,
  slots: Int32Array,
): ProgramTree {
  const leaves: number[] = []
  const leaf = (node: number): number => leaves.push(condition[node]) - 1
  if (nodes.length === 0) leaf(roots[tree])
  const bottoms: ProgramNode[] = []
  const others: ProgramNode[] = []
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]
    const [left, right] = [children[2 * node], children[2 * node + 1]]
    if (setBegin[node] >= 0 || feature[left] >= 0 || feature[right] >= 0) continue
    slots[node] = bottoms.length
    const { plane, threshold } = test(node)
    const first = leaf(left)
    bottoms.push({ plane, threshold, set: null, left: first, right: leaf(right) })
  }
  const side = (node: number): number => (feature[node] < 0 ? -1 - leaf(node) : slots[node])
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]
    const [left, right] = [children[2 * node], children[2 * node + 1]]
    if (setBegin[node] < 0 && feature[left] < 0 && feature[right] < 0) continue
    const { plane, threshold, set } = test(node)
    slots[node] = bottoms.length + others.length
    const first = side(left)
    others.push({ plane, threshold, set, left: first, right: side(right) })
  }
  return { bottoms, others, leaves: Float32Array.from(leaves), output: output[tree] }
}
