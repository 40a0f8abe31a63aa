/** The small parts of the machine, each by itself. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breaker } from '../../../src/geo/breaker.js'
import { expiryOf, isFresh, isUsableStale } from '../../../src/geo/expiry.js'
import { MalformedBody, readJson } from '../../../src/geo/json-body.js'
import { noOutcomes, noteFailure, settle } from '../../../src/geo/outcomes.js'
import { quota } from '../../../src/geo/quota.js'
import { retryAfterMs } from '../../../src/geo/retry-after.js'
import { backoffMs, mayRetry } from '../../../src/geo/retry.js'
import { sharingOf } from '../../../src/geo/sharing.js'
import { waker } from '../../../src/geo/sleep.js'
import { memoryCache } from '../../../src/geo/cache/memory-cache.js'
import { unitsOf } from '../../../src/geo/units.js'
import type { CacheRow } from '../../../src/geo/types.js'

test('Retry-After: seconds, dates, and what is neither', () => {
  const now = Date.UTC(2026, 0, 1)
  assert.equal(retryAfterMs('120', now), 120_000)
  assert.equal(retryAfterMs(' 0 ', now), 0)
  assert.equal(retryAfterMs('1.5', now), 1500)
  assert.equal(retryAfterMs('Thu, 01 Jan 2026 00:01:00 GMT', now), 60_000)
  assert.equal(retryAfterMs('Sun, 06 Nov 1994 08:49:37 GMT', now), 0)
  for (const odd of ['-5', 'soon', '', '5 minutes', 'Monday']) assert.equal(retryAfterMs(odd, now), undefined, odd)
  assert.equal(retryAfterMs(null, now), undefined)
})

test('backoff: full jitter below a doubling bound', () => {
  const settings = { minMs: 250, maxMs: 30_000 }
  assert.deepEqual(
    [1, 2, 3, 8, 20].map((retry) => backoffMs(retry, settings, 0.5)),
    [125, 250, 500, 15_000, 15_000],
  )
  assert.equal(backoffMs(4, settings, 0), 0)
})

test('the retry budget: 50 and a fifth of the first calls', () => {
  const budget = { share: 0.2, extra: 50 }
  assert.equal(mayRetry(49, 0, budget), true)
  assert.equal(mayRetry(50, 0, budget), false)
  assert.equal(mayRetry(59, 50, budget), true)
  assert.equal(mayRetry(60, 50, budget), false)
})

test('the breaker opens at the third failure in a row, a success in between starts anew', async () => {
  const fuse = breaker({ failures: 3, coolMs: 30, openings: 2 }, waker())
  fuse.failed()
  fuse.failed()
  fuse.succeeded()
  fuse.failed()
  fuse.failed()
  assert.equal(await fuse.enter(), true)
  const from = performance.now()
  fuse.failed()
  assert.equal(await fuse.enter(), true)
  assert.ok(performance.now() - from >= 29)
  // a second caller waits for what the first one finds out
  const second = fuse.enter()
  fuse.failed()
  assert.equal(fuse.ended, true)
  assert.equal(await second, false)
})

test('a call that says nothing leaves the trial to the next one', async () => {
  const fuse = breaker({ failures: 1, coolMs: 0, openings: 3 }, waker())
  fuse.failed()
  assert.equal(await fuse.enter(), true)
  fuse.neither()
  assert.equal(await fuse.enter(), true)
  fuse.succeeded()
  assert.equal(await fuse.enter(), true)
})

test('a quota counts before and gives back what was not sent', () => {
  let now = Date.UTC(2026, 0, 31, 12)
  const sharing = sharingOf(memoryCache(), undefined)
  const allowance = quota({ perDay: 10, perMonth: 15 }, sharing, 'q', () => now)
  assert.equal(allowance.take(4), 4)
  allowance.giveBack(1)
  assert.equal(allowance.left(), 7)
  assert.equal(allowance.take(20), 7)
  assert.equal(allowance.take(1), 0)
  now += 86_400_000 // 1 February
  assert.equal(allowance.left(), 10)
  assert.equal(allowance.take(2), 2)
  now -= 86_400_000 // the clock was wrong: the counts of the other day are void
  assert.equal(allowance.left(), 10)
  assert.equal(quota({}, sharing, 'other').left(), null)
  assert.equal(quota({}, sharing, 'other').take(5), 5)
})

test('expiry is never later than asked and at most a tenth sooner', () => {
  const week = { kind: 'fixed', ms: 7 * 86_400_000 } as const
  assert.equal(expiryOf(1000, week, 0), 1000 + week.ms)
  assert.equal(expiryOf(1000, week, 0.999_999), 1000 + Math.floor(week.ms * (1 - 0.099_999_9)))
  const row: CacheRow = { key: 'k', record: {}, status: 'ok', source: 's', fetchedAt: 100, expiresAt: 200 }
  assert.deepEqual(
    [99, 100, 199, 200].map((now) => isFresh(row, now)),
    [false, true, true, false],
  )
  assert.equal(isUsableStale(row, 250, { kind: 'fixed', ms: 100 }), true)
  assert.equal(isUsableStale(row, 300, { kind: 'fixed', ms: 100 }), false)
  assert.equal(isUsableStale(row, 250, undefined), false)
  assert.equal(isUsableStale({ ...row, status: 'not_found' }, 250, { kind: 'fixed', ms: 100 }), false)
})

test('units: fresh ones in order, delayed ones when their time has come', () => {
  const line = unitsOf([7, 8, 9], 2)
  assert.deepEqual(line.next(0), { items: [7, 8], retries: 0, single: false })
  line.delay({ items: [7], retries: 1, single: false }, 10)
  line.delay({ items: [8], retries: 1, single: false }, 5)
  assert.deepEqual(line.next(0), { items: [9], retries: 0, single: false })
  assert.equal(line.next(1), 4)
  assert.deepEqual(line.next(6), { items: [8], retries: 1, single: false })
  assert.deepEqual(line.next(10), { items: [7], retries: 1, single: false })
  assert.equal(line.next(11), Infinity)
})

test('of several sources the gravest failure counts, and an answer beats all', () => {
  const outcomes = noOutcomes(1)
  assert.equal(noteFailure(outcomes, 0, 'error'), 'error')
  assert.equal(noteFailure(outcomes, 0, 'not_found'), 'error')
  assert.equal(noteFailure(outcomes, 0, 'deferred'), 'deferred')
  settle(outcomes, 0, 'ok', {}, 'third', 5)
  assert.equal(outcomes.status[0], 0)
})

test('JSON: keys in nested objects may repeat, in one object not', () => {
  const read = (text: string): unknown => readJson(Buffer.from(text), null)
  assert.deepEqual(read('{"a":{"x":1},"b":[{"x":2},{"x":3}],"c":"{\\"a\\":1,\\"a\\":2}"}'), {
    a: { x: 1 },
    b: [{ x: 2 }, { x: 3 }],
    c: '{"a":1,"a":2}',
  })
  assert.throws(() => read('{"a":{"x":1,"y":{"x":1},"x":2}}'), MalformedBody)
  assert.throws(() => read('{"a":1} {"a":1}'), MalformedBody)
})
