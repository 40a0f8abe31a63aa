/**
 * Models that this package writes for XGBoost: check.py let XGBoost 3.2 read each one, in both formats, found the same float32 margins on 200 rows
 * and kept a fingerprint of what it had read. A document that changes by a byte must be checked anew.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fromXGBoost } from '../../../src/regression/documents/xgboost-json/from-xgboost.js'
import { toXGBoost } from '../../../src/regression/documents/xgboost-json/to-xgboost.js'
import { fingerprint, ownDocuments } from './documents.js'

const checked = JSON.parse(readFileSync(new URL('exported.json', import.meta.url), 'utf8')) as Record<string, string>

for (const document of ownDocuments()) {
  test(`to XGBoost, ${document.name}: the bytes that XGBoost read and predicted the same from`, () => {
    assert.equal(fingerprint(document), checked[document.name])
  })
}

test('to XGBoost and back, the trees, base scores and features are the same in both formats', () => {
  for (const { json, ubj } of ownDocuments()) {
    const model = fromXGBoost(json)
    assert.deepEqual(fromXGBoost(Buffer.from(ubj, 'base64')), model)
    assert.equal(toXGBoost(model), json)
  }
})
