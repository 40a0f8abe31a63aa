/** Draws as part of a model: its point becomes their mean, and a table says what the chains are worth. */
import type { Table } from 'apache-arrow'
import { float64, text, writeTable } from '../../arrow/write-table.js'
import { convergence } from '../../numeric/diagnostics.js'
import type { AdditiveModel, PosteriorDraws } from '../model.js'

/** An additive model from `posterior`. */
export interface PosteriorModel extends AdditiveModel {
  readonly posterior: PosteriorDraws
  readonly diagnostics: Table
}

/**
 * Put draws into a model: `fit.k`, `m`, `delta`, `beta` and `sigma` become their means. `fit.objective` and `fit.certificate` stay the
 * mode's, from which the chains started.
 */
export function withDraws(model: AdditiveModel, posterior: PosteriorDraws): PosteriorModel {
  const { k, m, sigma, delta, beta } = posterior
  const [changepoints, features] = [model.changepoints.length, model.fit.features.length]
  const fit = Object.freeze({
    ...model.fit,
    k: columnMeans(k, 1)[0],
    m: columnMeans(m, 1)[0],
    sigma: columnMeans(sigma, 1)[0],
    delta: columnMeans(delta, changepoints),
    beta: columnMeans(beta, features),
  })
  return Object.freeze({
    ...model,
    fit,
    posterior: Object.freeze(posterior),
    diagnostics: diagnosticsTable(model, posterior),
  })
}

/** Means of the columns of a row-major array. */
function columnMeans(values: Float64Array, columns: number): Float64Array {
  const means = new Float64Array(columns)
  for (let at = 0; at < values.length; at += columns) for (let j = 0; j < columns; j++) means[j] += values[at + j]
  return means.map((sum) => sum / (values.length / columns))
}

/** A row a parameter: `parameter, mean, sd, r_hat, ess`. */
function diagnosticsTable({ settings, fit: { features } }: AdditiveModel, draws: PosteriorDraws): Table {
  const changepoints = draws.delta.length / draws.k.length
  const parameters: [string, Float64Array][] = [
    ...(settings.growth === 'flat' ? [] : [['k', draws.k] satisfies [string, Float64Array]]),
    ['m', draws.m],
    ['sigma', draws.sigma],
    ...Array.from({ length: changepoints }, (_, s): [string, Float64Array] => [
      `delta[${s}]`,
      columnOf(draws.delta, changepoints, s),
    ]),
    ...features.map((name, j): [string, Float64Array] => [name, columnOf(draws.beta, features.length, j)]),
  ]
  const column = (figure: (values: Float64Array) => number): Float64Array =>
    Float64Array.from(parameters, ([, values]) => figure(values))
  const chains = parameters.map(([, values]) => convergence(values, draws.chains))
  return writeTable({
    parameter: text(parameters.map(([name]) => name)),
    mean: float64(column((values) => columnMeans(values, 1)[0])),
    sd: float64(column(standardDeviation)),
    r_hat: float64(Float64Array.from(chains, ({ rHat }) => rHat)),
    ess: float64(Float64Array.from(chains, ({ ess }) => ess)),
  })
}

/** Column j of a row-major array. */
function columnOf(values: Float64Array, columns: number, j: number): Float64Array {
  const column = new Float64Array(values.length / columns)
  for (let i = 0; i < column.length; i++) column[i] = values[i * columns + j]
  return column
}

function standardDeviation(values: Float64Array): number {
  const mean = columnMeans(values, 1)[0]
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return Math.sqrt(squares / (values.length - 1))
}
