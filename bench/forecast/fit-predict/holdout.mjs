/**
 * Accuracy on the last year of the daily series, held out: forecasts of the same model must be as accurate as Prophet's, and AutoETS shows
 * what another model reaches. One origin only, so this says that nothing is broken, not which model is best.
 */
import { figure } from '../../harness/report.mjs'
import { rootMeanSquareDifference } from '../../harness/statistics.mjs'
import { rowsOf, series, writeCsv } from '../common/data.mjs'

const heldOut = 365
/** How far our error may lie above that of Prophet, whose solver stops short of the optimum: share of its error. */
const slack = 0.05

/** @param contenders `{ label: contender }`, ours under 'bodkin' */
export async function holdout(lab, contenders) {
  const rows = []
  for (const name of lab.quick ? ['births'] : ['births', 'peyton']) {
    const all = rowsOf(name)
    if (all === null) continue
    const actual = all.slice(-heldOut).map((row) => row.y)
    const { horizon, etsSeason, yearly, weekly, daily } = series[name]
    const params = {
      data: writeCsv(`${name}-train`, all.slice(0, -heldOut)),
      future: writeCsv(`${name}-future`, all.slice(-heldOut)),
      frequency: horizon.frequency,
      etsSeason,
      yearly,
      weekly,
      daily,
      draws: 0,
    }
    lab.log(`  held out: the last ${heldOut} rows of ${name}`)
    const entries = Object.entries(contenders).map(([label, contender]) => ({
      label,
      contender,
      task: 'holdout',
      params,
    }))
    const answers = await lab.answersOf(entries)
    const rmse = Object.fromEntries(
      Object.entries(answers).map(([label, { yhat }]) => [label, rootMeanSquareDifference(yhat, actual)]),
    )
    for (const [label, { yhat }] of Object.entries(answers)) {
      const mae = yhat.reduce((sum, value, i) => sum + Math.abs(value - actual[i]), 0) / heldOut
      rows.push([name, label, figure(rmse[label]), figure(mae)])
    }
    if (rmse.prophet !== undefined) {
      lab.check(`held-out error on ${name}, ours over that of prophet`, {
        measured: figure(rmse.bodkin / rmse.prophet),
        required: `≤ ${1 + slack}`,
        passed: rmse.bodkin <= rmse.prophet * (1 + slack),
        ours: true,
      })
    }
  }
  lab.table(`Accuracy: the last ${heldOut} rows held out`, ['series', 'contender', 'RMSE', 'MAE'], rows)
}
