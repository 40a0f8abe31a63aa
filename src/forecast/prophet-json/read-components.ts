/** The components of Prophet's document, and whether its features stand in the order that follows from them. */
import { refuse } from '../../options/rules.js'
import { featureCount, type Component } from '../additive/components.js'
import type { SeasonalityComponent } from '../additive/seasonality.js'
import { assertComponentName, assertDistinctNames } from '../component-names.js'
import { asFormatError, at, type ProphetDocument } from './document.js'
import { componentMatrix, prophetOrder } from './features.js'
import { readHolidayRows } from './holiday-rows.js'

/** Seasonalities, holidays and regressors. */
export function readComponents(document: ProphetDocument): Component[] {
  const { seasonalities, extra_regressors, holidays, train_holiday_names: trained } = document
  const mode = document.holidays_mode ?? document.seasonality_mode
  const components: Component[] = [
    ...seasonalities.map(([name, entry]): SeasonalityComponent => {
      assertName(name, 'seasonalities', 'seasonality')
      const { period, fourier_order: fourierOrder, prior_scale: priorScale, condition_name: condition } = entry
      return { kind: 'seasonality', name, period, fourierOrder, priorScale, mode: entry.mode, condition }
    }),
    ...readHolidayRows(holidays ?? [], trained ?? [], { priorScale: document.holidays_prior_scale, mode }),
    ...extra_regressors.map(([name, { prior_scale: priorScale, mode, mu: shift, std: scale }]): Component => {
      return { kind: 'regressor', name, priorScale, mode, shift, scale }
    }),
  ]
  asFormatError('seasonalities', () => assertDistinctNames(components))
  return components
}

function assertName(name: string, path: string, kind: 'seasonality' | 'regressor'): void {
  asFormatError(path, () => assertComponentName(name, kind, kind))
  // Prophet's own columns of the history
  if (['t', 'cap_scaled'].includes(name)) refuse(at(path), 'named otherwise than columns of the history', name)
}

/** Columns of the largest model that `fit` takes. */
const MOST_COLUMNS = 4000
/** Rows × columns at most: a few seconds. */
const MOST_ENTRIES = 2e8

/** The document's table of features and components must be the one that follows from its components: so their order is Prophet's. */
export function assertMatrix(document: ProphetDocument, components: readonly Component[]): void {
  const { train_component_cols: rows, history, changepoints } = document
  const count = components.reduce((sum, component) => sum + featureCount(component), 0)
  const columns = count + changepoints.length
  if (columns > MOST_COLUMNS) refuse(at('seasonalities'), `part of at most ${MOST_COLUMNS} columns in all`, columns)
  if (columns * history.length > MOST_ENTRIES)
    refuse(at('history'), `a table of at most ${Math.floor(MOST_ENTRIES / columns)} rows`, history.length)
  const place = at('train_component_cols')
  // a model without features has an empty one
  if (rows.length !== Math.max(1, count))
    refuse({ ...place, path: `${place.path}.data` }, `${Math.max(1, count)} rows, one a feature`, rows)
  const matrix = componentMatrix(components)
  prophetOrder(components).forEach((feature, i) => {
    for (const { name, has } of matrix) {
      const value = Object.hasOwn(rows[i], name) ? rows[i][name] : undefined
      const expected = has(feature) ? 1 : 0
      if (value !== expected)
        refuse({ ...place, path: `${place.path}.data[${i}].${name}` }, `${expected} for ${feature.name}`, value)
    }
  })
}
