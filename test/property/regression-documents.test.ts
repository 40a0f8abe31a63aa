/**
 * Damaged documents of models: whatever is done to one, the reader gives a model that can predict or one FORMAT error; it never hangs, and never
 * fails in another way. 10,000 mutations of XGBoost's files in both formats and of this package's own.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BodkinError } from '../../src/errors.js'
import { randomStream } from '../../src/numeric/random.js'
import { importance } from '../../src/regression/model/importance.js'
import { fromJSON, toJSON } from '../../src/regression/documents/model-json.js'
import { predict } from '../../src/regression/model/predict.js'
import { shap } from '../../src/regression/model/shap/shap.js'
import type { TreeModel } from '../../src/regression/model/tree-model.js'
import { fromXGBoost } from '../../src/regression/documents/xgboost-json/from-xgboost.js'
import { toXGBoost } from '../../src/regression/documents/xgboost-json/to-xgboost.js'
import { twoQuantiles } from '../unit/regression/models-for-tests.js'

const model = twoQuantiles()
const stream = randomStream(20260501, 'mutations')
const below = (end: number): number => Math.floor(stream.uniform() * end)

/** The model if the document can be read; it must then predict without an error, in finite time. */
function attempt(read: () => TreeModel): 'read' | 'refused' {
  let found: TreeModel
  try {
    found = read()
  } catch (error) {
    assert.ok(error instanceof BodkinError && error.code === 'FORMAT', `not a FORMAT error: ${String(error)}`)
    return 'refused'
  }
  const columns = found.features.map(({ name, labels }) => [name, labels.length > 0 ? [labels[0], null] : [1, null]])
  const table = Object.fromEntries(columns) as Record<string, unknown[]>
  if (columns.length === 0) return 'read'
  predict(found, table)
  predict(found, table, { output: 'leaf' })
  shap(found, table)
  importance(found)
  toJSON(found)
  return 'read'
}

/** A document with one value, somewhere inside, replaced, doubled or taken away. */
function mutateValue(document: unknown): void {
  const places: { readonly parent: Record<string, unknown> | unknown[]; readonly key: string }[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, child] of Object.entries(value)) {
      places.push({ parent: value as Record<string, unknown>, key })
      visit(child)
    }
  }
  visit(document)
  const { parent, key } = places[below(places.length)]
  const odd = [
    null,
    -1,
    0,
    1,
    2.5,
    7,
    1e9,
    4294967296,
    -2147483648,
    '',
    'x',
    '[1,2]',
    '1E400',
    [],
    {},
    [[]],
    true,
    [1, 2, 3],
    'NaN',
  ]
  const owner = parent as Record<string, unknown>
  switch (below(4)) {
    case 0:
      if (Array.isArray(parent)) parent.splice(Number(key), 1)
      else delete owner[key]
      break
    case 1:
      if (Array.isArray(parent)) parent.push(parent[Number(key)])
      else owner[key] = [owner[key]]
      break
    default:
      owner[key] = odd[below(odd.length)]
  }
}

function mutateBytes(bytes: Uint8Array): Uint8Array {
  const out = Uint8Array.from(bytes)
  for (let change = 0; change <= below(3); change++) out[below(out.length)] = below(256)
  return below(5) === 0 ? out.subarray(0, below(out.length)) : out
}

const json = toXGBoost(model)
const ubj = toXGBoost(model, { format: 'ubj' })
const own = toJSON(model)

test('4,000 changed values in an XGBoost document: a model or a FORMAT error', (t) => {
  const counts = { read: 0, refused: 0 }
  for (let i = 0; i < 4000; i++) {
    const document = JSON.parse(json) as unknown
    mutateValue(document)
    counts[attempt(() => fromXGBoost(JSON.stringify(document)))]++
  }
  t.diagnostic(`${counts.read} read, ${counts.refused} refused`)
  assert.ok(counts.refused > 1000 && counts.read > 100)
})

test('3,000 changed bytes of UBJSON: a model or a FORMAT error', (t) => {
  const counts = { read: 0, refused: 0 }
  for (let i = 0; i < 3000; i++) counts[attempt(() => fromXGBoost(mutateBytes(ubj)))]++
  t.diagnostic(`${counts.read} read, ${counts.refused} refused`)
  assert.ok(counts.refused > 500 && counts.read > 100)
})

test('3,000 changed values in an own document: a model or a FORMAT error', (t) => {
  const counts = { read: 0, refused: 0 }
  for (let i = 0; i < 3000; i++) {
    const document = JSON.parse(own) as unknown
    mutateValue(document)
    counts[attempt(() => fromJSON(JSON.stringify(document)))]++
  }
  t.diagnostic(`${counts.read} read, ${counts.refused} refused`)
  assert.ok(counts.refused > 1000 && counts.read > 50)
})

test('deep nesting, cycles, shared nodes and huge counts are FORMAT errors at once', () => {
  const deep = Buffer.from('['.repeat(200_000))
  assert.throws(() => fromXGBoost(Buffer.concat([Buffer.from('{i\x01a'), deep])), { code: 'FORMAT' })
  assert.throws(() => fromXGBoost(`${'['.repeat(200_000)}${']'.repeat(200_000)}`), { code: 'FORMAT' })
  assert.throws(() => fromJSON(`${'['.repeat(200_000)}${']'.repeat(200_000)}`), { code: 'FORMAT' })
  const huge = Buffer.concat([Buffer.from('{i\x01a[$d#L'), Buffer.from([0, 0, 0xff, 0, 0, 0, 0, 0])])
  assert.throws(() => fromXGBoost(huge), { code: 'FORMAT' })
  const withTree = (change: (tree: Record<string, number[]>) => void): string => {
    const document = JSON.parse(json) as {
      learner: { gradient_booster: { model: { trees: Record<string, number[]>[] } } }
    }
    change(document.learner.gradient_booster.model.trees[0])
    return JSON.stringify(document)
  }
  const cycle = withTree((tree) => {
    tree.left_children[1] = 1
    tree.right_children[1] = 2
  })
  assert.throws(() => fromXGBoost(cycle), {
    code: 'FORMAT',
    message:
      /^document "learner\.gradient_booster\.model\.trees\[0\]\.left_children\[1\]" must be a node that no other points to, got 1$/,
  })
})
