// SHAP values of a tree for a block of rows: down with the products, up with the sums. What is computed stands in ../shap-twin.ts, which does
// the same operations in the same order and so gets the same bits; this file knows only addresses in bytes.
//
// Two quadrature points a vector. A slot holds the points of one node: its product on the way down, its sum on the way up.

/** 32-bit words of a node; must equal the twin's NODE_WORDS. */
const NODE: usize = 40

@inline function goesRight(node: usize, value: f32, bits: usize): u32 {
  if (value != value) return load<u32>(node, 8)
  const set = load<i32>(node, 12)
  if (set < 0) return value < load<f32>(node, 4) ? 0 : 1
  if (!(value >= 0 && value < 2147483647)) return 0
  const code = <u32>value
  if (code >> 5 >= load<u32>(node, 16)) return 0
  return (load<u32>(bits + ((<usize>set + (code >> 5)) << 2)) >> (code & 31)) & 1
}

/**
 * @param nodes `count` nodes, parents first
 * @param table (count × 3 states) × (ratio left, ratio right, gain left, gain right) × points
 * @param slots (2 · count + 1) × points
 * @param states a word a node
 * @param values rows × `width` float32
 * @param out rows of doubles, `stride` bytes apart
 * @param average 1 when unknown codes (−1) take both ways
 */
export function contributions(
  nodes: usize,
  count: usize,
  points: usize,
  table: usize,
  bits: usize,
  slots: usize,
  states: usize,
  values: usize,
  width: usize,
  rows: usize,
  out: usize,
  stride: usize,
  average: u32,
): void {
  const bytes = points << 3
  for (let q: usize = 0; q < bytes; q += 16) v128.store(slots + q, f64x2.splat(1))
  for (let row: usize = 0; row < rows; row++) {
    const features = values + ((row * width) << 2)
    const target = out + row * stride
    let node = nodes
    let product = slots
    for (let i: usize = 0; i < count; i++) {
      const above = load<i32>(node, 20)
      const value = load<f32>(features + (<usize>load<u32>(node) << 2))
      let state: u32 = 0
      if (above < 0 || load<u32>(states + (<usize>above << 2)) == load<u32>(node, 24)) {
        if (!(average && value == -1 && load<i32>(node, 12) >= 0)) state = 1 + goesRight(node, value, bits)
      }
      store<u32>(states + (i << 2), state)
      const ratio = table + (i * 3 + state) * (bytes << 2)
      const left = slots + <usize>load<u32>(node, 28) * bytes
      const right = slots + <usize>load<u32>(node, 32) * bytes
      for (let q: usize = 0; q < bytes; q += 16) {
        const here = v128.load(product + q)
        v128.store(left + q, f64x2.mul(here, v128.load(ratio + q)))
        v128.store(right + q, f64x2.mul(here, v128.load(ratio + bytes + q)))
      }
      node += NODE
      product += bytes
    }
    for (let i: usize = count; i > 0; i--) {
      node -= NODE
      product -= bytes
      const gain = table + ((i - 1) * 3 + load<u32>(states + ((i - 1) << 2))) * (bytes << 2) + (bytes << 1)
      const left = slots + <usize>load<u32>(node, 28) * bytes
      const right = slots + <usize>load<u32>(node, 32) * bytes
      let sum = f64x2.splat(0)
      for (let q: usize = 0; q < bytes; q += 16) {
        const below = v128.load(left + q)
        const beside = v128.load(right + q)
        const both = f64x2.add(
          f64x2.mul(v128.load(gain + q), below),
          f64x2.mul(v128.load(gain + bytes + q), beside),
        )
        sum = f64x2.add(sum, both)
        v128.store(product + q, f64x2.add(below, beside))
      }
      const at = target + (<usize>load<u32>(node) << 3)
      store<f64>(at, load<f64>(at) + (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)))
    }
    for (let q: usize = 0; q < bytes; q += 16) v128.store(slots + q, f64x2.splat(1))
  }
}
