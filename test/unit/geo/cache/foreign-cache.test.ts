import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Keyv } from 'keyv'
import { readCache } from '../../../../src/geo/cache/foreign-cache.js'
import { memoryCache } from '../../../../src/geo/cache/memory-cache.js'
import type { CacheRow } from '../../../../src/geo/types.js'
import { redisStore, serverProgram, startServer } from '../../../support/redis-store.js'

const NOW = Date.now()
const rowOf = (key: string): CacheRow => ({
  key,
  status: 'ok',
  source: 'test',
  fetchedAt: NOW,
  expiresAt: NOW + 1e6,
  record: { city: `Zürich ${key}`, latitude: 47.4 },
})

async function holdsRows(cache: ReturnType<typeof readCache>): Promise<void> {
  assert.equal(await cache.get('a'), undefined)
  await cache.set('a', rowOf('a'))
  await cache.set('b', { ...rowOf('b'), status: 'not_found', record: null })
  assert.deepEqual(await cache.get('a'), rowOf('a'))
  assert.equal((await cache.get('b'))?.record, null)
  await cache.delete('a')
  assert.equal(await cache.get('a'), undefined)
  assert.deepEqual(cache.warnings?.(), [])
}

test('a Map is a cache', async () => {
  const map = new Map<string, unknown>()
  const cache = readCache(map)
  await holdsRows(cache)
  map.set('odd', { status: 'ok' })
  assert.equal(await cache.get('odd'), undefined)
  const entries: string[] = []
  for await (const [key] of cache.entries()) entries.push(key)
  assert.deepEqual(entries, ['b'])
})

test('a Keyv is a cache, and its rows can be taken into another', async () => {
  const keyv = new Keyv()
  await holdsRows(readCache(keyv))
  const other = memoryCache()
  assert.equal(await other.merge(readCache(keyv)), 1)
  assert.equal(other.get('b')?.status, 'not_found')
})

const program = serverProgram()
test(
  'a Keyv on a real server is a cache; when the server dies, rows are misses and the warnings say so',
  { skip: program === undefined ? 'needs redis-server or valkey-server' : false },
  async (t) => {
    const server = await startServer(program as string)
    const store = redisStore(server.path)
    const keyv = new Keyv({ store })
    keyv.on('error', () => undefined)
    const cache = readCache(keyv)
    await holdsRows(cache)
    await cache.set('a', rowOf('a'))
    const second = new Keyv({ store: redisStore(server.path) })
    assert.deepEqual(await readCache(second).get('a'), rowOf('a'), 'another connection sees it')
    await server.stop()
    t.after(() => store.close())
    assert.equal(await cache.get('a'), undefined)
  },
)

test('a store that fails is no cache, and its message, which may hold a password, is not passed on', async () => {
  const broken = (): never => {
    throw new Error('connect redis://user:S3CRET@host refused')
  }
  const cache = readCache({ get: broken, set: async () => broken(), delete: broken })
  assert.equal(await cache.get('a'), undefined)
  assert.equal(await cache.get('a'), undefined)
  await cache.set('a', rowOf('a'))
  assert.deepEqual(cache.warnings?.(), [
    'cache: the store failed 2 times; rows were not read',
    'cache: the store failed 1 times; rows were not written',
  ])
  for await (const entry of cache.entries()) assert.fail(String(entry))
})

test('the store is told how long a row is of use', async () => {
  const lives: unknown[] = []
  const cache = readCache({
    get: () => undefined,
    set: (_key, _row, ttlMs) => void lives.push(ttlMs),
    delete: () => true,
  })
  await cache.set('a', { ...rowOf('a'), expiresAt: Date.now() + 5000 })
  const month = 31 * 86_400_000
  assert.ok(lives.length === 1 && Number(lives[0]) > month + 3000 && Number(lives[0]) <= month + 5000, String(lives))
})
