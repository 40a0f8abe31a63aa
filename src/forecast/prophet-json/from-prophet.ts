/** Read a model that Prophet fitted. */
import { refuse } from '../../options/rules.js'
import { featureNames, type Component } from '../additive/components.js'
import { DAY_MS, showTime } from '../calendar.js'
import { inferFrequency } from '../frequency.js'
import type { History } from '../history.js'
import type { AdditiveModel } from '../model.js'
import { withDraws } from '../posterior/with-draws.js'
import { at, readDocument, type ProphetDocument } from './document.js'
import { objectiveAt, type UnratedModel } from './optimum.js'
import { assertMatrix, readComponents } from './read-components.js'
import { readHistory } from './read-history.js'
import { readParameters } from './read-parameters.js'
import { readSettings } from './read-settings.js'

/**
 * Read a model that Prophet fitted and wrote with `prophet.serialize.model_to_json`. Tested with version 1.5; attributes that versions before
 * 1.1.5 lack get the values that Prophet gives them.
 *
 * `predict` then gives Prophet's `yhat` and components, to rounding. In one combination they differ on purpose: with `scaling="minmax"`, or
 * logistic growth with a floor, and multiplicative terms, Prophet multiplies the whole trend when it predicts, but only the trend above the
 * floor when it fits. This package predicts what was fitted: Prophet's yhat = yhat + floor · multiplicative_terms.
 *
 * Logistic growth takes its limits from columns `cap` and, if the model has one, `floor`. A model with `mcmc_samples` keeps its draws: bounds
 * come from them, and where its terms multiply or saturate, yhat is the mean over the draws, while Prophet predicts from their means.
 * Holidays of a country (`add_country_holidays`) are refused, because their dates are not in the document; a regressor with a model of its own
 * becomes a plain one, whose future values are to be given. Values of the history are those of the document, which rounds them to ten decimals.
 *
 * @param json the document's text
 * @returns a model as from `fit`. Its `fit.objective` is that of Prophet's coefficients (of their means, for draws), and
 *   `fit.certificate.kktResidual` says how far these are from the optimum, which Prophet's optimiser misses by a little
 * @throws BodkinError `FORMAT` with the path inside the document, when it is damaged, of another kind, or too large (more than 4,000
 *   columns, 200 million entries of the design, or draws² × parameters above 10¹⁰)
 * @example
 * predict(fromProphet(readFileSync('model.json', 'utf8')), { periods: 30 }).getChild('yhat')   // what Prophet forecasts
 */
export function fromProphet(json: string): AdditiveModel {
  const document = readDocument(json)
  const history = readHistory(document)
  const components = readComponents(document)
  assertMatrix(document, components)
  const changepoints = readChangepoints(document)
  const { point, draws } = readParameters(document, components)
  const settings = readSettings(document)
  const frequency = inferFrequency(history.ds)
  const model = {
    kind: 'additive' as const,
    settings,
    time: Object.freeze({ start: history.ds[0], end: history.ds[history.ds.length - 1], frequency }),
    scale: Object.freeze({ y: document.y_scale, floor: document.scaling === 'minmax' ? document.y_min : 0 }),
    changepoints,
    components: Object.freeze(components),
    history: Object.freeze(history),
    notes: Object.freeze(notesOf(document, history, components)),
  }
  const fitted = Object.freeze({ ...model, fit: Object.freeze({ ...point, ...certified({ ...model, fit: point }) }) })
  return draws === undefined ? fitted : withDraws(fitted, draws)
}

/** What remains to be said of the coefficients. */
function certified(model: UnratedModel): Omit<AdditiveModel['fit'], keyof UnratedModel['fit']> {
  const { objective, kktResidual } = objectiveAt(model)
  if (!Number.isFinite(objective) || !Number.isFinite(kktResidual))
    refuse(at('params'), 'coefficients with finite predictions', objective)
  return {
    objective,
    features: Object.freeze(model.components.flatMap(featureNames)),
    autoregression: new Float64Array(0),
    certificate: Object.freeze({
      kind: 'local',
      kktResidual,
      iterations: 0,
      activeChangepoints: model.fit.delta.reduce((count, size) => count + (size === 0 ? 0 : 1), 0),
    }),
  }
}

/** Times of the changepoints; they must be those that the trend was fitted with. */
function readChangepoints({ growth, changepoints, changepoints_t, start, t_scale }: ProphetDocument): Float64Array {
  // a flat trend has them in Prophet, but does not bend
  if (growth === 'flat') return new Float64Array(0)
  const times = Float64Array.from(changepoints).sort()
  if (times.length > 0 && changepoints_t.length !== times.length)
    refuse(at('changepoints_t'), `${times.length} numbers, one a changepoint`, changepoints_t)
  times.forEach((time, s) => {
    const scaled = (time / 1000 - start) / t_scale
    if (!(Math.abs(scaled - changepoints_t[s]) < 1e-9))
      refuse(at(`changepoints_t[${s}]`), `${scaled}, the place of changepoint ${showTime(time)}`, changepoints_t[s])
  })
  return times
}

function notesOf(document: ProphetDocument, { ds }: History, components: readonly Component[]): string[] {
  const [first, last] = [ds[0], ds[ds.length - 1]]
  const notes = components
    .flatMap((component) => {
      if (component.kind !== 'holiday') return []
      const seen = (day: number): boolean => (day + 1) * DAY_MS > first && day * DAY_MS <= last
      return featureNames(component).filter((_, i) => !component.days[i].some(seen))
    })
    .map((name) => `"${name}" has no row in the history: its effect is unknown`)
  for (const [name, { predictor_spec }] of document.extra_regressors) {
    if (predictor_spec !== null)
      notes.push(`regressor "${name}" had a model of its own, which is not in the document: give its future values`)
  }
  const floored = document.scaling === 'minmax' || (document.growth === 'logistic' && document.logistic_floor)
  if (floored && components.some(({ mode }) => mode === 'multiplicative')) {
    notes.push(
      'Prophet multiplies the whole trend when it predicts, this model what lies above the floor, as it was fitted: Prophet’s yhat is larger by floor · multiplicative_terms',
    )
  }
  return notes
}
