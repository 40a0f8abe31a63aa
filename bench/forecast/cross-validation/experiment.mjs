/** Cross-validation over rolling origins and tuning on them, against Prophet's cross_validation with the same cutoffs. */
import { fileURLToPath } from 'node:url'
import { figure } from '../../harness/report.mjs'
import { rowsOf, writeCsv } from '../common/data.mjs'
import { ratioBar, timeBar } from '../../harness/entries.mjs'

export const title = 'Forecast: cross-validation and tuning'

export const about = [
  'Data: US births and its first rows (npm) with 6 cutoffs 90 days apart and a horizon of 90 days; daily page views "peyton" with the cutoffs of Prophet’s documentation ' +
    '(initial 730 days, period 180 days, horizon 365 days: 11 folds).',
  'Task: table in → table of forecasts beside what came, 80 % intervals. bodkin: analytic, and simulated with 1,000 draws; Prophet: 1,000 draws. Prophet needs a fitted ' +
    'model first, which is not counted. Tuning: 4 changepoint prior scales × 4 seasonality prior scales on the same folds, without intervals; Prophet runs one ' +
    'cross-validation a combination, as its documentation advises. Every fold has two years of history: Prophet switches seasonalities on by the whole history, bodkin ' +
    'by that of the fold alone, and only then is it the same.',
  'Answers: as many rows and cutoffs, mean absolute error and root mean squared error within 5 % of Prophet’s, coverage within .06; for tuning the mean error of every combination ' +
    'within 10 % of Prophet’s, whose solver stops short of the optimum.',
]

const validation = 'Cross-validation, table in → table out'
const tuning = 'Tuning: 16 combinations on all folds'
const [analytic, simulated] = ['bodkin, analytic', 'bodkin, simulated']
const day = 86_400_000
const fullGrid = { changepointPriorScale: [0.001, 0.01, 0.1, 0.5], seasonalityPriorScale: [0.01, 0.1, 1, 10] }
const smallGrid = { changepointPriorScale: [0.01, 0.1], seasonalityPriorScale: [1] }
const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const opened = await lab.open([
    { name: 'bodkin', host: 'node', module: here('bodkin.mjs') },
    { name: 'prophet', host: 'python', module: here('prophet_rival.py') },
  ])
  const results = {}
  for (const one of plannedCases(lab)) {
    const validated = await raceValidation(lab, opened, one)
    const tuned = await raceTuning(lab, opened, one)
    results[one.name] = { validated, tuned }
  }
  await lab.close(opened)
  lab.scaling(validation)
  lab.scaling(tuning)
  const { peyton, births } = results
  const folds = 'cross-validation of peyton, 11 folds of 365 days'
  ratioBar(lab, `${folds}, analytic interval, over Prophet`, peyton?.validated, analytic, 'prophet', 12, {
    headline: true,
  })
  ratioBar(lab, `${folds}, simulated interval, over Prophet`, peyton?.validated, simulated, 'prophet', 6)
  timeBar(lab, 'tuning on peyton, 16 combinations × 11 folds', peyton?.tuned, 'bodkin', 5000, { headline: true })
  ratioBar(
    lab,
    'tuning on the first rows of births, 16 combinations × 6 folds, over Prophet',
    births?.tuned,
    'bodkin',
    'prophet',
    12,
  )
}

function raceValidation(lab, [bodkin, prophet], { id, size, params }) {
  const task = 'cross-validation'
  return lab.race({
    id: `${task} ${id}`,
    group: validation,
    size,
    entries: [
      { label: analytic, ours: true, contender: bodkin, task, params: { ...params, interval: 'analytic' } },
      { label: simulated, ours: true, contender: bodkin, task, params: { ...params, interval: 'simulation' } },
      { label: 'prophet', contender: prophet, task, params },
    ],
    verify: (label, answer, answers) => {
      if (label === analytic) {
        if (answer.cutoffs !== params.cutoffs.length)
          return `${answer.cutoffs} cutoffs instead of ${params.cutoffs.length}`
        if (answers.prophet === undefined) return Number.isFinite(answer.mae) ? null : 'no error'
        return difference(answer, answers.prophet)
      }
      return answers[analytic] === undefined ? null : difference(answer, answers[analytic])
    },
  })
}

function difference(answer, other) {
  if (answer.rows !== other.rows || answer.cutoffs !== other.cutoffs)
    return `${answer.rows} rows at ${answer.cutoffs} cutoffs instead of ${other.rows} at ${other.cutoffs}`
  for (const metric of ['mae', 'rmse']) {
    const share = answer[metric] / other[metric]
    if (!(Math.abs(share - 1) <= 0.05)) return `${metric} ${figure(share)} times the other's`
  }
  return Math.abs(answer.coverage - other.coverage) <= 0.06
    ? null
    : `coverage ${figure(answer.coverage)} instead of ${figure(other.coverage)}`
}

function raceTuning(lab, [bodkin, prophet], { id, tuneSize, params, rivalTunes }) {
  const grid = lab.quick ? smallGrid : fullGrid
  const task = 'tune'
  const tuned = { ...params, grid }
  return lab.race({
    id: `tune ${id} combinations=${grid.changepointPriorScale.length * grid.seasonalityPriorScale.length}`,
    group: tuning,
    size: tuneSize,
    entries: [
      { label: 'bodkin', ours: true, contender: bodkin, task, params: tuned },
      {
        label: 'prophet',
        contender: prophet,
        task,
        params: tuned,
        skip: rivalTunes ? null : 'minutes; shown at the first rows of births',
      },
    ],
    verify: (label, { losses }, answers) => {
      if (
        losses.length !== grid.changepointPriorScale.length * grid.seasonalityPriorScale.length ||
        !losses.every(Number.isFinite)
      )
        return 'not one finite error a combination'
      if (label === 'bodkin' || answers.bodkin === undefined) return null
      const worst = Math.max(...losses.map((loss, i) => Math.abs(loss / answers.bodkin.losses[i] - 1)))
      return worst <= 0.1 ? null : `the error of a combination differs from ours by ${figure(100 * worst)} %`
    },
  })
}

function plannedCases({ quick, log }) {
  const births = rowsOf('births')
  const cases = (quick ? [1461] : [1461, 2922, births.length]).map((count) =>
    planned(
      count <= 1461 ? 'births' : `births-${count}`,
      births.slice(0, count),
      lastCutoffs(births.slice(0, count), quick ? 2 : 6, 90),
      90,
      count,
    ),
  )
  if (quick) return cases
  const peyton = rowsOf('peyton')
  if (peyton === null) {
    log('  peyton: not available: ../shared/data/forecast is not there')
    return cases
  }
  return [...cases, planned('peyton', peyton, documentedCutoffs(peyton), 365, null)]
}

function planned(name, rows, cutoffs, horizonDays, size) {
  const [source] = name.split('-')
  return {
    name,
    id: `${source} rows=${rows.length} folds=${cutoffs.length} horizon=${horizonDays}D`,
    size,
    tuneSize: size,
    rivalTunes: name === 'births',
    params: { data: writeCsv(`${source}-${rows.length}`, rows), cutoffs, horizonDays },
  }
}

/** The last `count` cutoffs, `days` apart and with a horizon of as many days behind each. */
function lastCutoffs(rows, count, days) {
  return Array.from({ length: count }, (_, i) => rows.at(-1).ds - (count - i) * days * day)
}

/** Back from a horizon before the last row in steps of 180 days, as long as 730 days lie before. */
function documentedCutoffs(rows) {
  const cutoffs = []
  for (let time = rows.at(-1).ds - 365 * day; time >= rows[0].ds + 730 * day; time -= 180 * day) cutoffs.unshift(time)
  return cutoffs
}
