/**
 * Runs the tests: `node scripts/test.mjs [--consumer] [--grep pattern] [paths…]`.
 *
 * Finds *.test.ts below the paths (default: test, without test/consumer, which installs the packed package and is asked for with
 * --consumer) and hands them to Node's runner by name, because it finds no .ts file in a folder and calls that a success. Node starts a
 * process for each file it is given, and loading the sources costs such a process a second: so neighbours share one, through a file that
 * imports them. Fails when there is no file, when a file has no test, or when no test passed.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { generate } from './generate.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { consumer: { type: 'boolean', default: false }, grep: { type: 'string' } },
})
const consumerTests = join(root, 'test/consumer')
const batches = join(root, 'build/tests')
/** Files that share a process. */
const batchSize = 8

const files = await findTests(positionals)
if (files.length === 0) fail(`no *.test.ts file in ${positionals.join(', ') || 'test'}`)
await generate()
const empty = await filesWithoutTests(files)
if (empty.length > 0) fail(`no test in ${empty.join(', ')}`)
const passed = await runTests(await writeBatches(files))
if (passed === 0) fail(`${files.length} test files were found, but no test ran`)

async function findTests(paths) {
  const asked =
    paths.length > 0 ? paths.map((path) => resolve(path)) : [values.consumer ? consumerTests : join(root, 'test')]
  const found = new Set()
  for (const path of asked) {
    if (!existsSync(path)) fail(`there is no ${relative(root, path)}`)
    if (statSync(path).isFile()) {
      found.add(path)
      continue
    }
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name)
      const wanted = values.consumer || !file.startsWith(consumerTests) || path.startsWith(consumerTests)
      if (entry.isFile() && entry.name.endsWith('.test.ts') && wanted) found.add(file)
    }
  }
  return [...found].toSorted()
}

async function filesWithoutTests(paths) {
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
  return paths.filter((_, i) => !/\b(?:test|describe)\(/.test(texts[i])).map((path) => relative(root, path))
}

/** Files that import some test files each, in the order given. Returns their paths. */
async function writeBatches(paths) {
  await rm(batches, { recursive: true, force: true })
  await mkdir(batches, { recursive: true })
  const groups = Array.from({ length: Math.ceil(paths.length / batchSize) }, (_, i) =>
    paths.slice(i * batchSize, (i + 1) * batchSize),
  )
  return Promise.all(
    groups.map(async (group, i) => {
      const file = join(batches, `${String(i).padStart(3, '0')}.test.mjs`)
      await writeFile(file, group.map((path) => `import ${JSON.stringify(pathToFileURL(path).href)}\n`).join(''))
      return file
    }),
  )
}

/** Run the files two at a time. Returns the number of tests that passed. */
async function runTests(paths) {
  const filter = values.grep === undefined ? [] : ['--test-name-pattern', values.grep]
  const options = ['--import', 'tsx', '--test', '--test-concurrency', '2', '--test-reporter', 'spec', ...filter]
  const child = spawn(process.execPath, [...options, ...paths], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  let passed = 0
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line)
    const summary = /^ℹ pass (\d+)$/.exec(line)
    if (summary) passed = Number(summary[1])
  }
  const [code] = await exit
  if (code !== 0) process.exit(code ?? 1)
  return passed
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
