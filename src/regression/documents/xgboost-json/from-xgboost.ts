/**
 * XGBoost's model files to a model: JSON text or UBJSON bytes of `Booster.save_model` and `save_raw`, versions 1.0 to 3.2.
 *
 * Booster gbtree or dart, with trees of scalar leaves and the objectives of this package. All rounds are used, as `Booster.predict` does.
 * Predictions are those of XGBoost to the bit of float32, a label it never saw included: that goes left.
 */
import { BodkinError, didYouMean, show } from '../../../errors.js'
import { readOptions, refuse, withDefault, type Rule, type Schema } from '../../../options/rules.js'
import { hasMargin } from '../../model/link.js'
import type { ObjectiveName } from '../../options.js'
import type { ModelFeature, TreeModel } from '../../model/tree-model.js'
import { readUbjson } from '../ubjson-read.js'
import {
  field,
  floatsOf,
  integerOf,
  numberOf,
  numbersInText,
  optionalField,
  refuseNode,
  textOf,
  type Node,
} from './node.js'
import { knownNames, objectiveOf } from './objective-names.js'
import { readFeatures, type Labels } from './read-features.js'
import { readTrees } from './read-trees.js'

/** Options of `fromXGBoost`. */
export interface FromXGBoostOptions {
  /** Labels of categories in the order of their codes, by feature; they take the place of the document's. Default {}. */
  readonly labels?: Labels
}

const labelLists: Rule<Labels> = {
  expected: 'an object of arrays of labels that differ, by feature',
  read(value, place) {
    if (Object.prototype.toString.call(value) !== '[object Object]') return refuse(place, labelLists.expected, value)
    const lists = Object.entries(value as Record<string, unknown>).map(([name, list]) => {
      const at = { ...place, path: `${place.path}.${name}` }
      const labels = Array.isArray(list) ? (list as unknown[]) : refuse(at, 'an array of labels', list)
      if (!labels.every((label) => typeof label === 'string') || new Set(labels).size < labels.length) {
        return refuse(at, 'an array of labels that differ', list)
      }
      return [name, Object.freeze([...labels])]
    })
    return Object.freeze(Object.fromEntries(lists)) as Labels
  },
}

const schema: Schema<{ readonly labels: Labels }> = { labels: withDefault(labelLists, {}) }

/** Every feature that labels were given for is one of the model's. */
function assertNamed(labels: Labels, features: readonly ModelFeature[]): void {
  const names = features.map((feature) => feature.name)
  const foreign = Object.keys(labels).find((name) => !names.includes(name))
  if (foreign === undefined) return
  const hint = didYouMean(foreign, names)
  throw new BodkinError(
    'OPTION',
    `option "labels" names ${JSON.stringify(foreign)}, which is no feature of the model${hint}`,
  )
}

/** Far above any number of quantiles or targets; a bound for hostile documents. */
const MOST_OUTPUTS = 10_000

/**
 * Read a model that XGBoost wrote.
 *
 * A feature whose labels the document does not have (XGBoost before 3.1, or trained on codes) is read as codes, or as `options.labels` says.
 *
 * @param document JSON text, or the bytes of a file of either format
 * @returns a model for `predict`, `shap`, `importance` …; features without names are f0, f1, …
 * @throws BodkinError `FORMAT` with the path inside the document, when it is damaged, or holds what this package does not have
 *   (classes, ranking, linear boosters, vector leaves)
 * @example
 * predict(fromXGBoost(readFileSync('model.ubj')), table)
 */
export function fromXGBoost(document: string | Uint8Array, options: FromXGBoostOptions = {}): TreeModel {
  const { labels } = readOptions(schema, options)
  const learner = field({ value: parse(document), path: '' }, 'learner')
  const objectiveNode = field(learner, 'objective')
  const objective = readObjective(objectiveNode)
  const booster = field(learner, 'gradient_booster')
  const { model, weights } = readBooster(booster)
  const { features, notes } = readFeatures(learner, model, labels)
  assertNamed(labels, features)
  const baseScore = readBaseScore(learner, objective)
  const quantiles = objective === 'quantile' ? readQuantiles(objectiveNode, baseScore.length) : []
  const trees = readTrees(model, { features: features.length, outputs: baseScore.length, weights })
  if (weights !== null && weights.length !== trees.offsets.length - 1) {
    refuseNode(field(booster, 'weight_drop'), `an array of ${trees.offsets.length - 1} numbers, one a tree`)
  }
  const parameter = (group: string, name: string, otherwise: number): number => {
    const found = optionalField(objectiveNode, group)
    const value = found === undefined ? undefined : optionalField(found, name)
    return value === undefined ? otherwise : numberOf(value)
  }
  return Object.freeze({
    kind: 'trees',
    target: null,
    objective,
    huberSlope: parameter('pseudo_huber_param', 'huber_slope', 1),
    tweediePower: parameter('tweedie_regression_param', 'tweedie_variance_power', 1.5),
    maxDeltaStep: parameter('poisson_regression_param', 'max_delta_step', objective === 'poisson' ? 0.7 : 0),
    quantiles: Object.freeze(quantiles),
    features: Object.freeze(features),
    baseScore: Object.freeze(baseScore),
    trees,
    bestRounds: trees.rounds.length - 1,
    unseenCategory: 'left',
    source: 'xgboost',
    notes: Object.freeze(notes),
  })
}

function parse(document: unknown): unknown {
  if (document instanceof Uint8Array || Object.prototype.toString.call(document) === '[object Uint8Array]') {
    const bytes = document as Uint8Array
    // UBJSON keys begin with the type of their length, JSON keys with a quote or space
    const isText = bytes[0] !== 0x7b || [0x22, 0x20, 0x0a, 0x0d, 0x09, 0x7d].includes(bytes[1])
    return isText ? parseText(Buffer.from(bytes).toString('utf8')) : readUbjson(bytes)
  }
  if (typeof document === 'string') return parseText(document)
  const message = `an XGBoost document must be JSON text or the bytes of a file, got ${show(document)}`
  throw new BodkinError('FORMAT', message)
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new BodkinError(
      'FORMAT',
      `an XGBoost document must be JSON or UBJSON: ${(error as Error).message}`,
      {},
      error,
    )
  }
}

function readObjective(node: Node): ObjectiveName {
  const name = field(node, 'name')
  const objective = objectiveOf(textOf(name))
  return objective ?? refuseNode(name, `one of ${knownNames().join(', ')}`)
}

/** The trees' place in the document, and their factors. */
function readBooster(booster: Node): { model: Node; weights: Float32Array | null } {
  const name = optionalField(booster, 'name')
  const kind = name === undefined ? 'gbtree' : textOf(name)
  if (kind === 'gbtree') return { model: field(booster, 'model'), weights: null }
  if (kind !== 'dart') return refuseNode(name as Node, '"gbtree" or "dart"')
  return {
    model: field(field(booster, 'gbtree'), 'model'),
    weights: floatsOf(field(booster, 'weight_drop'), undefined),
  }
}

/** The base score of each output, in response space. */
function readBaseScore(learner: Node, objective: ObjectiveName): number[] {
  const settings = field(learner, 'learner_model_param')
  const classes = optionalField(settings, 'num_class')
  if (classes !== undefined && integerOf(classes, 0, 2 ** 31 - 1) > 1) {
    refuseNode(classes, 'at most 1: models of several classes cannot be read')
  }
  const targets = optionalField(settings, 'num_target')
  const outputs = targets === undefined ? 1 : integerOf(targets, 1, MOST_OUTPUTS)
  const node = field(settings, 'base_score')
  const scores = numbersInText(node).map(Math.fround)
  if (scores.length !== 1 && scores.length !== outputs) refuseNode(node, `1 or ${outputs} numbers`)
  if (!scores.every((score) => hasMargin(objective, score))) {
    refuseNode(node, objective === 'logistic' ? 'between 0 and 1' : 'above 0')
  }
  return scores.length === outputs ? scores : new Array<number>(outputs).fill(scores[0])
}

/** The levels, ascending or not, as the document has them. */
function readQuantiles(objective: Node, outputs: number): number[] {
  const node = field(field(objective, 'quantile_loss_param'), 'quantile_alpha')
  const levels = numbersInText(node)
  if (levels.some((level) => !(level > 0 && level < 1))) refuseNode(node, 'numbers between 0 and 1')
  if (levels.length !== outputs) refuseNode(node, `${outputs} numbers, one an output`)
  return levels
}
