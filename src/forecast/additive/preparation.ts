/**
 * What a fit needs of a history, whatever its priors: scales, components, changepoints and feature columns.
 *
 * Nothing here depends on a prior scale, so that a grid of prior scales (tune) prepares a history once and solves it many times. What
 * depends on the times alone is kept apart (`Layout`), so that many series of the same times are laid out once.
 */
import { BodkinError } from '../../errors.js'
import { average } from '../../numeric/average.js'
import { showTime } from '../calendar.js'
import { inferFrequency } from '../frequency.js'
import type { History } from '../history.js'
import type { AdditiveModel, TimeAxis } from '../model.js'
import { assertDistinctNames } from '../component-names.js'
import type { ModelSettings } from '../options.js'
import { capAt, floorAt } from './capacity.js'
import { featureColumns, featureCount, type Component } from './components.js'
import { gramOf, type Design } from './design.js'
import type { Frame } from './frame.js'
import { matchHolidays, type HolidayComponent } from './holidays.js'
import { linearise, trendSize, type MeanInput } from './mean-function.js'
import { regressorComponent } from './regressors.js'
import { seasonalityComponents } from './seasonality.js'
import { transformed } from '../transform/transform.js'
import { changepointTimes } from './trend.js'

/** What to fit. Plain data. */
export interface ModelRecipe {
  readonly settings: ModelSettings
  readonly holidays: readonly HolidayComponent[]
  /** The caller's own changepoints in milliseconds, ascending and inside the history; undefined: spread over the rows. */
  readonly changepoints: Float64Array | undefined
  /**
   * How far to look for the optimum: to the last digit, with proof where there is one ('exact', the default), or as far as a trial on a fold
   * needs ('quick': σ to a thousandth, a curved mean from one start, autoregressive errors in two turns), several times faster.
   */
  readonly search?: 'exact' | 'quick'
  /** Models of regressors that are forecast themselves, by name. */
  readonly predictors: Readonly<Record<string, ModelRecipe>>
}

/**
 * What a recipe makes of the rows alone, whatever their values: the part that series with the same times (and further columns) share. It
 * holds the design and the Gram matrix, which cost T·p², so that every further series of the same times costs T·p and the solve.
 */
export interface Layout {
  readonly changepoints: Float64Array
  readonly components: readonly Component[]
  /** Scaled times and feature columns; capacities come with the values, whose scale they share. */
  readonly input: Omit<MeanInput, 'cap'>
  /** Whether the mean is linear in the coefficients: then the design does not depend on them. */
  readonly linear: boolean
  /** Design and Gram matrix of a linear mean, built when first asked for. */
  readonly design: () => PreparedDesign
  /** How the times lie on the calendar. */
  readonly time: TimeAxis
}

/** A design, and what the solver needs of it whatever y is. */
export interface PreparedDesign {
  readonly design: Design
  readonly gram: Float64Array
}

/** A history in the model's scale. */
export interface Preparation extends Omit<Layout, 'input'> {
  /** The rows, y transformed where the settings say so. */
  readonly history: History
  readonly scale: AdditiveModel['scale']
  /** The mean function's fixed part: scaled times, capacities and feature columns. */
  readonly input: MeanInput
  /** y − floor, divided by the scale; length T. */
  readonly y: Float64Array
  /** Mean of `y`, and y about it, computed so that a huge level costs no digits. */
  readonly level: number
  readonly centred: Float64Array
}

/** Prepare a history. The automatic rules (seasonalities, changepoints, scales) look at this history alone. */
export function prepare(history: History, recipe: ModelRecipe): Preparation {
  return withValues(layOut(history, recipe), history, recipe)
}

/** The part of a preparation that looks at times and further columns only. */
export function layOut(frame: Frame, { settings, holidays, changepoints: given }: ModelRecipe): Layout {
  const { ds } = frame
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
    ...matchHolidays(holidays, settings.holidayMatch, ds),
    ...settings.regressors.map((regressor) => regressorComponent(regressor, frame.columns[regressor.name], usual)),
  ]
  assertDistinctNames(components)
  const changepoints = changepointTimes(ds, settings, given)
  assertColumns(changepoints.length + components.reduce((sum, component) => sum + featureCount(component), 0))
  const toModel = (time: number): number => (time - start) / (end - start)
  const multiplicative = components.flatMap((component) =>
    new Array<boolean>(featureCount(component)).fill(component.mode === 'multiplicative'),
  )
  const input = {
    growth: settings.growth,
    t: ds.map(toModel),
    tau: changepoints.map(toModel),
    features: components.flatMap((component) => featureColumns(component, frame)),
    multiplicative,
  }
  return {
    changepoints,
    components,
    input,
    linear: settings.growth !== 'logistic' && !multiplicative.includes(true),
    design: once(() => {
      const zero = new Float64Array(trendSize(input.growth) + changepoints.length + multiplicative.length)
      const { jacobian: design } = linearise({ ...input, cap: undefined }, zero)
      return { design, gram: gramOf(design) }
    }),
    time: Object.freeze({ start, end, frequency: inferFrequency(ds) }),
  }
}

/** Complete a layout with the values of a history whose times and further columns are those that were laid out. */
export function withValues(layout: Layout, given: History, { settings }: ModelRecipe): Preparation {
  const history = { ...given, y: transformed(given.y, settings.transform) }
  const { scale, floor } = scaleOf(history, settings)
  const cap = capAt(settings, history)?.map((value, i) => (value - floor[i]) / scale.y)
  const above = history.y.map((value, i) => value - floor[i])
  const mean = average(above)
  return {
    ...layout,
    input: { ...layout.input, cap },
    history,
    scale,
    y: above.map((value) => value / scale.y),
    level: mean / scale.y,
    centred: above.map((value) => (value - mean) / scale.y),
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
