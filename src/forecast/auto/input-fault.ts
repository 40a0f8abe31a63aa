/**
 * What is wrong with the rows that `auto` is asked to go by, found once and told in two ways: an error for one series, a verdict for one of many.
 *
 * The folds judge a forecast `horizon` rows of the history ahead. That judgement holds for the rows to forecast only if these lie about as far
 * behind the history: so a frequency must be about the step between rows, and a table `future` must not reach farther than such rows do.
 *
 *   step      lower median of the times between neighbouring rows, so that gaps do not count
 *   frequency its step must lie in (½, 2) of that; business days count a day, months 30.4 days
 *   reach     the time that `horizon` rows of the history take, nine times in ten at most; `future` may reach 1.5 times as far
 */
import { BodkinError } from '../../errors.js'
import { DAY_MS, showTime } from '../calendar.js'
import { inferFrequency, parseFrequency, stepOf, type Frequency } from '../frequency.js'
import type { History } from '../history.js'

/** Why a series cannot be forecast as it was asked for. Plain data. */
export interface InputFault {
  readonly code: 'NOT_ENOUGH_HISTORY' | 'DATA' | 'OPTION'
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}

/** Rows without which nothing is forecast. */
export const FEWEST_ROWS = 2

const MONTH_MS = (365.25 / 12) * DAY_MS
/** How many times the usual reach the rows to forecast may lie ahead. */
const FARTHEST = 1.5

/** The first thing that is wrong with a history; null when nothing is. `time`: name of its time column. */
export function historyFault(
  { ds, y }: History,
  time: string,
  frequency: Frequency | undefined,
  withFuture: boolean,
): InputFault | null {
  if (ds.length < FEWEST_ROWS) {
    const message = `the history has ${ds.length} ${ds.length === 1 ? 'row' : 'rows'} with a value`
    return { code: 'NOT_ENOUGH_HISTORY', message, details: { rows: ds.length } }
  }
  const twice = repeated(ds)
  if (twice !== undefined) {
    const message = `auto needs one row a period, got ${showTime(twice)} more than once in column "${time}": sum or average the rows first`
    return { code: 'DATA', message, details: { column: time, time: twice } }
  }
  if (!y.every(Number.isFinite)) {
    return { code: 'DATA', message: 'the history holds values that are not finite', details: {} }
  }
  if (frequency !== undefined) return frequencyFault(ds, frequency)
  return withFuture ? null : irregularity(ds)
}

/** The first thing that is wrong with the ascending times to forecast; null when nothing is. */
export function futureFault(ds: Float64Array, future: Float64Array): InputFault | null {
  if (ds.length === 0) return null
  const last = ds[ds.length - 1]
  if (!(future[0] > last)) {
    const message = `option "future" must lie behind the history, which ends ${showTime(last)}, got ${showTime(future[0])}`
    return { code: 'DATA', message, details: { time: future[0] } }
  }
  const twice = repeated(future)
  if (twice !== undefined) {
    const message = `option "future" must have one row a period, got ${showTime(twice)} more than once`
    return { code: 'DATA', message, details: { time: twice } }
  }
  const end = future[future.length - 1]
  const reach = usualReach(ds, future.length)
  if (ds.length < FEWEST_ROWS || end - last <= FARTHEST * reach) return null
  const rows = future.length === 1 ? 'a row' : `${future.length} rows`
  const message = `option "future" must not reach beyond what the past can judge: ${rows} of the history take ${showSpan(reach)}, got ${showTime(end)}, ${showSpan(end - last)} behind its end`
  return { code: 'DATA', message, details: { time: end } }
}

/** The first time that stands more than once. */
function repeated(ds: Float64Array): number | undefined {
  return ds.find((time, t) => t > 0 && time === ds[t - 1])
}

function irregularity(ds: Float64Array): InputFault | null {
  try {
    stepOf({ start: ds[0], end: ds[ds.length - 1], frequency: inferFrequency(ds) })
    return null
  } catch (error) {
    if (!(error instanceof BodkinError)) throw error
    return { code: 'OPTION', message: error.message, details: error.details }
  }
}

function frequencyFault(ds: Float64Array, frequency: Frequency): InputFault | null {
  const steps = ds.slice(1).map((time, t) => time - ds[t])
  const median = steps.sort()[(steps.length - 1) >> 1]
  const ratio = lengthOf(frequency) / median
  if (ratio > 0.5 && ratio < 2) return null
  const message = `option "frequency" must be about the step between rows, ${showSpan(median)} in this history, got "${frequency}"`
  return { code: 'OPTION', message, details: { option: 'frequency', value: frequency } }
}

/** Milliseconds of a step, about. */
function lengthOf(frequency: Frequency): number {
  const step = parseFrequency(frequency)
  if (step.kind === 'fixed') return step.ms
  return step.kind === 'business' ? step.count * DAY_MS : step.months * MONTH_MS
}

/** The time that so many rows take: nine in ten stretches of the history take no longer. */
function usualReach(ds: Float64Array, rows: number): number {
  const count = ds.length - rows
  if (count < 1) return (rows * (ds[ds.length - 1] - ds[0])) / (ds.length - 1)
  const spans = Float64Array.from({ length: count }, (_, t) => ds[t + rows] - ds[t]).sort()
  return spans[Math.ceil(0.9 * count) - 1]
}

/** `7 days`, `1 hour`: in the largest unit that is not above it. */
function showSpan(ms: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['day', DAY_MS],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ]
  const [unit, size] = units.find(([, length]) => ms >= length) ?? ['second', 1000]
  const count = Number((ms / size).toPrecision(3))
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
