/**
 * `npm run bench` measures every experiment, `npm run bench -- forecast` one of them; see bench/README.md.
 *
 *   --quick    tiny sizes, once: asserts the answers and that the harness works, no timing; installs nothing and writes no result
 *   --runs n   rounds per case, at least 5 (default 7)
 *
 * An experiment is a folder with an `experiment.mjs` that exports `title`, `about` (paragraphs) and `run(lab)`. Exit code 1: an answer was wrong.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createLab } from './harness/lab.mjs'
import { currentLoad, describeMachine } from './harness/machine.mjs'
import { barText, outcome, resultPage } from './harness/report.mjs'
import { installNpmRivals, pythonRivals } from './harness/rivals.mjs'

const here = new URL('.', import.meta.url)
const experiments = readdirSync(here).filter((name) => existsSync(new URL(`${name}/experiment.mjs`, here)))

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, runs: { type: 'string', default: '7' } },
})
const runs = Number(values.runs)
const unknown = positionals.filter((name) => !experiments.includes(name))
if (unknown.length > 0) fail(`no experiment ${JSON.stringify(unknown[0])}; there are ${experiments.join(', ')}`)
if (!Number.isInteger(runs) || runs < 5) fail(`--runs must be an integer ≥ 5, got ${values.runs}`)

const { quick } = values
const log = (text) => console.log(text)
const python = await pythonRivals({ quick, log })
const npmProblem = await installNpmRivals({ quick, log })
if (npmProblem !== null) log(npmProblem)
if (python.why !== undefined) log(`Python rivals not available: ${python.why}`)

let wrong = 0
for (const name of positionals.length > 0 ? positionals : experiments) {
  const { title, about, run } = await import(new URL(`${name}/experiment.mjs`, here).href)
  log(`${name}: ${title}`)
  const lab = createLab({ quick, runs, python, log })
  const machine = describeMachine(python.version)
  await run(lab)
  const { checks } = lab.record
  const failed = checks.filter((check) => !check.passed)
  wrong += failed.filter((check) => check.ours).length
  for (const bar of lab.record.bars) log(`  ${outcome(bar)}: ${bar.what}: ${bar.time} ${bar.ratio} (${barText(bar)})`)
  log(
    `  ${checks.length} answers checked, ${failed.length} wrong, ${failed.filter((check) => check.ours).length} of them ours`,
  )
  if (quick) continue
  const date = new Date().toISOString().slice(0, 10)
  const result = {
    experiment: name,
    title,
    about,
    command: `npm run bench -- ${name}`,
    date,
    build: process.env.BODKIN_BENCH_DIST === undefined ? 'dist' : 'another build (BODKIN_BENCH_DIST)',
    machine: { ...machine, loadAtEnd: currentLoad() },
    runs,
    ...lab.record,
  }
  writeFileSync(new URL(`${name}/results.json`, here), `${JSON.stringify(result, null, 1)}\n`)
  writeFileSync(new URL(`${name}/results.md`, here), resultPage(result))
  log(
    `  written: ${['results.json', 'results.md']
      .map((file) =>
        fileURLToPath(new URL(`${name}/${file}`, here))
          .split(/[/\\]/)
          .slice(-3)
          .join('/'),
      )
      .join(', ')}`,
  )
}
if (wrong > 0) fail(`${wrong} of our answers were wrong`)

function fail(message) {
  console.error(`bench: ${message}`)
  process.exit(1)
}
