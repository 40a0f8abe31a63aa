/**
 * Where the rivals come from: npm packages into bench/node_modules, Python packages into the virtual environment bench/.venv.
 *
 * A full run installs what is missing or has another lock than the last time; a quick run takes what is there. Nothing here throws: what
 * cannot be had becomes the reason that the tables show.
 */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const bench = fileURLToPath(new URL('..', import.meta.url))
const windows = process.platform === 'win32'

/** Install bench/package-lock.json when it is not what bench/node_modules holds. Returns the reason why not, or null. */
export async function installNpmRivals({ quick, log }) {
  const lock = join(bench, 'package-lock.json')
  const mark = join(bench, 'node_modules', '.installed-lock.json')
  if (quick || sameText(lock, mark)) return null
  log('installing the npm rivals: npm ci in bench/')
  try {
    await run(windows ? 'npm.cmd' : 'npm', ['ci', '--ignore-scripts'], { cwd: bench, shell: windows })
    writeFileSync(mark, readFileSync(lock))
    return null
  } catch (error) {
    return `npm ci in bench/ failed: ${lastLine(error)}`
  }
}

/**
 * The Python interpreter that has the packages of bench/requirements.txt: `{ path, version }`, or `{ why }` there is none.
 * `BODKIN_BENCH_PYTHON` names one that has them already; else it is bench/.venv, made with `python3 -m venv` on the first full run.
 */
export async function pythonRivals({ quick, log }) {
  const given = process.env.BODKIN_BENCH_PYTHON
  if (given !== undefined) return interpreter(given, 'BODKIN_BENCH_PYTHON')
  const venv = join(bench, '.venv')
  const python = join(venv, windows ? 'Scripts/python.exe' : 'bin/python')
  const requirements = join(bench, 'requirements.txt')
  const mark = join(venv, 'installed-requirements.txt')
  if (sameText(requirements, mark)) return interpreter(python, 'bench/.venv')
  if (quick) return { why: 'not installed (a run without --quick installs bench/requirements.txt)' }
  try {
    if (!existsSync(python)) {
      log('making the Python environment bench/.venv')
      await run(windows ? 'python' : 'python3', ['-m', 'venv', venv])
    }
    log('installing the Python rivals: pip install -r bench/requirements.txt')
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]
    await run(python, install, { maxBuffer: 1 << 26 })
    writeFileSync(mark, readFileSync(requirements))
  } catch (error) {
    return { why: `bench/.venv could not be made: ${lastLine(error)}` }
  }
  return interpreter(python, 'bench/.venv')
}

async function interpreter(path, name) {
  try {
    const { stdout } = await run(path, ['--version'])
    return { path, version: stdout.trim().replace('Python ', '') }
  } catch {
    return { why: `${name} is not a Python interpreter that runs` }
  }
}

function sameText(a, b) {
  return existsSync(a) && existsSync(b) && readFileSync(a, 'utf8') === readFileSync(b, 'utf8')
}

/** The last line of what a failed command said, which is where tools put the cause. */
function lastLine(error) {
  const said = `${error.stderr ?? ''}`.trim() || error.message
  return said.split('\n').at(-1).trim()
}
