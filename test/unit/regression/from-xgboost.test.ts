import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromXGBoost } from '../../../src/regression/documents/xgboost-json/from-xgboost.js'
import { toXGBoost } from '../../../src/regression/documents/xgboost-json/to-xgboost.js'
import { category, modelByHand, numeric } from './models-for-tests.js'

const model = modelByHand(
  [...numeric('a'), category('place', 'Aix', 'Nîmes')],
  [{ on: 0, below: 1, left: 1, right: { on: 1, codes: [0], left: 2, right: 3 } }],
)
const text = toXGBoost(model)
const changed = (from: string | RegExp, to: string): string => {
  const document = text.replace(from, to)
  assert.notEqual(document, text)
  return document
}

test('labels come along; those that are not ASCII get a note, and may be given', () => {
  const found = fromXGBoost(text)
  assert.deepEqual(found.features[1].labels, ['Aix', 'Nîmes'])
  assert.deepEqual(found.notes, [
    'The labels of "place" are not ASCII; XGBoost stores such labels of a pandas frame wrongly: if they look so, give them in the option "labels".',
  ])
  const given = fromXGBoost(text, { labels: { place: ['x', 'y'] } })
  assert.deepEqual(given.features[1].labels, ['x', 'y'])
  assert.deepEqual(given.notes, [])
})

test('labels that are no UTF-8 are left out, and the column holds codes', () => {
  const found = fromXGBoost(changed('"offsets":[0,3,9]', '"offsets":[0,5,9]'))
  assert.deepEqual(found.features[1], { name: 'place', kind: 'category', labels: [] })
  assert.match(found.notes[0], /^The labels of "place" are damaged/)
})

test('documents of XGBoost 1: names absent, booleans, no rounds, a scalar base score', () => {
  interface Old {
    learner: {
      feature_names?: unknown
      feature_types?: unknown
      learner_model_param: Record<string, string>
      gradient_booster: {
        model: { iteration_indptr?: unknown; cats?: unknown; trees: { default_left: (number | boolean)[] }[] }
      }
    }
  }
  const old = JSON.parse(text) as Old
  const { learner } = old
  delete learner.feature_names
  delete learner.feature_types
  learner.learner_model_param = { base_score: '5E-1', num_class: '0', num_feature: '2' }
  const { model: trees } = learner.gradient_booster
  delete trees.iteration_indptr
  delete trees.cats
  trees.trees[0].default_left = trees.trees[0].default_left.map(Boolean)
  const found = fromXGBoost(JSON.stringify(old))
  assert.deepEqual(
    found.features.map(({ name }) => name),
    ['f0', 'f1'],
  )
  assert.deepEqual(found.baseScore, [0.5])
  assert.deepEqual(Array.from(found.trees.rounds), [0, 1])
})

const path = 'learner.gradient_booster.model'
const bad: readonly [document: unknown, message: string][] = [
  [7, 'an XGBoost document must be JSON text or the bytes of a file, got 7'],
  ['{}', 'document "learner" must be given, got undefined'],
  [
    changed('reg:squarederror', 'rank:ndcg'),
    'document "learner.objective.name" must be one of reg:squarederror, reg:logistic, reg:pseudohubererror, reg:absoluteerror, reg:quantileerror, count:poisson, reg:gamma, reg:tweedie, reg:linear, binary:logistic, got "rank:ndcg"',
  ],
  [
    changed('"name":"gbtree"', '"name":"gblinear"'),
    'document "learner.gradient_booster.name" must be "gbtree" or "dart", got "gblinear"',
  ],
  [
    changed('"num_class":"0"', '"num_class":"3"'),
    'document "learner.learner_model_param.num_class" must be at most 1: models of several classes cannot be read, got "3"',
  ],
  [
    changed('"size_leaf_vector":"1"', '"size_leaf_vector":"2"'),
    `document "${path}.trees[0].tree_param.size_leaf_vector" must be at most 1: leaves that are vectors (multi_strategy = multi_output_tree) cannot be read, got "2"`,
  ],
  [
    changed('"split_indices":[0,0,1', '"split_indices":[0,0,2'),
    `document "${path}.trees[0].split_indices[2]" must be the number of one of 2 features, got 2`,
  ],
  [
    changed('"right_children":[2,', '"right_children":[3,'),
    `document "${path}.trees[0].right_children[0]" must be the node after the left child (siblings are adjacent), got 3`,
  ],
  [
    changed('"sum_hessian":[64.0,', '"sum_hessian":['),
    `document "${path}.trees[0].sum_hessian" must be an array of 5 numbers, got an array of 4`,
  ],
  [
    changed('"categories_sizes":[1]', '"categories_sizes":[9]'),
    `document "${path}.trees[0].categories_sizes[0]" must be an integer in [0, 1], got 9`,
  ],
  [
    changed('"base_score":"[0.0]"', '"base_score":"[x]"'),
    'document "learner.learner_model_param.base_score" must be a finite number, got "[x]"',
  ],
  [
    changed('"num_feature":"2","num_target"', '"num_feature":"3","num_target"'),
    'document "learner.learner_model_param.num_feature" must be 2, the number of names, got "3"',
  ],
  [Buffer.from('{L'), 'UBJSON document, byte 2: needs 8 more bytes, the document is cut short'],
]
for (const [document, message] of bad) {
  test(`fromXGBoost refuses: ${message}`, () => {
    assert.throws(() => fromXGBoost(document as string), { code: 'FORMAT', message })
  })
}

test('options: labels must be lists of labels that differ, of features that are categories', () => {
  const refused = (labels: unknown, message: string): void =>
    assert.throws(() => fromXGBoost(text, { labels } as object), { code: 'OPTION', message })
  refused({ plac: ['a'] }, 'option "labels" names "plac", which is no feature of the model: did you mean "place"?')
  refused({ place: ['a', 'a'] }, 'option "labels.place" must be an array of labels that differ, got an array of 2')
  refused({ a: ['x'] }, 'option "labels.a" must name a category of the model, got a numeric feature')
})

test('toXGBoost refuses what XGBoost cannot do', () => {
  assert.throws(() => toXGBoost({ ...model, unseenCategory: 'node-mean' }), {
    code: 'OPTION',
    message:
      'option "unseenCategory" must not be "node-mean" for a model to be written for XGBoost, which sends unknown labels left',
  })
})
