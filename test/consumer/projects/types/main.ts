import { tableToIPC, type Table } from 'apache-arrow'
import { BodkinError, forecast, type Progress, type RunOptions, type TableLike, type Verdict } from 'bodkin'
import { fit, predict, seasonalNaive } from 'bodkin/forecast'
import { series, type SeriesReport } from 'bodkin/prepare'

const history: TableLike = { ds: ['2024-01-01', '2024-01-02'], y: [1, 2] }
const model = fit(history, { growth: 'flat', weeklySeasonality: false })
const table: Table = predict(model, { periods: 7 })
export const bytes: Uint8Array = tableToIPC(table)
export const rows: number = forecast.predict(seasonalNaive(history, { season: 1 }), { periods: 1 }).numRows
export const report: SeriesReport = series(history, { time: 'ds', every: 'W', exclude: (row) => row.y === 0 }).report
export const run: RunOptions = { workers: 2, onProgress: (progress: Progress) => void progress.etaMs?.toFixed(0) }
export const code = (error: unknown): string | undefined => (error instanceof BodkinError ? error.code : undefined)
export const mayPublish = (verdict: Verdict): boolean =>
  verdict.publish && verdict.reasons.every(({ passed }) => passed)
// @ts-expect-error: the types are the real ones, not any
fit(history, { growth: 'cubic' })
// @ts-expect-error: a model is not a table
tableToIPC(model)
