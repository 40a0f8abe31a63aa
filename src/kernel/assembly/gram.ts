// Gram block: G += Aᵀ·B over one block of rows, two rows at a time in the two lanes of a v128.
//
// The host (../gram.ts) lays the memory out and this file only knows the addresses:
//   A, B  panels of columns, each column `stride` bytes apart, rows consecutive, padded with zeros to an even number
//   G     PANEL × PANEL doubles, row-major; entry (i, j) belongs to column i of A and column j of B
// Tiles of 4 × 2 columns keep 8 sums in registers. Lane 0 sums the even rows of the block, lane 1 the odd ones; the block's sum is
// lane 0 + lane 1, and it is added to G once. No fused multiply-add: the TypeScript twin (../gram-twin.ts) gets the same bits.
// Cost: 8 multiplications and additions of two lanes for 6 loads; the panels pass through the first-level cache once a tile row.

/** Columns of a panel; must equal the host's `PANEL`. */
const PANEL: usize = 64

@inline function add(g: usize, i: usize, j: usize, sum: v128): void {
  const at = g + (i * PANEL + j) * 8
  store<f64>(at, load<f64>(at) + (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)))
}

/**
 * @param a,b addresses of the panels (the same address: only entries with i ≤ j are needed)
 * @param g address of the sums
 * @param rows rows of the block, even
 * @param stride bytes from one column to the next
 * @param aCount columns of A, a multiple of 4
 * @param bCount columns of B, a multiple of 2
 */
export function gramBlock(a: usize, b: usize, g: usize, rows: usize, stride: usize, aCount: usize, bCount: usize): void {
  const same = a == b
  const bytes = rows * 8
  for (let i: usize = 0; i < aCount; i += 4) {
    const a0 = a + i * stride
    const a1 = a0 + stride
    const a2 = a1 + stride
    const a3 = a2 + stride
    for (let j: usize = same ? i : 0; j < bCount; j += 2) {
      const b0 = b + j * stride
      const b1 = b0 + stride
      let s00 = f64x2.splat(0)
      let s01 = f64x2.splat(0)
      let s10 = f64x2.splat(0)
      let s11 = f64x2.splat(0)
      let s20 = f64x2.splat(0)
      let s21 = f64x2.splat(0)
      let s30 = f64x2.splat(0)
      let s31 = f64x2.splat(0)
      for (let r: usize = 0; r < bytes; r += 16) {
        const y0 = v128.load(b0 + r)
        const y1 = v128.load(b1 + r)
        let x = v128.load(a0 + r)
        s00 = f64x2.add(s00, f64x2.mul(x, y0))
        s01 = f64x2.add(s01, f64x2.mul(x, y1))
        x = v128.load(a1 + r)
        s10 = f64x2.add(s10, f64x2.mul(x, y0))
        s11 = f64x2.add(s11, f64x2.mul(x, y1))
        x = v128.load(a2 + r)
        s20 = f64x2.add(s20, f64x2.mul(x, y0))
        s21 = f64x2.add(s21, f64x2.mul(x, y1))
        x = v128.load(a3 + r)
        s30 = f64x2.add(s30, f64x2.mul(x, y0))
        s31 = f64x2.add(s31, f64x2.mul(x, y1))
      }
      add(g, i, j, s00)
      add(g, i, j + 1, s01)
      add(g, i + 1, j, s10)
      add(g, i + 1, j + 1, s11)
      add(g, i + 2, j, s20)
      add(g, i + 2, j + 1, s21)
      add(g, i + 3, j, s30)
      add(g, i + 3, j + 1, s31)
    }
  }
}
