// Trees for sixteen rows at a time: every node of a tree is decided for all of them, then the leaves' numbers are selected from the bottom up.
// What is computed stands in ../forest.ts, which lays the memory out; this file knows only addresses.
//
//   quantise  values of a column to bytes: how many of its thresholds are ≤ the value; NaN gets a byte of its own
//   run       for each tree and 64 rows: a byte a row with the number of its leaf, then one float32 addition a row
//
// A tree of the program, 32-bit words: bottom nodes, other nodes, address of the leaves, output, then four words a node:
//   bottom node (both children are leaves n, n + 1)   plane, threshold, n, 0
//   other node                                        plane, threshold or 256 + set address, slot of the left child, slot of the right child
// Node i writes slot i (64 bytes from `slots` + 64·i); slots of leaf n lie below, where the host has written n 64 times.
// Cost: about 5 vector instructions a node and 16 rows, whatever way the rows go: nothing to predict, nothing to miss.

/** Rows that go through a tree together. */
const ROWS: usize = 64

/**
 * @param values `rows` float32
 * @param thresholds ascending, padded with +∞ to 256
 * @param steps ⌈log2(thresholds + 1)⌉
 * @param missing byte of NaN
 */
export function quantise(values: usize, rows: usize, thresholds: usize, steps: u32, missing: u32, out: usize): void {
  const first: u32 = steps == 0 ? 0 : 1 << (steps - 1)
  for (let row: usize = 0; row < rows; row++) {
    const value = load<f32>(values + (row << 2))
    let code: u32 = 0
    // thresholds[0 … code − 1] ≤ value throughout
    for (let step = first; step > 0; step >>= 1) {
      const next = code + step
      code = load<f32>(thresholds + ((next - 1) << 2)) <= value ? next : code
    }
    store<u8>(out + row, value == value ? code : missing)
  }
}

/** Codes of categories to bytes: 0 … 253 as they are, 254 for others, 255 for NaN. */
export function copyCodes(values: usize, rows: usize, out: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    const value = load<f32>(values + (row << 2))
    const inside = value >= 0 && value < 254
    store<u8>(out + row, value != value ? 255 : inside ? <u32>value : 254)
  }
}

/** Ones where the code's bit is set among 256 bits at `table`. */
@inline function inSet(table: usize, codes: v128): v128 {
  const bytes = i8x16.shr_u(codes, 3)
  const low = i8x16.swizzle(v128.load(table), bytes)
  const high = i8x16.swizzle(v128.load(table, 16), i8x16.sub(bytes, i8x16.splat(16)))
  const bits = i8x16.swizzle(
    i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0),
    v128.and(codes, i8x16.splat(7)),
  )
  return i8x16.ne(v128.and(v128.or(low, high), bits), i8x16.splat(0))
}

@inline function bottom(codes: usize, threshold: v128, leaf: v128, out: usize): void {
  // a lane that goes right is −1
  v128.store(out, i8x16.sub(leaf, i8x16.gt_u(v128.load(codes), threshold)))
}

@inline function choose(mask: v128, left: usize, right: usize, out: usize): void {
  v128.store(out, v128.bitselect(v128.load(right), v128.load(left), mask))
}

/**
 * @param program trees, one after the other
 * @param planes bytes of the block's rows: plane p from `planes` + p
 * @param slots where node 0 writes
 * @param rows of the block, a multiple of 64
 * @param margins rows × outputs float32
 */
export function run(
  program: usize,
  trees: usize,
  planes: usize,
  slots: usize,
  rows: usize,
  margins: usize,
  outputs: usize,
): void {
  let at = program
  for (let tree: usize = 0; tree < trees; tree++) {
    const bottoms = <usize>load<u32>(at)
    const others = <usize>load<u32>(at, 4)
    const leaves = <usize>load<u32>(at, 8)
    const output = <usize>load<u32>(at, 12)
    const nodes = at + 16
    const middle = nodes + (bottoms << 4)
    const end = middle + (others << 4)
    const last = slots + (bottoms + others - 1) * ROWS
    for (let start: usize = 0; start < rows; start += ROWS) {
      const base = planes + start
      let out = slots
      for (let node = nodes; node < middle; node += 16) {
        const codes = base + load<u32>(node)
        const threshold = v128.load8_splat(node, 4)
        const leaf = v128.load8_splat(node, 8)
        bottom(codes, threshold, leaf, out)
        bottom(codes + 16, threshold, leaf, out + 16)
        bottom(codes + 32, threshold, leaf, out + 32)
        bottom(codes + 48, threshold, leaf, out + 48)
        out += ROWS
      }
      for (let node = middle; node < end; node += 16) {
        const codes = base + load<u32>(node)
        const test = load<u32>(node, 4)
        const left = slots + load<i32>(node, 8)
        const right = slots + load<i32>(node, 12)
        if (test < 256) {
          const threshold = i8x16.splat(<i8>test)
          choose(i8x16.gt_u(v128.load(codes), threshold), left, right, out)
          choose(i8x16.gt_u(v128.load(codes, 16), threshold), left + 16, right + 16, out + 16)
          choose(i8x16.gt_u(v128.load(codes, 32), threshold), left + 32, right + 32, out + 32)
          choose(i8x16.gt_u(v128.load(codes, 48), threshold), left + 48, right + 48, out + 48)
        } else {
          const table = <usize>test - 256
          choose(inSet(table, v128.load(codes)), left, right, out)
          choose(inSet(table, v128.load(codes, 16)), left + 16, right + 16, out + 16)
          choose(inSet(table, v128.load(codes, 32)), left + 32, right + 32, out + 32)
          choose(inSet(table, v128.load(codes, 48)), left + 48, right + 48, out + 48)
        }
        out += ROWS
      }
      addLeaves(last, leaves, margins + ((start * outputs + output) << 2), outputs << 2)
    }
    at = end
  }
}

@inline function addLeaf(margin: usize, leaves: usize, number: usize): void {
  store<f32>(margin, load<f32>(margin) + load<f32>(leaves + (number << 2)))
}

function addLeaves(numbers: usize, leaves: usize, margins: usize, stride: usize): void {
  let margin = margins
  for (let i: usize = 0; i < ROWS; i += 8) {
    const eight = load<u64>(numbers + i)
    addLeaf(margin, leaves, <usize>(eight & 255))
    addLeaf(margin + stride, leaves, <usize>((eight >> 8) & 255))
    addLeaf(margin + 2 * stride, leaves, <usize>((eight >> 16) & 255))
    addLeaf(margin + 3 * stride, leaves, <usize>((eight >> 24) & 255))
    addLeaf(margin + 4 * stride, leaves, <usize>((eight >> 32) & 255))
    addLeaf(margin + 5 * stride, leaves, <usize>((eight >> 40) & 255))
    addLeaf(margin + 6 * stride, leaves, <usize>((eight >> 48) & 255))
    addLeaf(margin + 7 * stride, leaves, <usize>(eight >> 56))
    margin += 8 * stride
  }
}
