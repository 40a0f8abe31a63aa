import assert from 'node:assert/strict'
import { test } from 'node:test'
import { turnTaker } from '../../../src/parallel/take-turns.js'

function work(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

test('the event loop gets a turn after a stretch of work, not before', async () => {
  const turn = turnTaker(undefined)
  let others = 0
  setImmediate(() => others++)
  await turn()
  assert.equal(others, 0)
  work(20)
  await turn()
  assert.equal(others, 1)
})

test('a signal that is raised in a turn stops the work there', async () => {
  const controller = new AbortController()
  const turn = turnTaker(controller.signal)
  setImmediate(() => controller.abort())
  work(20)
  await assert.rejects(turn(), { code: 'ABORTED' })
  assert.throws(() => turnTaker(controller.signal), { code: 'ABORTED' })
})
