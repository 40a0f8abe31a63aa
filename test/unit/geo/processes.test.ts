/** Several processes on one cache, and processes that are killed; the log of a local server is the judge. */
import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, after, test, type TestContext } from 'node:test'
import { buildSync } from 'esbuild'
import { fileCache } from '../../../src/geo/cache/file-cache.js'
import type { LookupSummary } from '../../../src/geo/summary.js'
import { randomStream } from '../../../src/numeric/random.js'
import type { ChildTask } from '../../support/locate-child.js'
import { addresses, lookupServer, type Behaviour, type LookupServer } from '../../support/lookup-server.js'

const scratch = mkdtempSync(join(tmpdir(), 'geo-processes-'))
const script = join(scratch, 'child.mjs')

before(() => {
  // one file starts in a tenth of the time that tsx needs
  const banner =
    "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url)"
  const entry = join(process.cwd(), 'test/support/locate-child.ts')
  buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: script,
    banner: { js: banner },
    logLevel: 'error',
  })
})
after(() => rmSync(scratch, { recursive: true, force: true }))

function start(task: ChildTask): ChildProcess {
  return fork(script, [JSON.stringify(task)], { execArgv: [] })
}

/** The summary that a child sends before it ends. */
async function finished(child: ChildProcess): Promise<LookupSummary> {
  let summary: LookupSummary | undefined
  child.on('message', (message) => {
    if (typeof message === 'object') summary = message as LookupSummary
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  assert.equal(code, 0)
  return summary as LookupSummary
}

async function served(t: TestContext, behave: Behaviour): Promise<LookupServer> {
  const server = await lookupServer(behave)
  t.after(server.close)
  return server
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const after5ms = async (): Promise<'usual'> => {
  await wait(5)
  return 'usual'
}

function keysOf(cache: string): string[] {
  const opened = fileCache(cache)
  const keys = [...opened.entries()].map(([key]) => key)
  opened.close()
  return keys
}

test('killed at 50 random moments and resumed: no row is lost, and each death repeats at most the calls under way', async (t) => {
  const random = randomStream(5)
  const server = await served(t, after5ms)
  const concurrency = 4
  const task = { url: server.url, cache: join(scratch, 'killed'), count: 1500, concurrency }
  let killed = 0
  while (killed < 50) {
    const child = start(task)
    const exit = once(child, 'exit')
    const called = server.log.length
    while (server.log.length === called) await wait(1)
    await wait(random.below(20))
    if (child.kill('SIGKILL')) killed++
    await exit
  }
  const summary = await finished(start(task))
  assert.equal(summary.byStatus.ok + summary.byStatus.cached, task.count)
  assert.deepEqual(keysOf(task.cache).toSorted(), addresses(task.count).toSorted())
  const repeated = server.log.length - task.count
  assert.ok(repeated <= concurrency * killed, `${repeated} repeated calls`)
  assert.ok(addresses(task.count).every((ip) => server.asked(ip) >= 1))
  t.diagnostic(`${killed} deaths, ${server.log.length} calls for ${task.count} addresses: ${repeated} repeated`)
})

for (const processes of [2, 4]) {
  test(`${processes} processes on one cache ask for no address twice and keep to one rate together`, async (t) => {
    const server = await served(t, after5ms)
    const perSecond = 100
    const task = { url: server.url, cache: join(scratch, `shared-${processes}`), count: 250, perSecond, concurrency: 4 }
    const summaries = await Promise.all(Array.from({ length: processes }, () => finished(start(task))))
    assert.equal(server.log.length, task.count, 'one call an address')
    assert.ok(addresses(task.count).every((ip) => server.asked(ip) === 1))
    for (const { byStatus } of summaries) assert.equal(byStatus.ok + byStatus.cached, task.count)
    assert.equal(
      summaries.reduce((sum, { calls }) => sum + calls, 0),
      task.count,
    )
    assert.ok(server.busiest(1000) <= 1.02 * perSecond + 1, `${server.busiest(1000)} arrivals in a second`)
    assert.equal(keysOf(task.cache).length, task.count)
  })
}

test('two processes on one cache spend one allowance', async (t) => {
  const server = await served(t, after5ms)
  const task = { url: server.url, cache: join(scratch, 'quota'), count: 120, perDay: 50, concurrency: 4 }
  const summaries = await Promise.all([finished(start(task)), finished(start(task))])
  assert.equal(server.log.length, 50)
  assert.deepEqual(
    summaries.map(({ stopped }) => stopped),
    ['quota', 'quota'],
  )
})
