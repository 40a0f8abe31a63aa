/** Damage to the files of a cache: it costs the damaged lines, nothing else. */
import assert from 'node:assert/strict'
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileCache } from '../../../../src/geo/cache/file-cache.js'
import { lineIndex } from '../../../../src/geo/cache/index-of-lines.js'
import { encodeFields, encodeGone, encodeHeader, encodeLine, type RowFields } from '../../../../src/geo/cache/line.js'
import { scanFile } from '../../../../src/geo/cache/scan.js'
import type { CacheRow } from '../../../../src/geo/types.js'
import { randomStream } from '../../../../src/numeric/random.js'

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'geo-journal-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const NOW = Date.now()
const rowOf = (key: string, city = `city of ${key}`): CacheRow => ({
  key,
  status: 'ok',
  source: 'test',
  fetchedAt: NOW,
  expiresAt: NOW + 1e8,
  record: { city, latitude: 1.5 },
})
const HEADER = encodeHeader({ format: 'bodkin geo cache', version: 1 })
const fieldsOf = (key: string): RowFields => ({ ...rowOf(key), record: JSON.stringify(rowOf(key).record) })
const linesOf = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, i) => encodeFields(`8.8.8.${i}`, NOW + i, fieldsOf(`8.8.8.${i}`)))

/** A folder with one journal of a process that is gone. */
function withJournal(path: string, bytes: Buffer): void {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path)
  writeFileSync(join(path, 'journal-gone.1.jsonl'), bytes)
}

function keysIn(path: string): { keys: string[]; warnings: readonly string[] } {
  const cache = fileCache(path)
  const keys = [...cache.entries()].map(([key, row]) => {
    assert.deepEqual(row, rowOf(key))
    return key
  })
  const warnings = cache.warnings()
  cache.close()
  return { keys, warnings }
}

test('a journal cut at every byte of its last three lines keeps every whole line', (t) => {
  const path = join(folder(t), 'cache')
  const lines = linesOf(6)
  const whole = Buffer.concat([HEADER, ...lines])
  const tail = lines.slice(3).reduce((sum, line) => sum + line.length, 0)
  withJournal(path, whole)
  const descriptor = openSync(join(path, 'journal-gone.1.jsonl'), 'r+')
  t.after(() => closeSync(descriptor))
  for (let cut = 1; cut <= tail; cut++) {
    ftruncateSync(descriptor, whole.length - cut)
    let left = whole.length - cut - HEADER.length
    const kept = lines.filter((line) => (left -= line.length) >= 0).length
    const expected = Array.from({ length: kept }, (_, i) => `8.8.8.${i}`)
    assert.deepEqual(keysOf(descriptor), expected, `cut by ${cut}`)
    if (cut % 12 !== 0) continue
    const { keys, warnings } = keysIn(path)
    assert.deepEqual(keys, expected, `cut by ${cut}`)
    const torn = [0, 1, 2].every((n) => cut !== lines.slice(5 - n).reduce((sum, line) => sum + line.length, 0))
    assert.equal(warnings.length, torn ? 1 : 0, `cut by ${cut}`)
  }
})

test('10,000 mutated journals open, and lose damaged lines only', (t) => {
  const path = join(folder(t), 'cache')
  const random = randomStream(11)
  const lines = linesOf(5)
  withJournal(path, HEADER)
  const descriptor = openSync(join(path, 'journal-gone.1.jsonl'), 'w+')
  t.after(() => closeSync(descriptor))
  for (let round = 0; round < 10_000; round++) {
    const original = Buffer.concat([HEADER, ...lines])
    const bytes = Buffer.from(original)
    for (let i = random.below(4); i >= 0; i--) bytes[random.below(bytes.length)] = random.below(256)
    writeSync(descriptor, bytes, 0, bytes.length, 0)
    // a line is whole when its bytes, its line break and the one before it are as they were
    let start = HEADER.length
    const whole = lines.flatMap((line, n) => {
      const from = start - 1
      start += line.length
      return bytes.subarray(from, start).equals(original.subarray(from, start)) ? [`8.8.8.${n}`] : []
    })
    assert.deepEqual(keysOf(descriptor), whole, `round ${round}`)
  }
})

/** The keys of a journal that is open, without the upkeep of opening a cache. */
function keysOf(descriptor: number): string[] {
  const index = lineIndex()
  scanFile({ descriptor, path: 'journal' }, 0, true, index.add)
  for (const key of index.keys()) assert.deepEqual(index.get(key), rowOf(key))
  return [...index.keys()]
}

test('random bytes, an empty file and a file of line breaks are no rows', (t) => {
  const path = join(folder(t), 'cache')
  const random = randomStream(3)
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.alloc(999, 10),
    Buffer.from(Array.from({ length: 20_000 }, () => random.below(256))),
  ]) {
    withJournal(path, bytes)
    assert.deepEqual(keysIn(path).keys, [])
  }
})

test('a checksum that does not fit is a damaged line, and is counted', (t) => {
  const path = join(folder(t), 'cache')
  const lines = linesOf(3)
  lines[1].write('00000000', 2, 'latin1')
  withJournal(path, Buffer.concat([HEADER, ...lines]))
  const { keys, warnings } = keysIn(path)
  assert.deepEqual(keys, ['8.8.8.0', '8.8.8.2'])
  assert.deepEqual(warnings, [`cache ${path}: 1 damaged line was skipped`])
})

test('a whole line that is no row is skipped; a row of the wrong shape is absent', (t) => {
  const path = join(folder(t), 'cache')
  const odd = [
    '{"key":"a","at":1}',
    '{"key":"b","at":2,"status":"ok","source":7}',
    '{}',
    '[]',
    '7',
    '{"key":5,"at":1}',
  ].map(encodeLine)
  withJournal(path, Buffer.concat([HEADER, ...odd, ...linesOf(1)]))
  assert.deepEqual(keysIn(path).keys, ['8.8.8.0'])
})

test('keys of any kind come back: quotes, line breaks, umlauts, prototypes', (t) => {
  const path = join(folder(t), 'cache')
  const keys = ['"', 'a\nb', 'Zürich|Genève', '__proto__', 'constructor', '', '\u{1f4cd}', 'a\\']
  const cache = fileCache(path)
  for (const key of keys) cache.set(key, rowOf(key))
  cache.close()
  assert.deepEqual(keysIn(path).keys.toSorted(), keys.toSorted())
})

test('a file of a newer version is refused, and left as it is', (t) => {
  const path = join(folder(t), 'cache')
  const bytes = Buffer.concat([encodeHeader({ format: 'bodkin geo cache', version: 2 }), ...linesOf(2)])
  withJournal(path, bytes)
  assert.throws(() => fileCache(path), {
    code: 'CACHE',
    message: `the cache file ${join(path, 'journal-gone.1.jsonl')} was written by a newer version (format 2, this one reads up to 1): use that version, or another folder`,
  })
  assert.deepEqual(readFileSync(join(path, 'journal-gone.1.jsonl')), bytes)
})

test('a row stays taken back, whichever file its older line lies in', (t) => {
  const path = join(folder(t), 'cache')
  withJournal(path, Buffer.concat([HEADER, encodeGone('8.8.8.1', NOW + 100)]))
  writeFileSync(join(path, 'snapshot.jsonl'), Buffer.concat([HEADER, ...linesOf(3)]))
  assert.deepEqual(keysIn(path).keys, ['8.8.8.0', '8.8.8.2'])
})

/** A folder with a snapshot and a journal, as merging leaves them. */
function withSnapshot(path: string): string {
  const cache = fileCache(path)
  for (let i = 0; i < 50; i++) cache.set(`8.8.8.${i}`, rowOf(`8.8.8.${i}`))
  cache.set('9.9.9.9', { ...rowOf('9.9.9.9'), expiresAt: NOW - 1 })
  assert.equal(cache.sweep(), 1)
  for (let i = 50; i < 60; i++) cache.set(`8.8.8.${i}`, rowOf(`8.8.8.${i}`))
  cache.close()
  assert.ok(existsSync(join(path, 'snapshot.jsonl')))
  return join(path, 'snapshot.jsonl')
}

test('a lost snapshot costs its rows; the journal is read all the same', (t) => {
  const path = join(folder(t), 'cache')
  rmSync(withSnapshot(path))
  assert.deepEqual(
    keysIn(path).keys,
    Array.from({ length: 10 }, (_, i) => `8.8.8.${i + 50}`),
  )
})

test('a crash before the snapshot is renamed loses nothing, and its remains are cleared away', (t) => {
  const path = join(folder(t), 'cache')
  const snapshot = withSnapshot(path)
  const bytes = readFileSync(snapshot)
  writeFileSync(`${snapshot}.dead-1-0.tmp`, bytes.subarray(0, 700))
  assert.equal(keysIn(path).keys.length, 60)
  const cache = fileCache(path)
  cache.purge('8.8.8.0')
  cache.close()
  assert.deepEqual(
    readdirSync(path).filter((name) => name.endsWith('.tmp')),
    [],
  )
})

test('a crash after the snapshot is renamed and before the journals are removed brings nothing back', (t) => {
  const path = join(folder(t), 'cache')
  withSnapshot(path)
  const journal = readdirSync(path).find((name) => name.startsWith('journal-')) as string
  copyFileSync(join(path, journal), join(path, 'saved'))
  const cache = fileCache(path)
  assert.equal(cache.purge('8.8.8.55'), 1)
  cache.close()
  assert.equal(existsSync(join(path, journal)), false)
  renameSync(join(path, 'saved'), join(path, journal)) // as if the process had died here
  const { keys } = keysIn(path)
  assert.equal(keys.length, 59)
  assert.ok(!keys.includes('8.8.8.55'))
})

test('a damaged snapshot costs its damaged lines', (t) => {
  const path = join(folder(t), 'cache')
  const snapshot = withSnapshot(path)
  const size = readFileSync(snapshot).length
  truncateSync(snapshot, size - 40)
  appendFileSync(snapshot, 'x\n')
  const { keys, warnings } = keysIn(path)
  assert.equal(keys.length, 59)
  assert.deepEqual(warnings, [`cache ${path}: 1 damaged line was skipped`])
})
