/** Prophet's coefficients, in this package's order: a point, and for models with `mcmc_samples` the draws whose mean it is. */
import { refuse } from '../../options/rules.js'
import { featureCount, type Component } from '../additive/components.js'
import type { AdditiveFit, PosteriorDraws } from '../model.js'
import { at, type Draws, type ProphetDocument } from './document.js'
import { prophetOrder } from './features.js'

export interface Parameters {
  readonly point: Pick<AdditiveFit, 'k' | 'm' | 'delta' | 'beta' | 'sigma'>
  /** undefined at the maximum a posteriori. */
  readonly draws: PosteriorDraws | undefined
}

/** Draws² × parameters at most: what the diagnostics of a chain that never settles cost, in seconds ten. 4,000 draws may have 600 parameters. */
const MOST_WORK = 1e10

/** Read the coefficients; their numbers must be those of the changepoints and features. */
export function readParameters(document: ProphetDocument, components: readonly Component[]): Parameters {
  const { growth, params, changepoints } = document
  const order = prophetOrder(components)
  const count = components.reduce((sum, component) => sum + featureCount(component), 0)
  const rows = params.k.rows
  const most = Math.floor(Math.sqrt(MOST_WORK / (3 + changepoints.length + count)))
  if (rows > most) refuse(at('params.k'), `at most ${most} draws`, rows)
  const check = (name: keyof typeof params, columns: number): Draws => {
    const draws = params[name]
    if (draws.rows !== rows) refuse(at(`params.${name}`), `${rows} rows, as params.k`, draws.rows)
    if (draws.columns !== columns)
      refuse(at(`params.${name}`), `rows of ${columns} numbers`, `rows of ${draws.columns}`)
    return draws
  }
  const chains = chainsOf(document, rows)
  // Prophet's draws take turns among the chains
  const place = (draw: number): number => (draw % chains) * (rows / chains) + Math.floor(draw / chains)
  const flat = growth === 'flat'
  const single = (name: 'k' | 'm' | 'sigma_obs'): Float64Array => ordered(check(name, 1), [0], place)
  const changes = check('delta', Math.max(1, changepoints.length))
  // a model without changepoints has one change of nothing
  if (!flat && changepoints.length === 0 && changes.values.some((size) => size !== 0))
    refuse(
      at('params.delta'),
      'zero without changepoints',
      changes.values.find((size) => size !== 0),
    )
  const bends = flat ? [] : changepoints.map((_, s) => s)
  // one coefficient of nothing without features
  const places = order.map((feature) => feature.place)
  const from = places.map((_, place) => places.indexOf(place))
  const draws = {
    chains,
    k: flat ? new Float64Array(rows) : single('k'),
    m: single('m'),
    sigma: single('sigma_obs'),
    delta: ordered(changes, bends, place),
    beta: ordered(check('beta', Math.max(1, count)), from, place),
  }
  const bad = draws.sigma.find((value) => !(value > 0))
  if (bad !== undefined) refuse(at('params.sigma_obs'), 'above 0', bad)
  const point = {
    k: means(draws.k, 1)[0],
    m: means(draws.m, 1)[0],
    delta: means(draws.delta, bends.length),
    beta: means(draws.beta, count),
    sigma: means(draws.sigma, 1)[0],
  }
  return { point, draws: rows === 1 ? undefined : draws }
}

/** Prophet runs 4 chains unless told otherwise. */
function chainsOf({ fit_kwargs: { chains } }: ProphetDocument, rows: number): number {
  if (rows === 1) return 1
  if (chains !== undefined && rows % chains !== 0)
    refuse(at('fit_kwargs.chains'), `a divisor of the ${rows} draws`, chains)
  return chains ?? (rows % 4 === 0 ? 4 : 1)
}

/** Rows and columns of draws put in order: column j is `from[j]`, draw d goes to row `place(d)`. */
function ordered(
  { rows, columns, values }: Draws,
  from: readonly number[],
  place: (draw: number) => number,
): Float64Array {
  const result = new Float64Array(rows * from.length)
  for (let draw = 0; draw < rows; draw++) {
    const to = place(draw) * from.length
    from.forEach((column, j) => (result[to + j] = values[draw * columns + column]))
  }
  return result
}

/** Means of the columns of a row-major array. */
function means(values: Float64Array, columns: number): Float64Array {
  const sums = new Float64Array(columns)
  values.forEach((value, i) => (sums[i % columns] += value))
  return sums.map((sum) => sum / (values.length / columns))
}
