import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { tableFromIPC, tableToIPC } from 'apache-arrow'
import { fileCache } from '../../../../src/geo/cache/file-cache.js'
import { memoryCache } from '../../../../src/geo/cache/memory-cache.js'
import { addressKey } from '../../../../src/geo/keys.js'
import type { CacheRow } from '../../../../src/geo/types.js'

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'geo-cache-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return join(path, 'cache')
}

const NOW = Date.now()
const DAY = 86_400_000
const rowOf = (key: string, more: Partial<CacheRow> = {}): CacheRow => ({
  key,
  status: 'ok',
  source: 'test',
  fetchedAt: NOW,
  expiresAt: NOW + DAY,
  record: { city: `city of ${key}`, latitude: 1.5, visited: true },
  ...more,
})
const notFound = (key: string): CacheRow => rowOf(key, { status: 'not_found', record: null })

/** All bytes of all files below a folder, to search in. */
function bytesOf(path: string): string {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return names
    .map((name) => `${name}\n${statSync(join(path, name)).isFile() ? readFileSync(join(path, name), 'latin1') : ''}`)
    .join('\n')
}

test('rows outlive the cache that wrote them', (t) => {
  const path = folder(t)
  const first = fileCache(path)
  first.set('8.8.8.8', rowOf('8.8.8.8'))
  first.set('9.9.9.9', notFound('9.9.9.9'))
  first.set('8.8.8.8', rowOf('8.8.8.8', { source: 'later' }))
  assert.equal(first.delete('1.1.1.1'), false)
  first.close()
  const second = fileCache(path)
  t.after(second.close)
  assert.deepEqual(second.get('8.8.8.8'), rowOf('8.8.8.8', { source: 'later' }))
  assert.deepEqual(second.get('9.9.9.9'), notFound('9.9.9.9'))
  assert.equal(second.get('1.1.1.1'), undefined)
  assert.equal(second.delete('9.9.9.9'), true)
  assert.equal(second.get('9.9.9.9'), undefined)
  assert.deepEqual(second.warnings(), [])
})

test('files are for their owner only', (t) => {
  const path = folder(t)
  const cache = fileCache(path)
  cache.set('8.8.8.8', rowOf('8.8.8.8'))
  cache.sharing?.update('quota', () => ({ used: 1 }))
  cache.sharing?.claim('8.8.8.8')
  assert.equal(statSync(path).mode & 0o777, 0o700)
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
  assert.ok(names.length >= 7, names.join(' '))
  for (const name of names) assert.equal(statSync(join(path, name)).mode & 0o077, 0, name)
  cache.close()
})

test('purging an address takes its bytes from the disk, with the rows of its networks and under its hash', (t) => {
  const path = folder(t)
  const cache = fileCache(path)
  const hashed = addressKey({ privacy: 'hmac', secret: 'pepper' })('8.8.8.8').key
  for (const key of ['8.8.8.8', '8.8.8.0/24', '8.8.0.0/16', hashed, '8.8.8.9', '8.8.9.0/24']) cache.set(key, rowOf(key))
  assert.equal(cache.purge('::ffff:8.8.8.8'), 3)
  assert.equal(cache.purge('8.8.8.8', 'pepper'), 1)
  assert.equal(cache.purge('8.8.8.8'), 0)
  const bytes = bytesOf(path)
  for (const gone of ['8.8.8.8', '8.8.8.0', '8.8.0.0', hashed]) assert.ok(!bytes.includes(gone), gone)
  for (const kept of ['8.8.8.9', '8.8.9.0/24']) assert.ok(bytes.includes(kept), kept)
  cache.close()
})

test('sweeping removes what expired, also from the disk', (t) => {
  const path = folder(t)
  const cache = fileCache(path)
  for (let i = 0; i < 10; i++) cache.set(`8.8.8.${i}`, rowOf(`8.8.8.${i}`, { expiresAt: i < 4 ? NOW - 1 : NOW + DAY }))
  assert.equal(cache.sweep(), 4)
  assert.equal(cache.sweep(), 0)
  cache.close()
  assert.ok(!bytesOf(path).includes('8.8.8.3'))
  assert.ok(bytesOf(path).includes('8.8.8.4'))
})

test('a cache written over and over does not grow without end', (t) => {
  const path = folder(t)
  for (let run = 0; run < 12; run++) {
    const cache = fileCache(path)
    for (let i = 0; i < 200; i++) cache.set(`8.8.8.${i}`, rowOf(`8.8.8.${i}`))
    cache.close()
  }
  const size = readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0)
  assert.ok(size < 8 * 200 * 200, `${size} bytes`)
  const cache = fileCache(path)
  assert.equal([...cache.entries()].length, 200)
  cache.close()
})

test('a cache becomes a table and comes back the same, through Arrow IPC', async (t) => {
  const cache = fileCache(folder(t))
  t.after(cache.close)
  cache.set('8.8.8.8', rowOf('8.8.8.8'))
  cache.set('9.9.9.9', notFound('9.9.9.9'))
  cache.set('1.1.1.1', rowOf('1.1.1.1', { record: { city: null, latitude: null, visited: false } }))
  const table = cache.toTable()
  assert.deepEqual(table.schema.names, [
    'key',
    'status',
    'source',
    'fetched_at',
    'expires_at',
    'city',
    'latitude',
    'visited',
  ])
  const other = memoryCache()
  assert.equal(await other.merge(tableFromIPC(tableToIPC(table))), 3)
  for (const [key, row] of cache.entries()) assert.deepEqual(other.get(key), row)
  assert.equal(memoryCache().toTable().numRows, 0)
  await assert.rejects(
    other.merge({ key: ['a'], status: ['maybe'], source: ['x'], fetched_at: [new Date()], expires_at: [new Date()] }),
    {
      code: 'DATA',
      message: 'cache, row 0: must be a row that toTable of a cache made',
    },
  )
})

test('of two caches the later row of a key stays', async (t) => {
  const mine = fileCache(folder(t))
  t.after(mine.close)
  const theirs = memoryCache()
  mine.set('a', rowOf('a', { source: 'mine', fetchedAt: NOW }))
  theirs.set('a', rowOf('a', { source: 'theirs', fetchedAt: NOW - 1 }))
  mine.set('b', rowOf('b', { source: 'mine', fetchedAt: NOW - 1 }))
  theirs.set('b', rowOf('b', { source: 'theirs', fetchedAt: NOW }))
  theirs.set('c', rowOf('c', { source: 'theirs' }))
  assert.equal(await mine.merge(theirs), 2)
  assert.deepEqual(
    ['a', 'b', 'c'].map((key) => mine.get(key)?.source),
    ['mine', 'theirs', 'theirs'],
  )
})

test('two caches on one folder see each other: rows, removals, claims, documents, and a merge by one of them', (t) => {
  const path = folder(t)
  const one = fileCache(path)
  const two = fileCache(path)
  t.after(one.close)
  const [first, second] = [one.sharing, two.sharing]
  assert.ok(first !== undefined && second !== undefined)
  assert.equal(first.claim('k'), true)
  assert.equal(second.claim('k'), false)
  assert.equal(second.refresh('k'), false)
  one.set('k', rowOf('k'))
  first.release('k')
  assert.equal(second.refresh('k'), true)
  assert.deepEqual(two.get('k'), rowOf('k'))
  first.claim('error')
  first.release('error')
  assert.equal(second.refresh('error'), true)
  assert.equal(second.claim('error'), true)

  for (let i = 0; i < 100; i++)
    (i % 2 === 0 ? first : second).update<{ n: number }>('count', (old) => ({ n: (old?.n ?? 0) + 1 }))
  assert.deepEqual(first.read('count'), { n: 100 })
  first.update('count', () => ({ short: 1 }))
  assert.deepEqual(second.read('count'), { short: 1 })

  two.set('late', rowOf('late'))
  assert.equal(one.purge('k'), 1)
  second.refresh('k')
  assert.equal(two.get('k'), undefined)
  assert.deepEqual(one.get('late'), rowOf('late'))
  two.close()
  first.refresh('late')
  assert.deepEqual(one.get('late'), rowOf('late'))
  assert.equal(first.claim('error'), true, 'a closed cache holds nothing')
})

test('lock "fail" is for one alone, whoever comes first', (t) => {
  const path = folder(t)
  const alone = fileCache(path, { lock: 'fail' })
  assert.equal(alone.sharing, undefined)
  const inUse = `the cache ${path} is in use by process ${process.pid} (this one): wait until it closes, or open it with lock "share"`
  assert.throws(() => fileCache(path, { lock: 'fail' }), { code: 'CACHE', message: inUse })
  assert.throws(() => fileCache(path), {
    code: 'CACHE',
    message: `the cache ${path} was opened for one process alone by another: wait until it closes`,
  })
  alone.close()
  const shared = fileCache(path)
  assert.throws(() => fileCache(path, { lock: 'fail' }), { code: 'CACHE', message: inUse })
  shared.close()
  fileCache(path, { lock: 'fail' }).close()
})

test('the mark of a dead process, and of one whose number is used again, holds nothing', (t) => {
  const path = folder(t)
  for (const name of ['members', 'locks', 'claims']) mkdirSync(join(path, name), { recursive: true })
  const dead = spawnSync(process.execPath, ['-e', '']).pid
  const marks = [
    { token: 'dead', pid: dead, host: hostname(), start: '1' },
    { token: 'reused', pid: process.ppid, host: hostname(), start: '1' },
  ]
  for (const mark of marks) {
    writeFileSync(join(path, 'members', `${mark.token}.json`), JSON.stringify(mark))
    writeFileSync(join(path, 'locks', 'alone.0'), JSON.stringify(mark))
    const cache = fileCache(path, { lock: 'fail' })
    assert.ok(!existsSync(join(path, 'members', `${mark.token}.json`)))
    cache.close()
    assert.deepEqual(readdirSync(join(path, 'locks')), [])
  }
})

test('claims that the dead left an hour ago are cleared away, younger and live ones are not', (t) => {
  const path = folder(t)
  mkdirSync(join(path, 'claims'), { recursive: true })
  const dead = { token: 'dead', pid: spawnSync(process.execPath, ['-e', '']).pid, host: hostname(), start: '1' }
  for (const name of ['old.0', 'young.0']) writeFileSync(join(path, 'claims', name), JSON.stringify(dead))
  execFileSync('touch', ['-d', '2 hours ago', join(path, 'claims', 'old.0')])
  const other = fileCache(path)
  t.after(other.close)
  other.sharing?.claim('mine')
  fileCache(path).close()
  assert.equal(readdirSync(join(path, 'claims')).length, 2)
  assert.ok(!existsSync(join(path, 'claims', 'old.0')))
})

test('a mark of another host holds while its file is touched', (t) => {
  const path = folder(t)
  mkdirSync(join(path, 'members'), { recursive: true })
  const file = join(path, 'members', 'far.json')
  writeFileSync(file, JSON.stringify({ token: 'far', pid: 1, host: 'far-away', start: null }))
  assert.throws(() => fileCache(path, { lock: 'fail' }), {
    message: `the cache ${path} is in use by process 1 on far-away: wait until it closes, or open it with lock "share"`,
  })
  execFileSync('touch', ['-d', '2 minutes ago', file])
  fileCache(path, { lock: 'fail' }).close()
})

test('what is no folder for a cache', (t) => {
  const path = folder(t)
  mkdirSync(path)
  writeFileSync(join(path, 'file'), '')
  const under = join(path, 'file', 'cache')
  const cases: [() => unknown, { code: string; message: string }][] = [
    [
      () => fileCache(under),
      {
        code: 'CACHE',
        message: `the cache ${under} cannot be used (ENOTDIR): give the path of a folder that can be written`,
      },
    ],
    [
      () => fileCache(join(path, 'file')),
      {
        code: 'CACHE',
        message: `the cache ${join(path, 'file')} cannot be used (ENOTDIR): give the path of a folder that can be written`,
      },
    ],
    [() => fileCache(''), { code: 'OPTION', message: 'fileCache needs the path of a folder, got ""' }],
    [
      () => fileCache(path, { lock: 'wait' as 'fail' }),
      { code: 'OPTION', message: 'option "lock" must be "share" or "fail", got "wait"' },
    ],
    [
      () => fileCache(path, { fsnyc: 'row' } as object),
      { code: 'OPTION', message: 'unknown option "fsnyc": did you mean "fsync"?' },
    ],
  ]
  for (const [open, expected] of cases) assert.throws(open, expected)
  const cache = fileCache(join(path, 'good'), { fsync: 'row' })
  cache.close()
  cache.close()
  assert.throws(() => cache.set('k', rowOf('k')), {
    code: 'CACHE',
    message: `the cache ${join(path, 'good')} is closed: open it again with fileCache`,
  })
})
