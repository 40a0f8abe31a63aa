/**
 * What a model makes of one feature: the mean prediction if all rows had the same value of it, over the values that occur.
 *
 *   effect(v) = Σ w·f(x with x_j = v) / Σ w,  less its mean over the rows' own values
 *
 * (Partial dependence; Friedman, Greedy Function Approximation, 2001.) A number's values are cut into at most 16 parts at its quantiles, and the
 * middle row of a part stands for it; a category has its labels, the 24 most frequent. O(parts · prediction).
 */
import type { FeatureColumn } from '../columns.js'
import { respond, type GroupModels } from './fold-models.js'
import type { GroupData } from './group-data.js'
import { categoryBins, numberBins } from './small-matrix.js'

/** A part of a feature's values. */
export interface Part {
  /** Smallest value of a number's part; a category's code. */
  readonly from: number
  /** Largest value of a number's part; a category's code. */
  readonly to: number
  /** The value that stands for the part: of its middle row. */
  readonly value: number
  /** Code of that value in the binned matrix. */
  readonly bin: number
  /** Share of the rows with a value, by weight. */
  readonly share: number
}

/** Most labels that are looked at one by one. */
const MOST_LABELS = 24

/** The parts of a feature, ascending; a category's by frequency. Missing values are no part. */
export function partsOf(
  feature: number,
  { columns, weight }: Pick<GroupData, 'columns' | 'weight'>,
  { matrix }: Pick<GroupModels, 'matrix'>,
): Part[] {
  const { kind, values } = columns[feature]
  const { codes, count } = kind === 'category' ? categoryBins(values) : numberBins(values)
  const members: number[][] = Array.from({ length: count }, () => [])
  codes.forEach((code, row) => code >= 0 && members[code].push(row))
  const weightOf = members.map((rows) => rows.reduce((sum, row) => sum + weight[row], 0))
  const total = weightOf.reduce((sum, value) => sum + value, 0)
  return members.slice(0, kind === 'category' ? MOST_LABELS : count).map((rows, part) => {
    const sorted = rows.toSorted((a, b) => values[a] - values[b])
    const middle = sorted[Math.floor(sorted.length / 2)]
    return {
      from: values[sorted[0]],
      to: values[sorted[sorted.length - 1]],
      value: values[middle],
      bin: matrix.bins[middle * columns.length + feature],
      share: weightOf[part] / total,
    }
  })
}

/** Responses of all rows if they had the given bin of the feature; `scratch` is the matrix with bins of its own. */
export function respondAt(
  feature: number,
  bin: number,
  scratch: GroupModels['matrix'],
  boosted: GroupModels['final'],
  rounds: number,
  { settings }: Pick<GroupModels, 'settings'>,
): Float32Array {
  const { bins, features, rows } = scratch
  const stride = features.length
  for (let row = 0; row < rows; row++) bins[row * stride + feature] = bin
  return respond(scratch, boosted, settings, { rows: null, rounds })
}

/** Effect of each part on the mean prediction of the final model. */
export function effectsOf(
  feature: number,
  parts: readonly Part[],
  { weight }: GroupData,
  models: GroupModels,
): Float64Array {
  const scratch = { ...models.matrix, bins: models.matrix.bins.slice() }
  const total = weight.reduce((sum, value) => sum + value, 0)
  const means = Float64Array.from(parts, ({ bin }) => {
    const responses = respondAt(feature, bin, scratch, models.final, models.rounds, models)
    let sum = 0
    for (let row = 0; row < responses.length; row++) sum += weight[row] * responses[row]
    return sum / total
  })
  let centre = 0
  let shares = 0
  parts.forEach(({ share }, part) => {
    centre += share * means[part]
    shares += share
  })
  return means.map((mean) => mean - centre / shares)
}

/** Name of a value, for people: a label, or a number to four digits. */
export function valueName({ kind, labels }: FeatureColumn, value: number): string | null {
  if (Number.isNaN(value)) return null
  return kind === 'category' ? (labels[value] ?? null) : shortNumber(value)
}

/** Four significant digits, no exponent where people would write none: `27.31`, `1040`. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)))
}
