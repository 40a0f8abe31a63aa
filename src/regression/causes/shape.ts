/**
 * A feature's effect in a line of text: `above 27: −3.1`, `Lyon: −5.0; Nice: +1.2`.
 *
 * A number's effects over its parts are summed up by one step, or by two where one leaves more than 40 % of their variation: the steps that
 * leave the least. One step says how far the parts above lie over those below; two say how far the outer parts lie from the mean of all. A
 * category says how far its labels lie from the mean of all, the largest first. Effects under a quarter of the largest go unsaid.
 */
import type { FeatureColumn } from '../columns.js'
import { shortNumber, type Part } from './feature-profile.js'

/** How a feature acts. */
export interface Shape {
  /** 'up' or 'down' where the effect rises or falls with the number, 'mixed' where it does both, 'by label', 'none' where there is none. */
  readonly direction: 'up' | 'down' | 'mixed' | 'by label' | 'none'
  readonly text: string
}

const ONE_STEP_ENOUGH = 0.6
const WORTH_SAYING = 0.25
const MOST_LABELS = 4
/** Spearman-like correlation of part and effect from which on the effect has one direction. */
const ONE_WAY = 0.7

/** Describe the effects of the parts; `deviation`: of the target, next to which rounding errors are no effect. */
export function describeShape(
  column: FeatureColumn,
  parts: readonly Part[],
  effects: Float64Array,
  deviation: number,
): Shape {
  const largest = effects.reduce((most, effect) => Math.max(most, Math.abs(effect)), 0)
  if (parts.length < 2 || !(largest > 1e-6 * deviation)) return { direction: 'none', text: 'no effect' }
  if (column.kind === 'category') return { direction: 'by label', text: labelText(column, parts, effects, largest) }
  return { direction: directionOf(parts, effects), text: stepText(parts, effects) }
}

function labelText(column: FeatureColumn, parts: readonly Part[], effects: Float64Array, largest: number): string {
  const order = Array.from(effects.keys()).sort(
    (a, b) => Math.abs(effects[b]) - Math.abs(effects[a]) || parts[a].value - parts[b].value,
  )
  const said = order.slice(0, MOST_LABELS).filter((part) => Math.abs(effects[part]) >= WORTH_SAYING * largest)
  return said.map((part) => `${column.labels[parts[part].value]}: ${signed(effects[part])}`).join('; ')
}

function directionOf(parts: readonly Part[], effects: Float64Array): 'up' | 'down' | 'mixed' {
  let [sumX, sumY, sumXX, sumYY, sumXY, total] = [0, 0, 0, 0, 0, 0]
  parts.forEach(({ share }, i) => {
    total += share
    sumX += share * i
    sumY += share * effects[i]
    sumXX += share * i * i
    sumYY += share * effects[i] ** 2
    sumXY += share * i * effects[i]
  })
  const covariance = sumXY / total - (sumX / total) * (sumY / total)
  const spread = Math.sqrt((sumXX / total - (sumX / total) ** 2) * (sumYY / total - (sumY / total) ** 2))
  if (covariance > ONE_WAY * spread) return 'up'
  return covariance < -ONE_WAY * spread ? 'down' : 'mixed'
}

/** Weighted mean of the effects of parts begin … end − 1, and the variation around it. */
function segment(
  parts: readonly Part[],
  effects: Float64Array,
  begin: number,
  end: number,
): { mean: number; left: number } {
  let [share, sum, squares] = [0, 0, 0]
  for (let i = begin; i < end; i++) {
    share += parts[i].share
    sum += parts[i].share * effects[i]
    squares += parts[i].share * effects[i] ** 2
  }
  return { mean: sum / share, left: Math.max(0, squares - sum ** 2 / share) }
}

function stepText(parts: readonly Part[], effects: Float64Array): string {
  const count = parts.length
  const of = (begin: number, end: number): { mean: number; left: number } => segment(parts, effects, begin, end)
  let one = { left: Infinity, at: 1 }
  let two = { left: Infinity, first: 1, second: 2 }
  for (let i = 1; i < count; i++) {
    const left = of(0, i).left + of(i, count).left
    if (left < one.left) one = { left, at: i }
    for (let j = i + 1; j < count; j++) {
      const outer = of(0, i).left + of(i, j).left + of(j, count).left
      if (outer < two.left) two = { left: outer, first: i, second: j }
    }
  }
  if (one.left <= (1 - ONE_STEP_ENOUGH) * of(0, count).left || count < 3)
    return `above ${lastBelow(parts, one.at)}: ${signed(of(one.at, count).mean - of(0, one.at).mean)}`
  const { first, second } = two
  const segments = [
    { name: `below ${firstOf(parts, first)}`, mean: of(0, first).mean },
    { name: `${firstOf(parts, first)} to ${lastBelow(parts, second)}`, mean: of(first, second).mean },
    { name: `above ${lastBelow(parts, second)}`, mean: of(second, count).mean },
  ]
  const largest = segments.reduce((most, { mean }) => Math.max(most, Math.abs(mean)), 0)
  return segments
    .filter(({ mean }) => Math.abs(mean) >= WORTH_SAYING * largest)
    .map(({ name, mean }) => `${name}: ${signed(mean)}`)
    .join('; ')
}

/** The roundest number from the largest value before a part to just below its smallest: whoever is above it is in the part. */
function lastBelow(parts: readonly Part[], part: number): string {
  const [low, high] = [parts[part - 1].to, parts[part].from]
  return (
    roundest(
      low,
      high,
      (step) => Math.ceil(low / step) * step,
      (value) => value < high,
    ) ?? shortNumber(low)
  )
}

/** The roundest number from just above the largest value before a part to its smallest: whoever is below it is not in the part. */
function firstOf(parts: readonly Part[], part: number): string {
  const [low, high] = [parts[part - 1].to, parts[part].from]
  return (
    roundest(
      low,
      high,
      (step) => Math.floor(high / step) * step,
      (value) => value > low,
    ) ?? shortNumber(high)
  )
}

/** The first that fits of the multiples of 100, 10, 1, .1 …, whatever the size of the numbers. */
function roundest(
  low: number,
  high: number,
  multiple: (step: number) => number,
  fits: (value: number) => boolean,
): string | null {
  const size = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high))))
  for (let digits = size; digits > size - 8; digits--) {
    const value = Number(multiple(10 ** digits).toPrecision(12))
    if (fits(value)) return String(value)
  }
  return null
}

/** `+1.2`, `−0.031`: two digits, with a sign that is read as one. */
export function signed(value: number): string {
  const digits = String(Number(Math.abs(value).toPrecision(2)))
  return `${value < 0 ? '−' : '+'}${digits}`
}
