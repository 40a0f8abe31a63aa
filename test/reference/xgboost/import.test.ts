/**
 * Models that XGBoost 3.2 trained (make.py), read from its JSON and UBJSON: margins, responses and leaves are equal to the bit of float32 on
 * 200 rows with nulls and with codes that no training row had.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { predict } from '../../../src/regression/model/predict.js'
import { fromXGBoost } from '../../../src/regression/documents/xgboost-json/from-xgboost.js'
import { CASES, PLACES, floats, readCase, shorts, table } from './fixtures.js'

function assertBits(ours: Float64Array, theirs: ArrayLike<number>, what: string): void {
  assert.equal(ours.length, theirs.length, what)
  const bad = ours.findIndex((value, i) => !Object.is(value, theirs[i]))
  assert.equal(bad, -1, `${what}, number ${bad}: ${ours[bad]} against ${theirs[bad]}`)
}

for (const name of CASES) {
  test(`from XGBoost, ${name}: the same bits of margins and responses, the same leaves`, () => {
    const stored = readCase(name)
    const model = fromXGBoost(stored.document, name === 'named-categories' ? { labels: { place: PLACES } } : {})
    assert.deepEqual(
      model.features.map((feature) => feature.name),
      stored.features,
    )
    const rows = stored.baseMargin === undefined ? table(name) : { ...table(name), margin: floats(stored.baseMargin) }
    const more = stored.baseMargin === undefined ? {} : { baseMargin: 'margin' }
    assertBits(predict(model, rows, { output: 'margin', ...more }), floats(stored.margin), 'margin')
    assertBits(predict(model, rows, more), floats(stored.response), 'response')
    assertBits(predict(model, rows, { output: 'leaf' }), shorts(stored.leaves), 'leaf')
    if (stored.firstThree !== undefined) {
      const first = predict(model, rows, { output: 'margin', iterations: [0, 3], ...more })
      assertBits(first, floats(stored.firstThree), 'three rounds')
    }
  })

  if (readCase(name).ubj !== undefined) {
    test(`from XGBoost, ${name}: UBJSON and JSON are one model`, () => {
      const stored = readCase(name)
      const binary = fromXGBoost(Buffer.from(stored.ubj as string, 'base64'))
      assert.deepEqual(binary, fromXGBoost(stored.document))
      assert.deepEqual(fromXGBoost(Buffer.from(stored.document)), binary)
    })
  }
}
