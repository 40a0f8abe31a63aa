/**
 * The packed package in a user's hands: installed with apache-arrow into an empty folder, then imported, required, compiled and bundled there.
 * Needs a built dist and npm.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { pack } from '../../scripts/pack.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const maxImportMs = 150
/** What the package may add to the import of apache-arrow, as a share of it: the ratio holds on a slow machine too. */
const maxOwnImportShare = 1
const maxBytes = 1_000_000
let project = ''
let bytes = 0

before(async () => {
  project = await mkdtemp(join(tmpdir(), 'bodkin-consumer-'))
  const tarball = await pack(project)
  bytes = tarball.bytes
  await cp(fileURLToPath(new URL('projects', import.meta.url)), project, { recursive: true })
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true }))
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const names = [
    tarball.path,
    `apache-arrow@${devDependencies['apache-arrow']}`,
    'typescript@5.0.4',
    `@types/node@${devDependencies['@types/node']}`,
  ]
  const quiet = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--no-package-lock']
  await run('npm', ['install', ...quiet, ...names], project)
})

after(() => rm(project, { recursive: true, force: true }))

/** Run a program; its output, or an error that carries it. No flags or settings of the test runner reach it. */
async function run(program: string, options: string[], cwd: string): Promise<string> {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env
  const { stdout, problem } = await promisify(execFile)(program, options, { cwd, env, timeout: 120_000 }).then(
    (done) => ({ ...done, problem: undefined }),
    (error) => ({ stdout: '', problem: `${program} ${options.join(' ')} failed:\n${error.stdout}${error.stderr}` }),
  )
  if (problem !== undefined) throw new Error(problem)
  return stdout
}

/** Type-check main.ts with these options by the compiler at `compiler`. */
async function compile(compiler: string, name: string, compilerOptions: Record<string, unknown>): Promise<void> {
  const folder = join(project, name)
  await mkdir(folder)
  await cp(join(project, 'types/main.ts'), join(folder, 'main.ts'))
  const strict = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: ['node'],
    ...compilerOptions,
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: strict, files: ['main.ts'] }))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  await run(process.execPath, [compiler, '-p', '.', '--pretty', 'false'], folder)
}

test('the tarball has at most 1 MB', (t) => {
  t.diagnostic(`${bytes} bytes`)
  assert.ok(bytes > 0 && bytes <= maxBytes, `${bytes} bytes`)
})

test('an ES module imports, fits, predicts and writes', async () => {
  assert.equal(await run(process.execPath, ['esm/main.mjs'], project), 'right\n')
})

test('a CommonJS script requires, fits, predicts and writes', async () => {
  assert.equal(await run(process.execPath, ['cjs/main.cjs'], project), 'right\n')
})

test('the ES module build takes tables of the CommonJS copy of apache-arrow', async () => {
  assert.equal(await run(process.execPath, ['esm/foreign-table.mjs'], project), 'right\n')
})

for (const format of ['esm', 'cjs'] as const) {
  test(`one file bundled as ${format} runs away from its packages`, async () => {
    const away = await mkdtemp(join(tmpdir(), 'bodkin-bundle-'))
    try {
      const outfile = join(away, format === 'esm' ? 'bundle.mjs' : 'bundle.cjs')
      const entry = join(project, format === 'esm' ? 'esm/main.mjs' : 'cjs/main.cjs')
      // Packages that a user's bundle leaves out because they are optional.
      const external = ['vega', 'vega-lite']
      const banner = {
        js:
          format === 'esm'
            ? "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)"
            : '',
      }
      await build({
        entryPoints: [entry],
        outfile,
        bundle: true,
        platform: 'node',
        format,
        banner,
        external,
        logLevel: 'silent',
      })
      assert.deepEqual(await readdir(away), [outfile.slice(away.length + 1)])
      assert.equal(await run(process.execPath, [outfile], away), 'right\n')
    } finally {
      await rm(away, { recursive: true, force: true })
    }
  })

  test(`worker threads start from the ${format} build`, async () => {
    assert.equal(await run(process.execPath, [`workers/${format}.mjs`], project), 'right\n')
  })

  test(`worker threads start from one minified file of the ${format} build`, async () => {
    const outfile = join(project, `workers-${format}.mjs`)
    const entryPoints = [join(project, `workers/${format}.mjs`)]
    const banner = { js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)" }
    await build({
      entryPoints,
      outfile,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      banner,
      logLevel: 'silent',
    })
    assert.equal(await run(process.execPath, [outfile], project), 'right\n')
  })
}

test('TypeScript 5.0 reads the types as an ES module (nodenext)', async () => {
  const old = join(project, 'node_modules/typescript/bin/tsc')
  await compile(old, 'types-5.0-nodenext', { module: 'nodenext', moduleResolution: 'nodenext', skipLibCheck: true })
})

test('the newest TypeScript reads the types as an ES module (nodenext)', async () => {
  const newest = join(root, 'node_modules/typescript/bin/tsc')
  await compile(newest, 'types-newest', { module: 'nodenext', moduleResolution: 'nodenext', skipLibCheck: true })
})

test('TypeScript 5.0 reads the types the old way (moduleResolution node) and finds nothing wrong in them', async () => {
  const folder = join(project, 'types-5.0-node')
  await mkdir(folder)
  await cp(join(project, 'types/main.ts'), join(folder, 'main.ts'))
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom', '--module', 'commonjs']
  const old = ['--moduleResolution', 'node', '--listFiles', '--pretty', 'false']
  // Library checks are on, so another package may fail under an old compiler; only what is said about this one and its user counts.
  const tsc = join(project, 'node_modules/typescript/bin/tsc')
  const said = await run(process.execPath, [tsc, ...options, ...old, 'main.ts'], folder).catch(
    (error: Error) => error.message,
  )
  const lines = said.split('\n')
  assert.ok(
    lines.some((line) => line.endsWith('node_modules/bodkin/dist/cjs/forecast/index.d.ts')),
    said,
  )
  assert.deepEqual(
    lines.filter(
      (line) => line.includes('error TS') && (line.includes('node_modules/bodkin/') || line.startsWith('main.ts')),
    ),
    [],
  )
})

test('the root is imported within 150 ms', async (t) => {
  const names = ['bodkin', 'apache-arrow']
  const samples = new Map(names.map((name) => [name, [] as { wall: number; processor: number }[]]))
  for (let i = 0; i < 5; i++) {
    for (const [name, list] of samples) {
      const script = `
        const [began, before] = [performance.now(), process.cpuUsage()]
        await import('${name}')
        const { user, system } = process.cpuUsage(before)
        console.log(JSON.stringify({ wall: performance.now() - began, processor: (user + system) / 1000 }))`
      list.push(JSON.parse(await run(process.execPath, ['--input-type=module', '--eval', script], project)))
    }
  }
  // noise only ever adds: the least of five
  const least = (name: string, what: 'wall' | 'processor'): number =>
    Math.min(...(samples.get(name) ?? []).map((sample) => sample[what]))
  for (const name of names) {
    t.diagnostic(
      `${name}: ${least(name, 'wall').toFixed(0)} ms, processor ${least(name, 'processor').toFixed(0)} ms (least of five)`,
    )
  }
  const own = least('bodkin', 'processor') - least('apache-arrow', 'processor')
  t.diagnostic(
    `the package's own share: ${((100 * own) / least('apache-arrow', 'processor')).toFixed(0)} % of apache-arrow's`,
  )
  // Where apache-arrow alone leaves no room for 150 ms (a slow or busy machine), what the package adds to it must still be small.
  assert.ok(
    least('bodkin', 'wall') <= maxImportMs || own <= maxOwnImportShare * least('apache-arrow', 'processor'),
    `${least('bodkin', 'wall')} ms, own share ${own} ms`,
  )
})
