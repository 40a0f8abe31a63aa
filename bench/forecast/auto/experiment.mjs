/** The time of `auto`: one series on one thread, a thousand on two workers. */
import { fileURLToPath } from 'node:url'
import { rowsOf, series, writeCsv } from '../common/data.mjs'
import { entryOf, timeBar, timeOf } from '../../harness/entries.mjs'
import { rowsEach } from '../many/recipe.mjs'

export const title = 'Forecast: time of auto'

export const about = [
  'Data: monthly air passengers, the first 365, 730 and 1,461 days of US births (npm), and the daily series of many/recipe.mjs.',
  'Task: all of `auto`: candidates, folds, choice, refit, interval, verdict. One series on one thread; many series in one table on two workers.',
  'Point of reference: statsforecast with AutoETS, AutoTheta and AutoARIMA, refitted at 16 origins and the best of the three on the whole history. It tests nothing and gives no ' +
    'verdict, and where it takes minutes it is left out. Accuracy is another experiment.',
]

const group = 'auto, one series, one thread'
const many = 'auto, many series, two workers'
const bodkin = 'bodkin'
/** A thousand series are measured when they are expected to last no longer than this; else as many as `fewer`, and the bar says so. */
const longestMs = 8 * 60_000
const [probe, fewer, all] = [20, 200, 1000]
const barMs = 15 * 60_000
const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const opened = await lab.open([
    { name: bodkin, host: 'node', module: here('bodkin.mjs') },
    { name: 'statsforecast', host: 'python', module: here('statsforecast_rival.py') },
  ])
  const results = {}
  for (const one of plannedCases(lab)) results[one.rows] = await raceOne(lab, opened, one)
  await lab.close(opened)
  lab.scaling(group)
  timeBar(lab, 'auto, 144 monthly rows', results[144], bodkin, 1000, { headline: true, rival: 'statsforecast' })
  timeBar(lab, 'auto, 1,461 daily rows', results[1461], bodkin, 5000, { headline: true })
  await thousand(lab)
}

function raceOne(lab, [ours, statsforecast], { id, size, params, rivalWhy }) {
  return lab.race({
    id: `auto ${id}`,
    group,
    size,
    entries: [
      { label: bodkin, ours: true, contender: ours, task: 'auto', params },
      { label: 'statsforecast', contender: statsforecast, task: 'auto', params, skip: rivalWhy },
    ],
    verify: (_label, { rows, ordered }) => {
      if (rows !== params.horizon) return `${rows} rows instead of ${params.horizon}`
      return ordered ? null : 'a forecast or a bound is missing or out of order'
    },
  })
}

function plannedCases({ quick, log }) {
  const births = rowsOf('births')
  const cases = (quick ? [120] : [365, 730, 1461]).map((count) =>
    planned('births', births.slice(0, count), {
      size: count,
      horizon: quick ? 7 : 28,
      rivalWhy: quick || count > 365 ? 'minutes' : null,
    }),
  )
  const air = rowsOf('air')
  if (air === null) log('  air: not available: ../shared/data/forecast is not there')
  else if (!quick) cases.unshift(planned('air', air, { size: null, horizon: 12, rivalWhy: null }))
  return cases
}

function planned(name, rows, { size, horizon, rivalWhy }) {
  const { etsSeason: season, horizon: ahead } = series[name]
  const data = writeCsv(`${name}-${rows.length}`, rows)
  const spacing = Math.ceil(horizon / 4)
  return {
    id: `${name} rows=${rows.length} horizon=${horizon}`,
    rows: rows.length,
    size,
    rivalWhy,
    params: { data, horizon, frequency: ahead.frequency, season, spacing },
  }
}

async function thousand(lab) {
  if (lab.quick) {
    await raceMany(lab, 2)
    return
  }
  await raceMany(lab, probe)
  const medium = await raceMany(lab, fewer)
  const each = (entryOf(medium, bodkin)?.ms.median ?? Infinity) / fewer
  const large = each * all <= longestMs ? await raceMany(lab, all) : undefined
  lab.scaling(many)
  const what = `auto, 1,000 series × ${rowsEach} rows, 2 workers`
  if (large !== undefined) {
    timeBar(lab, what, large, bodkin, barMs, { headline: true })
    return
  }
  const measured = Number.isFinite(each) ? each * all : null
  const time = measured === null ? '' : `${Math.round(measured / 1000)} s: five times ${timeOf(medium, bodkin)}`
  lab.bar({
    what: `${what} (from ${fewer} series)`,
    kind: 'at most',
    required: barMs,
    measured,
    unit: 'ms',
    time,
    headline: true,
  })
}

async function raceMany(lab, count) {
  const name = `bodkin, ${count} series`
  const [contender] = await lab.open([{ name, host: 'node', module: here('bodkin.mjs') }])
  const horizon = 28
  const raced = await lab.race({
    id: `auto series=${count} rows=${rowsEach} horizon=${horizon} workers=2`,
    group: many,
    size: count,
    entries: [
      { label: bodkin, ours: true, contender, task: 'auto by', params: { count, horizon, workers: lab.quick ? 0 : 2 } },
    ],
    verify: (_label, { rows, series: answered, ordered }) => {
      if (answered !== count || rows !== count * horizon) return `${rows} rows of ${answered} series`
      return ordered ? null : 'a forecast or a bound is missing or out of order'
    },
  })
  await lab.close([contender])
  return raced
}
