/** What a unit of each regressor does to the forecast. */
import type { Table } from 'apache-arrow'
import { float64, text, writeTable } from '../arrow/write-table.js'
import { BodkinError } from '../errors.js'
import { featureCount } from './additive/components.js'
import { assertAdditive } from './assert-model.js'
import type { ForecastModel } from './model.js'

/**
 * The regressors' coefficients on the regressors' own scale, as Prophet's utility of the same name.
 *
 * @returns a row a regressor: `regressor`, `regressor_mode`, `center` (subtracted from it; 0 when not standardised), `coef_lower`, `coef`,
 *   `coef_upper`: change of y for a unit of an additive regressor, change of the share of the trend for a multiplicative one. At the maximum a
 *   posteriori the bounds equal the coefficient
 * @throws BodkinError `OPTION` for a model without regressors
 * @example
 * regressorCoefficients(model).getChild('coef').get(0)   // y per unit of the first regressor
 */
export function regressorCoefficients(model: ForecastModel): Table {
  const { components, fit, scale } = assertAdditive(model, 'regressorCoefficients')
  let feature = 0
  const rows = components.flatMap((component) => {
    const beta = fit.beta[feature]
    feature += featureCount(component)
    if (component.kind !== 'regressor') return []
    const { name, mode, shift } = component
    return [{ name, mode, shift, coefficient: (beta * (mode === 'additive' ? scale.y : 1)) / component.scale }]
  })
  if (rows.length === 0)
    throw new BodkinError('OPTION', 'regressorCoefficients needs a model with regressors, got one without')
  const coefficients = Float64Array.from(rows, ({ coefficient }) => coefficient)
  return writeTable({
    regressor: text(rows.map(({ name }) => name)),
    regressor_mode: text(rows.map(({ mode }) => mode)),
    center: float64(Float64Array.from(rows, ({ shift }) => shift)),
    coef_lower: float64(coefficients),
    coef: float64(coefficients),
    coef_upper: float64(coefficients),
  })
}
