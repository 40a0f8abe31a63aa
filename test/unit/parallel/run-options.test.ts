import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAborted, progressReporter, type Progress } from '../../../src/parallel/run-options.js'

test('time to go is the mean pace times the units left', () => {
  const clock = [1000, 1010, 1040, 1050]
  const seen: Progress[] = []
  const report = progressReporter(
    3,
    'folds',
    (progress) => void seen.push(progress),
    () => clock.shift() ?? 0,
  )
  report()
  report()
  report()
  assert.deepEqual(seen, [
    { done: 1, total: 3, label: 'folds', etaMs: 20 },
    { done: 2, total: 3, label: 'folds', etaMs: 20 },
    { done: 3, total: 3, label: 'folds', etaMs: 0 },
  ])
})

test('without a signal, or before it is raised, nothing is thrown', () => {
  checkAborted(undefined)
  checkAborted(new AbortController().signal)
})

test('a raised signal is an error with its reason as the cause', () => {
  const reason = new Error('the user left')
  assert.throws(() => checkAborted(AbortSignal.abort(reason)), {
    name: 'BodkinError',
    code: 'ABORTED',
    message: "stopped by the caller's signal",
    cause: reason,
  })
})

test('several units may be finished at once', () => {
  const clock = [0, 10, 40]
  const seen: Progress[] = []
  const report = progressReporter(
    4,
    'series',
    (progress) => void seen.push(progress),
    () => clock.shift() ?? 0,
  )
  report(1)
  report(3)
  assert.deepEqual(seen, [
    { done: 1, total: 4, label: 'series', etaMs: 30 },
    { done: 4, total: 4, label: 'series', etaMs: 0 },
  ])
})
