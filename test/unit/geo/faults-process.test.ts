/** A run in a process of its own that is asked to stop. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { locate } from '../../../src/geo/locate.js'
import type { LookupSummary } from '../../../src/geo/summary.js'
import { addresses, lookupServer, serviceOf } from '../../support/lookup-server.js'

test('SIGTERM in the middle of a run: the process says what it has, the next one goes on from there', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'bodkin-sigterm-'))
  const server = await lookupServer(({ number }) => {
    if (number === 20) child.kill('SIGTERM')
    return 'usual'
  })
  t.after(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const cache = join(folder, 'cache')
  const script = fileURLToPath(new URL('./interrupted-run.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, server.url, cache, '400'])
  const output: Buffer[] = []
  child.stdout.on('data', (piece: Buffer) => output.push(piece))
  const code = await new Promise((resolve) => child.on('close', resolve))
  assert.equal(code, 0)
  const summary = JSON.parse(Buffer.concat(output).toString()) as LookupSummary
  assert.equal(summary.stopped, 'aborted')
  assert.ok(summary.byStatus.ok >= 16 && summary.byStatus.ok < 400, `${summary.byStatus.ok} ok`)
  const next = await locate({ ip: addresses(60) }, { ip: 'ip', provider: serviceOf(server.url), cache })
  assert.equal(next.summary.byStatus.ok + next.summary.byStatus.cached, 60)
  assert.ok(next.summary.byStatus.cached >= 16)
  // what was under way at the signal may be asked for again: at most `concurrency`
  const repeated = addresses(60).reduce((sum, ip) => sum + server.asked(ip) - 1, 0)
  assert.ok(repeated <= 4, `${repeated} repeated`)
})
