import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verdict, type Reason } from '../../../src/verdict/verdict.js'

const passed: Reason = { code: 'SKILL', message: 'skill 0.4 ≥ 0', measured: 0.4, required: 0, passed: true }
const failed: Reason = { code: 'COVERAGE', message: 'covers 40 %', measured: 0.4, required: 0.65, passed: false }
const wording = { published: 'Good.', refused: (reasons: readonly Reason[]) => `Bad: ${reasons[0].code}.` }

test('publishes when every check passed, and shows the numbers', () => {
  assert.deepEqual(verdict([passed], wording), {
    publish: true,
    reasons: [passed],
    summary: 'Good.',
    display: 'numbers',
  })
})

test('one failed check refuses; every check stays listed and the wording sees only the failed', () => {
  assert.deepEqual(verdict([passed, failed], wording), {
    publish: false,
    reasons: [passed, failed],
    summary: 'Bad: COVERAGE.',
    display: 'none',
  })
})

test('a refused result may still show its interval when the engine says so', () => {
  assert.equal(verdict([failed], { ...wording, refusedDisplay: 'interval' }).display, 'interval')
  assert.equal(verdict([passed], { ...wording, refusedDisplay: 'interval' }).display, 'numbers')
})

test('no check at all publishes', () => {
  assert.equal(verdict([], wording).publish, true)
})

test('is frozen, does not follow later changes of the list, and survives JSON', () => {
  const reasons = [passed]
  const result = verdict(reasons, wording)
  reasons.push(failed)
  assert.equal(result.reasons.length, 1)
  assert.ok(Object.isFrozen(result) && Object.isFrozen(result.reasons))
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result)
})
