/**
 * Bounds of components from a covariance of the coefficients instead of from draws.
 *
 *   φ = (k, c, δ, β), or (c, β) for flat growth, with covariance C; c is the trend's argument at t = 0: m, or −k·m for logistic growth, so
 *   that u = k t + c + Σ δ_s max(t − τ_s, 0) is linear in φ
 *   component Σ a_j β_j:  variance aᵀ C a over its features, bounds value ± z · √variance
 *
 * O(rows · (entries of a that are not 0)²).
 */
import { normalQuantile } from '../../numeric/normal.js'
import type { Frame } from '../additive/frame.js'
import { trendSize } from '../additive/mean-function.js'
import type { Bounds } from '../intervals/bands.js'
import type { AdditiveModel, PosteriorDraws } from '../model.js'
import { denseColumns, outputSums } from './output-sums.js'

/** C: p×p row-major. */
export interface Covariance {
  readonly size: number
  readonly matrix: Float64Array
}

/** The covariance of the draws. */
export function drawCovariance({ settings }: Pick<AdditiveModel, 'settings'>, posterior: PosteriorDraws): Covariance {
  const { k, m, delta, beta } = posterior
  const kept = k.length
  const [bends, features] = [delta.length / kept, beta.length / kept]
  const trend = trendSize(settings.growth)
  const size = trend + bends + features
  const row = new Float64Array(size)
  const read = (i: number): void => {
    if (trend === 2) row[0] = k[i]
    row[trend - 1] = settings.growth === 'logistic' ? -k[i] * m[i] : m[i]
    row.set(delta.subarray(i * bends, (i + 1) * bends), trend)
    row.set(beta.subarray(i * features, (i + 1) * features), trend + bends)
  }
  const mean = new Float64Array(size)
  for (let i = 0; i < kept; i++) {
    read(i)
    for (let a = 0; a < size; a++) mean[a] += row[a] / kept
  }
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < kept; i++) {
    read(i)
    for (let a = 0; a < size; a++) row[a] -= mean[a]
    for (let a = 0; a < size; a++) for (let b = 0; b <= a; b++) matrix[a * size + b] += row[a] * row[b]
  }
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) matrix[b * size + a] = matrix[a * size + b] /= kept - 1
  }
  return { size, matrix }
}

/**
 * Bounds of the components and their totals by column name.
 *
 * @param values the components themselves
 * @param width probability mass between the bounds
 */
export function componentBounds(
  model: AdditiveModel,
  frame: Frame,
  values: ReadonlyMap<string, Float64Array>,
  covariance: Covariance,
  width: number,
): Map<string, Bounds> {
  const columns = denseColumns(model, frame)
  const first = covariance.size - columns.length
  const form = quadraticForm(covariance)
  const z = normalQuantile((1 + width) / 2)
  const bounds = new Map<string, Bounds>()
  for (const { name, terms } of outputSums(model)) {
    const centre = values.get(name)
    if (centre === undefined) continue
    const reach = centre.map((_, row) => {
      for (const { feature, unit } of terms) form.add(first + feature, columns[feature][row] * unit)
      return z * Math.sqrt(form.take())
    })
    bounds.set(name, {
      lower: centre.map((value, i) => value - reach[i]),
      upper: centre.map((value, i) => value + reach[i]),
    })
  }
  return bounds
}

/** vᵀ C v for a vector that is filled entry by entry; `take` gives the value and empties the vector. */
export function quadraticForm({ size, matrix }: Covariance): {
  add: (index: number, value: number) => void
  take: () => number
} {
  const at = new Int32Array(size)
  const values = new Float64Array(size)
  let count = 0
  return {
    add(index, value) {
      if (value === 0) return
      at[count] = index
      values[count++] = value
    },
    take() {
      let sum = 0
      for (let a = 0; a < count; a++) {
        const row = at[a] * size
        let inner = 0
        for (let b = 0; b < count; b++) inner += matrix[row + at[b]] * values[b]
        sum += values[a] * inner
      }
      count = 0
      return Math.max(0, sum)
    },
  }
}
