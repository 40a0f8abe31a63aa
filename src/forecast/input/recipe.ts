/**
 * From resolved options to what is fitted: the tables and dates among the options are read, on the history that they go with.
 */
import { assertCapacity } from '../additive/capacity.js'
import { columnsOfSettings } from '../additive/components.js'
import type { HolidayComponent } from '../additive/holidays.js'
import type { ModelRecipe } from '../additive/preparation.js'
import { DAY_MS, showTime } from '../calendar.js'
import type { History, NeededColumns } from '../history.js'
import { countryHolidays, type HolidayDay } from '../holidays-calendar/country-holidays.js'
import type { ForecastSettings, ModelSettings } from '../options.js'
import { predictorHistory } from '../predictors/predictor-history.js'
import { assertDomain } from '../transform/transform.js'
import { readChangepoints } from './changepoints.js'
import { readHolidays } from './holidays.js'

/** Years behind the history for which the model keeps a country's holidays. */
const YEARS_AHEAD = 20

/** The columns that a history must have beside its times and values. */
export function neededColumns({ settings, predictors }: ForecastSettings): NeededColumns {
  const all = [columnsOfSettings(settings), ...Object.values(predictors).map(neededColumns)]
  return {
    numbers: [...new Set(all.flatMap(({ numbers }) => numbers))],
    flags: [...new Set(all.flatMap(({ flags }) => flags))],
  }
}

/**
 * Read what the options hold besides plain data.
 *
 * @param history sorted rows with the columns of `neededColumns`
 */
export function readRecipe(
  { settings, holidays, changepoints, predictors, path }: ForecastSettings,
  history: History,
): ModelRecipe {
  assertCapacity(settings, history.ds, history.columns)
  const own = Object.entries(predictors).map(([name, options]): [string, ModelRecipe] => {
    const observed = predictorHistory(history, name, options.settings)
    assertDomain(observed.y, options.settings.transform, name, (i) => `at ${showTime(observed.ds[i])}`)
    return [name, readRecipe(options, observed)]
  })
  return {
    settings,
    holidays: readAllHolidays(settings, holidays, history.ds),
    changepoints:
      changepoints === undefined ? undefined : readChangepoints(history.ds, changepoints, `${path}changepoints`),
    predictors: Object.fromEntries(own),
  }
}

/** The holidays of the table and of the country. */
function readAllHolidays(
  { country, holidaysPriorScale, holidaysMode, seasonalityMode }: ModelSettings,
  table: ForecastSettings['holidays'],
  ds: Float64Array,
): HolidayComponent[] {
  if (table === undefined && country === undefined) return []
  return readHolidays(
    table ?? { holiday: [], ds: [] },
    holidaysPriorScale,
    holidaysMode ?? seasonalityMode,
    country === undefined ? [] : seenHolidays(country, ds),
  )
}

/**
 * A country's holidays in the years of the history, and up to 20 years on those whose names occur there: Prophet too drops at prediction what
 * it has not seen.
 */
function seenHolidays(country: string, ds: Float64Array): HolidayDay[] {
  const years = [...new Set(Array.from(ds, (time) => new Date(time).getUTCFullYear()))]
  const past = countryHolidays(country, years)
  const names = new Set(past.map(({ name }) => name))
  const last = years[years.length - 1]
  const ahead = countryHolidays(
    country,
    Array.from({ length: YEARS_AHEAD }, (_, i) => last + 1 + i),
  )
  return [...past, ...ahead.filter(({ name }) => names.has(name))]
}

/** Last time that a model's dates of a country's holidays cover, in milliseconds. */
export function countryReach(end: number): number {
  return Date.UTC(new Date(end).getUTCFullYear() + YEARS_AHEAD + 1, 0, 1) - DAY_MS
}
