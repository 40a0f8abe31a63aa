/**
 * Models that travel between Prophet and this package (make.py). A model that Prophet fitted must predict here what it predicts there, and a
 * model that this package wrote must predict there what it predicts here: every component, to 1e-9 of the scale of y.
 *
 * One relation replaces equality: with multiplicative terms and a floor in the scale (minmax, or logistic growth with a floor), Prophet's
 * yhat is this package's plus floor · multiplicative_terms, because it multiplies the floor too when it predicts. And a model with draws is
 * compared without them: Prophet predicts from their means, this package the mean of what they predict, which is the same where the model is
 * linear in its coefficients.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AdditiveModel } from '../../../src/forecast/model.js'
import { predict } from '../../../src/forecast/predict.js'
import { fromProphet } from '../../../src/forecast/prophet-json/from-prophet.js'
import { toProphet } from '../../../src/forecast/prophet-json/to-prophet.js'
import { numbers } from '../../unit/forecast/series-for-tests.js'
import { ownModels, readFixture, type Columns, type PackageCase, type ProphetCase } from './documents.js'

function assertSame(
  { posterior: _draws, ...model }: AdditiveModel,
  future: Columns,
  predictions: Readonly<Record<string, number[]>>,
): void {
  const table = predict(model, future, { interval: 'none' })
  const rows = future['ds'].length
  const floor = model.settings.floor === undefined ? new Array<number>(rows).fill(model.scale.floor) : future['floor']
  const terms = numbers(table, 'multiplicative_terms')
  const names = table.schema.fields.map((field) => field.name).filter((name) => name !== 'ds')
  assert.deepEqual(names.toSorted(), Object.keys(predictions).toSorted())
  for (const [name, wanted] of Object.entries(predictions)) {
    const ours = numbers(table, name).map((value, i) => (name === 'yhat' ? value + Number(floor[i]) * terms[i] : value))
    assert.equal(ours.length, wanted.length)
    ours.forEach((value, i) => {
      assert.ok(Math.abs(value - wanted[i]) <= 1e-9 * model.scale.y, `${name}, row ${i}: ${value} against ${wanted[i]}`)
    })
  }
}

for (const { name, document, future, predictions } of readFixture<ProphetCase[]>('prophet.json.gz')) {
  test(`from Prophet, ${name}: the same yhat and components`, (t) => {
    const model = fromProphet(JSON.stringify(document))
    assertSame(model, future, predictions)
    const { kktResidual } = model.fit.certificate
    assert.ok(kktResidual > 0)
    t.diagnostic(`objective ${model.fit.objective.toFixed(3)}, conditions missed by ${kktResidual.toPrecision(2)}`)
  })
}

/** Both documents say the same; numbers of a fit may differ in their last digits from solver to solver. */
function assertAlike(ours: unknown, stored: unknown, path: string): void {
  if (typeof ours === 'number' && typeof stored === 'number') {
    assert.ok(Math.abs(ours - stored) <= 1e-6 * (1 + Math.abs(stored)), `${path}: ${ours} against ${stored}`)
  } else if (typeof ours === 'string' && typeof stored === 'string' && ours.startsWith('{')) {
    assertAlike(JSON.parse(ours), JSON.parse(stored), path)
  } else if (typeof ours === 'object' && ours !== null && typeof stored === 'object' && stored !== null) {
    assert.deepEqual(Object.keys(ours), Object.keys(stored), path)
    for (const [key, value] of Object.entries(ours)) {
      assertAlike(value, (stored as Readonly<Record<string, unknown>>)[key], `${path}.${key}`)
    }
  } else assert.equal(ours, stored, path)
}

test('from Prophet, draws: components are the same with the draws, and yhat is the mean over them', () => {
  const { document, future, predictions } = readFixture<ProphetCase[]>('prophet.json.gz').find(
    ({ name }) => name === 'draws',
  )!
  const model = fromProphet(JSON.stringify(document))
  const { posterior, scale, diagnostics } = model
  assert.equal(posterior?.chains, 4)
  assert.equal(posterior.k.length, 80)
  // Stan takes turns among the chains: the second draw of the document is the first of the second chain
  const { k } = document['params'] as { k: number[] }
  assert.deepEqual([posterior.k[0], posterior.k[1], posterior.k[20]], [k[0], k[4], k[1]])
  assert.ok(diagnostics !== undefined)
  const table = predict(model, future, { interval: 'none' })
  for (const name of ['trend', 'weekly', 'x', 'additive_terms', 'multiplicative_terms']) {
    numbers(table, name).forEach((value, i) => assert.ok(Math.abs(value - predictions[name][i]) < 1e-9 * scale.y, name))
  }
  const off = numbers(table, 'yhat').map((value, i) => Math.abs(value - predictions['yhat'][i]))
  assert.ok(Math.max(...off) > 1e-6 * scale.y && Math.max(...off) < 1e-2 * scale.y)
})

const stored = readFixture<PackageCase[]>('package.json.gz')
ownModels().forEach(({ name, model }, i) => {
  test(`to Prophet, ${name}: the document that Prophet read, and predicted from as this package does`, () => {
    const entry = stored[i]
    assert.equal(entry.name, name)
    assertAlike(JSON.parse(toProphet(model)), JSON.parse(entry.document), '')
    const { posterior: _draws, ...back } = fromProphet(entry.document)
    assertSame(back, entry.future, entry.predictions)
    const { ds, columns } = back.history
    const history = { ds: Array.from(ds, (ms) => new Date(ms).toISOString()), ...columns } as unknown as Columns
    const terms = numbers(predict(back, history, { interval: 'none' }), 'multiplicative_terms')
    const floor = back.settings.floor === undefined ? ds.map(() => back.scale.floor) : columns['floor']
    numbers(predict(back, history, { interval: 'none' }), 'yhat').forEach((value, row) => {
      const prophets = value + floor[row] * terms[row]
      assert.ok(
        Math.abs(prophets - entry.yhat[row]) <= 1e-9 * back.scale.y,
        `history, row ${row}: ${prophets} against ${entry.yhat[row]}`,
      )
    })
  })
})
