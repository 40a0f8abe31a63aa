/** Providers, stores and options that nobody would write on purpose: the run ends, in time, and says what happened. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { runInNewContext } from 'node:vm'
import { fileCache } from '../../../src/geo/cache/file-cache.js'
import { memoryCache } from '../../../src/geo/cache/memory-cache.js'
import { enrich } from '../../../src/geo/enrich.js'
import { locate } from '../../../src/geo/locate.js'
import type { LocateOptions } from '../../../src/geo/options.js'
import { plan } from '../../../src/geo/plan.js'
import { quota } from '../../../src/geo/quota.js'
import { sharingOf } from '../../../src/geo/sharing.js'
import { LookupFault, type FaultKind, type LookupContext, type Provider } from '../../../src/geo/types.js'

const three = { ip: ['8.8.8.8', '8.8.4.4', '9.9.9.9'] }
const never = (): Promise<never> => new Promise(() => undefined)
const settings = { ip: 'ip', retries: 1, backoff: { minMs: 1 }, breaker: { coolMs: 1 } }
const found = (): { city: string } => ({ city: 'Lyon' })

for (const [what, thrown] of [
  ['an object without a prototype', Object.create(null)],
  ['an object whose text fails', { toString: () => assert.fail('no text') }],
  ['an error whose message fails', Object.defineProperty(new Error(), 'message', { get: () => assert.fail() })],
  ['a fault of an unknown kind', new LookupFault('odd' as FaultKind, 'odd')],
] as const)
  for (const local of [false, true])
    test(`${what}, thrown by a ${local ? 'database' : 'service'}, is an error of the rows`, async () => {
      const provider: Provider = {
        name: 'odd',
        local,
        lookup() {
          throw thrown
        },
      }
      const { summary } = await locate(three, { ...settings, provider })
      assert.deepEqual([summary.byStatus.error, summary.stopped], [3, null])
    })

for (const wait of [NaN, undefined, -1, 'soon'])
  test(`a pause or a Retry-After of ${wait} is none`, async () => {
    const ms = wait as number
    const pausing = { name: 'pausing', lookup: (_: string, { pause }: LookupContext) => (pause(ms), found()) }
    assert.equal((await locate(three, { ...settings, provider: pausing })).summary.byStatus.ok, 3)
    let calls = 0
    const throttling = {
      name: 'throttling',
      lookup() {
        if (++calls === 1) throw new LookupFault('throttle', 'slower', { retryAfterMs: ms })
        return found()
      },
    }
    assert.equal((await locate(three, { ...settings, provider: throttling })).summary.byStatus.ok, 3)
  })

test('a pause that is longer than maxWaitMs ends the run', async () => {
  const provider = { name: 'p', lookup: (_: string, { pause }: LookupContext) => (pause(Infinity), found()) }
  const { summary } = await locate(three, { ...settings, provider })
  assert.deepEqual([summary.stopped, summary.byStatus.ok, summary.byStatus.deferred], ['throttled', 1, 2])
})

const answering = { name: 'answering', lookup: found }
const store = { get: () => undefined, set: () => undefined, delete: () => undefined }
const silent: [string, Partial<LocateOptions>][] = [
  ['a database', { provider: { name: 'silent', local: true, lookup: never } }],
  ['a store that reads', { provider: answering, cache: { ...store, get: never } }],
  ['a store that writes', { provider: answering, cache: { ...store, set: never } }],
]
for (const [what, options] of silent)
  test(`${what} and never answers does not outlast the deadline`, async () => {
    const began = performance.now()
    const { summary } = await locate(three, { ...settings, ...options, deadlineMs: 30 })
    assert.equal(summary.stopped, 'deadline')
    assert.ok(summary.byStatus.deferred >= 2)
    assert.ok(performance.now() - began < 3000)
  })

test('a promise of another realm is a promise, in a database too', async () => {
  const later = runInNewContext('Promise.resolve({ city: "Lyon" })') as Promise<object>
  const { summary } = await locate(three, { ip: 'ip', provider: { name: 'p', local: true, lookup: () => later } })
  assert.equal(summary.byStatus.ok, 3)
})

test('a provider may be an instance of a class', async () => {
  class Office {
    readonly name = 'office'
    #places = new Map<string, object>()
    async open(): Promise<void> {
      this.#places.set('8.8.8.8', found())
    }
    lookup(ip: string): object | null {
      return this.#places.get(ip) ?? null
    }
    async lookupMany(ips: readonly string[]): Promise<(object | null)[]> {
      return ips.map((ip) => this.lookup(ip))
    }
  }
  const { summary } = await locate(three, { ip: 'ip', provider: new Office() })
  assert.deepEqual([summary.byStatus.ok, summary.byStatus.not_found, summary.faults.length], [1, 2, 0])
})

test('an answer that says nothing is "not found"', async () => {
  for (const local of [false, true]) {
    const provider = { name: 'p', local, lookup: () => ({ country: '-', city: '', latitude: 999, longitude: 0 }) }
    const { summary, verdict } = await locate(three, { ip: 'ip', provider })
    assert.equal(summary.byStatus.not_found, 3)
    assert.equal(verdict.publish, false)
  }
})

const refused: [object, string][] = [
  [{ rate: { perSecond: 0 } }, 'option "provider.rate.perSecond" must be a number in (0, 100000], got 0'],
  [{ rate: 5 }, 'option "provider.rate" must be an object, got 5'],
  [{ quota: { perDay: NaN } }, 'option "provider.quota.perDay" must be an integer of at least 0, got NaN'],
  [{ batchSize: 0 }, 'option "provider.batchSize" must be an integer in [1, 10000], got 0'],
]
for (const [limits, message] of refused)
  test(`refused: ${message}`, async () => {
    const provider = { ...answering, ...limits } as Provider
    await assert.rejects(locate(three, { ip: 'ip', provider }), { code: 'OPTION', message })
  })

test('times are what a timer of Node can take', async () => {
  for (const name of ['deadlineMs', 'timeoutMs'])
    await assert.rejects(locate(three, { ip: 'ip', provider: answering, [name]: 30 * 86_400_000 }), {
      message: `option "${name}" must be a number in (0, 2147483647], got 2592000000`,
    })
  const { summary } = await locate(three, { ip: 'ip', provider: answering, deadlineMs: 2 ** 31 - 1, prefix: '' })
  assert.equal(summary.byStatus.ok, 3)
})

test('a damaged count of the allowance counts for nothing', () => {
  const sharing = sharingOf(memoryCache(), {})
  const now = (): number => Date.UTC(2026, 10, 21)
  const allowance = quota({ perDay: 5 }, sharing, 'q', now)
  for (const dayUsed of ['many', NaN, -7, 2.5, null]) {
    sharing.update('q', () => ({ day: '2026-11-21', dayUsed, month: '2026-11', monthUsed: dayUsed }))
    assert.equal(allowance.left(), 5)
    assert.equal(allowance.take(2), 2)
    assert.equal(allowance.left(), 3)
  }
})

test('a closed cache is refused before anything is asked', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'places-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const cache = fileCache(folder)
  cache.close()
  const provider = { name: 'p', lookup: () => assert.fail('asked') }
  await assert.rejects(locate(three, { ip: 'ip', provider, cache }), { code: 'CACHE' })
})

test('a cache that cannot be flushed costs a warning, not the answers', async () => {
  let flushes = 0
  const cache = {
    ...memoryCache(),
    flush() {
      if (++flushes > 1) throw new Error('no space')
    },
  }
  const { summary } = await locate(three, { ip: 'ip', provider: answering, cache })
  assert.deepEqual([summary.byStatus.ok, summary.warnings], [3, ['cache: no space']])
})

test('an onProgress that throws ends the calls too', async () => {
  let calls = 0
  const provider = { name: 'p', lookup: async () => (calls++, await sleep(2), found()) }
  const ip = Array.from({ length: 60 }, (_, i) => `8.8.8.${i}`)
  const onProgress = ({ done }: { done: number }): void => {
    if (done === 10) throw new Error('mine')
  }
  await assert.rejects(locate({ ip }, { ip: 'ip', provider, onProgress }), { message: 'mine' })
  const before = calls
  await sleep(50)
  assert.ok(before < 20 && calls === before, `${before} calls, ${calls} later`)
})

test('one cache for two look-ups: neither takes the answers of the other for its own', async () => {
  const cache = memoryCache()
  const options = { key: 'ip', lookup: () => ({ risk: 1, level: 2 }), cache }
  await locate(three, { ip: 'ip', provider: { name: 'p', lookup: () => null }, cache })
  const first = await enrich(three, { ...options, columns: ['risk'] })
  assert.deepEqual([...(first.table.getChild('risk') ?? [])], [1, 1, 1])
  const again = await enrich(three, { ...options, columns: ['risk'] })
  assert.equal(again.summary.byStatus.cached, 3)
  const more = await enrich(three, { ...options, columns: ['risk', 'level'] })
  assert.deepEqual([...(more.table.getChild('level') ?? [])], [2, 2, 2])
  const places = await locate(three, { ip: 'ip', provider: answering, cache })
  assert.equal(places.summary.byStatus.ok, 3)
})

test('what one service does not know the next one is asked for, in a later run too', async () => {
  const cache = memoryCache()
  await locate(three, { ip: 'ip', provider: { name: 'knows nothing', lookup: () => null }, cache })
  assert.equal((await locate(three, { ip: 'ip', provider: answering, cache })).summary.byStatus.ok, 3)
})

test('a new column that would be there twice is refused', async () => {
  await assert.rejects(enrich(three, { key: 'ip', columns: ['lookup_status'], lookup: () => null }), {
    code: 'COLUMN',
    message: 'column "lookup_status" would be there twice: give it another name',
  })
})

test('plan: what the allowance of one service does not reach is asked of the next', async () => {
  const limited = { ...answering, name: 'limited', quota: { perDay: 1 }, rate: { perSecond: 1 } }
  const other = { ...answering, name: 'other', rate: { perSecond: 10 } }
  const { deferred, calls, seconds, quotaLeft } = await plan(three, { ip: 'ip', provider: [limited, other] })
  assert.deepEqual([deferred, calls, quotaLeft], [0, 3, 1])
  assert.ok(Math.abs(seconds - (1.02 + 2 * 0.102)) < 1e-9)
  assert.equal((await plan(three, { ip: 'ip', provider: [limited] })).deferred, 2)
  assert.equal((await plan(three, { ip: 'ip', provider: [other, limited] })).deferred, 0)
})

const known: Provider = { name: 'p', lookup: (ip) => (ip === '8.8.8.8' ? found() : null) }
const shares = (good: number, bad: number): { ip: string[] } => ({
  ip: [...new Array<string>(good).fill('8.8.8.8'), ...new Array<string>(bad).fill('9.9.9.9')],
})
const sentences: [object, object, string][] = [
  [{ ip: ['nobody', '10.0.0.1', null] }, {}, 'Not to be published: no row has a public address.'],
  [{ ip: [] as string[] }, {}, 'No row has a public address.'],
  [{ ip: [null] }, { gate: false }, 'No row has a public address; no check was asked for.'],
  [
    shares(8996, 1004),
    {},
    'Not to be published: 89.96 % of the rows with a public address are located, at least 90 % must be.',
  ],
  [
    shares(9, 1),
    { gate: { minLocated: 0.905 } },
    'Not to be published: 90 % of the rows with a public address are located, at least 90.5 % must be.',
  ],
  [
    shares(9998, 2),
    { gate: { minLocated: 0.9999 } },
    'Not to be published: 99.9 % of the rows with a public address are located, at least 99.99 % must be.',
  ],
  [
    shares(0, 1),
    { gate: { minLocated: 0 }, provider: { name: 'p', lookup: never }, deadlineMs: 5 },
    'Not to be published: the run was stopped (deadline): its time was over.',
  ],
]
for (const [table, options, sentence] of sentences)
  test(`verdict: ${sentence}`, async () => {
    const { verdict } = await locate(table as { ip: string[] }, { ip: 'ip', provider: known, ...options })
    assert.equal(verdict.summary, sentence)
  })
