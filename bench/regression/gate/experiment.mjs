/** The gate of `causes` on tables with a known right answer: how often noise is published, and how much of what is there is found. */
import { fileURLToPath } from 'node:url'
import { figure } from '../../harness/report.mjs'

export const title = 'Causes: what the gate lets through'

const sizes = [60, 120, 240, 480]
/** Tables of a cell: noise needs more, for a rate near 5 % is to be told from one above it. */
const noiseTables = 1000
const signalTables = 200
const nullTables = 400
/** Tables asked for at once. */
const portion = 20

/** Least share of published tables, by true R² and size. */
const power = { 0.1: [18, 37, 77, 94], 0.3: [65, 92, 95, 95], 0.6: [94, 95, 95, 95] }
/** What the classical F test of the linear model finds at R² .1: a stretch. */
const fTest = [30, 62, 96, 100]

export const about = [
  'Data: machine-months by the recipe of gate/simulate.mjs, uptime in [0, 1] from six places, temperature, volume and month; a program apart from the one under test.',
  'Task: `causes` with its defaults (199 permutations, level .05) on many seeds. In tables of noise whatever is published is false; with machine effects (intra-class correlation .3) the ' +
    'machine is told. In tables with a signal of true R² .1, .3 and .6 place and temperature are causes. Time is CPU-bound and one process a half of the seeds.',
  'The bar on noise is 6.5 %: 5 % and the error of a simulation of 1,000 tables. A p-value is valid when P(p ≤ α) ≤ α; its bar is α and twice the error of the simulation. That test asks ' +
    'for no gate, so no permutation test stops early.',
]

const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const contenders = await lab.open([1, 2].map(() => ({ name: 'bodkin', host: 'node', module: here('bodkin.mjs') })))
  const cell = (tables, params) => simulateAll(lab, contenders, lab.quick ? 2 : tables, params)
  const noise = []
  const machines = []
  for (const rows of sizes) {
    noise.push(await cell(noiseTables, { rows, r2: 0, icc: 0, unit: false }))
    machines.push(await cell(noiseTables, { rows, r2: 0, icc: 0.3, unit: true }))
  }
  const signals = {}
  for (const r2 of [0.1, 0.3, 0.6]) {
    signals[r2] = []
    for (const rows of sizes) signals[r2].push(await cell(signalTables, { rows, r2, icc: 0, unit: false }))
  }
  const nulls = await cell(nullTables, { rows: 120, r2: 0, icc: 0, unit: false, gate: false })
  const beside = await cell(nullTables, { rows: 120, r2: 0.3, icc: 0, unit: false, gate: false })
  await lab.close(contenders)

  lab.table(
    'Tables published, %',
    ['tables', ...sizes.map((rows) => `${rows} rows`)],
    [
      ['noise', ...noise.map(rateOf)],
      ['noise with machine effects, machine told', ...machines.map(rateOf)],
      ...Object.entries(signals).map(([r2, cells]) => [`true R² ${r2}`, ...cells.map(rateOf)]),
    ],
  )
  lab.table(
    'Features published in tables with a signal, a table',
    ['tables', 'rows', 'causes found, of 2', 'others'],
    Object.entries(signals).flatMap(([r2, cells]) =>
      cells.map((answers, i) => [`true R² ${r2}`, sizes[i], meanOf(answers, 'found'), meanOf(answers, 'wrong')]),
    ),
  )
  bars(lab, { noise, machines, signals, nulls, beside })
}

async function simulateAll(lab, contenders, count, params) {
  const step = Math.min(portion, Math.max(1, count / 2))
  const jobs = Array.from({ length: count / step }, (_, i) => ({
    task: 'gate',
    params: { ...params, from: i * step, to: (i + 1) * step },
  }))
  const outcomes = await lab.answersToAll(contenders, jobs)
  const answers = outcomes.flatMap(({ answer }) => answer ?? [])
  const why = outcomes.find((outcome) => outcome.why !== undefined)?.why
  const { rows, r2, icc } = params
  lab.check(`causes on ${rows} rows, R² ${r2}, machine effects ${icc}`, {
    measured: why ?? `${answers.length} verdicts`,
    required: `${count} verdicts`,
    passed: answers.length === count,
    ours: true,
  })
  return answers
}

function shareOf(answers) {
  return (100 * answers.filter(({ publish }) => publish).length) / Math.max(1, answers.length)
}

function rateOf(answers) {
  return figure(shareOf(answers))
}

function meanOf(answers, key) {
  return figure(answers.reduce((sum, answer) => sum + answer[key], 0) / Math.max(1, answers.length))
}

function bars(lab, { noise, machines, signals, nulls, beside }) {
  const bar = (what, kind, required, measured, complete, headline = false) =>
    lab.bar({
      what,
      kind,
      required,
      measured: complete ? measured : null,
      unit: '%',
      time: `${figure(measured)} %`,
      headline,
    })
  sizes.forEach((rows, i) => {
    const full = (answers, count) => answers.length === count
    bar(`noise published, ${rows} rows`, 'at most', 6.5, shareOf(noise[i]), full(noise[i], noiseTables), true)
    bar(
      `noise with machine effects published, ${rows} rows`,
      'at most',
      6.5,
      shareOf(machines[i]),
      full(machines[i], noiseTables),
      true,
    )
    for (const [r2, cells] of Object.entries(signals))
      bar(
        `true R² ${r2} published, ${rows} rows`,
        'at least',
        power[r2][i],
        shareOf(cells[i]),
        full(cells[i], signalTables),
        true,
      )
    bar(
      `stretch: as the F test at R² 0.1, ${rows} rows`,
      'at least',
      fTest[i],
      shareOf(signals[0.1][i]),
      full(signals[0.1][i], signalTables),
    )
  })
  for (const alpha of [0.01, 0.05, 0.1, 0.2]) {
    const of = (answers, names) => answers.flatMap(({ pValues }) => names.map((name) => pValues[name]))
    const tests = [
      ['every feature, noise', of(nulls, ['month', 'location', 'temperature', 'volume'])],
      ['volume beside real causes', of(beside, ['volume'])],
    ]
    for (const [what, pValues] of tests) {
      const required = 100 * (alpha + 2 * Math.sqrt((alpha * (1 - alpha)) / Math.max(1, pValues.length)))
      const measured = (100 * pValues.filter((p) => p <= alpha).length) / Math.max(1, pValues.length)
      const complete = pValues.length >= nullTables
      bar(`p-values at most ${alpha}: ${what}`, 'at most', Number(required.toFixed(2)), measured, complete)
    }
  }
}
