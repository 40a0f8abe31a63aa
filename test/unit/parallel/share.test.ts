import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shareArrays } from '../../../src/parallel/share.js'

test('typed arrays of a record move to shared memory with their values, all else stays', () => {
  const bins = { bytes: Uint8Array.of(255), codes: Uint16Array.of(65_535), cuts: Float32Array.of(0.25) }
  const record = { ...bins, whole: Int32Array.of(1, -2), real: Float64Array.of(0.5), none: null, count: 3 }
  const shared = shareArrays(record)
  assert.deepEqual([...shared.whole], [1, -2])
  assert.deepEqual([...shared.real], [0.5])
  assert.ok(shared.whole.buffer instanceof SharedArrayBuffer && shared.real.buffer instanceof SharedArrayBuffer)
  assert.deepEqual([shared.bytes[0], shared.codes[0], shared.cuts[0]], [255, 65_535, 0.25])
  assert.ok([shared.bytes, shared.codes, shared.cuts].every(({ buffer }) => buffer instanceof SharedArrayBuffer))
  assert.equal(shared.none, null)
  assert.equal(shared.count, 3)
  record.whole[0] = 9
  assert.equal(shared.whole[0], 1)
})
