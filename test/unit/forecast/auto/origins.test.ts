import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOrigins } from '../../../../src/forecast/auto/origins.js'
import { stagesOf } from '../../../../src/forecast/auto/trials.js'

const rows = (count: number): Float64Array => Float64Array.from({ length: count }, (_, t) => t)

test('400 days, 14 ahead: 16 origins 22 rows apart, the last one 14 rows before the end', () => {
  // first origin at 42 = three horizons at least; (386 − 42)/15 = 22.9
  const { folds, spacing, overlap } = placeOrigins(rows(400), 14, 7, 8)
  assert.equal(folds.length, 16)
  assert.equal(spacing, 22)
  assert.equal(overlap, 1)
  assert.deepEqual(folds[15], { cutoff: 385, train: 386, end: 400 })
  assert.deepEqual(folds[0], { cutoff: 55, train: 56, end: 70 })
})

test('windows that overlap are counted', () => {
  // 144 months, 12 ahead: from 36 to 132 in steps of 6; two windows share a row
  const { folds, spacing, overlap } = placeOrigins(rows(144), 12, 12, 8)
  assert.deepEqual([folds.length, spacing, overlap], [16, 6, 2])
})

test('origins are never closer than a quarter of the horizon', () => {
  // 70 rows, 20 ahead: from 24 (a third of the history) to 50, at least 5 apart: 6 of them
  const { folds, spacing } = placeOrigins(rows(70), 20, 1, 8)
  assert.deepEqual([folds.length, spacing], [6, 5])
})

test('a short history gives up learning rows before folds', () => {
  // 36 months, 6 ahead: two seasons would leave 4 folds of 2 rows each; 8 folds begin at 16
  const { folds, spacing } = placeOrigins(rows(36), 6, 12, 8)
  assert.deepEqual([folds.length, spacing, folds[0].train], [8, 2, 16])
})

test('no room at all gives no folds', () => {
  assert.deepEqual(placeOrigins(rows(10), 6, 7, 8), { folds: [], spacing: 0, overlap: 1 })
})

test('one origin stands alone', () => {
  const { folds, spacing, overlap } = placeOrigins(rows(14), 6, 7, 8)
  assert.deepEqual([folds.length, spacing, overlap], [1, 0, 1])
})

test('a stage ends where the history has doubled', () => {
  const { folds } = placeOrigins(rows(400), 14, 7, 8)
  const trains = stagesOf(folds).map((stage) => stage.map(({ train }) => train))
  assert.deepEqual(
    trains.map((stage) => stage[0]),
    [56, 122, 254],
  )
  assert.equal(trains.flat().length, 16)
})
