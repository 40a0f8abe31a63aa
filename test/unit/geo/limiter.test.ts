import assert from 'node:assert/strict'
import { test } from 'node:test'
import { intervalOf, limiter } from '../../../src/geo/limiter.js'
import { locate } from '../../../src/geo/locate.js'
import { sharingOf } from '../../../src/geo/sharing.js'
import { memoryCache } from '../../../src/geo/cache/memory-cache.js'
import { waker } from '../../../src/geo/sleep.js'
import { addresses, lookupServer, serviceOf } from '../../support/lookup-server.js'

test('five a second are 204 ms apart: 200 and the 2 % for the way', () => {
  assert.equal(intervalOf({ perSecond: 5 }), 204)
  assert.equal(intervalOf(undefined), 0)
})

/** Starts of so many calls, milliseconds since the first. */
async function starts(count: number, take: () => Promise<boolean>): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    assert.ok(await take())
    times.push(performance.now())
  }
  return times.map((at) => at - times[0])
}

/** Most starts in any window of so many milliseconds. */
function most(times: readonly number[], windowMs: number): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + windowMs).length))
}

test('starts are evenly spaced: no window holds more than the rate and one', async () => {
  const { take } = limiter({ perSecond: 50 }, waker(), null, 'x', 1000)
  const times = await starts(30, take)
  for (const windowMs of [50, 100, 200, 500]) {
    // 20 ms is the lateness that keeps the grid
    assert.ok(most(times, windowMs) <= (windowMs + 20) / 20.4 + 1, `${windowMs} ms: ${times.join(' ')}`)
  }
  assert.ok((times.at(-1) ?? 0) >= 29 * 20.4 - 20.1)
})

test('a blocked event loop is followed by one start, not by a burst', async () => {
  const { take } = limiter({ perSecond: 20 }, waker(), null, 'x', 1000)
  await starts(3, take)
  const until = performance.now() + 300
  while (performance.now() < until);
  const times = await starts(4, take)
  for (let i = 1; i < times.length; i++) assert.ok(times[i] - times[i - 1] >= 51 - 20.1, times.join(' '))
})

test('a pause holds the next start, a shorter one does not shorten it', async () => {
  const { take, pause } = limiter({ perSecond: 1000 }, waker(), null, 'x', 1000)
  await take()
  const from = performance.now()
  pause(120)
  pause(10)
  await take()
  assert.ok(performance.now() - from >= 119)
})

test('the end of the run lets nobody start', async () => {
  const end = waker()
  const { take } = limiter({ perSecond: 0.1 }, end, null, 'x', 1000)
  assert.equal(await take(), true)
  const waiting = take()
  setTimeout(end.wake, 10)
  assert.equal(await waiting, false)
})

test('two limiters on one cache share one rate', async () => {
  const sharing = sharingOf(memoryCache(), undefined)
  const all: number[] = []
  const one = async (): Promise<void> => {
    const { take } = limiter({ perSecond: 50 }, waker(), sharing, 'limit', 10_000)
    for (let i = 0; i < 8; i++) {
      await take()
      all.push(performance.now())
    }
  }
  await Promise.all([one(), one()])
  all.sort((a, b) => a - b)
  assert.equal(all.length, 16)
  // half an interval of jitter aside, 16 starts need 15 intervals together
  assert.ok((all.at(-1) as number) - all[0] >= 15 * 20.4 - 25, `${(all.at(-1) as number) - all[0]} ms`)
})

test('a shared start far in the future is a clock error and is ignored', async () => {
  const sharing = sharingOf(memoryCache(), undefined)
  sharing.update('limit', () => ({ next: Date.now() + 3_600_000 }))
  const { take } = limiter({ perSecond: 50 }, waker(), sharing, 'limit', 60_000)
  const from = performance.now()
  await take()
  assert.ok(performance.now() - from < 1000)
})

test('at the server: 60 a second stay below 1.02 times the rate and one in any window', async (t) => {
  const server = await lookupServer()
  t.after(server.close)
  const { summary } = await locate(
    { ip: addresses(90) },
    { ip: 'ip', provider: serviceOf(server.url), rate: { perSecond: 60 }, concurrency: 8 },
  )
  assert.equal(summary.byStatus.ok, 90)
  assert.equal(server.log.length, 90)
  assert.ok(server.busiest(1000) <= 62, `${server.busiest(1000)} in a second`)
})
