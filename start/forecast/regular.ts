/**
 * A history on its calendar: one row for each period, for the seasonal naive alone.
 *
 * That baseline counts rows, so a missing day would shift its weekdays and make it an easy rival. Periods without a row get the value one season
 * before (in the first season: one season after, else the mean); repeated times get their mean. O(periods).
 */
import { parseFrequency, stepsAfter, stepsBetween } from '../../src/forecast/frequency.js'
import type { Rows } from '../data/series.js'

/** Rows as they are when each period has one, else completed. `ds` ascending, `y` finite, `season` in periods. */
export function onCalendar({ ds, y }: Rows, frequency: string, season: number): Rows {
  const step = parseFrequency(frequency)
  const first = Number(ds[0])
  const places = ds.map((time) => stepsBetween(first, Number(time), step))
  const periods = places[places.length - 1] + 1
  if (periods === ds.length && places.every((place, i) => place === i)) return { ds, y }
  const sums = new Float64Array(periods)
  const rows = new Float64Array(periods)
  places.forEach((place, i) => {
    sums[place] += y[i]
    rows[place]++
  })
  const values = sums.map((sum, i) => sum / rows[i])
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length
  for (let i = 0; i < Math.min(season, periods); i++) {
    if (Number.isNaN(values[i])) values[i] = values[i + season] ?? mean
  }
  for (let i = 0; i < periods; i++) {
    if (Number.isNaN(values[i])) values[i] = i < season ? mean : values[i - season]
  }
  const times = [first, ...stepsAfter(first, periods - 1, step)]
  return { ds: times.map((time) => new Date(time)), y: values }
}
