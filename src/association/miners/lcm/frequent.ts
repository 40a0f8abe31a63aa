/**
 * All frequent itemsets: with a node P and its perfect extensions Q, every P ∪ S with S ⊆ Q has the count of P, so 2^|Q| itemsets are
 * written down without a search ("hypercube decomposition": Uno, Asai, Uchida & Arimura, FIMI 2003).
 *
 * The items of a node are laid out in ascending order, one bit each, so that an itemset is a word and the subsets of Q are the submasks of
 * another: s ← (s − 1) & q runs through them.
 */
import { emit, hasRoom, type ItemsetBuffer } from '../../search/itemset-buffer.js'
import { WORD_ITEMS, type Visitor, type Walk } from './walk.js'

/** More perfect extensions are combined one by one when only short itemsets are wanted. */
const FEW_PERFECT = 8

/** Writes every frequent itemset of up to `maxLength` items. */
export function frequentVisitor(maxLength: number): Visitor {
  const layout = newLayout()
  return {
    descending: false,
    maxDepth: maxLength,
    enter(walk, total, tail) {
      const { out, depth } = walk
      if (walk.perfectCount === 0) emitStack(walk, total)
      else if (fits(walk, 0, maxLength)) {
        layOut(layout, walk, tail, 0)
        emitSubsets(out, layout, layout.required, total, maxLength)
      } else combine(walk, tail, 0, total, maxLength)
      return depth < maxLength && out.stopped === null
    },
    leaves(walk, totals, tail, size) {
      const { out, minCount } = walk
      const inWords = fits(walk, size, maxLength)
      if (inWords) layOut(layout, walk, tail, size)
      const end = 1 << size
      for (let s = 1; s < end && out.stopped === null; s++) {
        const total = totals[s]
        if (total < minCount) continue
        if (inWords) emitSubsets(out, layout, layout.required | deposit(layout.places, s), total, maxLength)
        else combine(walk, tail, s, total, maxLength)
      }
    },
  }
}

/** Items of a node and the table below it, ascending; bit i stands for `items[i]`. */
interface Layout {
  readonly items: Int32Array
  /** Bits of the tail's items in the layout. */
  readonly places: Int32Array
  count: number
  /** Bits of P. */
  required: number
  /** Bits of the perfect extensions. */
  optional: number
}

function newLayout(): Layout {
  return {
    items: new Int32Array(WORD_ITEMS),
    places: new Int32Array(WORD_ITEMS),
    count: 0,
    required: 0,
    optional: 0,
  }
}

function fits({ depth, perfectCount }: Walk, size: number, maxLength: number): boolean {
  const count = depth + perfectCount + size
  return count <= WORD_ITEMS && (count <= maxLength || perfectCount <= FEW_PERFECT)
}

function layOut(layout: Layout, { stack, depth, perfect, perfectCount }: Walk, tail: Int32Array, size: number): void {
  const { items, places } = layout
  // The tail lies below the stack, and both are sorted; perfect extensions lie anywhere.
  let count = 0
  for (let i = 0; i < size; i++) items[count++] = tail[i]
  for (let i = depth - 1; i >= 0; i--) items[count++] = stack[i]
  for (let k = 0; k < perfectCount; k++) {
    const item = perfect[k]
    let at = count++
    for (; at > 0 && items[at - 1] > item; at--) items[at] = items[at - 1]
    items[at] = item
  }
  layout.count = count
  layout.optional = 0
  for (let k = 0; k < perfectCount; k++) layout.optional |= 1 << placeOf(items, perfect[k])
  let others = ((2 ** count - 1) & ~layout.optional) >>> 0
  for (let i = 0; i < size; i++) {
    places[i] = others & -others
    others &= others - 1
  }
  layout.required = others
}

function placeOf(items: Int32Array, item: number): number {
  let at = 0
  while (items[at] !== item) at++
  return at
}

/** The bits of a set of the tail's items in the layout. */
function deposit(places: Int32Array, s: number): number {
  let word = 0
  for (let rest = s; rest !== 0; rest &= rest - 1) word |= places[31 - Math.clz32(rest & -rest)]
  return word
}

/** Write `required` with each subset of the optional items. */
function emitSubsets(
  out: ItemsetBuffer,
  { items, count: most, optional }: Layout,
  required: number,
  total: number,
  maxLength: number,
): void {
  let subset = optional
  while (hasRoom(out, most)) {
    const { items: store, counts, offsets } = out
    // as many as there is certainly room for
    let left = Math.min(counts.length - out.count, ((store.length - out.length) / most) | 0)
    let { count, length } = out
    let isLast = false
    for (; left > 0 && !isLast; left--) {
      const from = length
      for (let rest = required | subset; rest !== 0; rest &= rest - 1)
        store[length++] = items[31 - Math.clz32(rest & -rest)]
      if (length - from > maxLength) length = from
      else {
        counts[count++] = total
        offsets[count] = length
      }
      isLast = subset === 0
      subset = (subset - 1) & optional
    }
    out.count = count
    out.length = length
    if (isLast) return
  }
}

/** Write P alone. */
function emitStack({ out, stack, depth }: Walk, total: number): void {
  if (!hasRoom(out, depth)) return
  const { items } = out
  let { length } = out
  for (let i = depth - 1; i >= 0; i--) items[length++] = stack[i]
  out.counts[out.count++] = total
  out.offsets[out.count] = length
  out.length = length
}

/** Write P and a set of the tail's items with each subset of the perfect extensions, one by one: for very many of them and short itemsets. */
function combine(walk: Walk, tail: Int32Array, s: number, total: number, maxLength: number): void {
  const { out, stack, depth, perfect, perfectCount } = walk
  const set = [...stack.subarray(0, depth)]
  for (let rest = s; rest !== 0; rest &= rest - 1) set.push(tail[31 - Math.clz32(rest & -rest)])
  if (set.length <= maxLength) add(0)

  function add(from: number): void {
    emit(
      out,
      set.toSorted((a, b) => a - b),
      set.length,
      total,
    )
    if (set.length === maxLength) return
    for (let k = from; k < perfectCount && out.stopped === null; k++) {
      set.push(perfect[k])
      add(k + 1)
      set.pop()
    }
  }
}
