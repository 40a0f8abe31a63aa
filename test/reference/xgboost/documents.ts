/** Documents that this package writes for XGBoost: what XGBoost wrote itself, read and written again, and models made by hand. */
import { createHash } from 'node:crypto'
import type { TreeModel } from '../../../src/regression/model/tree-model.js'
import { fit } from '../../../src/regression/training/fit.js'
import type { TreeOptions } from '../../../src/regression/options.js'
import { predict } from '../../../src/regression/model/predict.js'
import { fromXGBoost } from '../../../src/regression/documents/xgboost-json/from-xgboost.js'
import { toXGBoost } from '../../../src/regression/documents/xgboost-json/to-xgboost.js'
import { CASES, PLACES, ROWS, floats, readCase, table } from './fixtures.js'
import { twoQuantiles } from '../../unit/regression/models-for-tests.js'

/** A model's documents and margins, numbers as base64 of little-endian float32. */
export interface OwnDocument {
  readonly name: string
  readonly json: string
  readonly ubj: string
  readonly margin: string
}

function base64(values: Float64Array): string {
  return Buffer.from(Float32Array.from(values).buffer).toString('base64')
}

/** Documents whose bytes stand: of models that XGBoost trained, and of one made by hand. */
export function ownDocuments(): OwnDocument[] {
  const imported = CASES.map((name): OwnDocument => {
    const { document, baseMargin } = readCase(name)
    const model = fromXGBoost(document, name === 'named-categories' ? { labels: { place: PLACES } } : {})
    const rows = table(name)
    const margin =
      baseMargin === undefined
        ? predict(model, rows, { output: 'margin' })
        : predict(model, { ...rows, margin: floats(baseMargin) }, { output: 'margin', baseMargin: 'margin' })
    return documentOf(name, model, margin)
  })
  const byHand = twoQuantiles()
  return [...imported, documentOf('by-hand', byHand, predict(byHand, table('by-hand'), { output: 'margin' }))]
}

/** Documents of models that this package trained on the rows of the fixtures, one an objective. */
export function fittedDocuments(): OwnDocument[] {
  const rows = table('by-hand')
  const y = Float64Array.from({ length: ROWS }, (_, i) => 0.5 + 0.4 * Math.sin(i) * Math.cos(i / 7))
  const objectives: readonly TreeOptions[] = [
    { objective: 'squarederror' },
    { objective: 'logistic', growPolicy: 'lossguide', maxLeaves: 20 },
    { objective: 'pseudohuber', huberSlope: 0.5 },
    { objective: 'absoluteerror' },
    { objective: 'quantile', quantiles: [0.1, 0.5, 0.9] },
    { objective: 'poisson' },
    { objective: 'gamma', maxCatToOnehot: 20 },
    { objective: 'tweedie', tweediePower: 1.3 },
  ]
  return objectives.map((options) => {
    const more = { minChildWeight: 0, unseenCategory: 'left', rounds: 12, maxDepth: 5, ...options } as const
    const model = fit({ ...rows, y }, { target: 'y', ...more })
    return documentOf(`fitted ${options.objective}`, model, predict(model, rows, { output: 'margin' }))
  })
}

function documentOf(name: string, model: TreeModel, margin: Float64Array): OwnDocument {
  const ubj = Buffer.from(toXGBoost(model, { format: 'ubj' })).toString('base64')
  return { name, json: toXGBoost(model), ubj, margin: base64(margin) }
}

/** What identifies the documents of a model: of both formats and the margins. */
export function fingerprint({ json, ubj, margin }: OwnDocument): string {
  return createHash('sha256').update(json).update('\n').update(ubj).update('\n').update(margin).digest('hex')
}
