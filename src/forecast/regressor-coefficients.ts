/** What a unit of each regressor does to the forecast. */
import type { Table } from 'apache-arrow'
import { float64, text, writeTable, type OutputColumn } from '../arrow/write-table.js'
import { BodkinError } from '../errors.js'
import { quantileInPlace } from '../numeric/quantile.js'
import { featureCount } from './additive/components.js'
import { assertAdditive } from './assert-model.js'
import type { ForecastModel, PosteriorDraws } from './model.js'

/**
 * The regressors' coefficients on the regressors' own scale, as Prophet's utility of the same name.
 *
 * @returns a row a regressor: `regressor`, `regressor_mode`, `center` (subtracted from it; 0 when not standardised), `coef_lower`, `coef`,
 *   `coef_upper`: change of y (with a `transform` of the transformed y) for a unit of an additive regressor, change of the share of the trend for a multiplicative one. The
 *   bounds are quantiles of the draws that hold the model's `intervalWidth`; of a model without draws they equal the coefficient
 * @throws BodkinError `OPTION` for a model without regressors
 * @example
 * regressorCoefficients(model).getChild('coef').get(0)   // y per unit of the first regressor
 */
export function regressorCoefficients(model: ForecastModel): Table {
  const { components, fit, scale, settings, posterior } = assertAdditive(model, 'regressorCoefficients')
  const bounds = ({ k, beta }: PosteriorDraws, at: number): [number, number] => {
    const drawn = k.map((_, i) => beta[i * fit.beta.length + at])
    const { intervalWidth } = settings
    return [quantileInPlace(drawn, (1 - intervalWidth) / 2), quantileInPlace(drawn, (1 + intervalWidth) / 2)]
  }
  let feature = 0
  const rows = components.flatMap((component) => {
    const at = feature
    feature += featureCount(component)
    if (component.kind !== 'regressor') return []
    const { name, mode, shift } = component
    const unit = (mode === 'additive' ? scale.y : 1) / component.scale
    const [low, high] = posterior === undefined ? [fit.beta[at], fit.beta[at]] : bounds(posterior, at)
    return [{ name, mode, shift, lower: low * unit, coefficient: fit.beta[at] * unit, upper: high * unit }]
  })
  if (rows.length === 0)
    throw new BodkinError('OPTION', 'regressorCoefficients needs a model with regressors, got one without')
  const column = (key: 'shift' | 'lower' | 'coefficient' | 'upper'): OutputColumn =>
    float64(Float64Array.from(rows, (row) => row[key]))
  return writeTable({
    regressor: text(rows.map(({ name }) => name)),
    regressor_mode: text(rows.map(({ mode }) => mode)),
    center: column('shift'),
    coef_lower: column('lower'),
    coef: column('coefficient'),
    coef_upper: column('upper'),
  })
}
