/**
 * A contender: one long-living process of its own, ours like the rivals', asked one thing at a time over stdin and stdout.
 *
 * So nobody's imports, garbage or compiled code weigh on somebody else's time, peak memory is one contender's, and a rival that is
 * missing, crashes or hangs costs a line "not available: why" and nothing more.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const nodeHost = fileURLToPath(new URL('node-host.mjs', import.meta.url))
const pythonHost = fileURLToPath(new URL('python_host.py', import.meta.url))

/** The libraries behind the Python rivals start a thread per core unless they are told not to. */
const oneThread = {
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  VECLIB_MAXIMUM_THREADS: '1',
  NUMEXPR_NUM_THREADS: '1',
  NUMBA_NUM_THREADS: '1',
  STAN_NUM_THREADS: '1',
}

/** How long a contender may take to answer one request before it counts as hung, unless its description says otherwise. */
const usualPatienceMs = 10 * 60_000

/**
 * Start a contender. Never rejects: one that cannot be started has `why` set and answers nothing.
 *
 * @param description `name`, `host` 'node' or 'python', `module` the path of its module, `patienceMs` for one request (default ten minutes)
 * @param python `{ path }` of the interpreter that has the Python rivals, or `{ why }` there is none
 */
export async function startContender({ name, host, module, patienceMs = usualPatienceMs }, python) {
  const contender = { name, why: null, versions: {}, peakMb: null, ask: undefined, close: undefined }
  if (host === 'python' && python.path === undefined) return { ...contender, why: python.why }
  const [command, ...args] =
    host === 'python' ? [python.path, pythonHost, module] : [process.execPath, nodeHost, module]
  const child = spawn(command, args, {
    env: { ...process.env, ...oneThread, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })

  let complaints = ''
  child.stderr.on('data', (text) => (complaints = (complaints + text).slice(-4000)))
  child.stdin.on('error', () => undefined) // a process that died is reported by its exit, below
  let waiting
  let ended = null
  const end = (why) => {
    ended ??= why
    waiting?.reject(new Error(ended))
  }
  child.on('error', (error) => end(error.message))
  child.on('exit', (code, signal) => end(lastComplaint(complaints) ?? `ended with ${signal ?? `code ${code}`}`))
  createInterface({ input: child.stdout }).on('line', (line) => waiting?.resolve(JSON.parse(line)))

  /** Ask one thing; rejects with the reason when the contender reports an error, dies or hangs. */
  contender.ask = async (message) => {
    if (ended !== null) throw new Error(ended)
    const reply = await new Promise((resolve, reject) => {
      const clock = setTimeout(() => {
        child.kill('SIGKILL')
        end(`no answer in ${patienceMs / 1000} s`)
      }, patienceMs)
      waiting = {
        resolve: (value) => (clearTimeout(clock), resolve(value)),
        reject: (error) => (clearTimeout(clock), reject(error)),
      }
      child.stdin.write(`${JSON.stringify(message)}\n`)
    })
    if (reply.error !== undefined) throw new Error(reply.error)
    return reply
  }
  /** Note the peak memory and end the process. */
  contender.close = async () => {
    if (ended !== null) return
    contender.peakMb = (await contender.ask({ op: 'memory' })).peakMb
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.stdin.end(`${JSON.stringify({ op: 'quit' })}\n`)
    await gone
  }

  try {
    contender.versions = (await contender.ask({ op: 'hello' })).versions
  } catch (error) {
    contender.why = error.message
  }
  return contender
}

/** The line of a stack trace that says what went wrong, e.g. `Cannot find package 'arquero' …`; machine paths are left out. */
function lastComplaint(text) {
  const lines = text.split('\n').map((line) => line.trim())
  const line =
    lines.findLast((line) => /^(\w*Error|\w+\.\w*Error)\b.*:/.test(line)) ?? lines.findLast((line) => line !== '')
  return line?.replace(/ imported from .*$/, '').replaceAll(/(?:file:\/\/)?(?:\/[\w.@+-]+){2,}/g, '…') ?? null
}
