/**
 * Puts the measured figures into README.md, between the comments `<!-- bench:start -->` and `<!-- bench:end -->`, from every
 * bench/<experiment>/results.json: the headline bars of each experiment, and every bar that falls short.
 *
 *   node bench/readme-table.mjs           rewrite README.md
 *   node bench/readme-table.mjs --check   exit code 1 when README.md does not show the figures of the results
 *
 * Another file may be named instead of README.md.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readResults } from './harness/experiments.mjs'
import { barText, machineLine, markdownTable, outcome } from './harness/report.mjs'

const [start, end] = ['<!-- bench:start -->', '<!-- bench:end -->']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false } },
})
const file = positionals[0] ?? fileURLToPath(new URL('../README.md', import.meta.url))

const results = readResults()
if (results.length === 0) fail('no bench/<experiment>/results.json yet: run npm run bench')

const before = readFileSync(file, 'utf8')
const [from, to] = [before.indexOf(start), before.indexOf(end)]
if (from < 0 || to < from) fail(`README needs the lines ${start} and ${end} where the table belongs`)
const after = `${before.slice(0, from + start.length)}\n\n${figures()}\n\n${before.slice(to)}`

if (after === before) console.log('the figures are up to date')
else if (values.check) fail('README does not show the figures of bench/*/results.json: run node bench/readme-table.mjs')
else {
  writeFileSync(file, after)
  console.log(`figures of ${results.map(({ name }) => name).join(', ')} written`)
}

/** One table over all experiments; each experiment's machine below it, once when it is the same. */
function figures() {
  const all = results.flatMap(({ name, result: { bars } }) => bars.map((bar) => ({ name, bar })))
  const shown = all.filter(({ bar }) => bar.headline || bar.holds === false)
  const rows = shown.map(({ name, bar }) => [
    `[${name}](bench/${name}/results.md)`,
    bar.what,
    barText(bar),
    bar.time,
    bar.ratio,
    outcome(bar),
  ])
  const machines = [...new Set(results.map(({ result }) => machineLine(result.machine)))]
  const held = all.filter(({ bar }) => bar.holds === true).length
  const note =
    'Median (smallest–largest) of interleaved runs after a warm-up, one thread unless a row says otherwise, answers checked before timing; a ratio is ' +
    `rival / bodkin, pair by pair. ${held} of ${all.length} bars hold; the table shows the chief ones and each that falls short.`
  return `${markdownTable(['experiment', 'what', 'bar', 'measured', 'ratio', ''], rows)}\n\n${note} ${machines.join('; ')}.`
}

function fail(message) {
  console.error(`readme-table: ${message}`)
  process.exit(1)
}
