/**
 * The parts of the model beside its trend, as plain data: what a component is, and which columns it has at given times.
 *
 * A component owns a run of consecutive feature columns; the fit finds one coefficient a column. The same columns are built for the
 * history and for the future, so the two cannot drift apart.
 */
import type { NeededColumns } from '../history.js'
import type { ModelSettings } from '../options.js'
import { limitColumns } from './capacity.js'
import type { FeatureColumn, Frame } from './frame.js'
import { holidayColumns, type HolidayComponent } from './holidays.js'
import { regressorColumn, type RegressorComponent } from './regressors.js'
import { fourierColumns, type SeasonalityComponent } from './seasonality.js'

/** One part of the model beside the trend. JSON-serialisable. */
export type Component = SeasonalityComponent | HolidayComponent | RegressorComponent

/** Number of feature columns of a component. */
export function featureCount(component: Component): number {
  switch (component.kind) {
    case 'seasonality':
      return 2 * component.fourierOrder
    case 'holiday':
      return component.offsets.length
    case 'regressor':
      return 1
  }
}

/** The component's feature columns at the frame's rows. */
export function featureColumns(component: Component, frame: Frame): FeatureColumn[] {
  switch (component.kind) {
    case 'seasonality':
      return fourierColumns(component, frame)
    case 'holiday':
      return holidayColumns(component, frame)
    case 'regressor':
      return [regressorColumn(component, frame)]
  }
}

/** Names of the feature columns, as Prophet writes them: `yearly_delim_1`, `Christmas_delim_-1`, or the regressor's name. */
export function featureNames(component: Component): string[] {
  switch (component.kind) {
    case 'seasonality':
      return Array.from({ length: 2 * component.fourierOrder }, (_, i) => `${component.name}_delim_${i + 1}`)
    case 'holiday':
      return component.offsets.map((offset) => `${component.name}_delim_${offset < 0 ? '' : '+'}${offset}`)
    case 'regressor':
      return [component.name]
  }
}

/** Columns that a model needs of every row, beside its time and value. */
export function columnsOfSettings(settings: ModelSettings): NeededColumns {
  return {
    numbers: [...new Set([...settings.regressors.map(({ name }) => name), ...limitColumns(settings)])],
    flags: [...new Set(settings.seasonalities.flatMap(({ condition }) => condition ?? []))],
  }
}
