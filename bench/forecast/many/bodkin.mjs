/** bodkin's `many`: one Arrow table of all series in, one Arrow table of all forecasts out. */
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { historyTable, numbers } from '../common/tables.mjs'
import { panelTable } from './panel-table.mjs'
import { daysFrom, fillSeries, firstDay, rowsEach } from './recipe.mjs'
import { shownSeries } from './shown.mjs'

const { forecast } = await importBodkin('index.js')

export const versions = bodkinVersions

/** @param params `count` series, `ownDates`, `periods`, `workers` */
export function prepare(task, { count, ownDates, periods, workers }) {
  if (task !== 'many') throw new Error(`no task ${task}`)
  const history = panelTable(count, ownDates)
  const run = () => forecast.many(history, { by: 'series', periods, frequency: 'D', workers })
  return { run, answer: (result) => answerOf(result, { ownDates, periods }) }
}

/** What the driver checks: how many rows, whether all is finite, the first series, and the same series forecast one by one. */
function answerOf({ forecast: table, verdicts }, { ownDates, periods }) {
  const [yhat, lower, upper] = ['yhat', 'yhat_lower', 'yhat_upper'].map((name) => table.getChild(name).toArray())
  let finite = true
  for (let i = 0; i < yhat.length; i++) if (!(lower[i] < yhat[i] && yhat[i] < upper[i])) finite = false
  const shown = shownSeries(verdicts.numRows)
  return {
    rows: table.numRows,
    series: verdicts.numRows,
    finite,
    firsts: shown.map((series) => [...yhat.subarray(series * periods, (series + 1) * periods)]),
    alone: shown.map((series) => aloneForecast(series, ownDates, periods)),
  }
}

function aloneForecast(series, ownDates, periods) {
  const y = new Float64Array(rowsEach)
  fillSeries(series, y, 0)
  const ds = daysFrom(firstDay(series, ownDates), rowsEach)
  const model = forecast.fit(historyTable(ds.map((time, t) => ({ ds: time, y: y[t] }))))
  return numbers(forecast.predict(model, { periods, frequency: 'D' }, { interval: 'none' }), 'yhat')
}
