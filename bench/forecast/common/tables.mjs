/** Rows as the Arrow tables that bodkin reads, and the bounds that its tables give back. */
import { makeVector, Table, TimestampMillisecond, vectorFromArray } from 'apache-arrow'

/** Rows `{ ds, y }` as a table with a Timestamp and a Float64 column. */
export function historyTable(rows) {
  return new Table({ ds: timestamps(rows), y: makeVector(Float64Array.from(rows, (row) => row.y)) })
}

/** The times of rows `{ ds }` alone: a table to predict. */
export function timesTable(rows) {
  return new Table({ ds: timestamps(rows) })
}

/** A numeric column as plain numbers. */
export function numbers(table, name) {
  return [...table.getChild(name)].map(Number)
}

/** Mean width of the interval of a forecast table. */
export function meanWidth(table) {
  const [lower, upper] = [numbers(table, 'yhat_lower'), numbers(table, 'yhat_upper')]
  return upper.reduce((sum, value, i) => sum + value - lower[i], 0) / upper.length
}

function timestamps(rows) {
  return vectorFromArray(
    rows.map((row) => row.ds),
    new TimestampMillisecond(),
  )
}
