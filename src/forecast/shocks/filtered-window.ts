/**
 * What an autoregressive filter makes of a window, the effect that is looked for.
 *
 *   c_j = 1 − Σ_{i ≤ j} φ_i      the filtered step, j units behind its start; c_p from j = p on
 *   g_j = c_j − c_{j−L}          the filtered window of L units (c of negative j is 0)
 *
 * O(p) a length.
 */

/** c_0 … c_p. */
export function stepResponse(phi: Float64Array): Float64Array {
  const response = new Float64Array(phi.length + 1)
  response[0] = 1
  for (let j = 0; j < phi.length; j++) response[j + 1] = response[j] - phi[j]
  return response
}

/** Σ g² for windows of 0 … `longest` units. */
export function windowSquares(phi: Float64Array, longest: number): Float64Array {
  const p = phi.length
  const response = stepResponse(phi)
  const squares = new Float64Array(longest + 1)
  for (let length = 1; length <= longest; length++) {
    // the start, the even inside, and what the filter still sees behind the end
    let sum = Math.max(0, length - p) * response[p] ** 2
    for (let j = 0; j < Math.min(p, length); j++) sum += response[j] ** 2
    for (let j = length; j < length + p; j++) sum += (response[Math.min(j, p)] - response[j - length]) ** 2
    squares[length] = sum
  }
  return squares
}
