/** The bars of the forecast experiment: how fast and how exact it has to be on the machine of the header. */
import { figure, spread } from '../../harness/report.mjs'
import { ratioBar, ratioOf, timeBar, timeOf } from '../../harness/entries.mjs'
import { analytic, descent, kktLimit, objectiveSlack, sameModel, simulated } from './verify.mjs'

const intervals = { [analytic]: 'analytic interval', [simulated]: 'simulated interval' }

/** @param results by series name `{ golden, fit, whole }`: the optimum and the two cases of the whole series, as `lab.race` gives them */
export function forecastBars(lab, results) {
  exactness(lab, results)
  againstProphet(lab, results, 'peyton', analytic, 12, true)
  againstProphet(lab, results, 'peyton', simulated, 6, true)
  againstProphet(lab, results, 'yosemite', analytic, 30, true)
  againstProphet(lab, results, 'yosemite', simulated, 30)
  for (const label of Object.keys(intervals)) onEverySeries(lab, results, 'prophet-batch', label, 1)
  for (const label of Object.keys(intervals)) onEverySeries(lab, results, 'augurs', label, 30)
  timeBar(lab, 'peyton, fit', results.peyton?.fit, 'bodkin', 25)
  timeBar(lab, 'peyton, fit + predict 365 days, analytic interval', results.peyton?.whole, analytic, 31)
  timeBar(lab, 'peyton, fit + predict 365 days, simulated interval', results.peyton?.whole, simulated, 62)
  timeBar(lab, 'births, fit', results.births?.fit, 'bodkin', 50)
}

/** How far every objective lies above the optimum, ours and theirs. */
export function objectiveTable(lab, results) {
  const rows = Object.entries(results).map(([name, { golden, fit }]) => [
    name,
    golden.toFixed(6),
    ...['bodkin', ...sameModel, descent].map((label) =>
      fit.answers[label] === undefined ? '–' : figure(fit.answers[label].objective - golden),
    ),
  ])
  lab.table('Objective above the optimum, nats', ['series', 'optimum', 'bodkin', ...sameModel, descent], rows)
}

/** Every series' ratios over the rivals that fit the same model, because a bar shows the least favourable series only. */
export function ratioTable(lab, results) {
  const rows = Object.entries(results).flatMap(([name, { whole }]) =>
    Object.keys(intervals).map((label) => {
      const ratios = sameModel.map((rival) => ratioOf(whole, label, rival))
      return [name, label, ...ratios.map((ratio) => (ratio === undefined ? '–' : spread(ratio)))]
    }),
  )
  lab.table(
    'Fit + predict, ratio by series',
    ['series', 'contender', ...sameModel.map((rival) => `${rival} / bodkin`)],
    rows,
  )
}

function exactness(lab, results) {
  const solved = Object.values(results).filter(({ fit }) => fit.answers.bodkin !== undefined)
  const names = `${solved.length} series`
  const worst = (value) => (solved.length === 0 ? null : Math.max(...solved.map(value)))
  const excess = worst(({ fit, golden }) => fit.answers.bodkin.objective - golden)
  const residual = worst(({ fit }) => fit.answers.bodkin.kktResidual)
  lab.bar({
    what: `objective above the optimum, worst of ${names}`,
    kind: 'at most',
    required: objectiveSlack,
    measured: excess,
    unit: 'nats',
    time: figure(excess),
    headline: true,
  })
  lab.bar({
    what: `KKT residual, worst of ${names}`,
    kind: 'at most',
    required: kktLimit,
    measured: residual,
    unit: '',
    time: figure(residual),
  })
}

function againstProphet(lab, results, name, label, required, headline = false) {
  const what = `${name}, fit + predict 365 days, ${intervals[label]}, over Prophet`
  ratioBar(lab, what, results[name]?.whole, label, 'prophet', required, { headline })
}

/** The least favourable series decides. */
function onEverySeries(lab, results, rival, label, required) {
  const ratios = Object.entries(results)
    .map(([name, { whole }]) => ({ name, whole, ratio: ratioOf(whole, label, rival) }))
    .filter(({ ratio }) => ratio !== undefined)
    .sort((a, b) => a.ratio.median - b.ratio.median)
  const [least] = ratios
  lab.bar({
    what: `fit + predict, ${intervals[label]}, over ${rival}, worst of ${ratios.length} series${least === undefined ? '' : ` (${least.name})`}`,
    kind: 'at least',
    required,
    measured: least?.ratio.median ?? null,
    unit: '×',
    time: timeOf(least?.whole, label),
    ratio: least === undefined ? '' : `${spread(least.ratio)} ×`,
    headline: label === analytic,
  })
}
