/**
 * What a fit needs of a history, whatever its priors: scales, components, changepoints and feature columns.
 *
 * Nothing here depends on a prior scale, so that a grid of prior scales (tune) prepares a history once and solves it many times.
 */
import { BodkinError } from '../../errors.js'
import { average } from '../../numeric/average.js'
import { showTime } from '../calendar.js'
import type { History } from '../history.js'
import type { AdditiveModel } from '../model.js'
import { assertDistinctNames, type ModelSettings } from '../options.js'
import { capAt, floorAt } from './capacity.js'
import { featureColumns, featureCount, type Component } from './components.js'
import { gramOf, type Design } from './design.js'
import type { HolidayComponent } from './holidays.js'
import { linearise, trendSize, type MeanInput } from './mean-function.js'
import { regressorComponent } from './regressors.js'
import { seasonalityComponents } from './seasonality.js'
import { changepointTimes } from './trend.js'

/** What to fit. Plain data. */
export interface ModelRecipe {
  readonly settings: ModelSettings
  readonly holidays: readonly HolidayComponent[]
  /** The caller's own changepoints in milliseconds, ascending and inside the history; undefined: spread over the rows. */
  readonly changepoints: Float64Array | undefined
}

/** A history in the model's scale. */
export interface Preparation {
  readonly history: History
  readonly scale: AdditiveModel['scale']
  readonly changepoints: Float64Array
  readonly components: readonly Component[]
  /** The mean function's fixed part: scaled times, capacities and feature columns. */
  readonly input: MeanInput
  /** y − floor, divided by the scale; length T. */
  readonly y: Float64Array
  /** Mean of `y`, and y about it, computed so that a huge level costs no digits. */
  readonly level: number
  readonly centred: Float64Array
  /** Whether the mean is linear in the coefficients: then the design does not depend on them. */
  readonly linear: boolean
  /** Design and Gram matrix of a linear mean, built when first asked for. */
  readonly design: () => { readonly design: Design; readonly gram: Float64Array }
}

/** Prepare a history. The automatic rules (seasonalities, changepoints, scales) look at this history alone. */
export function prepare(history: History, { settings, holidays, changepoints: given }: ModelRecipe): Preparation {
  const { ds } = history
  const [start, end] = [ds[0], ds[ds.length - 1]]
  if (start === end) {
    throw new BodkinError(
      'DATA',
      `fit needs observations at two different times at least, got ${ds.length} rows, all at ${showTime(start)}`,
      { rows: ds.length },
    )
  }
  const usual = { priorScale: settings.holidaysPriorScale, mode: settings.seasonalityMode }
  const components: Component[] = [
    ...seasonalityComponents(settings, ds),
    ...holidays,
    ...settings.regressors.map((regressor) => regressorComponent(regressor, history.columns[regressor.name], usual)),
  ]
  assertDistinctNames(components)
  const { scale, floor } = scaleOf(history, settings)
  const changepoints = changepointTimes(ds, settings, given)
  assertColumns(changepoints.length + components.reduce((sum, component) => sum + featureCount(component), 0))
  const toModel = (time: number): number => (time - start) / (end - start)
  const multiplicative = components.flatMap((component) =>
    new Array<boolean>(featureCount(component)).fill(component.mode === 'multiplicative'),
  )
  const input: MeanInput = {
    growth: settings.growth,
    t: ds.map(toModel),
    tau: changepoints.map(toModel),
    cap: capAt(settings, history)?.map((value, i) => (value - floor[i]) / scale.y),
    features: components.flatMap((component) => featureColumns(component, history)),
    multiplicative,
  }
  const above = history.y.map((value, i) => value - floor[i])
  const mean = average(above)
  return {
    history,
    scale,
    changepoints,
    components,
    input,
    y: above.map((value) => value / scale.y),
    level: mean / scale.y,
    centred: above.map((value) => (value - mean) / scale.y),
    linear: settings.growth !== 'logistic' && !multiplicative.includes(true),
    design: once(() => {
      const { jacobian: design } = linearise(
        input,
        new Float64Array(trendSize(input.growth) + changepoints.length + multiplicative.length),
      )
      return { design, gram: gramOf(design) }
    }),
  }
}

/** Columns of the largest model: its Gram matrix takes 128 MB. */
const MOST_COLUMNS = 4000

function assertColumns(columns: number): void {
  if (columns <= MOST_COLUMNS) return
  throw new BodkinError(
    'LIMIT',
    `the model must have at most ${MOST_COLUMNS} columns (changepoints, Fourier terms, holidays, regressors), got ${columns}`,
    { columns },
  )
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** y = scale.y · (scaled y) + floor; logistic growth with a floor of its own may have another one a row. A scale of 0 counts as 1. */
function scaleOf(history: History, settings: ModelSettings): { scale: AdditiveModel['scale']; floor: Float64Array } {
  const { y } = history
  if (settings.growth === 'logistic' && settings.floor !== undefined) {
    const floor = floorAt(settings, history, 0)
    const lowest = least(floor)
    const size =
      settings.scaling === 'absmax'
        ? greatest(y.map((value, i) => Math.abs(value - floor[i])))
        : greatest(capAt(settings, history)!) - lowest
    return { scale: { y: size || 1, floor: settings.scaling === 'minmax' ? lowest : 0 }, floor }
  }
  const scale =
    settings.scaling === 'minmax'
      ? { y: greatest(y) - least(y) || 1, floor: least(y) }
      : { y: greatest(y.map(Math.abs)) || 1, floor: 0 }
  return { scale, floor: new Float64Array(y.length).fill(scale.floor) }
}

function least(values: Float64Array): number {
  return values.reduce((low, value) => Math.min(low, value), Infinity)
}

function greatest(values: Float64Array): number {
  return values.reduce((high, value) => Math.max(high, value), -Infinity)
}
