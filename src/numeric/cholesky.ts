/**
 * Cholesky factors and triangular solves for small dense symmetric positive definite systems.
 *
 *   A = L·Lᵀ, L lower triangular; n×n row-major Float64Array; n³/6 multiplications, in place, lower triangle read and written
 *
 * Golub & Van Loan, Matrix Computations (4th ed., 2013), §4.2. Matrices here are small (tens to hundreds), so rows are walked plainly.
 */

/**
 * Factor the lower triangle of `a` (n×n, row-major) in place. The upper triangle is not read.
 *
 * @param tolerance a pivot that falls below `tolerance` times its diagonal entry counts as dependent on the ones before
 * @returns the index of the first pivot that is not positive, or −1 when all are
 */
export function choleskyFactor(a: Float64Array, n: number, tolerance = 0): number {
  for (let i = 0; i < n; i++) {
    const rowI = i * n
    for (let j = 0; j < i; j++) {
      const rowJ = j * n
      let sum = a[rowI + j]
      for (let k = 0; k < j; k++) sum -= a[rowI + k] * a[rowJ + k]
      a[rowI + j] = sum / a[rowJ + j]
    }
    const diagonal = a[rowI + i]
    let pivot = diagonal
    for (let k = 0; k < i; k++) pivot -= a[rowI + k] * a[rowI + k]
    if (!(pivot > tolerance * diagonal) || !(pivot > 0)) return i
    a[rowI + i] = Math.sqrt(pivot)
  }
  return -1
}

/** Solve L·x = b in place: `l` from `choleskyFactor`, `b` of length n (from `offset` on). */
export function solveLower(l: Float64Array, n: number, b: Float64Array, offset = 0): void {
  for (let i = 0; i < n; i++) {
    let sum = b[offset + i]
    for (let k = 0; k < i; k++) sum -= l[i * n + k] * b[offset + k]
    b[offset + i] = sum / l[i * n + i]
  }
}

/** Solve Lᵀ·x = b in place. */
export function solveLowerTransposed(l: Float64Array, n: number, b: Float64Array, offset = 0): void {
  for (let i = n - 1; i >= 0; i--) {
    const x = b[offset + i] / l[i * n + i]
    b[offset + i] = x
    for (let k = 0; k < i; k++) b[offset + k] -= l[i * n + k] * x
  }
}

/** Solve A·x = b in place, A given by its factor. */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array): void {
  solveLower(l, n, b)
  solveLowerTransposed(l, n, b)
}
