/**
 * `npm run bench` measures every experiment, `npm run bench -- forecast` all of one folder, `npm run bench -- forecast/posterior` one of them;
 * see bench/README.md.
 *
 *   --quick    tiny sizes, once: asserts the answers and that the harness works, no timing; installs nothing and writes no result
 *   --runs n   rounds per case, at least 5 (default 7)
 *
 * An experiment is a folder with an `experiment.mjs` that exports `title`, `about` (paragraphs) and `run(lab)`; its results stand beside it. A
 * folder of experiments has an overview of their results. Exit code 1: an answer was wrong.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { findExperiments, foldersOf, readResults } from './harness/experiments.mjs'
import { createLab } from './harness/lab.mjs'
import { currentLoad, describeMachine } from './harness/machine.mjs'
import { barText, outcome, overviewPage, resultPage } from './harness/report.mjs'
import { installNpmRivals, pythonRivals } from './harness/rivals.mjs'

const here = new URL('.', import.meta.url)
const experiments = findExperiments()

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, runs: { type: 'string', default: '7' } },
})
const runs = Number(values.runs)
const belongs = (name, wanted) => name === wanted || name.startsWith(`${wanted}/`)
const unknown = positionals.filter((wanted) => !experiments.some((name) => belongs(name, wanted)))
if (unknown.length > 0) fail(`no experiment ${JSON.stringify(unknown[0])}; there are ${experiments.join(', ')}`)
if (!Number.isInteger(runs) || runs < 5) fail(`--runs must be an integer ≥ 5, got ${values.runs}`)
const chosen =
  positionals.length === 0
    ? experiments
    : experiments.filter((name) => positionals.some((wanted) => belongs(name, wanted)))

const { quick } = values
const log = (text) => console.log(text)
const python = await pythonRivals({ quick, log })
const npmProblem = await installNpmRivals({ quick, log })
if (npmProblem !== null) log(npmProblem)
if (python.why !== undefined) log(`Python rivals not available: ${python.why}`)

let wrong = 0
for (const name of chosen) {
  const { title, about, run } = await import(new URL(`${name}/experiment.mjs`, here).href)
  log(`${name}: ${title}`)
  const began = performance.now()
  const lab = createLab({ quick, runs, python, log })
  const machine = describeMachine(python.version)
  await run(lab)
  const { checks } = lab.record
  const failed = checks.filter((check) => !check.passed)
  wrong += failed.filter((check) => check.ours).length
  for (const bar of lab.record.bars) log(`  ${outcome(bar)}: ${bar.what}: ${bar.time} ${bar.ratio} (${barText(bar)})`)
  const seconds = Math.round((performance.now() - began) / 1000)
  log(
    `  ${checks.length} answers checked, ${failed.length} wrong, ${failed.filter((check) => check.ours).length} of them ours; ${seconds} s`,
  )
  if (quick) continue
  write(name, {
    experiment: name,
    title,
    about,
    command: `npm run bench -- ${name}`,
    date: new Date().toISOString().slice(0, 10),
    seconds,
    build: process.env.BODKIN_BENCH_DIST === undefined ? 'dist' : 'another build (BODKIN_BENCH_DIST)',
    machine: { ...machine, loadAtEnd: currentLoad() },
    runs,
    ...lab.record,
  })
}
if (!quick) for (const folder of foldersOf(chosen)) writeOverview(folder)
if (wrong > 0) fail(`${wrong} of our answers were wrong`)

function write(name, result) {
  writeFileSync(new URL(`${name}/results.json`, here), `${JSON.stringify(result, null, 1)}\n`)
  writeFileSync(new URL(`${name}/results.md`, here), resultPage(result))
  log(`  written: bench/${name}/results.json, bench/${name}/results.md`)
}

/** Every result of a folder's experiments, those of earlier runs included, on one page. */
function writeOverview(folder) {
  const parts = readResults()
    .filter(({ name }) => name.startsWith(`${folder}/`))
    .map(({ name, result: { title, date, bars } }) => {
      const own = name.slice(folder.length + 1)
      return { name: own, path: `${own}/results.md`, title, date, bars }
    })
  writeFileSync(new URL(`${folder}/results.json`, here), `${JSON.stringify({ folder, parts }, null, 1)}\n`)
  writeFileSync(new URL(`${folder}/results.md`, here), overviewPage(folder, parts))
  log(`written: bench/${folder}/results.json, bench/${folder}/results.md`)
}

function fail(message) {
  console.error(`bench: ${message}`)
  process.exit(1)
}
