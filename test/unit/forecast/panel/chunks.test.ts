import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chunksOf } from '../../../../src/forecast/panel/chunks.js'
import type { PanelSeries } from '../../../../src/forecast/panel/panel.js'

function series(...frames: number[]): PanelSeries[] {
  return frames.map((frame, i) => ({ id: String(i), rows: 0, frame, start: 0, failure: undefined }))
}

test('series of one frame stand together, whatever their order, and those without a history are left out', () => {
  const frames = [
    { start: 0, rows: 10 },
    { start: 10, rows: 5 },
  ]
  assert.deepEqual(chunksOf({ series: series(0, 1, -1, 0), frames }, 100), [
    [
      { frame: 0, series: [0, 3] },
      { frame: 1, series: [1] },
    ],
  ])
})

test('a piece has at most so many rows, but always a series', () => {
  const frames = [{ start: 0, rows: 10 }]
  assert.deepEqual(
    chunksOf({ series: series(0, 0, 0, 0, 0), frames }, 25).map((chunk) => chunk.flatMap((part) => part.series)),
    [[0, 1], [2, 3], [4]],
  )
  assert.equal(chunksOf({ series: series(0, 0, 0), frames }, 1).length, 3)
  const two = [
    { start: 0, rows: 10 },
    { start: 10, rows: 6 },
  ]
  // 10 + 10, then 6 do not fit into the 4 that are left of 24
  assert.deepEqual(chunksOf({ series: series(0, 0, 1), frames: two }, 24), [
    [{ frame: 0, series: [0, 1] }],
    [{ frame: 1, series: [2] }],
  ])
})

test('no series, no pieces', () => {
  assert.deepEqual(chunksOf({ series: [], frames: [] }, 10), [])
})
