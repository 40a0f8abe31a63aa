/** From raw rows to what the engines take. */
export type { Period } from './periods.js'
export { series, type PreparedSeries } from './series.js'
export { baskets, type PreparedBaskets } from './baskets.js'
export type { BasketsOptions } from './baskets-options.js'
export type { BasketsReport } from './baskets-report.js'
export type { EventRow, Exclude, ExcludedValues } from './exclude.js'
export type { SeriesOptions } from './series-options.js'
export type { DroppedPeriod, SeriesReport, SeriesSummary } from './series-report.js'
