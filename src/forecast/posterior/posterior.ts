/**
 * The full posterior of the additive model: mode → chains → a model that keeps their draws.
 */
import type { TableLike } from '../../arrow/table-like.js'
import { BodkinError } from '../../errors.js'
import { readOptions } from '../../options/rules.js'
import { fit } from '../fit.js'
import type { AdditiveModel, PosteriorDraws } from '../model.js'
import type { ForecastOptions } from '../options.js'
import { posteriorSchema, type PosteriorOptions } from './posterior-options.js'
import { posteriorProblem } from './problem.js'
import { runChains } from './run-chains.js'
import { withDraws, type PosteriorModel } from './with-draws.js'

/** Numbers in all draws at most: 400 MB. */
const MOST_NUMBERS = 5e7

/**
 * Draw from the full posterior instead of taking its mode: component bounds become real ones, and forecasts carry the uncertainty of every
 * coefficient. Prophet's `mcmc_samples`, without a pass over the rows for each draw.
 *
 * @param history as for `fit`
 * @param options as for `fit`. Coefficients of `autoregression` are held at their estimates
 * @param run `draws` (a chain, default 1,000), `warmup` (500 sweeps), `thin` (every 4th sweep is kept), `chains` (4), and `workers`, `seed`
 *   (default that of the model), `signal`, `onProgress` (after each chain) as everywhere; the draws are the same for any number of workers
 * @returns a model as from `fit`, whose `fit` holds the posterior means (`objective` and `certificate` are those of the mode), with
 *   `posterior`: the draws, and `diagnostics`: a table with a row a parameter, `parameter` (`k`, `m`, `sigma`, `delta[0]` …, the features),
 *   `mean, sd, r_hat, ess`, in the model's scale. Trust the draws when every `r_hat` is below 1.01 and every `ess` above 400; otherwise give
 *   more draws or a longer warm-up. `predict`, `decompose`, `sample` and `regressorCoefficients` use the draws
 * @throws BodkinError as `fit`; `DATA` for a history without noise (its σ has no posterior); `LIMIT` for more than 50 million kept numbers;
 *   `ABORTED` by the signal
 * @example
 * const model = await posterior(history, {}, { workers: 2 })
 * predict(model, { periods: 30 }).getChild('weekly_lower')   // below weekly
 */
export async function posterior(
  history: TableLike,
  options: ForecastOptions = {},
  run: PosteriorOptions = {},
): Promise<PosteriorModel> {
  const settings = readOptions(posteriorSchema, run)
  const mode = fit(history, options)
  const problem = posteriorProblem(mode)
  if (!(problem.spread > 0)) {
    throw new BodkinError('DATA', 'posterior needs a history with noise: y is constant, and σ would run to 0')
  }
  const { chains, warmup, draws, thin } = settings
  const numbers = chains * draws * (problem.moments.size + 1)
  if (numbers > MOST_NUMBERS) {
    throw new BodkinError(
      'LIMIT',
      `posterior must keep at most ${MOST_NUMBERS} numbers, got ${chains} chains × ${draws} draws × ${problem.moments.size + 1} parameters`,
      { chains, draws, parameters: problem.moments.size + 1 },
    )
  }
  const seed = settings.seed ?? mode.settings.seed
  const inputs = Array.from({ length: chains }, (_, chain) => ({ problem, seed, chain, warmup, draws, thin }))
  return withDraws(mode, splitDraws(mode, await runChains(inputs, settings)))
}

/** Rows of (θ, σ), chain after chain, as one array a parameter. */
function splitDraws(
  { settings, changepoints, fit: { features } }: AdditiveModel,
  kept: Float64Array[],
): PosteriorDraws {
  const flat = settings.growth === 'flat'
  const [bends, count] = [changepoints.length, features.length]
  const size = (flat ? 1 : 2) + bends + count + 1
  const each = kept[0].length / size
  const total = kept.length * each
  const draws = {
    chains: kept.length,
    k: new Float64Array(total),
    m: new Float64Array(total),
    sigma: new Float64Array(total),
    delta: new Float64Array(total * bends),
    beta: new Float64Array(total * count),
  }
  kept.forEach((rows, chain) => {
    for (let d = 0; d < each; d++) {
      const row = rows.subarray(d * size, (d + 1) * size)
      const i = chain * each + d
      const first = size - 1 - count
      if (!flat) draws.k[i] = row[0]
      draws.m[i] = row[flat ? 0 : 1]
      draws.sigma[i] = row[size - 1]
      draws.delta.set(row.subarray(first - bends, first), i * bends)
      draws.beta.set(row.subarray(first, size - 1), i * count)
    }
  })
  return draws
}
