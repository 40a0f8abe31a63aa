/** Many series in one call: 10 to 1,000 against the rivals on one thread, and 10,000 on two workers against the clock. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { figure } from '../../harness/report.mjs'
import { rootMeanSquareDifference } from '../../harness/statistics.mjs'
import { ratioBar, timeBar } from '../../harness/entries.mjs'
import { deviation } from '../common/statistics.mjs'
import { fillSeries, firstDay, keyOf, rowsEach } from './recipe.mjs'
import { shownSeries } from './shown.mjs'

export const title = 'Forecast: many series'

export const about = [
  `Data: daily series of ${rowsEach} rows from the seeded recipe of many/recipe.mjs (level, slope, week, year, noise), all with the same dates; "own dates": each starts a day ` +
    'later than the one before (over 2,000 days).',
  'Task: the additive model with default options, fit and 28 days ahead with an 80 % interval, all series in one table → all forecasts in one table. bodkin: `many` on one ' +
    'thread; Prophet and augurs: a loop over the series with 1,000 draws each, the interval they have; prophet-batch and AutoETS (another model, season 7, a point ' +
    'of reference): one call.',
  'The 10,000 series go 30 days ahead on two workers; their peak memory is that of the whole process, input table, workers and engine included.',
  'Answers: every series is there, bounds in order, and four of the series equal what bodkin forecasts for each alone to 1e-9 of their standard deviation; forecasts of the same model ' +
    'within a tenth of a standard deviation of ours (prophet-batch: a hundredth).',
]

const group = 'Many series, table in → table out, one thread'
const big = 'Ten thousand series, two workers'
const tolerance = { prophet: 0.1, augurs: 0.1, 'prophet-batch': 0.01 }
/** More series than this take these rivals minutes. */
const mostSeries = { prophet: 200, augurs: 200, AutoETS: 200 }
const cache = new URL('../../.bench-cache/forecast/', import.meta.url)
const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const opened = await lab.open([
    { name: 'bodkin', host: 'node', module: here('bodkin.mjs') },
    { name: 'prophet', host: 'python', module: here('prophet_rival.py') },
    { name: 'prophet-batch', host: 'python', module: here('prophet_batch_rival.py') },
    { name: 'augurs', host: 'node', module: here('augurs.mjs') },
    { name: 'AutoETS', host: 'python', module: here('autoets_rival.py') },
  ])
  const results = {}
  for (const count of lab.quick ? [3] : [10, 50, 200, 1000]) results[count] = await raceMany(lab, opened, count)
  await lab.close(opened)
  lab.scaling(group)
  const what = `200 series × ${rowsEach} rows, fit + 28 days, over`
  const headline = { headline: true }
  ratioBar(lab, `${what} Prophet`, results[200], 'bodkin', 'prophet', 25, headline)
  ratioBar(lab, `${what} prophet-batch`, results[200], 'bodkin', 'prophet-batch', 5, headline)
  ratioBar(lab, `${what} AutoETS`, results[200], 'bodkin', 'AutoETS', 60, headline)
  await tenThousand(lab, { ownDates: false, seconds: 20 })
  await tenThousand(lab, { ownDates: true, seconds: 60 })
}

function raceMany(lab, contenders, count) {
  const params = { count, ownDates: false, periods: 28, workers: 0, shown: shownSeries(count), data: panelFile(count) }
  return lab.race({
    id: `many series=${count} rows=${rowsEach} horizon=28D`,
    group,
    size: count,
    entries: contenders.map((contender) => ({
      label: contender.name,
      ours: contender.name === 'bodkin',
      contender,
      task: 'many',
      params,
      skip: count > (mostSeries[contender.name] ?? Infinity) ? 'minutes' : null,
    })),
    verify: (label, answer, answers) => problemOf(label, answer, answers.bodkin, params),
  })
}

/** A process of its own, because its peak memory counts. */
async function tenThousand(lab, { ownDates, seconds }) {
  const count = lab.quick ? 6 : 10_000
  const dates = ownDates ? 'own dates' : 'shared dates'
  const name = `bodkin, ${count.toLocaleString('en-US')} series, ${dates}`
  const opened = await lab.open([{ name, host: 'node', module: here('bodkin.mjs') }])
  const params = { count, ownDates, periods: 30, workers: 2 }
  const raced = await lab.race({
    id: `many series=${count} rows=${rowsEach} horizon=30D workers=2 ${dates}`,
    group: big,
    entries: [{ label: 'bodkin', ours: true, contender: opened[0], task: 'many', params }],
    verify: (label, answer) => problemOf(label, answer, undefined, params),
  })
  await lab.close(opened)
  const what = `10,000 series × ${rowsEach} rows, fit + 30 days, 2 workers, ${dates}`
  timeBar(lab, what, raced, 'bodkin', seconds * 1000, { headline: true })
  const peak = raced.entries[0].why === null ? opened[0].peakMb : null
  lab.bar({
    what: `peak memory of the same`,
    kind: 'at most',
    required: 1024,
    measured: peak,
    unit: 'MiB',
    time: peak === null ? '' : `${figure(peak)} MiB`,
  })
}

function problemOf(label, { rows, series, finite, firsts, alone }, ours, { count, periods }) {
  if (series !== count || rows !== count * periods) return `${rows} rows of ${series} series`
  if (!finite) return 'a forecast or a bound is missing or out of order'
  const scales = shownSeries(count).map((index) => deviation([...valuesOf(index)]))
  const distance = (others) =>
    Math.max(...firsts.map((yhat, i) => rootMeanSquareDifference(yhat, others[i]) / scales[i]))
  if (alone !== undefined) {
    const apart = distance(alone)
    return apart <= 1e-9 ? null : `${figure(apart)} standard deviations from the forecast of the series alone`
  }
  if (tolerance[label] === undefined || ours === undefined) return null
  const apart = distance(ours.firsts)
  return apart <= tolerance[label] ? null : `${figure(apart)} standard deviations away from ours`
}

function valuesOf(series) {
  const y = new Float64Array(rowsEach)
  fillSeries(series, y, 0)
  return y
}

/** The panel as CSV `unique_id,ds,y` for the rivals in Python; written once. */
function panelFile(count) {
  const file = new URL(`panel-${count}.csv`, cache)
  if (!existsSync(file)) {
    mkdirSync(cache, { recursive: true })
    const days = Array.from({ length: rowsEach }, (_, t) =>
      new Date(firstDay(0, false) + t * 86_400_000).toISOString().slice(0, 10),
    )
    const lines = Array.from({ length: count }, (_, series) => {
      const y = valuesOf(series)
      return days.map((date, t) => `${keyOf(series)},${date},${y[t]}\n`).join('')
    })
    writeFileSync(file, `unique_id,ds,y\n${lines.join('')}`)
  }
  return fileURLToPath(file)
}
