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
  rule,
  text,
  withDefault,
  type Place,
  type Rule,
  type Schema,
} from '../options/rules.js'
import { columnsOfSettings, featureCount, featureNames, type Component } from './additive/components.js'
import { assertModel } from './assert-model.js'
import { parseFrequency } from './frequency.js'
import type { Conformal } from './intervals/conformal.js'
import type { AdditiveModel, BaselineModel, ForecastModel } from './model.js'
import { modelSettingsSchema, priorScale } from './options.js'

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
  return JSON.stringify({ format: FORMAT, version: VERSION, model }, (_key, value: unknown) => {
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

const numbers: Rule<Float64Array> = {
  expected: 'an array of finite numbers',
  read(value, place) {
    if (!Array.isArray(value)) return refuse(place, numbers.expected, value)
    const bad = value.findIndex((item) => typeof item !== 'number' || !Number.isFinite(item))
    if (bad >= 0) return refuse({ ...place, path: `${place.path}[${bad}]` }, 'a finite number', value[bad])
    return Float64Array.from(value as number[])
  },
}

const ascending: Rule<Float64Array> = {
  expected: 'ascending times in milliseconds',
  read(value, place) {
    const times = numbers.read(value, place)
    const bad = times.findIndex((time, i) => Math.abs(time) > 8.64e15 || time < times[i - 1])
    if (bad >= 0) return refuse({ ...place, path: `${place.path}[${bad}]` }, ascending.expected, times[bad])
    return times
  },
}

const columns: Rule<Readonly<Record<string, Float64Array>>> = {
  expected: 'an object of columns',
  read(value, place) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return refuse(place, columns.expected, value)
    return Object.freeze(
      Object.fromEntries(
        Object.entries(value).map(([name, column]) => [
          name,
          numbers.read(column, { ...place, path: `${place.path}.${name}` }),
        ]),
      ),
    )
  },
}

const frequency: Rule<string> = rule('a frequency', (value): value is string => {
  try {
    parseFrequency(value)
    return true
  } catch (error) {
    if (error instanceof BodkinError) return false
    throw error
  }
})

const time: Rule<AdditiveModel['time']> = record<AdditiveModel['time']>({
  start: number(),
  end: number(),
  frequency: nullable(frequency),
})
const history: Rule<AdditiveModel['history']> = record<AdditiveModel['history']>({ ds: ascending, y: numbers, columns })
const mode = choice('additive', 'multiplicative')
const widths = number({ above: 0, below: 1 })

const component: Rule<Component> = {
  expected: 'a component',
  read(value, place) {
    const kind = (value as { readonly kind?: unknown } | null)?.kind
    switch (kind) {
      case 'seasonality':
        return readRecord<Extract<Component, { kind: 'seasonality' }>>(
          {
            kind: choice('seasonality'),
            name: text(),
            period: number({ above: 0 }),
            fourierOrder: integer({ min: 1, max: 100_000 }),
            priorScale,
            mode,
            condition: nullable(text()),
          },
          value,
          place,
        )
      case 'holiday': {
        const days = listOf(integer({ min: -1e8, max: 1e8 }))
        const holiday = readRecord<Extract<Component, { kind: 'holiday' }>>(
          {
            kind: choice('holiday'),
            name: text(),
            priorScale,
            mode,
            offsets: listOf(integer()),
            days: listOf(days),
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
            name: text(),
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

const calibration: Rule<Conformal> = {
  expected: 'a calibration',
  read(value, place) {
    const read = readRecord<Conformal>(
      { coverage: widths, achieved: nullable(number({ min: 0, max: 1 })), reach: ascending, halfWidth: numbers },
      value,
      place,
    )
    const { reach, halfWidth } = read
    if (reach.length === 0) refuse({ ...place, path: `${place.path}.reach` }, 'at least one time', [])
    if (halfWidth.length !== reach.length || halfWidth.some((half, i) => half < (halfWidth[i - 1] ?? 0))) {
      const expected = `${reach.length} ascending numbers of at least 0`
      refuse({ ...place, path: `${place.path}.halfWidth` }, expected, Array.from(halfWidth))
    }
    return read
  },
}

/** A model without the key of a calibration that it does not have, as `fit` makes it. */
function withoutAbsent<Model extends ForecastModel>({ conformal, ...rest }: Model): Model {
  return Object.freeze(conformal === undefined ? rest : { ...rest, conformal }) as Model
}

const additiveSchema: Schema<AdditiveModel> = {
  kind: choice('additive'),
  settings: record(modelSettingsSchema),
  time,
  scale: record<AdditiveModel['scale']>({ y: number({ above: 0 }), floor: number() }),
  changepoints: ascending,
  components: listOf(component),
  fit: record<AdditiveModel['fit']>({
    objective: number(),
    sigma: number({ above: 0 }),
    k: number(),
    m: number(),
    delta: numbers,
    beta: numbers,
    features: listOf(text()),
    autoregression: numbers,
    certificate: record<AdditiveModel['fit']['certificate']>({
      kind: choice('global', 'local'),
      kktResidual: number({ min: 0 }),
      iterations: integer({ min: 0 }),
      activeChangepoints: integer({ min: 0 }),
    }),
  }),
  history,
  notes: listOf(text()),
  conformal: optional(calibration),
}

const baselineSchema: Schema<BaselineModel> = {
  kind: choice('mean', 'naive', 'seasonal-naive'),
  settings: record<BaselineModel['settings']>({ time: text(), value: text(), intervalWidth: widths }),
  time,
  season: integer({ min: 1 }),
  sigma: {
    ...nullable(number({ min: 0 })),
    read: (value, place) => (value === null ? NaN : number({ min: 0 }).read(value, place)),
  } as Rule<number>,
  history,
  conformal: optional(calibration),
}

const model: Rule<ForecastModel> = {
  expected: 'a model',
  read(value, place) {
    const kind = (value as { readonly kind?: unknown } | null)?.kind
    if (kind !== 'additive') {
      const baseline = withoutAbsent(readRecord(baselineSchema, value, place))
      assertHistory(baseline, place)
      if (baseline.history.y.length < baseline.season)
        refuse({ ...place, path: `${place.path}.season` }, 'at most the rows of the history', baseline.season)
      return baseline
    }
    const additive = withoutAbsent(readRecord(additiveSchema, value, place))
    assertHistory(additive, place)
    assertAgreement(additive, place)
    return additive
  },
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

/** Coefficients, features and components count the same, and every needed column is in the history. */
function assertAgreement(
  { settings, fit, changepoints, components, history: { columns: further }, time: axis }: AdditiveModel,
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
}
