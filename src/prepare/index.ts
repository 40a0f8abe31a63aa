/** From raw rows to what the engines take. */
export type { Period } from './periods.js'
export { series, type PreparedSeries } from './series.js'
export type { EventRow, Exclude, ExcludedValues, SeriesOptions } from './series-options.js'
export type { DroppedPeriod, SeriesReport, SeriesSummary } from './series-report.js'
