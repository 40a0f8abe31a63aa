/**
 * Baselines as documents: the rules by which model-json.ts reads them back.
 */
import { choice, flag, integer, number, optional, readRecord, record, refuse, textRule } from '../../options/rules.js'
import type { Place, Rule, Schema } from '../../options/rules.js'
import { calibration, deviation, figure, history, numbers, numbersOrNull, time, widths } from '../document-rules.js'
import type { ArimaModel, BaselineModel, EtsModel, SimpleModel, ThetaModel } from '../model.js'
import type { ArimaState } from './arima/state.js'
import { orderSchema } from './box-jenkins.js'
import type { EtsState } from './ets/ets.js'
import type { EtsForm } from './ets/form.js'
import type { ThetaLine } from './theta/lines.js'
import type { ThetaState } from './theta/theta.js'

/** What all baselines keep. */
const shared: Schema<Pick<BaselineModel, 'settings' | 'time' | 'season' | 'history' | 'conformal'>> = {
  settings: record<BaselineModel['settings']>({ time: textRule(), value: textRule(), intervalWidth: widths }),
  time,
  season: integer({ min: 1 }),
  history,
  conformal: optional(calibration),
}

const simpleSchema: Schema<SimpleModel> = {
  kind: choice('mean', 'naive', 'seasonal-naive', 'drift'),
  ...shared,
  sigma: deviation,
}

const share: Rule<number> = number({ min: 0, max: 1 })

const etsSchema: Schema<EtsModel> = {
  kind: choice('ets'),
  ...shared,
  state: record<EtsState>({
    form: record<EtsForm>({
      error: choice('A', 'M'),
      trend: choice('N', 'A'),
      damped: flag(),
      season: choice('N', 'A', 'M'),
    }),
    season: integer({ min: 1 }),
    alpha: share,
    beta: share,
    gamma: share,
    phi: share,
    level: figure,
    slope: figure,
    seasonal: numbers,
    decomposed: flag(),
    sigma: number({ min: 0 }),
    aicc: orNaN(number()),
    logLikelihood: orNaN(number()),
    fitted: numbersOrNull,
  }),
}

const thetaSchema: Schema<ThetaModel> = {
  kind: choice('theta'),
  ...shared,
  state: record<ThetaState>({
    method: choice('standard', 'optimized', 'dynamic-standard', 'dynamic-optimized'),
    seasonality: choice('N', 'A', 'M'),
    season: integer({ min: 1 }),
    seasonal: numbers,
    sigma: number({ min: 0 }),
    fitted: numbersOrNull,
    dynamic: flag(),
    alpha: number({ above: 0, max: 2 }),
    weight: figure,
    level: figure,
    rows: integer({ min: 0 }),
    line: record<ThetaLine>({ rows: integer({ min: 0 }), mean: figure, intercept: figure, slope: figure }),
  }),
}

const arimaSchema: Schema<ArimaModel> = {
  kind: choice('arima'),
  ...shared,
  state: record<ArimaState>({
    order: record(orderSchema),
    ar: numbers,
    ma: numbers,
    seasonalAr: numbers,
    seasonalMa: numbers,
    constant: figure,
    harmonicPairs: integer({ min: 0 }),
    harmonic: numbers,
    sigma: number({ min: 0 }),
    aicc: orNaN(number()),
    logLikelihood: orNaN(number()),
    rows: integer({ min: 1 }),
    tail: numbers,
    state: numbers,
    fitted: numbersOrNull,
  }),
}

/** The rule, or null for NaN, which JSON cannot write. */
function orNaN(inner: Rule<number>): Rule<number> {
  return { ...inner, read: (value, place) => (value === null ? NaN : inner.read(value, place)) }
}

/** Read a baseline of any kind. */
export function readBaseline(value: unknown, place: Place): BaselineModel {
  const kind = (value as { readonly kind?: unknown } | null)?.kind
  if (kind === 'ets') return withState(readRecord(etsSchema, value, place), place)
  if (kind === 'theta') return withState(readRecord(thetaSchema, value, place), place)
  if (kind === 'arima') return withOrder(readRecord(arimaSchema, value, place), place)
  const simple = readRecord(simpleSchema, value, place)
  if (simple.history.y.length < simple.season) {
    refuse({ ...place, path: `${place.path}.season` }, 'at most the rows of the history', simple.season)
  }
  return simple
}

/** The state has a seasonal value for each row of a season, and a fitted value for each row of the history. */
function withState<Model extends EtsModel | ThetaModel>(model: Model, place: Place): Model {
  const { state, history: rows } = model
  const at = (path: string): Place => ({ ...place, path: `${place.path}.state.${path}` })
  if (state.seasonal.length !== (needsSeason(model) ? state.season : 0)) {
    refuse(at('seasonal'), needsSeason(model) ? `${state.season} numbers` : 'empty', Array.from(state.seasonal))
  }
  if (state.fitted.length !== rows.y.length) {
    refuse(at('fitted'), `${rows.y.length} numbers, one a row`, Array.from(state.fitted))
  }
  return model
}

/** The coefficients are those of the order, and the tail holds what differencing took off. */
function withOrder(model: ArimaModel, place: Place): ArimaModel {
  const { state, history: rows } = model
  const { p, d, q, P, D, Q, season } = state.order
  const lengths: [string, Float64Array, number][] = [
    ['ar', state.ar, p],
    ['ma', state.ma, q],
    ['seasonalAr', state.seasonalAr, P],
    ['seasonalMa', state.seasonalMa, Q],
    ['harmonic', state.harmonic, 2 * state.harmonicPairs],
    ['tail', state.tail, d + season * D],
    ['fitted', state.fitted, rows.y.length],
  ]
  for (const [name, values, length] of lengths) {
    if (values.length !== length) {
      refuse({ ...place, path: `${place.path}.state.${name}` }, `${length} numbers`, Array.from(values))
    }
  }
  return model
}

function needsSeason(model: EtsModel | ThetaModel): boolean {
  if (model.kind === 'ets') return model.state.form.season !== 'N' || model.state.decomposed
  return model.state.seasonality !== 'N'
}
