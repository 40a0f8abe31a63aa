/**
 * Seasonality: a Fourier series in time.
 *
 *   columns sin(2π i d / P), cos(2π i d / P) for i = 1 … N, interleaved      d = days since 1970-01-01 UTC (fractional), P = period in days
 *
 * The phase is reduced to one period first and the multiples come from rotating by it, two multiplications and two additions a value
 * instead of a call of sin. With a condition column the features are zero in rows where it does not hold. O(T·N).
 */
import { DAY_MS } from '../calendar.js'
import type { Mode, ModelSettings, SeasonalitySwitch } from '../options.js'
import type { Frame } from './frame.js'

export interface SeasonalityComponent {
  readonly kind: 'seasonality'
  readonly name: string
  /** Length of one period in days. */
  readonly period: number
  /** Pairs of columns. */
  readonly fourierOrder: number
  readonly priorScale: number
  readonly mode: Mode
  /** Column of 0/1 that switches the features row by row; null for always. */
  readonly condition: string | null
}

/** A built-in seasonality and the rule that switches it on: enough history, and steps short enough. */
interface BuiltIn {
  readonly name: 'yearly' | 'weekly' | 'daily'
  readonly period: number
  readonly fourierOrder: number
  readonly minimumSpan: number
  /** Exclusive upper bound of the smallest step, in days. */
  readonly stepBelow: number
}

const BUILT_INS: readonly BuiltIn[] = [
  { name: 'yearly', period: 365.25, fourierOrder: 10, minimumSpan: 730, stepBelow: Infinity },
  { name: 'weekly', period: 7, fourierOrder: 3, minimumSpan: 14, stepBelow: 7 },
  { name: 'daily', period: 1, fourierOrder: 4, minimumSpan: 2, stepBelow: 1 },
]

/** The seasonalities of a model: the built-in ones that its options or its history switch on, then the caller's. `ds` ascending, ms. */
export function seasonalityComponents(settings: ModelSettings, ds: Float64Array): SeasonalityComponent[] {
  const span = (ds[ds.length - 1] - ds[0]) / DAY_MS
  const step = smallestStep(ds) / DAY_MS
  const switches = {
    yearly: settings.yearlySeasonality,
    weekly: settings.weeklySeasonality,
    daily: settings.dailySeasonality,
  }
  const own = new Set(settings.seasonalities.map(({ name }) => name))
  const components: SeasonalityComponent[] = []
  for (const builtIn of BUILT_INS) {
    if (own.has(builtIn.name)) continue
    const automatic = span >= builtIn.minimumSpan && step < builtIn.stepBelow
    const fourierOrder = orderOf(switches[builtIn.name], builtIn.fourierOrder, automatic)
    if (fourierOrder === 0) continue
    const { name, period } = builtIn
    components.push({
      kind: 'seasonality',
      name,
      period,
      fourierOrder,
      priorScale: settings.seasonalityPriorScale,
      mode: settings.seasonalityMode,
      condition: null,
    })
  }
  for (const { name, period, fourierOrder, priorScale, mode, condition } of settings.seasonalities) {
    const scale = priorScale ?? settings.seasonalityPriorScale
    components.push({
      kind: 'seasonality',
      name,
      period,
      fourierOrder,
      priorScale: scale,
      mode: mode ?? settings.seasonalityMode,
      condition: condition ?? null,
    })
  }
  return components
}

function orderOf(value: SeasonalitySwitch, usual: number, automatic: boolean): number {
  if (value === 'auto') return automatic ? usual : 0
  if (typeof value === 'number') return value
  return value ? usual : 0
}

/** The smallest step between two different times, Infinity when there is none. */
function smallestStep(ds: Float64Array): number {
  let smallest = Infinity
  for (let i = 1; i < ds.length; i++) {
    const step = ds[i] - ds[i - 1]
    if (step > 0 && step < smallest) smallest = step
  }
  return smallest
}

/** The 2·N columns of a seasonality. */
export function fourierColumns(
  { period, fourierOrder, condition }: SeasonalityComponent,
  { ds, columns }: Frame,
): Float64Array[] {
  const rows = ds.length
  const flags = condition === null ? undefined : columns[condition]
  const result = Array.from({ length: 2 * fourierOrder }, () => new Float64Array(rows))
  for (let t = 0; t < rows; t++) {
    if (flags !== undefined && flags[t] === 0) continue
    const turns = ds[t] / DAY_MS / period
    const angle = 2 * Math.PI * (turns - Math.floor(turns))
    const sine = Math.sin(angle)
    const cosine = Math.cos(angle)
    let s = sine
    let c = cosine
    for (let i = 0; ; i += 2) {
      result[i][t] = s
      result[i + 1][t] = c
      if (i + 2 === 2 * fourierOrder) break
      const next = s * cosine + c * sine
      c = c * cosine - s * sine
      s = next
    }
  }
  return result
}
