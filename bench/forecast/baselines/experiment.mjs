/** The baselines ets, theta and arima, form and order chosen automatically, against statsforecast. */
import { fileURLToPath } from 'node:url'
import { figure, spread } from '../../harness/report.mjs'
import { rowsOf, series, writeCsv } from '../common/data.mjs'
import { ratioOf } from '../../harness/entries.mjs'
import { deviation, meanAbsoluteDifference } from '../common/statistics.mjs'

export const title = 'Forecast: ets, theta, arima'

const horizon = 28

export const about = [
  'Data: the first 365, 730 and 1,461 days of US births (npm), season of 7 days; monthly air passengers, season of 12.',
  `Task: choose the form or order, fit, and forecast ${horizon} rows with an 80 % interval, table in → table out. statsforecast: AutoETS, AutoTheta and AutoARIMA with their ` +
    'defaults, one job. Both sides choose by AICc within their own families, so the chosen models may differ.',
  'Answers: every forecast and width finite; on births the mean absolute error over the next rows at most 1.5 times the rival’s, on air passengers forecasts ' +
    'within half a standard deviation of the series. The errors are in the table.',
]

const methods = { ets: 'AutoETS', theta: 'AutoTheta', arima: 'AutoARIMA' }
const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const opened = await lab.open([
    { name: 'bodkin', host: 'node', module: here('bodkin.mjs') },
    { name: 'statsforecast', host: 'python', module: here('statsforecast_rival.py') },
  ])
  const cases = plannedCases(lab)
  for (const [method, rival] of Object.entries(methods)) {
    const raced = []
    for (const one of cases) raced.push({ one, raced: await race(lab, opened, method, rival, one) })
    lab.scaling(groupOf(method, rival))
    errorTable(lab, method, rival, raced)
    bar(lab, method, rival, raced)
  }
  await lab.close(opened)
}

function groupOf(method, rival) {
  return `${method} against ${rival}, table in → table out`
}

function race(lab, [bodkin, statsforecast], method, rival, { id, size, params, next, scale }) {
  return lab.race({
    id: `${method} ${id} horizon=${horizon}`,
    group: groupOf(method, rival),
    size,
    entries: [
      { label: 'bodkin', ours: true, contender: bodkin, task: method, params },
      { label: rival, contender: statsforecast, task: method, params },
    ],
    verify: (label, answer, answers) => {
      if (answer.yhat.length !== horizon || ![...answer.yhat, answer.width].every(Number.isFinite))
        return 'a forecast is missing or not finite'
      const other = answers[rival]
      if (label !== 'bodkin' || other === undefined) return null
      if (next === null) {
        const distance = meanAbsoluteDifference(answer.yhat, other.yhat) / scale
        return distance <= 0.5 ? null : `${figure(distance)} standard deviations away from ${rival}`
      }
      const share = meanAbsoluteDifference(answer.yhat, next) / meanAbsoluteDifference(other.yhat, next)
      return share <= 1.5 ? null : `error ${figure(share)} times that of ${rival}`
    },
  })
}

function plannedCases({ quick, log }) {
  const births = rowsOf('births')
  const cases = (quick ? [365] : [365, 730, 1461]).map((count) => {
    const rows = births.slice(0, count)
    const next = births.slice(count, count + horizon).map((row) => row.y)
    return planned('births', rows, count, next)
  })
  const air = rowsOf('air')
  if (air === null) log('  air: not available: ../shared/data/forecast is not there')
  else if (!quick) cases.push(planned('air', air, null, null))
  return cases
}

function planned(name, rows, size, next) {
  const { etsSeason: season, horizon: ahead } = series[name]
  const params = {
    data: writeCsv(`${name}-${rows.length}`, rows),
    season,
    periods: horizon,
    frequency: ahead.frequency,
  }
  return {
    id: `${name} rows=${rows.length} season=${season}`,
    size,
    params,
    next,
    scale: deviation(rows.map((row) => row.y)),
  }
}

function errorTable(lab, method, rival, raced) {
  const rows = raced
    .filter(({ one }) => one.next !== null)
    .map(({ one, raced: { answers } }) => [
      one.id,
      ...['bodkin', rival].map((label) =>
        answers[label] === undefined ? '–' : figure(meanAbsoluteDifference(answers[label].yhat, one.next)),
      ),
    ])
  lab.table(`${method}: mean absolute error of the next ${horizon} rows`, ['series', 'bodkin', rival], rows)
}

/** Not slower than the rival on the least favourable series. */
function bar(lab, method, rival, raced) {
  const ratios = raced
    .map(({ one, raced: result }) => ({ id: one.id, ratio: ratioOf(result, 'bodkin', rival) }))
    .filter(({ ratio }) => ratio !== undefined)
    .toSorted((a, b) => a.ratio.median - b.ratio.median)
  const [least] = ratios
  lab.bar({
    what: `${method}, over ${rival}, worst of ${ratios.length} series${least === undefined ? '' : ` (${least.id})`}`,
    kind: 'at least',
    required: 1,
    measured: least?.ratio.median ?? null,
    unit: '×',
    ratio: least === undefined ? '' : `${spread(least.ratio)} ×`,
    headline: true,
  })
}
