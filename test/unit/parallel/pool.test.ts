import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { buildSync } from 'esbuild'
import { BodkinError } from '../../../src/errors.js'
import { gram } from '../../../src/kernel/gram.js'
import { gramTask } from '../../../src/parallel/gram-task.js'
import { openPool, withPool, type Pool } from '../../../src/parallel/pool.js'
import type { Progress } from '../../../src/parallel/run-options.js'
import type { Task } from '../../../src/parallel/task.js'
import { fail, spin, square, sumBytes, wait } from './tasks-for-tests.js'

const program = bundle('./worker-for-tests.ts')

function bundle(path: string): string {
  const entryPoints = [fileURLToPath(new URL(path, import.meta.url))]
  return buildSync({ entryPoints, bundle: true, platform: 'node', format: 'cjs', write: false }).outputFiles[0].text
}

async function withTestPool<Result>(workers: number, use: (pool: Pool) => Promise<Result>): Promise<Result> {
  const pool = openPool(workers, program)
  try {
    return await use(pool)
  } finally {
    await pool.close()
  }
}

function breakDown(): never {
  throw new Error('the listener broke')
}

for (const workers of [0, 1, 3]) {
  const where = workers === 0 ? 'on this thread' : `with ${workers} workers`

  test(`results come in input order ${where}`, async () => {
    const inputs = [40, 5, 20, 1, 10].map((ms, value) => ({ ms, value }))
    assert.deepEqual(await withTestPool(workers, (pool) => pool.map(wait, inputs)), [0, 1, 2, 3, 4])
  })

  test(`no inputs give no results ${where}`, async () => {
    assert.deepEqual(await withTestPool(workers, (pool) => pool.map(square, [])), [])
  })

  test(`progress rises by one to the total and ends with nothing to go ${where}`, async () => {
    const seen: Progress[] = []
    const options = { label: 'squares', onProgress: (progress: Progress) => void seen.push(progress) }
    await withTestPool(workers, (pool) => pool.map(square, [1, 2, 3, 4], options))
    assert.deepEqual(
      seen.map(({ done, total, label }) => [done, total, label]),
      [1, 2, 3, 4].map((done) => [done, 4, 'squares']),
    )
    assert.equal(seen[3].etaMs, 0)
    assert.ok(seen.every(({ etaMs }) => etaMs !== null && etaMs >= 0))
  })

  test(`an error keeps its class, code, message and details ${where}`, async () => {
    await withTestPool(workers, async (pool) => {
      await assert.rejects(pool.run(fail, 'bodkin'), (error) => {
        assert.ok(error instanceof BodkinError)
        assert.equal(error.code, 'DATA')
        assert.equal(error.message, 'row 3: must be finite, got Infinity')
        assert.deepEqual(error.details, { row: 3 })
        assert.match(error.stack ?? '', /row 3/)
        return true
      })
      await assert.rejects(pool.run(fail, 'range'), { name: 'RangeError', message: 'too far' })
      assert.equal(await pool.run(fail, 'fine'), 'fine')
    })
  })

  test(`of several failures the first input's is thrown ${where}`, async () => {
    const inputs = ['fine', 'slow range', 'bodkin', 'fine']
    await assert.rejects(
      withTestPool(workers, (pool) => pool.map(fail, inputs)),
      { name: 'RangeError', message: 'too far' },
    )
  })

  test(`a listener that throws ends the call ${where}`, async () => {
    await assert.rejects(
      withTestPool(workers, (pool) => pool.map(square, [1, 2, 3], { onProgress: breakDown })),
      /the listener broke/,
    )
  })

  test(`a raised signal stops before anything begins ${where}`, async () => {
    const options = { signal: AbortSignal.abort(new Error('enough')) }
    await withTestPool(workers, async (pool) => {
      await assert.rejects(pool.run(square, 2, options), { code: 'ABORTED', cause: options.signal.reason })
      await assert.rejects(pool.map(square, [2], options), { code: 'ABORTED' })
    })
  })

  test(`a closed pool takes no more tasks ${where}`, async () => {
    const pool = openPool(workers, program)
    await pool.close()
    await assert.rejects(pool.run(square, 2), { code: 'ABORTED', message: /the pool was closed/ })
  })
}

test('the number of workers changes no bit of a result', async () => {
  const inputs = Array.from({ length: 9 }, (_, k) => {
    const columns = Float64Array.from({ length: 700 * 5 }, (_, i) => Math.sin(i * (k + 1)))
    return { columns, rows: 700, count: 5 }
  })
  const here = inputs.map(({ columns, rows, count }) => gram(columns, rows, count))
  for (const workers of [0, 1, 2]) assert.deepEqual(await withPool(workers, (pool) => pool.map(gramTask, inputs)), here)
})

test('stopping a task that never ends takes less than 100 ms, and its worker is gone', async () => {
  await withTestPool(2, async (pool) => {
    const times: number[] = []
    // The best of three, for a busy machine may hold this process up by itself.
    for (let attempt = 0; attempt < 3; attempt++) {
      assert.deepEqual(await pool.map(square, [3, 4]), [9, 16])
      const stop = new AbortController()
      const stopped = assert.rejects(pool.map(spin, [null, null, null], { signal: stop.signal }), {
        code: 'ABORTED',
        message: "stopped by the caller's signal",
      })
      await new Promise((resolve) => setTimeout(resolve, 30))
      const began = performance.now()
      stop.abort()
      await stopped
      times.push(performance.now() - began)
    }
    assert.ok(Math.min(...times) < 100, `took ${times.join(', ')} ms`)
    assert.equal(await isIdle(200), true, 'a worker is still running')
  })
})

/** Whether this process, workers included, is idle for most of `ms`. */
async function isIdle(ms: number): Promise<boolean> {
  const before = process.cpuUsage()
  await new Promise((resolve) => setTimeout(resolve, ms))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 < ms / 2
}

test('on this thread timers go on between tasks, and one of them can stop the rest', async () => {
  const stop = new AbortController()
  let ticks = 0
  const timer = setInterval(() => {
    if (++ticks === 5) stop.abort()
  }, 1)
  const busy: Task<null, null> = {
    name: 'test/busy',
    run: (nothing) => {
      const end = performance.now() + 2
      while (performance.now() < end);
      return nothing
    },
  }
  const inputs = new Array<null>(500).fill(null)
  await assert.rejects(openPool(0).map(busy, inputs, { signal: stop.signal }), { code: 'ABORTED' })
  clearInterval(timer)
})

test('a worker that dies fails its own task only, and is replaced', async () => {
  await withTestPool(1, async (pool) => {
    await assert.rejects(pool.run(fail, 'exit'), {
      name: 'BodkinError',
      code: 'LIMIT',
      message: 'the worker of task "test/fail" died: exit code 7',
      details: { task: 'test/fail', exitCode: 7 },
    })
    await assert.rejects(pool.run(fail, 'later'), {
      code: 'LIMIT',
      message: /^the worker of task "test\/fail" died: .*JSON/,
    })
    assert.equal(await pool.run(square, 5), 25)
  })
})

test('thrown text, an unknown task and an answer that cannot be cloned are errors, not silence', async () => {
  await withTestPool(1, async (pool) => {
    await assert.rejects(pool.run(fail, 'text'), { name: 'Error', message: 'only text' })
    await assert.rejects(pool.run(fail, 'uncloneable'), { name: 'DataCloneError' })
    await assert.rejects(pool.run(fail, (() => 1) as never), { name: 'DataCloneError' })
    await assert.rejects(pool.run({ ...square, name: 'test/nowhere' }, 1), {
      message: 'task "test/nowhere" is not among the worker\'s tasks',
    })
    assert.equal(await pool.run(square, 6), 36)
  })
})

test('transferred buffers move there and back', async () => {
  await withTestPool(1, async (pool) => {
    const bytes = new Uint8Array([1, 2, 3])
    const answer = await pool.run(sumBytes, bytes, { transfer: [bytes.buffer] })
    assert.equal(bytes.length, 0)
    assert.deepEqual(answer, { sum: 6, bytes: new Uint8Array([1, 2, 3]) })
  })
})

test('closing rejects what waits and what runs', async () => {
  const pool = openPool(1, program)
  const tasks = [pool.run(spin, null), pool.run(square, 1)].map((promise) =>
    assert.rejects(promise, { code: 'ABORTED' }),
  )
  await pool.close()
  await Promise.all(tasks)
})

test('a signal may watch many workers without a warning', async () => {
  const warnings: Error[] = []
  const listen = (warning: Error): void => void warnings.push(warning)
  process.on('warning', listen)
  const { signal } = new AbortController()
  const inputs = Array.from({ length: 12 }, (_, value) => ({ ms: 1, value }))
  await withTestPool(12, (pool) => pool.map(wait, inputs, { signal }))
  process.off('warning', listen)
  assert.deepEqual(warnings, [])
})

for (const workers of [-1, 1.5, Number.NaN, '2' as never]) {
  test(`${JSON.stringify(workers)} workers are refused`, () => {
    assert.throws(() => openPool(workers), { code: 'OPTION', message: /^option "workers" must be an integer/ })
  })
}

test('idle workers do not keep a process alive, working ones do', async () => {
  const url = JSON.stringify(new URL('../../../src/parallel/', import.meta.url).href)
  const script = `
    const { openPool } = await import(${url} + 'pool.ts')
    const { gramTask } = await import(${url} + 'gram-task.ts')
    const pool = openPool(2)
    const input = { columns: new Float64Array([1, 2]), rows: 2, count: 1 }
    pool.map(gramTask, [input, input]).then((all) => console.log(all.map((matrix) => matrix[0])))
  `
  const run = promisify(execFile)
  const options = ['--import', 'tsx', '--input-type=module', '--eval', script]
  const { stdout } = await run(process.execPath, options, { timeout: 10_000 })
  assert.equal(stdout, '[ 5, 5 ]\n')
})
