/** Disks that refuse: full, read-only, too many open files. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileCache } from '../../../../src/geo/cache/file-cache.js'
import { locate } from '../../../../src/geo/locate.js'
import type { CacheRow } from '../../../../src/geo/types.js'
import { addresses, lookupServer, quick, serviceOf } from '../../../support/lookup-server.js'

/** Does a command succeed? Its words are $0, $1, … */
function shell(command: string, ...words: readonly string[]): boolean {
  return spawnSync('sh', ['-c', command, ...words]).status === 0
}

/** A small disk in memory; undefined where none can be mounted. */
function smallDisk(t: TestContext, options: string): string | undefined {
  const path = mkdtempSync(join(tmpdir(), 'geo-disk-'))
  const mounted = shell('mount -t tmpfs -o "$1" tmpfs "$0"', path, options)
  t.after(() => {
    if (mounted) shell('umount "$0"', path)
    rmSync(path, { recursive: true, force: true })
  })
  if (!mounted) t.skip('needs the right to mount a tmpfs')
  return mounted ? path : undefined
}

const rowOf = (key: string): CacheRow => ({
  key,
  status: 'ok',
  source: 'test',
  fetchedAt: Date.now(),
  expiresAt: Date.now() + 1e7,
  record: { city: 'x'.repeat(200) },
})

test('on a disk that fills up, a run completes in memory with a warning, and the journal is whole afterwards', async (t) => {
  const disk = smallDisk(t, 'size=64k')
  if (disk === undefined) return
  const server = await lookupServer()
  t.after(server.close)
  const path = join(disk, 'cache')
  const cache = fileCache(path)
  const run = () =>
    locate(
      { ip: addresses(400) },
      {
        ip: 'ip',
        provider: serviceOf(server.url),
        cache,
        quota: { perDay: 100_000 },
        rate: { perSecond: 10_000 },
        ...quick,
      },
    )
  const { summary } = await run()
  assert.equal(summary.byStatus.ok, 400)
  assert.equal(server.log.length, 400)
  const [warning] = cache.warnings()
  assert.match(warning, /rows are in memory only, the disk refused \(ENOSPC\)$/)
  assert.equal((await run()).summary.calls, 0, 'the rows count in this process')
  cache.close()

  const again = fileCache(path)
  const kept = [...again.entries()].length
  assert.ok(kept > 50 && kept < 400, `${kept} rows reached the disk`)
  assert.deepEqual(again.warnings(), [], 'no line is damaged')
  again.close()
})

test('when there is room again the rows that were kept back are written', (t) => {
  const disk = smallDisk(t, 'size=96k')
  if (disk === undefined) return
  const path = join(disk, 'cache')
  const cache = fileCache(path)
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(statfsSync(disk).bavail * statfsSync(disk).bsize - 4096))
  for (let i = 0; i < 40; i++) cache.set(`8.8.8.${i}`, rowOf(`8.8.8.${i}`))
  assert.match(cache.warnings().join(), /in memory only/)
  rmSync(join(disk, 'ballast'))
  cache.set('8.8.8.40', rowOf('8.8.8.40'))
  assert.match(cache.warnings().join(), /the disk refused for a time \(ENOSPC\); all rows are written$/)
  cache.close()
  const again = fileCache(path)
  assert.equal([...again.entries()].length, 41)
  again.close()
})

test('a full disk at the start: what is there is read, nothing is shared, nothing is lost in memory', (t) => {
  const disk = smallDisk(t, 'size=64k')
  if (disk === undefined) return
  const path = join(disk, 'cache')
  const first = fileCache(path)
  first.set('8.8.8.8', rowOf('8.8.8.8'))
  first.close()
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(statfsSync(disk).bavail * statfsSync(disk).bsize))
  const cache = fileCache(path)
  assert.equal(cache.get('8.8.8.8')?.source, 'test')
  for (let i = 0; i < 40; i++) cache.set(`9.9.9.${i}`, rowOf(`9.9.9.${i}`))
  assert.equal([...cache.entries()].length, 41)
  assert.match(cache.warnings().join(), /in memory only/)
  cache.close()
})

test('a folder that cannot be written is refused before anything is asked', async (t) => {
  const disk = smallDisk(t, 'size=256k')
  if (disk === undefined) return
  const path = join(disk, 'cache')
  mkdirSync(path)
  assert.ok(shell('mount -o remount,ro "$0"', disk))
  const server = await lookupServer()
  t.after(server.close)
  await assert.rejects(locate({ ip: addresses(3) }, { ip: 'ip', provider: serviceOf(server.url), cache: path }), {
    code: 'CACHE',
    message: `the cache ${path} cannot be used (EROFS): give the path of a folder that can be written`,
  })
  assert.equal(server.log.length, 0)
})

test('too many open files: rows stay in memory with a warning, and are written when there is a file again', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'geo-files-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const source = `
    const { openSync, closeSync } = require('node:fs')
    const { fileCache } = require(${JSON.stringify(join(process.cwd(), 'src/geo/cache/file-cache.ts'))})
    const row = { key: 'a', status: 'ok', source: 't', fetchedAt: 1, expiresAt: 2, record: {} }
    const cache = fileCache(${JSON.stringify(join(folder, 'cache'))})
    const open = []
    try { for (;;) open.push(openSync('/dev/null')) } catch (error) { console.log(error.code) }
    cache.set('a', row)
    console.log(cache.sharing.claim('a'), cache.sharing.update('n', () => ({ n: 1 })).n, cache.get('a').source)
    console.log(cache.warnings()[0].replace(/^.*: /, ''))
    for (const file of open) closeSync(file)
    cache.set('b', row)
    console.log(cache.warnings()[0].replace(/^.*: /, ''))
    cache.close()`
  const script = join(folder, 'script.cjs')
  writeFileSync(script, source)
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', `ulimit -n 256 && exec "$0" --import tsx "$1"`, process.execPath, script],
    { encoding: 'utf8', cwd: process.cwd() },
  )
  assert.deepEqual(
    stdout.trim().split('\n'),
    [
      'EMFILE',
      'true 1 t',
      '1 row is in memory only, the disk refused (EMFILE)',
      'the disk refused for a time (EMFILE); all rows are written',
    ],
    stderr,
  )
})
