/**
 * What a group with few rows may take from the others: their trees, as far as they fit it.
 *
 *   margin of row i = g(ȳ) + s·(p_i − p̄) + the group's own trees        s = c⁺·n/(n + 20), at most 1
 *
 * p_i: margin of row i by trees of all other groups' rows; c: weighted slope of the group's target on those trees' responses; g: the link; means over
 * the n training rows. So the group keeps its own level, a pattern that it does not share comes with s near 0, and held-out rows have
 * no part in any of it. The shrunk trees become the first of the group's model, which stays a model like any other.
 *
 * Only predictions borrow. The tests look at a group's own rows: evidence cannot be borrowed.
 */
import { binColumns, type BinnedMatrix } from '../training/binning.js'
import { boost, type Boosted } from '../training/boost.js'
import { hasMargin, toMargin, toResponses } from '../model/link.js'
import type { FeatureColumn } from '../columns.js'
import type { TreeSettings } from '../options.js'
import { predictBinned } from '../training/predict-binned.js'
import type { GroupData } from './group-data.js'
import { joinBoosted } from './join-boosted.js'

/** Rows of all other groups. Structured-cloneable. */
export type OtherRows = Pick<GroupData, 'columns' | 'target' | 'weight'>

/** The group's rows binned like the others', and what the others' trees say of them. */
interface Lender {
  readonly matrix: BinnedMatrix
  readonly boosted: Boosted
  /** One a row of the group. */
  readonly margins: Float64Array
}

/** Rounds of the others' trees. */
const ROUNDS = 60
/** Rows that the guess s = 0 is worth. */
const DOUBT = 20

/** Fit the others. */
export function openLender(data: GroupData, others: OtherRows, settings: TreeSettings): Lender {
  const lent = others.target.length
  const columns = data.columns.map((column, f): FeatureColumn => {
    const values = new Float32Array(lent + column.values.length)
    values.set(others.columns[f].values)
    values.set(column.values, lent)
    return { ...column, values }
  })
  const together = (first: Float64Array, second: Float64Array): Float64Array => {
    const both = new Float64Array(first.length + second.length)
    both.set(first)
    both.set(second, first.length)
    return both
  }
  const weights = together(others.weight, data.weight)
  const all = binColumns(columns, settings, weights)
  const labels = together(others.target, data.target)
  const count = Int32Array.from({ length: all.rows }, (_, row) => row)
  const boosted = boost(all, { labels, weights }, { ...settings, rounds: ROUNDS }, count.subarray(0, lent))
  const margins = predictBinned(all, boosted, settings.objective, { rows: count.subarray(lent) })
  const bins = all.bins.slice(lent * columns.length)
  return { matrix: { ...all, rows: data.target.length, bins }, boosted, margins: Float64Array.from(margins) }
}

/** A loan to some training rows: base margins of all rows, and how the group's own trees become a whole model. */
interface Loan {
  readonly baseMargin: Float64Array
  readonly share: number
  /** The model of the shrunk trees and then the group's own. */
  readonly complete: (own: Boosted) => Boosted
}

/** Lend to these training rows. */
export function lend(
  lender: Lender,
  { target, weight }: GroupData,
  { objective }: TreeSettings,
  train: Int32Array,
): Loan {
  const { boosted, margins } = lender
  const responses = Float32Array.from(margins)
  toResponses(objective, responses)
  let [total, meanY, meanP, meanR] = [0, 0, 0, 0]
  for (const row of train) total += weight[row]
  for (const row of train) {
    meanY += (weight[row] * target[row]) / total
    meanP += (weight[row] * margins[row]) / total
    meanR += (weight[row] * responses[row]) / total
  }
  let [both, spread] = [0, 0]
  for (const row of train) {
    both += weight[row] * (target[row] - meanY) * (responses[row] - meanR)
    spread += weight[row] * (responses[row] - meanR) ** 2
  }
  const slope = spread > 0 ? both / spread : 0
  const share = Math.min(1, (Math.max(0, slope) * train.length) / (train.length + DOUBT))
  const level = toMargin(objective, levelOf(objective, meanY))
  const start = level - share * meanP
  return {
    baseMargin: margins.map((margin) => start + share * margin),
    share,
    complete: (own) =>
      joinBoosted(boosted, share, own, objective, start + share * toMargin(objective, boosted.baseScore[0])),
  }
}

/** A mean that has a margin: shares of 0 or 1 do not. */
function levelOf(objective: TreeSettings['objective'], mean: number): number {
  if (hasMargin(objective, mean)) return mean
  return objective === 'logistic' ? Math.min(1 - 1e-6, Math.max(1e-6, mean)) : 1e-6
}
