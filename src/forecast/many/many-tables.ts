/** The answers of `many` as tables, in ascending order of the keys. */
import type { Table } from 'apache-arrow'
import { boolean, category, float64, int32, text, time, writeTable } from '../../arrow/write-table.js'
import type { Panel } from '../panel/panel.js'
import type { SeriesOutput } from './forecast-series.js'
import type { ManySettings } from './many-options.js'
import type { Outcomes } from './run-series.js'

/** What `many` gives. */
export interface ManyForecast {
  /** A row a period of a series that could be forecast: the key columns, `ds, yhat, yhat_lower, yhat_upper, model`. */
  readonly forecast: Table
  /** A row a series: the key columns, `rows, ok, code, message, model`. */
  readonly verdicts: Table
}

/** Both tables, series by series in the order of the keys. */
export function writeForecasts(
  panel: Panel,
  { failures, notes, places, outputs }: Outcomes,
  { periods }: ManySettings,
  model: string,
): ManyForecast {
  const good = Int32Array.from(failures.keys()).filter((i) => failures[i] === undefined)
  const rows = good.length * periods
  const column = (of: (output: SeriesOutput) => Float64Array): Float64Array => {
    const values = new Float64Array(rows)
    good.forEach((i, n) => {
      const place = places[i]
      if (place === undefined) return
      values.set(of(outputs[place.output]).subarray(place.from, place.from + periods), n * periods)
    })
    return values
  }
  const groupOfRow = new Int32Array(rows).map((_, row) => good[Math.floor(row / periods)])
  const forecast = writeTable([
    ...panel.keys.columns(groupOfRow),
    ['ds', time(column(({ ds }) => ds))],
    ['yhat', float64(column(({ yhat }) => yhat))],
    ['yhat_lower', float64(column(({ lower }) => lower))],
    ['yhat_upper', float64(column(({ upper }) => upper))],
    ['model', category(new Int32Array(rows), [model])],
  ])
  const all = Int32Array.from(panel.series.keys())
  const verdicts = writeTable([
    ...panel.keys.columns(all),
    ['rows', int32(Int32Array.from(panel.series, (one) => one.rows))],
    ['ok', boolean(Uint8Array.from(failures, (failure) => Number(failure === undefined)))],
    ['code', text(failures.map((failure) => failure?.code ?? null))],
    ['message', text(failures.map((failure, i) => failure?.message ?? noted(notes[i])))],
    ['model', category(new Int32Array(all.length), [model])],
  ])
  return Object.freeze({ forecast, verdicts })
}

function noted(notes: readonly string[]): string | null {
  return notes.length === 0 ? null : notes.join('; ')
}
