import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareCodePoints } from '../../../../src/association/database/code-point.js'

test('labels are compared by code point, so an emoji comes after every character of the basic plane', () => {
  // UTF-16 units say otherwise
  assert.deepEqual(['～', '😀'].toSorted(), ['😀', '～'])
  assert.ok(compareCodePoints('～', '😀') < 0)
  assert.ok(compareCodePoints('\u{1F600}', '\u{1F601}') < 0)
})

test('the order is that of UTF-8 bytes', () => {
  const labels = ['', 'a', 'ab', 'b', 'Z', 'é', 'ﬀ', '~', '😀', '😀a', '\uD7FF', '\uE000', '中']
  const byBytes = labels.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  assert.deepEqual(labels.toSorted(compareCodePoints), byBytes)
})
