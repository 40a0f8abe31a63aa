import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decimalsFor, formatNumber, formatShare, formatSigned, formatTime } from '../../../src/figure/format.js'

test('numbers carry thousands separators and digits by their size', () => {
  assert.deepEqual(
    [11829.7, 342.81, 21.9, 0.0123, 0, -1500].map((x) => formatNumber(x)),
    ['11,830', '342.8', '21.90', '0.0123', '0', '−1,500'],
  )
  assert.equal(decimalsFor([1234.5, 3]), 0)
})

test('a missing number is a dash, and a rounded zero has no sign', () => {
  assert.equal(formatNumber(null), '–')
  assert.equal(formatNumber(Number.NaN), '–')
  assert.equal(formatNumber(-0.001, 1), '0.0')
  assert.equal(formatSigned(0.001, 1), '0.0')
  assert.equal(formatSigned(12.3, 1), '+12.3')
})

test('shares are percentages and times are UTC', () => {
  assert.equal(formatShare(0.8123), '81.2 %')
  assert.equal(formatTime(Date.UTC(2015, 0, 1)), '2015-01-01')
  assert.equal(formatTime(Date.UTC(2015, 0, 1, 6, 30)), '2015-01-01 06:30')
})
