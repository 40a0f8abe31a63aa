/**
 * A last period that looks incomplete: a week or a month that had not ended when the data were taken holds a part of its sum only.
 *
 *   l_t = ln(y_t / y_{t−lag}) for lag = 1 and lag = a season;  c, s = median and 1.4826 · median absolute deviation of the l before the last
 *   flagged when l_T < c − max(4s, ln 1.25) and at most one earlier l in 20 is as low, by the lag with the smaller s
 *
 * The lag with less scatter knows more: a season where the series has one, else the period before. Only for series of positive values and
 * at least 8 earlier ratios; the floor ln 1.25 keeps series without scatter from being flagged for a trifle. A hint, no proof: a real
 * collapse in the last period looks the same. Checked by the caller for steps above a day only, since days are seldom cut. O(T log T).
 */
import { quantileInPlace } from '../../numeric/quantile.js'
import { showTime } from '../calendar.js'
import type { History } from '../history.js'
import { MAD_TO_DEVIATION } from './outliers.js'
import type { PartialLast } from './profile.js'

const LEAST_RATIOS = 8
const TOO_LOW = 4
const LEAST_DROP = Math.log(1.25)
/** Largest share of earlier ratios as low as the last; a spike leaves one such behind it when it is divided by. */
const RARE = 0.05

/**
 * @param position step of each row on the calendar, ascending, length T
 * @param season steps in a season, 1 for none
 */
export function findPartialLast({ ds, y }: History, position: Float64Array, season: number): PartialLast | null {
  const last = y.length - 1
  if (last < LEAST_RATIOS || !(y[last] >= 0) || !y.subarray(0, last).every((value) => value > 0)) return null
  const rowAt = new Map(Array.from(position, (step, t) => [step, t]))
  const views = [...new Set([1, season])]
    .map((lag) => ratiosAt(y, position, rowAt, lag))
    .filter((view) => view !== null)
  if (views.length === 0) return null
  const { reference, centre, deviation, ratios } = views.reduce((a, b) => (b.deviation < a.deviation ? b : a))
  const ratio = Math.log(y[last] / reference)
  const asLow = ratios.filter((other) => other <= ratio).length
  if (!(ratio < centre - Math.max(TOO_LOW * deviation, LEAST_DROP)) || asLow > RARE * ratios.length) return null
  const expected = reference * Math.exp(centre)
  return Object.freeze({ ds: showTime(ds[last]), value: y[last], expected, share: y[last] / expected })
}

/** How rows compare with those `lag` steps before them. */
interface Ratios {
  /** The value that the last row is compared with. */
  readonly reference: number
  readonly centre: number
  readonly deviation: number
  /** l of the rows before the last. */
  readonly ratios: readonly number[]
}

function ratiosAt(
  y: Float64Array,
  position: Float64Array,
  rowAt: ReadonlyMap<number, number>,
  lag: number,
): Ratios | null {
  const last = y.length - 1
  const before = rowAt.get(position[last] - lag)
  const ratios: number[] = []
  for (let t = 0; t < last; t++) {
    const row = rowAt.get(position[t] - lag)
    if (row !== undefined) ratios.push(Math.log(y[t] / y[row]))
  }
  if (before === undefined || ratios.length < LEAST_RATIOS) return null
  const centre = quantileInPlace(Float64Array.from(ratios), 0.5)
  const distances = Float64Array.from(ratios, (ratio) => Math.abs(ratio - centre))
  const deviation = MAD_TO_DEVIATION * quantileInPlace(distances, 0.5)
  return { reference: y[before], centre, deviation, ratios }
}
