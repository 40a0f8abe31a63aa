/**
 * The fitted model at given rows, part by part, in units of y.
 *
 *   yhat = trend·(1 + multiplicative_terms) + additive_terms
 *
 * The very columns that were fitted are built for the new rows and weighted with their coefficients.
 */
import type { AdditiveModel } from '../model.js'
import { featureColumns } from './components.js'
import type { FeatureColumn, Frame } from './frame.js'
import { trendAt } from './trend.js'

/** The parts of a forecast; all arrays have one entry a row. */
export interface Parts {
  /** Scaled time: 0 at the first row of the history, 1 at its last. */
  readonly t: Float64Array
  readonly trend: Float64Array
  readonly yhat: Float64Array
  /** 1 + multiplicative terms. */
  readonly gain: Float64Array
  /** Components and their totals by column name, in the order of the output. */
  readonly components: ReadonlyMap<string, Float64Array>
}

/** Evaluate a model at the frame's rows. */
export function evaluate(model: AdditiveModel, frame: Frame): Parts {
  const { time, scale, fit, changepoints } = model
  const span = time.end - time.start
  const rows = frame.ds.length
  const t = frame.ds.map((at) => (at - time.start) / span)
  const tau = changepoints.map((at) => (at - time.start) / span)
  const trend = trendAt(t, fit.k, fit.m, tau, fit.delta).map((value) => value * scale.y + scale.floor)
  const components = new Map<string, Float64Array>()
  const additive = new Float64Array(rows)
  const holidays = new Float64Array(rows)
  const lastHoliday = model.components.findLastIndex(({ kind }) => kind === 'holiday')
  let feature = 0
  model.components.forEach((component, i) => {
    const values = new Float64Array(rows)
    for (const column of featureColumns(component, frame)) addColumn(values, column, fit.beta[feature++] * scale.y)
    components.set(component.name, values)
    addColumn(additive, values, 1)
    if (component.kind === 'holiday') addColumn(holidays, values, 1)
    if (i === lastHoliday) components.set('holidays', holidays)
  })
  components.set('additive_terms', additive)
  components.set('multiplicative_terms', new Float64Array(rows))
  return {
    t,
    trend,
    yhat: trend.map((value, i) => value + additive[i]),
    gain: new Float64Array(rows).fill(1),
    components,
  }
}

function addColumn(sum: Float64Array, column: FeatureColumn, weight: number): void {
  if (column instanceof Int32Array) for (const row of column) sum[row] += weight
  else for (let i = 0; i < sum.length; i++) sum[i] += weight * column[i]
}
