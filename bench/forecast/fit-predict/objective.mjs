/**
 * The negative log posterior of Prophet's linear model at any parameters, constants dropped: what every solver of this model minimises.
 *
 *   T ln σ + SSE/(2σ²) + 2σ² + (k² + m²)/50 + |δ|₁/τ + Σ β_j²/(2 s_j²)
 *
 * `data` is what Prophet hands to Stan: t and y (scaled, length T), X (T × K, row-major), t_change (S), sigmas (K), tau. O(T·(S + K)).
 * Its twin for the Python rivals is objective.py.
 */
export function objective({ T, K, t, y, X, t_change: changes, sigmas, tau }, { k, m, delta, beta, sigmaObs: sigma }) {
  let squares = 0
  for (let i = 0; i < T; i++) {
    let fitted = k * t[i] + m
    for (let s = 0; s < changes.length; s++) if (t[i] >= changes[s]) fitted += delta[s] * (t[i] - changes[s])
    for (let j = 0; j < K; j++) fitted += X[i * K + j] * beta[j]
    squares += (y[i] - fitted) ** 2
  }
  let penalty = (k * k + m * m) / 50
  for (const change of delta) penalty += Math.abs(change) / tau
  for (let j = 0; j < K; j++) penalty += beta[j] ** 2 / (2 * sigmas[j] ** 2)
  return T * Math.log(sigma) + squares / (2 * sigma * sigma) + 2 * sigma * sigma + penalty
}
