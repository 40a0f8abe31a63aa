/**
 * Gram matrix, the TypeScript twin of the WebAssembly kernel: the same sums in the same order, hence the same bits.
 *
 *   G[i, j] = Σ_r X[r, i]·X[r, j],  X of `rows` × `count`
 *
 * Order of a sum: rows come in blocks of `BLOCK_ROWS`; inside a block the even rows and the odd rows are summed apart, from zero, in
 * row order; the block gives even + odd; the blocks are added in order, from zero. Block sums also keep rounding errors small: they grow with
 * BLOCK_ROWS/2 + rows/BLOCK_ROWS instead of rows (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 2002, §4.2).
 * Cost: rows·count²/2 multiplications; the lower triangle is mirrored.
 */

/** Rows summed together before they join the total. Part of the definition of the result, so both kernels share it. */
export const BLOCK_ROWS = 512

/**
 * Gram matrix by plain loops.
 *
 * @param columns column-major `rows` × `count`
 * @returns `count` × `count`, row-major, symmetric
 */
export function gramTwin(columns: Float64Array, rows: number, count: number): Float64Array {
  const out = new Float64Array(count * count)
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const length = Math.min(BLOCK_ROWS, rows - start)
    for (let i = 0; i < count; i++) {
      const a = i * rows + start
      for (let j = i; j < count; j++) out[i * count + j] += blockSum(columns, a, j * rows + start, length)
    }
  }
  mirror(out, count)
  return out
}

/** Σ x[a + r]·x[b + r] over one block: even rows, odd rows, then both. */
function blockSum(x: Float64Array, a: number, b: number, length: number): number {
  let even = 0
  let odd = 0
  const paired = length - (length % 2)
  for (let r = 0; r < paired; r += 2) {
    even += x[a + r] * x[b + r]
    odd += x[a + r + 1] * x[b + r + 1]
  }
  if (paired < length) even += x[a + paired] * x[b + paired]
  return even + odd
}

/** Copy the upper triangle of a row-major `count` × `count` matrix into the lower one. */
export function mirror(matrix: Float64Array, count: number): void {
  for (let i = 1; i < count; i++) for (let j = 0; j < i; j++) matrix[i * count + j] = matrix[j * count + i]
}
