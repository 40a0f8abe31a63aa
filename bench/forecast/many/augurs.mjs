/** `@bsull/augurs`, one series after the other (it has no call for many). */
import { readFileSync } from 'node:fs'
import initProphet, { Prophet } from '@bsull/augurs/prophet'
import { optimizer } from '@bsull/augurs-prophet-wasmstan'
import { packageVersion } from '../../harness/package-version.mjs'
import { daysFrom, fillSeries, firstDay, rowsEach } from './recipe.mjs'

await initProphet({
  module_or_path: readFileSync(new URL('prophet_bg.wasm', import.meta.resolve('@bsull/augurs/prophet'))),
})

export function versions() {
  return Object.fromEntries(
    ['@bsull/augurs', '@bsull/augurs-prophet-wasmstan'].map((name) => [name, packageVersion(name)]),
  )
}

export function prepare(task, { count, ownDates, periods, shown }) {
  const panel = Array.from({ length: count }, (_, series) => {
    const y = new Float64Array(rowsEach)
    fillSeries(series, y, 0)
    const seconds = daysFrom(firstDay(series, ownDates), rowsEach + periods).map((time) => time / 1000)
    return { ds: seconds.slice(0, rowsEach), y: [...y], future: seconds.slice(rowsEach) }
  })
  return { run: () => panel.map(forecastOne), answer: (tables) => answerOf(tables, shown) }
}

/** The seasonalities that Prophet's rules switch on for 730 days: the week alone. */
function forecastOne({ ds, y, future }) {
  const model = new Prophet({
    optimizer,
    yearlySeasonality: { type: 'manual', enabled: false },
    weeklySeasonality: { type: 'manual', enabled: true },
    dailySeasonality: { type: 'manual', enabled: false },
    intervalWidth: 0.8,
    uncertaintySamples: 1000,
  })
  model.fit({ ds, y })
  return model.predict({ ds: future }).yhat
}

function answerOf(tables, shown) {
  return {
    rows: tables.reduce((sum, { point }) => sum + point.length, 0),
    series: tables.length,
    finite: tables.every(({ intervals: { lower, upper } }) => [...lower].every((value, i) => value < upper[i])),
    firsts: shown.map((series) => [...tables[series].point]),
  }
}
