/**
 * Models as JSON: everything that a prediction needs, numbers written so that they read back to the same bits.
 *
 * The reader trusts nothing: every field has a rule, lengths must agree, and whatever does not fit is one FORMAT error with the path inside
 * the document. Work and memory are bounded by the length of the text.
 */
import { BodkinError, show } from '../errors.js'
import {
  choice,
  integer,
  listOf,
  nullable,
  number,
  optional,
  readRecord,
  record,
  refuse,
  textRule,
  withDefault,
  type Place,
  type Rule,
  type Schema,
} from '../options/rules.js'
import { columnsOfSettings, featureCount, featureNames, type Component } from './additive/components.js'
import { assertModel } from './assert-model.js'
import { readBaseline } from './baselines/document.js'
import { ascending, calibration, figure, frequency, history, numbers, recordOf, time } from './document-rules.js'
import type { AdditiveModel, ForecastModel, PosteriorDraws } from './model.js'
import { modelSettingsSchema, priorScale } from './options.js'
import { withDraws } from './posterior/with-draws.js'
import { outsideDomain } from './transform/transform.js'

const FORMAT = 'bodkin.forecast'
const VERSION = 1

/**
 * Write a model as JSON text.
 *
 * @example
 * predict(fromJSON(toJSON(model)), { periods: 30 })   // the same bytes as predict(model, { periods: 30 })
 */
export function toJSON(model: ForecastModel): string {
  assertModel(model, 'toJSON')
  // the table of diagnostics follows from the draws
  const written = { ...model, diagnostics: undefined }
  return JSON.stringify({ format: FORMAT, version: VERSION, model: written }, (_key, value: unknown) => {
    if (value instanceof Float64Array) return Array.from(value)
    return value
  })
}

/**
 * Read a model that `toJSON` wrote.
 *
 * @throws BodkinError `FORMAT` with the path inside the document, when it is damaged or of another kind
 */
export function fromJSON(json: string): ForecastModel {
  const parsed = parse(json)
  const place: Place = { code: 'FORMAT', noun: 'document', path: '' }
  const { model } = readRecord(documentSchema, parsed, place)
  return model
}

function parse(json: string): unknown {
  if (typeof json !== 'string') throw new BodkinError('FORMAT', `a model document must be JSON text, got ${show(json)}`)
  try {
    return JSON.parse(json) as unknown
  } catch (error) {
    throw new BodkinError('FORMAT', `a model document must be JSON text: ${(error as Error).message}`, {}, error)
  }
}

const mode = choice('additive', 'multiplicative')

const component: Rule<Component> = {
  expected: 'a component',
  read(value, place) {
    const kind = (value as { readonly kind?: unknown } | null)?.kind
    switch (kind) {
      case 'seasonality':
        return readRecord<Extract<Component, { kind: 'seasonality' }>>(
          {
            kind: choice('seasonality'),
            name: textRule(),
            period: number({ above: 0 }),
            fourierOrder: integer({ min: 1, max: 100_000 }),
            priorScale,
            mode,
            condition: nullable(textRule()),
          },
          value,
          place,
        )
      case 'holiday': {
        const days = listOf(integer({ min: -1e8, max: 1e8 }))
        const holiday = readRecord<Extract<Component, { kind: 'holiday' }>>(
          {
            kind: choice('holiday'),
            name: textRule(),
            priorScale,
            mode,
            offsets: listOf(integer()),
            days: listOf(days),
            period: nullable(frequency),
          },
          value,
          place,
        )
        if (holiday.days.length !== holiday.offsets.length)
          refuse({ ...place, path: `${place.path}.days` }, 'a list for each offset', holiday.days)
        return holiday
      }
      case 'regressor':
        return readRecord<Extract<Component, { kind: 'regressor' }>>(
          {
            kind: choice('regressor'),
            name: textRule(),
            priorScale,
            mode,
            shift: number(),
            scale: number({ above: 0 }),
          },
          value,
          place,
        )
      default:
        return refuse({ ...place, path: `${place.path}.kind` }, '"seasonality", "holiday" or "regressor"', kind)
    }
  },
}

/** A model without the keys of what it does not have, as `fit` makes it. */
function withoutAbsent<Model extends ForecastModel>(model: Model): Model {
  return Object.freeze(Object.fromEntries(Object.entries(model).filter(([, value]) => value !== undefined))) as Model
}

/** What every additive model has. */
const fittedSchema: Schema<Omit<AdditiveModel, 'conformal' | 'posterior' | 'diagnostics' | 'predictors'>> = {
  kind: choice('additive'),
  settings: record(modelSettingsSchema),
  time,
  scale: record<AdditiveModel['scale']>({ y: number({ above: 0 }), floor: number() }),
  changepoints: ascending,
  components: listOf(component),
  fit: record<AdditiveModel['fit']>({
    objective: number(),
    sigma: number({ above: 0 }),
    k: figure,
    m: figure,
    delta: numbers,
    beta: numbers,
    features: listOf(textRule()),
    autoregression: numbers,
    certificate: record<AdditiveModel['fit']['certificate']>({
      kind: choice('global', 'local'),
      kktResidual: number({ min: 0 }),
      iterations: integer({ min: 0 }),
      activeChangepoints: integer({ min: 0 }),
    }),
  }),
  history,
  notes: listOf(textRule()),
}

/** A model of a regressor: as `fit` makes it. */
const predictor: Rule<AdditiveModel> = {
  expected: 'an additive model',
  read: (value, place) => agreed(readRecord(fittedSchema, value, place), place),
}

const additiveSchema: Schema<Omit<AdditiveModel, 'diagnostics'>> = {
  ...fittedSchema,
  conformal: optional(calibration),
  posterior: optional(
    record<PosteriorDraws>({
      chains: integer({ min: 1 }),
      k: numbers,
      m: numbers,
      sigma: numbers,
      delta: numbers,
      beta: numbers,
    }),
  ),
  predictors: optional(recordOf(predictor)),
}

const model: Rule<ForecastModel> = {
  expected: 'a model',
  read(value, place) {
    const kind = (value as { readonly kind?: unknown } | null)?.kind
    if (kind !== 'additive') {
      const baseline = withoutAbsent(readBaseline(value, place))
      assertHistory(baseline, place)
      return baseline
    }
    const additive = agreed(withoutAbsent<AdditiveModel>(readRecord(additiveSchema, value, place)), place)
    assertPredictors(additive, place)
    if (additive.posterior === undefined) return additive
    assertDraws(additive, additive.posterior, place)
    return withDraws(additive, additive.posterior)
  },
}

function agreed(additive: AdditiveModel, place: Place): AdditiveModel {
  assertHistory(additive, place)
  assertAgreement(additive, place)
  return additive
}

const documentSchema: Schema<{
  readonly format: typeof FORMAT
  readonly version: number
  readonly model: ForecastModel
}> = {
  format: choice(FORMAT),
  version: withDefault(integer({ min: VERSION, max: VERSION }), VERSION),
  model,
}

/** The history's columns have one length, and the time axis is the history's. */
function assertHistory({ history: { ds, y, columns: further }, time: axis }: ForecastModel, place: Place): void {
  const at = (path: string): Place => ({ ...place, path: `${place.path}.${path}` })
  if (ds.length < 2) refuse(at('history.ds'), 'at least 2 times', Array.from(ds))
  for (const [name, column] of [
    ['y', y] as const,
    ...Object.entries(further).map(([key, values]) => [`columns.${key}`, values] as const),
  ]) {
    if (column.length !== ds.length)
      refuse(at(`history.${name}`), `${ds.length} numbers, one a time`, Array.from(column))
  }
  if (axis.start !== ds[0]) refuse(at('time.start'), 'the first time of the history', axis.start)
  if (axis.end !== ds[ds.length - 1]) refuse(at('time.end'), 'the last time of the history', axis.end)
}

/** All draws are there for every parameter, and chains are equally long. */
function assertDraws({ fit }: AdditiveModel, draws: PosteriorDraws, place: Place): void {
  const at = (path: string): Place => ({ ...place, path: `${place.path}.posterior.${path}` })
  const kept = draws.k.length
  if (kept === 0 || kept % draws.chains !== 0)
    refuse(at('k'), `at least one draw of each of ${draws.chains} chains`, Array.from(draws.k))
  const lengths = { m: kept, sigma: kept, delta: kept * fit.delta.length, beta: kept * fit.beta.length }
  for (const [name, length] of Object.entries(lengths)) {
    const values = draws[name as keyof typeof lengths]
    if (values.length !== length) refuse(at(name), `${length} numbers`, Array.from(values))
  }
  const bad = draws.sigma.findIndex((sigma) => sigma <= 0)
  if (bad >= 0) refuse(at(`sigma[${bad}]`), 'a number above 0', draws.sigma[bad])
}

/** Coefficients, features and components count the same, and every needed column is in the history. */
function assertAgreement(
  { settings, fit, changepoints, components, history: { y, columns: further }, time: axis }: AdditiveModel,
  place: Place,
): void {
  const at = (path: string): Place => ({ ...place, path: `${place.path}.${path}` })
  if (!(axis.end > axis.start)) refuse(at('time.end'), 'after the start', axis.end)
  if (fit.delta.length !== changepoints.length)
    refuse(at('fit.delta'), `${changepoints.length} numbers, one a changepoint`, Array.from(fit.delta))
  const count = components.reduce((sum, entry) => sum + featureCount(entry), 0)
  if (fit.beta.length !== count) refuse(at('fit.beta'), `${count} numbers, one a feature`, Array.from(fit.beta))
  const names = components.flatMap(featureNames)
  if (fit.features.length !== count || fit.features.some((name, i) => name !== names[i]))
    refuse(at('fit.features'), 'the names of the components’ features', fit.features)
  const { numbers: numeric, flags } = columnsOfSettings(settings)
  const known = new Set([...numeric, ...flags])
  for (const name of known) {
    if (!Object.hasOwn(further, name)) refuse(at('history.columns'), `an object with ${JSON.stringify(name)}`, further)
  }
  components.forEach((entry, i) => {
    const needed = entry.kind === 'regressor' ? entry.name : entry.kind === 'seasonality' ? entry.condition : null
    if (needed !== null && !known.has(needed))
      refuse(at(`components[${i}]`), 'made of columns that the settings name', needed)
  })
  if (settings.growth === 'logistic' && settings.cap === undefined)
    refuse(at('settings.cap'), 'given for logistic growth', undefined)
  if (settings.growth === 'logistic' && settings.transform !== 'none')
    refuse(at('settings.transform'), '"none" for logistic growth', settings.transform)
  const bad = outsideDomain(y, settings.transform)
  if (bad >= 0) refuse(at(`history.y[${bad}]`), `in the domain of transform "${settings.transform}"`, y[bad])
}

/** Predictors are models of the regressors' own columns, at the same times. */
function assertPredictors({ predictors = {}, settings, history }: AdditiveModel, place: Place): void {
  for (const [name, own] of Object.entries(predictors)) {
    const at = (path: string): Place => ({ ...place, path: `${place.path}.predictors.${name}${path}` })
    if (!settings.regressors.some((regressor) => regressor.name === name))
      refuse(at(''), 'named like a regressor of the settings', name)
    const same = (values: Float64Array, wanted: Float64Array): boolean =>
      values.length === wanted.length && values.every((value, i) => value === wanted[i])
    if (!same(own.history.ds, history.ds)) refuse(at('.history.ds'), 'the times of the history', own.history.ds)
    if (!same(own.history.y, history.columns[name])) refuse(at('.history.y'), 'the regressor’s column', own.history.y)
    const { numbers: numeric, flags } = columnsOfSettings(own.settings)
    const missing = [...numeric, ...flags].find((column) => !Object.hasOwn(history.columns, column))
    if (missing !== undefined) refuse(at('.settings'), 'content with columns of the history', missing)
  }
}
