/**
 * Models as JSON: everything that a prediction needs, numbers written so that they read back to the same bits.
 *
 * The reader trusts nothing: every field has a rule, the trees are checked as those of XGBoost's files are (no cycle, nothing out of bounds), and
 * whatever does not fit is one FORMAT error with the path inside the document.
 */
import { BodkinError, show } from '../../errors.js'
import {
  choice,
  integer,
  listOf,
  nullable,
  number,
  readRecord,
  record,
  refuse,
  rule,
  textRule,
} from '../../options/rules.js'
import type { Place, Rule, Schema } from '../../options/rules.js'
import { assertTreeModel } from '../model/assert-model.js'
import { hasMargin } from '../model/link.js'
import type { ModelFeature, TreeModel, Trees } from '../model/tree-model.js'
import { assertTrees } from '../model/check-trees.js'

const FORMAT = 'bodkin.regression'
const VERSION = 1

/**
 * Write a model as JSON text.
 *
 * @example
 * predict(fromJSON(toJSON(model)), table)   // the same bytes as predict(model, table)
 */
export function toJSON(model: TreeModel): string {
  assertTreeModel(model, 'toJSON')
  return JSON.stringify({ format: FORMAT, version: VERSION, model }, (_key, value: unknown) =>
    ArrayBuffer.isView(value)
      ? Array.from(value as Float32Array, (item) => (Object.is(item, -0) ? '-0' : item))
      : value,
  )
}

/**
 * Read a model that `toJSON` wrote.
 *
 * @throws BodkinError `FORMAT` with the path inside the document, when it is damaged or of another kind
 */
export function fromJSON(json: string): TreeModel {
  const place: Place = { code: 'FORMAT', noun: 'document', path: '' }
  const { model } = readRecord(documentSchema, parse(json), place)
  return agreed(model, { ...place, path: 'model' })
}

function parse(json: unknown): unknown {
  if (typeof json !== 'string') throw new BodkinError('FORMAT', `a model document must be JSON text, got ${show(json)}`)
  try {
    return JSON.parse(json) as unknown
  } catch (error) {
    throw new BodkinError('FORMAT', `a model document must be JSON text: ${(error as Error).message}`, {}, error)
  }
}

/** Labels may be empty text, unlike names of options. */
const label: Rule<string> = rule('text', (value): value is string => typeof value === 'string')

const feature: Rule<ModelFeature> = record<ModelFeature>({
  name: label,
  kind: choice('numeric', 'category'),
  labels: listOf(label),
})

const single: Rule<number> = rule(
  'a finite number in float32',
  (value): value is number => typeof value === 'number' && Number.isFinite(Math.fround(value)),
)

/** Integers within bounds as a typed array. */
function integers<A extends Int32Array | Uint8Array>(make: (length: number) => A, min: number, max: number): Rule<A> {
  return array(`an integer in [${min}, ${max}]`, make, (item) => Number.isInteger(item) && item >= min && item <= max)
}

const floats: Rule<Float32Array> = array(
  'a finite number in float32',
  (length) => new Float32Array(length),
  (item) => Number.isFinite(Math.fround(item)),
)

function array<A extends Int32Array | Uint8Array | Float32Array>(
  entry: string,
  make: (length: number) => A,
  allowed: (item: number) => boolean,
): Rule<A> {
  const expected = 'an array of numbers'
  return {
    expected,
    read(value, place) {
      if (!Array.isArray(value)) return refuse(place, expected, value)
      const out = make(value.length)
      value.forEach((item: unknown, i) => {
        // JSON has no −0, so `toJSON` writes it as text
        const plain = item === '-0' ? -0 : item
        if (typeof plain !== 'number' || !allowed(plain)) refuse({ ...place, path: `${place.path}[${i}]` }, entry, item)
        out[i] = plain as number
      })
      return out
    },
  }
}

const int32 = (length: number): Int32Array => new Int32Array(length)
const natural: Rule<Int32Array> = integers(int32, 0, 2 ** 31 - 1)
const link: Rule<Int32Array> = integers(int32, -1, 2 ** 31 - 1)

const trees: Rule<Trees> = record<Trees>({
  offsets: natural,
  left: link,
  right: link,
  feature: natural,
  condition: floats,
  defaultLeft: integers((length) => new Uint8Array(length), 0, 1),
  categoryBegin: natural,
  categoryEnd: natural,
  categories: integers(int32, 0, 65_535),
  gain: floats,
  cover: floats,
  baseWeight: floats,
  output: natural,
  weight: floats,
  rounds: natural,
})

const modelSchema: Schema<TreeModel> = {
  kind: choice('trees'),
  target: nullable(label),
  objective: choice(
    'squarederror',
    'logistic',
    'pseudohuber',
    'absoluteerror',
    'quantile',
    'poisson',
    'gamma',
    'tweedie',
  ),
  huberSlope: number({ above: 0 }),
  tweediePower: number(),
  maxDeltaStep: number({ min: 0 }),
  quantiles: listOf(number({ above: 0, below: 1 })),
  features: listOf(feature),
  baseScore: listOf(single),
  trees,
  bestRounds: integer({ min: 0 }),
  unseenCategory: choice('error', 'missing', 'node-mean', 'left'),
  source: choice('bodkin', 'xgboost'),
  notes: listOf(textRule()),
}

const documentSchema: Schema<{ readonly format: typeof FORMAT; readonly version: number; readonly model: TreeModel }> =
  {
    format: choice(FORMAT),
    version: integer({ min: VERSION, max: VERSION }),
    model: record(modelSchema),
  }

/** The parts of the model fit each other. */
function agreed(model: TreeModel, place: Place): TreeModel {
  const at = (path: string): Place => ({ ...place, path: `${place.path}.${path}` })
  const { features, baseScore, objective, quantiles, bestRounds } = model
  const outputs = baseScore.length
  if (outputs === 0) refuse(at('baseScore'), 'at least one number', baseScore)
  const bad = baseScore.findIndex((score) => !hasMargin(objective, score))
  if (bad >= 0)
    refuse(at(`baseScore[${bad}]`), objective === 'logistic' ? 'between 0 and 1' : 'above 0', baseScore[bad])
  const levels = objective === 'quantile' ? outputs : 0
  if (quantiles.length !== levels) refuse(at('quantiles'), `${levels} levels`, quantiles)
  const names = features.map(({ name }) => name)
  const twice = new Set(names).size < names.length ? names.findIndex((name, i) => names.indexOf(name) !== i) : -1
  if (twice >= 0) refuse(at(`features[${twice}].name`), 'a name that no other feature has', names[twice])
  features.forEach(({ labels }, i) => {
    if (new Set(labels).size < labels.length) refuse(at(`features[${i}].labels`), 'labels that differ', labels)
  })
  assertTrees(model.trees, features.length, outputs, at('trees'))
  const rounds = model.trees.rounds.length - 1
  if (bestRounds > rounds) refuse(at('bestRounds'), `at most the ${rounds} rounds`, bestRounds)
  return model
}
