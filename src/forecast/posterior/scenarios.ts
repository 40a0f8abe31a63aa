/**
 * The model's parts at given rows, once for each of many sets of coefficients: what futures of a model with draws start from.
 *
 *   u_d = k_d t + m_d + Σ δ_ds max(t − τ_s, 0)   (logistic: k_d (t − m_d) + …)        component c in draw d: Σ_j x_j β_dj
 *
 * Columns are built once; a row costs O(draws · (columns that are not 0 there)). Coefficients are turned so that draws lie side by side.
 */
import type { Frame } from '../additive/frame.js'
import type { Scenarios } from '../intervals/bands.js'
import type { AdditiveModel, PosteriorDraws } from '../model.js'
import { denseColumns, outputSums } from './output-sums.js'

/**
 * @param clock scaled time as the trend counts it, one a row
 * @param errors expected autoregressive errors a row, in units of y
 * @returns for a number of draws the scenarios; draws are spread evenly over those that were kept, each used as often as any other
 */
export function scenariosOf(
  model: AdditiveModel,
  posterior: PosteriorDraws,
  frame: Frame,
  clock: Float64Array,
  errors: Float64Array | undefined,
): (draws: number) => Scenarios {
  const { time, scale, changepoints, settings } = model
  const tau = changepoints.map((at) => (at - time.start) / (time.end - time.start))
  const columns = denseColumns(model, frame)
  const sums = outputSums(model)
  const kept = posterior.k.length
  return (draws) => {
    const chosen = Uint32Array.from({ length: draws }, (_, d) => drawOf(d, draws, kept))
    const pick = (values: Float64Array): Float64Array => Float64Array.from(chosen, (i) => values[i])
    const rate = pick(posterior.k)
    const start = pick(posterior.m)
    if (settings.growth === 'logistic') for (let d = 0; d < draws; d++) start[d] *= -rate[d]
    const delta = turned(posterior.delta, tau.length, chosen)
    const beta = turned(posterior.beta, columns.length, chosen)
    const bendScale = start.map((_, d) => {
      let sum = 0
      for (const bend of delta) sum += Math.abs(bend[d])
      return (tau.length === 0 ? 0 : sum / tau.length) + 1e-8
    })
    let argument = new Float64Array(0)
    let components: ReadonlyMap<string, Float64Array> = new Map()
    return {
      coefficient: (feature) => beta[feature],
      sigma: pick(posterior.sigma).map((sigma) => sigma * scale.y),
      bendScale,
      at(rows) {
        if (argument.length < rows.length * draws) {
          argument = new Float64Array(rows.length * draws)
          components = new Map(sums.map(({ name }) => [name, new Float64Array(argument.length)]))
        }
        rows.forEach((row, r) => {
          const from = r * draws
          const to = from + draws
          const t = clock[row]
          const u = argument.subarray(from, to)
          for (let d = 0; d < draws; d++) u[d] = rate[d] * t + start[d]
          for (let s = 0; s < tau.length && tau[s] < t; s++) addScaled(u, delta[s], t - tau[s])
          for (const { name, terms } of sums) {
            const expected = name === 'additive_terms' ? (errors?.[row] ?? 0) : 0
            const values = components.get(name)!.subarray(from, to).fill(expected)
            for (const { feature, unit } of terms) addScaled(values, beta[feature], columns[feature][row] * unit)
          }
        })
        return { argument, components }
      },
    }
  }
}

/** The draw that future d of `count` uses. */
function drawOf(d: number, count: number, kept: number): number {
  return count <= kept ? Math.floor((d * kept) / count) : d % kept
}

/** Row-major draws × columns → an array a column with the chosen draws. */
function turned(values: Float64Array, columns: number, chosen: Uint32Array): Float64Array[] {
  return Array.from({ length: columns }, (_, j) => Float64Array.from(chosen, (i) => values[i * columns + j]))
}

function addScaled(sum: Float64Array, values: Float64Array, factor: number): void {
  if (factor === 0) return
  for (let i = 0; i < sum.length; i++) sum[i] += factor * values[i]
}
