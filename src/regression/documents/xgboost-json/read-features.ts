/**
 * The features of a document: names, kinds and, since XGBoost 3.1, the labels of categories.
 */
import { BodkinError } from '../../../errors.js'
import type { ModelFeature } from '../../model/tree-model.js'
import { field, integerOf, integersOf, itemsOf, optionalField, refuseNode, textsOf, type Node } from './node.js'

/** A document without names says only how many features there are; more than this is taken for a slip. */
const MOST_NAMELESS = 100_000

/** Labels of categories by code, by feature. */
export type Labels = Readonly<Record<string, readonly string[]>>

/** The features, and what is to be said about their labels. */
export interface ReadFeatures {
  readonly features: readonly ModelFeature[]
  readonly notes: readonly string[]
}

/** Labels as the document has them. */
interface StoredLabels {
  readonly labels: readonly string[]
  /** 'damaged' when they are no text; 'doubtful' when they are not ASCII and so may be. */
  readonly state: 'sound' | 'doubtful' | 'damaged'
}

/**
 * Read the features.
 *
 * XGBoost's Python package (3.1, 3.2) stores the labels of a pandas frame with their lengths in characters where bytes are meant: labels that
 * are not ASCII shift and the last ones are cut off. Those that are no UTF-8 any more are left out, the others get a note.
 *
 * @param given labels that take the place of the document's
 */
export function readFeatures(learner: Node, model: Node, given: Labels): ReadFeatures {
  const features = readNames(learner)
  const notes: string[] = []
  const stored = readLabels(model, features.length)
  const completed = features.map(({ name, kind }, i) => {
    const category = kind === 'category' || (kind === 'unknown' && stored[i].labels.length > 0)
    const own = Object.hasOwn(given, name) ? given[name] : undefined
    if (own !== undefined && !category) {
      throw new BodkinError(
        'OPTION',
        `option "labels.${name}" must name a category of the model, got a numeric feature`,
      )
    }
    const { labels, state } = own === undefined ? stored[i] : ({ labels: own, state: 'sound' } as const)
    if (state !== 'sound') notes.push(sentence(name, state))
    return Object.freeze({
      name,
      kind: category ? ('category' as const) : ('numeric' as const),
      labels: category && state !== 'damaged' ? labels : Object.freeze([]),
    })
  })
  return { features: completed, notes }
}

function sentence(name: string, state: 'doubtful' | 'damaged'): string {
  const quoted = JSON.stringify(name)
  return state === 'damaged'
    ? `The labels of ${quoted} are damaged in the document, so the column must hold codes: give them in the option "labels".`
    : `The labels of ${quoted} are not ASCII; XGBoost stores such labels of a pandas frame wrongly: if they look so, give them in the option "labels".`
}

function readNames(learner: Node): { name: string; kind: 'numeric' | 'category' | 'unknown' }[] {
  const count = field(field(learner, 'learner_model_param'), 'num_feature')
  const given = optionalField(learner, 'feature_names')
  const names = given === undefined ? [] : textsOf(given)
  const known =
    names.length === 0 ? Array.from({ length: integerOf(count, 0, MOST_NAMELESS) }, (_, i) => `f${i}`) : names
  if (known.length !== integerOf(count, 0, 2 ** 31 - 1)) refuseNode(count, `${known.length}, the number of names`)
  const twice = new Set(known).size < known.length ? known.findIndex((name, i) => known.indexOf(name) !== i) : -1
  if (given !== undefined && twice >= 0) refuseNode(given, 'a name that no other feature has', twice)
  const typesNode = optionalField(learner, 'feature_types')
  const types = typesNode === undefined ? [] : textsOf(typesNode)
  if (typesNode !== undefined && types.length > 0 && types.length !== known.length) {
    refuseNode(typesNode, `an array of ${known.length} texts`)
  }
  const kinds = types.map((type) => (type === 'c' ? ('category' as const) : ('numeric' as const)))
  return known.map((name, i) => ({ name, kind: kinds[i] ?? 'unknown' }))
}

/** Labels of each feature by code; empty where the document has none. */
function readLabels(model: Node, features: number): StoredLabels[] {
  const none = Array.from({ length: features }, (): StoredLabels => ({ labels: [], state: 'sound' }))
  const cats = optionalField(model, 'cats')
  const encodings = cats === undefined ? undefined : optionalField(cats, 'enc')
  if (encodings === undefined) return none
  const items = itemsOf(encodings)
  if (items.length === 0) return none
  if (items.length !== features) refuseNode(encodings, `an array of ${features} encodings`)
  return items.map((item) => {
    const stored = optionalField(item, 'offsets') === undefined ? numbersAsText(item) : texts(item)
    const { labels, state } = stored
    if (state === 'sound' && new Set(labels).size < labels.length) refuseNode(item, 'labels that differ')
    // two equal labels that are not ASCII were cut in the wrong places
    return state === 'doubtful' && new Set(labels).size < labels.length ? { labels, state: 'damaged' } : stored
  })
}

/** Categories that are integers, by their digits. */
function numbersAsText(item: Node): StoredLabels {
  const values = integersOf(field(item, 'values'), undefined, -(2 ** 31), 2 ** 31 - 1)
  return { labels: Object.freeze(Array.from(values, String)), state: 'sound' }
}

/** Labels as bytes of UTF-8, one after the other; label i is bytes `offsets[i]` to `offsets[i + 1]`. */
function texts(item: Node): StoredLabels {
  const valuesNode = field(item, 'values')
  const bytes = Uint8Array.from(integersOf(valuesNode, undefined, -128, 255), (byte) => byte & 255)
  const offsetsNode = field(item, 'offsets')
  const offsets = integersOf(offsetsNode, undefined, 0, bytes.length)
  const bad = offsets.findIndex((offset, i) => offset < (offsets[i - 1] ?? 0))
  if (bad >= 0) refuseNode(offsetsNode, 'at least the offset before it', bad)
  if (offsets.length > 0 && offsets[offsets.length - 1] !== bytes.length) {
    refuseNode(offsetsNode, `offsets that end at ${bytes.length}`)
  }
  const buffer = Buffer.from(bytes)
  const labels = Array.from(offsets.subarray(1), (end, i) => buffer.toString('utf8', offsets[i], end))
  const ascii = bytes.every((byte) => byte < 128)
  const whole =
    ascii ||
    labels.every((label, i) => Buffer.byteLength(label) === offsets[i + 1] - offsets[i] && !label.includes('\uFFFD'))
  return { labels: Object.freeze(labels), state: ascii ? 'sound' : whole ? 'doubtful' : 'damaged' }
}
