/** Accuracy of `auto` and of each of its models on real series, against Prophet and statsforecast. */
import { fileURLToPath } from 'node:url'
import { figure } from '../../harness/report.mjs'
import { mean } from '../common/statistics.mjs'
import { scaleOf, scoreSeries, summarise } from './score.mjs'
import { birthsSeries, suite, suiteRivals } from './suite.mjs'

export const title = 'Forecast: accuracy of auto'

export const about = [
  'Data: 48 real series (daily, business-daily, hourly, weekly, monthly, quarterly, yearly) in 260 rolling-origin folds when ../shared/data/forecast/suite is there; 6 folds of 28 days in the ' +
    'last four years of US births (npm).',
  'Task: forecast each fold from its training rows alone, 80 % interval, every choice included. `auto` forecasts the next rows of its frequency, without its gate (the forecast that it chooses, which the bars are about) and with it (a refused fold holds the best plain forecast); the single models are asked for the dates of the ' +
    'file. The rivals’ figures on the suite are those of its rivals.json, made by prophet 1.5.0 and statsforecast 2.1.1 on the same folds by the same rules; on births they run here. ' +
    'Two processes share the work, and nothing is timed.',
  'MASE, the ratio of mean absolute errors to the seasonal naive forecast (geometric mean), coverage and width follow the suite’s rules; width is relative to the seasonal naive interval. ' +
    'AR: with autoregressive errors. Multiplicative models run where every value is positive.',
]

const here = (file) => fileURLToPath(new URL(file, import.meta.url))
const single = [
  'additive',
  'additive, AR',
  'multiplicative',
  'multiplicative, AR',
  'ets',
  'theta',
  'arima',
  'seasonalNaive',
  'drift',
  'naive',
  'mean',
]
/** `auto` without its gate is the forecast that it chooses; with it, a refused fold holds the best plain forecast instead. */
const asked = ['auto', 'auto, gated']
const rivalModels = ['SeasonalNaive', 'AutoETS', 'AutoTheta', 'AutoARIMA', 'Prophet']
/** The single models that `auto` has to beat. */
const best = ['AutoETS', 'AutoTheta', 'AutoARIMA']
const frequencies = ['h', 'D', 'B', 'W', 'MS', 'QS', 'YS']

export async function run(lab) {
  const processes = await lab.open([1, 2].map(() => ({ name: 'bodkin', host: 'node', module: here('bodkin.mjs') })))
  await onBirths(lab, processes)
  await onSuite(lab, processes)
  await lab.close(processes)
}

async function onBirths(lab, processes) {
  const births = lab.quick ? birthsSeries(365, 1) : birthsSeries()
  const ours = await scoresOf(lab, processes, [births], lab.quick ? [...asked, 'ets'] : [...asked, ...single])
  if (lab.quick) return
  const [rival] = await lab.open([{ name: 'rivals', host: 'python', module: here('rivals.py') }])
  const answers = await lab.answersOf(
    rivalModels.map((label) => ({ label, contender: rival, task: label, params: paramsOf(births) })),
  )
  await lab.close([rival])
  const theirs = Object.entries(answers).map(([label, answer]) => [label, { births: scoreSeries(births, answer) }])
  const rows = [...ours.scores, ...theirs]
    .filter(([, scores]) => scores.births != null)
    .map(([label, { births: score }]) => [
      label,
      figure(score.mase),
      figure(score.mae),
      percent(score.coverage),
      figure(score.width),
    ])
  lab.table('Births: 6 folds of 28 days', ['model', 'MASE', 'MAE', 'coverage', 'width'], rows)
}

async function onSuite(lab, processes) {
  const all = suite()
  if (all === null) {
    lab.log('  suite: not available: ../shared/data/forecast/suite is not there')
    bars(lab, {}, null)
    return
  }
  const series = lab.quick ? all.filter(({ name }) => name === 'shampoo_sales') : all
  const ours = await scoresOf(lab, processes, series, lab.quick ? [...asked, 'theta'] : [...asked, ...single])
  const rivals = rivalScores(lab, series)
  if (lab.quick) return
  const everybody = [...ours.scores, ...Object.entries(rivals)]
  const summaries = Object.fromEntries(
    everybody
      .filter(([, scores]) => Object.keys(scores).length > 0)
      .map(([label, scores]) => [label, summarise(scores, rivals.SeasonalNaive, rivals.AutoETS)]),
  )
  summaryTable(lab, summaries)
  frequencyTable(lab, series, everybody)
  seriesTable(lab, series, ours, rivals)
  bars(lab, summaries, series.length)
}

/** Scores by model of series that it could forecast, `[label, { series: score }]`, and of `auto` what it chose. */
async function scoresOf(lab, processes, series, labels) {
  const jobs = labels.flatMap((label) =>
    series
      .filter(({ y }) => !label.startsWith('multiplicative') || y.every((value) => value > 0))
      .flatMap((one) =>
        portions(label, one).map((folds) => ({ label, one, task: label, params: { ...paramsOf(one), folds } })),
      ),
  )
  lab.log(`  ${jobs.length} jobs: ${labels.join(', ')}`)
  const outcomes = await lab.answersToAll(processes, jobs)
  const found = new Map(labels.map((label) => [label, new Map()]))
  const failures = []
  outcomes.forEach(({ answer, why }, i) => {
    const { label, one } = jobs[i]
    if (why !== undefined) failures.push(`${label} on ${one.name}: ${why}`)
    else found.get(label).set(one.name, [...(found.get(label).get(one.name) ?? []), ...answer])
  })
  for (const failure of failures) lab.log(`    ${failure}`)
  const scores = labels.map((label) => [label, scoresOfModel(series, found.get(label))])
  const answered = Object.keys(scores.find(([label]) => label === 'auto')[1]).length
  lab.check(`auto answers every fold of ${series.length} series`, {
    measured: failures.find((failure) => failure.startsWith('auto')) ?? `${answered} series`,
    required: `${series.length} series, every forecast finite and as long as the horizon`,
    passed: answered === series.length,
    ours: true,
  })
  return { scores, chosen: found.get('auto'), gated: found.get('auto, gated') }
}

/** `auto` is asked fold by fold, so that the two processes end together. */
function portions(label, { folds }) {
  return asked.includes(label) ? folds.map((train) => [train]) : [folds]
}

function scoresOfModel(series, answers) {
  const scored = series
    .filter(({ name }) => answers.has(name))
    .map((one) => [one.name, scoreSeries(one, answers.get(one.name))])
  return Object.fromEntries(scored.filter(([, score]) => score !== null))
}

function paramsOf({ file, folds, horizon, season, frequency }) {
  return { file, folds, horizon, season, frequency }
}

/** What rivals.json says, by model and series; its fold scales must be ours, else the folds are not the same. */
function rivalScores(lab, series) {
  const scores = Object.fromEntries([...rivalModels, 'ProphetMult'].map((label) => [label, {}]))
  const lines = new Map(suiteRivals().series.map((line) => [line.name, line]))
  let worst = 0
  for (const one of series) {
    for (const { model, mae, mase, coverage80, width80, folds } of lines.get(one.name).models) {
      if (scores[model] === undefined) continue
      scores[model][one.name] = { mae, mase, coverage: coverage80, width: width80 }
      folds.forEach(({ train_rows: train, scale }) => {
        worst = Math.max(worst, Math.abs(scaleOf(one.y.slice(0, train), one.season) / scale - 1))
      })
    }
  }
  lab.check('scales of the folds, ours over those of rivals.json', {
    measured: `1 ± ${figure(worst)}`,
    required: '1 ± 1e-6',
    passed: worst <= 1e-6,
    ours: true,
  })
  return scores
}

function summaryTable(lab, summaries) {
  const columns = [
    'model',
    'series',
    'mean MASE',
    'median MASE',
    'error over seasonal naive',
    'losing to seasonal naive',
    'losing to AutoETS',
    'coverage',
    'series covered ≥ 60 %',
    'width over seasonal naive',
  ]
  const rows = Object.entries(summaries).map(([label, one]) => [
    label,
    one.series,
    one.meanMase.toFixed(3),
    one.medianMase.toFixed(3),
    one.ratio.toFixed(3),
    percent(one.losingToNaive),
    percent(one.losingToEts),
    percent(one.coverage),
    percent(one.wellCovered),
    one.width.toFixed(3),
  ])
  lab.table('The suite: every model', columns, rows)
}

function frequencyTable(lab, series, everybody) {
  const rows = everybody.map(([label, scores]) => [
    label,
    ...frequencies.map((frequency) => {
      const found = series.filter((one) => one.frequency === frequency && scores[one.name] !== undefined)
      return found.length === 0 ? '–' : mean(found.map(({ name }) => scores[name].mase)).toFixed(3)
    }),
  ])
  const counts = frequencies.map((frequency) => series.filter((one) => one.frequency === frequency).length)
  lab.table(
    'The suite: mean MASE by frequency',
    ['model', ...frequencies.map((frequency, i) => `${frequency} (${counts[i]})`)],
    rows,
  )
}

function seriesTable(lab, series, ours, rivals) {
  const auto = ours.scores.find(([label]) => label === 'auto')[1]
  const rows = series
    .filter(({ name }) => auto[name] !== undefined)
    .map(({ name, frequency }) => {
      const answers = ours.chosen.get(name)
      const models = [...new Set(answers.map(({ model }) => model))].join(', ')
      const published = ours.gated.get(name).filter(({ publish }) => publish).length
      const { mase, coverage } = auto[name]
      const others = best.map((label) => rivals[label][name].mase.toFixed(3))
      return [
        name,
        frequency,
        mase.toFixed(3),
        percent(coverage),
        `${published} of ${answers.length}`,
        models,
        ...others,
      ]
    })
  lab.table(
    'The suite: auto by series',
    ['series', 'frequency', 'MASE', 'coverage', 'folds published', 'models', ...best],
    rows,
  )
}

/** @param count how many series there are, null when the suite is not there */
function bars(lab, summaries, count) {
  const { auto } = summaries
  const strongest = best
    .filter((label) => summaries[label] !== undefined)
    .toSorted((a, b) => summaries[a].meanMase - summaries[b].meanMase)[0]
  const on = `${count ?? 48} series`
  const bar = (rest) => lab.bar({ unit: '', headline: true, ...rest })
  bar({
    what: `auto, mean MASE on ${on}, against the best of AutoETS, AutoTheta, AutoARIMA${strongest === undefined ? '' : ` (${strongest})`}`,
    kind: 'at most',
    required: strongest === undefined ? 1.09 : Number(summaries[strongest].meanMase.toFixed(4)),
    measured: auto?.meanMase ?? null,
    time: auto?.meanMase.toFixed(3) ?? '',
  })
  const coverage = {
    measured: auto === undefined ? null : 100 * auto.coverage,
    unit: '%',
    time: auto === undefined ? '' : percent(auto.coverage),
  }
  bar({
    what: `auto, coverage of the 80 % interval, mean of ${on}, no less`,
    kind: 'at least',
    required: 75,
    ...coverage,
  })
  bar({
    what: `auto, coverage of the 80 % interval, mean of ${on}, no more`,
    kind: 'at most',
    required: 85,
    ...coverage,
    headline: false,
  })
  bar({
    what: `auto, series whose 80 % interval covers 60 % and more`,
    kind: 'at least',
    required: 90,
    measured: auto === undefined ? null : 100 * auto.wellCovered,
    unit: '%',
    time: auto === undefined ? '' : percent(auto.wellCovered),
  })
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`
}
