/**
 * The exact Gaussian likelihood of an ARMA process: a Kalman filter whose steps cost O(r) instead of O(r²).
 *
 *   w_t = Σ φ_l w_{t−l} + ε_t + Σ θ_l ε_{t−l},  ε ~ N(0, σ²), φ and θ multiplied out, r = max(largest AR lag, largest MA lag + 1)
 *   state a (r):  a_{t+1}[i] = a_t[i+1] + φ_{i+1} a_t[0] + M[i] v_t / F,   v_t = w_t − a_t[0]   (Harvey's form)
 *   F = variance of v_t over σ², M = T P Z′ (r) the gain before division by F, P the state's covariance, T the transition, Z = (1, 0 … 0)
 *
 * Since the process begins in its stationary distribution, P_{t+1} − P_t has rank one, x·Y Yᵀ, and (Chandrasekhar recursions)
 *
 *   F ← F + x Y₀²,   M ← M + x Y₀ T Y,   Y ← T Y − (M/F) Y₀ (new M and F),   x ← x + x² Y₀² / F (old F);   at first Y = M, x = −1/F
 *
 * The start needs only M = T·cov(state, w): the autocovariances γ of w and its first responses ψ, by Durbin–Levinson, never a Lyapunov
 * equation. F falls towards 1; once it is there the filter is the plain recursion ε_t = w_t − Σ φ_l w_{t−l} − Σ θ_l ε_{t−l} over the
 * non-zero lags (the steady state). Several series can be filtered at once: regressors go through the same filter as w.
 *
 * Cost: O(r) a row and a series before the steady state, O(non-zero lags) after; O(r²) for the start. Nothing is allocated in a run.
 *
 * Harvey, Forecasting, Structural Time Series Models and the Kalman Filter (1989), §3.4; Morf, Sidhu & Kailath, Some new algorithms for
 * recursive estimation in constant linear discrete-time systems (IEEE AC-19, 1974); Mélard, Algorithm AS 197 (Applied Statistics 33, 1984).
 */

/** Room for one model's filter, and what its last run left there. */
export interface ArmaFilter {
  /** The series, each of `rows` values: w first, then the regressors. */
  readonly series: readonly Float64Array[]
  /** What the series' one-step forecasts missed, in the same order. */
  readonly innovations: readonly Float64Array[]
  /** 1/√F by row. */
  readonly weights: Float64Array
  readonly rows: number
  /** Length of the state, r. */
  readonly size: number
  readonly arLags: Int32Array
  readonly maLags: Int32Array
  /** Coefficients by lag, index 0 unused, length r + 1. */
  readonly phi: Float64Array
  readonly theta: Float64Array
  /** States behind the last run's exact part, r + 1 entries a series (the last of them 0). */
  readonly states: Float64Array
  readonly gain: Float64Array
  readonly factor: Float64Array
  readonly scratch: StartScratch
}

interface StartScratch {
  readonly partials: Float64Array
  readonly row: Float64Array
  /** Autocovariances of the pure autoregression with the same φ. */
  readonly pure: Float64Array
  /** Autocovariances of w. */
  readonly gamma: Float64Array
  readonly psi: Float64Array
  /** Σ θ_i θ_{i+j}. */
  readonly products: Float64Array
}

/** F this close to 1 counts as steady. */
const STEADY = 1e-9

/** Make room for the filter of a model with these lags. */
export function createFilter(series: readonly Float64Array[], arLags: Int32Array, maLags: Int32Array): ArmaFilter {
  const rows = series[0].length
  const ar = arLags.at(-1) ?? 0
  const ma = maLags.at(-1) ?? 0
  const size = Math.max(ar, ma + 1)
  return {
    series,
    innovations: series.map(() => new Float64Array(rows)),
    weights: new Float64Array(rows),
    rows,
    size,
    arLags,
    maLags,
    phi: new Float64Array(size + 1),
    theta: new Float64Array(size + 1),
    states: new Float64Array(series.length * (size + 1)),
    gain: new Float64Array(size + 1),
    factor: new Float64Array(size + 1),
    scratch: {
      partials: new Float64Array(ar),
      row: new Float64Array(ar),
      pure: new Float64Array(ar + ma + 1),
      gamma: new Float64Array(ar + 1),
      psi: new Float64Array(ma + 1),
      products: new Float64Array(ma + 1),
    },
  }
}

/**
 * Filter all rows with the coefficients in `phi` and `theta`; fills `innovations` and `weights`.
 *
 * @param exactRows rows at most that are filtered exactly; behind them the steady recursion takes over even if F is not 1 yet
 * @param steady F − 1 below which it takes over; −∞ never, so that `states` are those behind the last row
 * @returns Σ ln F, or NaN when the coefficients are not those of a stationary process
 */
export function filterExactly(filter: ArmaFilter, exactRows: number = Infinity, steady: number = STEADY): number {
  const { series, innovations, weights, rows, size, phi, states, gain, factor } = filter
  const stride = size + 1
  let variance = start(filter)
  if (!(variance > 0)) return NaN
  states.fill(0)
  factor.set(gain)
  let x = -1 / variance
  let logDeterminant = 0
  let t = 0
  const last = Math.min(rows, exactRows)
  for (; t < last && variance - 1 > steady; t++) {
    logDeterminant += Math.log(variance)
    weights[t] = 1 / Math.sqrt(variance)
    for (let c = 0; c < series.length; c++) {
      const base = c * stride
      const expected = states[base]
      const missed = series[c][t] - expected
      const pull = missed / variance
      innovations[c][t] = missed
      for (let i = 0; i < size; i++) {
        states[base + i] = states[base + i + 1] + phi[i + 1] * expected + gain[i] * pull
      }
    }
    const head = factor[0]
    const next = variance + x * head * head
    if (!(next > 0.5)) return NaN
    const weight = x * head
    x += (x * x * head * head) / variance
    const share = head / next
    for (let i = 0; i < size; i++) {
      const moved = phi[i + 1] * head + factor[i + 1]
      gain[i] += weight * moved
      factor[i] = moved - gain[i] * share
    }
    variance = next
  }
  weights.fill(1, t)
  if (t < rows) for (let c = 0; c < series.length; c++) recurse(filter, c, t, t, t)
  return logDeterminant
}

/** Filter with the rows up to the largest AR lag given and no shock before them: the conditional sum of squares. Weights there are 0. */
export function filterConditionally(filter: ArmaFilter): void {
  const { series, innovations, weights, states, arLags } = filter
  const first = arLags.at(-1) ?? 0
  states.fill(0)
  weights.fill(0, 0, first)
  weights.fill(1, first)
  for (let c = 0; c < series.length; c++) {
    innovations[c].fill(0, 0, first)
    recurse(filter, c, first, 0, first)
  }
}

/**
 * ε_t = w_t − Σ φ w − Σ θ ε of one series from row `first` on, using values from row `knownFrom` and shocks from row `shocksFrom`; what lies
 * before is in the state.
 */
function recurse(filter: ArmaFilter, column: number, first: number, knownFrom: number, shocksFrom: number): void {
  const { rows, size, phi, theta, states, arLags, maLags } = filter
  const w = filter.series[column]
  const e = filter.innovations[column]
  const base = column * (size + 1)
  const arCount = arLags.length
  const maCount = maLags.length
  const settled = Math.min(rows, first + size)
  for (let t = first; t < settled; t++) {
    let missed = w[t] - states[base + t - first]
    for (let j = 0; j < arCount; j++) {
      const lag = arLags[j]
      if (t - lag >= knownFrom) missed -= phi[lag] * w[t - lag]
    }
    for (let j = 0; j < maCount; j++) {
      const lag = maLags[j]
      if (t - lag >= shocksFrom) missed -= theta[lag] * e[t - lag]
    }
    e[t] = missed
  }
  for (let t = settled; t < rows; t++) {
    let missed = w[t]
    for (let j = 0; j < arCount; j++) missed -= phi[arLags[j]] * w[t - arLags[j]]
    for (let j = 0; j < maCount; j++) missed -= theta[maLags[j]] * e[t - maLags[j]]
    e[t] = missed
  }
}

/** Fill `gain` with M of the stationary distribution; returns F, the variance of w over σ². NaN when φ is not stationary. */
function start(filter: ArmaFilter): number {
  const { size, phi, theta, arLags, maLags, gain, scratch } = filter
  const { gamma, psi, products, pure } = scratch
  const ar = arLags.at(-1) ?? 0
  const ma = maLags.at(-1) ?? 0
  if (!pureAutocovariances(filter)) return NaN

  products.fill(0)
  products[0] = 1
  for (let i = 0; i < maLags.length; i++) {
    const lag = maLags[i]
    products[lag] += theta[lag]
    for (let j = 0; j <= i; j++) products[lag - maLags[j]] += theta[lag] * theta[maLags[j]]
  }
  for (let k = 0; k <= ar; k++) {
    let sum = products[0] * pure[k]
    for (let j = 1; j <= ma; j++) sum += products[j] * (pure[k + j] + pure[Math.abs(k - j)])
    gamma[k] = sum
  }
  for (let k = 0; k <= ma; k++) {
    let sum = k === 0 ? 1 : theta[k]
    for (let j = 0; j < arLags.length && arLags[j] <= k; j++) sum += phi[arLags[j]] * psi[k - arLags[j]]
    psi[k] = sum
  }

  // cov(state[i], w) = Σ_{lag > i} φ_lag γ(lag − i) + Σ_{lag ≥ i} θ_lag ψ_{lag−i}; moved one place and turned by T it is M.
  gain.fill(0)
  for (const lag of arLags) for (let i = 1; i < lag; i++) gain[i - 1] += phi[lag] * gamma[lag - i]
  for (const lag of maLags) for (let i = 1; i <= lag; i++) gain[i - 1] += theta[lag] * psi[lag - i]
  for (let i = 0; i < size; i++) gain[i] += phi[i + 1] * gamma[0]
  return gamma[0]
}

/** `pure` = autocovariances of w_t = Σ φ w + ε with variance 1, lags 0 … AR + MA. False when φ is not stationary. */
function pureAutocovariances({ phi, arLags, scratch }: ArmaFilter): boolean {
  const { partials, row, pure } = scratch
  const ar = partials.length
  for (let i = 0; i < ar; i++) row[i] = phi[i + 1]
  let variance = 1
  for (let j = ar - 1; j >= 0; j--) {
    const partial = row[j]
    const rest = 1 - partial * partial
    if (!(rest > 0)) return false
    partials[j] = partial
    variance /= rest
    const factor = 1 / rest
    for (let i = 0, k = j - 1; i <= k; i++, k--) {
      const low = row[i]
      const high = row[k]
      row[i] = (low + partial * high) * factor
      row[k] = (high + partial * low) * factor
    }
  }
  pure[0] = variance
  for (let j = 0; j < ar; j++) {
    const partial = partials[j]
    let sum = partial * variance
    for (let i = 0; i < j; i++) sum += row[i] * pure[j - i]
    pure[j + 1] = sum
    variance *= 1 - partial * partial
    row[j] = partial
    for (let i = 0, k = j - 1; i <= k; i++, k--) {
      const low = row[i]
      const high = row[k]
      row[i] = low - partial * high
      row[k] = high - partial * low
    }
  }
  for (let k = ar + 1; k < pure.length; k++) {
    let sum = 0
    for (const lag of arLags) sum += phi[lag] * pure[k - lag]
    pure[k] = sum
  }
  return Number.isFinite(pure[0])
}
