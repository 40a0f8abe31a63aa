/**
 * The interval of the chosen forecast: what its own past errors were at the same horizon (conformal), and its model's own where the past
 * has too few trials to say.
 *
 *   half width of a row = conformal half width of its horizon, from the absolute errors of all folds (intervals/conformal.ts)
 *
 * Errors count in units of y. In units of each fold's own scale, which would let the interval grow with the series, intervals on 48 real
 * series were 16 % wider and covered 86 % instead of 84 %: early folds learn from little and err more for their scale. With
 * K < coverage/(1 − coverage) folds no finite width is enough by itself; then the wider of the largest past error and the model's own half
 * width is taken (refit.ts).
 */
import { bucketWidths, halfWidthsAt, leastRows, type Conformal, type PastErrors } from '../intervals/conformal.js'

/** Errors of one candidate in all of its folds. */
export interface FoldErrors {
  /** By fold: |y − ŷ| of its rows. */
  readonly errors: readonly Float64Array[]
  /** By fold: milliseconds of its rows behind its origin. */
  readonly horizons: readonly Float64Array[]
}

/** Half widths; null when there are fewer past errors than the coverage asks for. */
export function calibrateFolds(folds: FoldErrors, coverage: number): Pick<Conformal, 'reach' | 'halfWidth'> | null {
  return widthsOf(pooled(folds), undefined, coverage)
}

function widthsOf(
  all: PastErrors,
  without: number | undefined,
  coverage: number,
): Pick<Conformal, 'reach' | 'halfWidth'> | null {
  const errors = without === undefined ? all : withoutFold(all, without)
  return errors.error.length < leastRows(coverage) ? null : bucketWidths(errors, coverage)
}

/** Shares of rows that intervals held. Plain numbers. */
export interface Coverage {
  /** Values on a bound count as held. */
  readonly held: number
  /** They do not. */
  readonly inside: number
}

/** The coverage that is measured and judged, whatever the width of the interval asked for: 16 folds can tell no wider one. */
export const JUDGED_COVERAGE = 0.8

/**
 * Coverage when each fold's interval is calibrated on the others; null when there are too few folds.
 *
 * @param tie errors that differ from a half width by no more than this lie on the bound: exact forecasts, and counts, whose errors are often the same
 */
export function leaveOneOutCoverage(folds: FoldErrors, coverage: number, tie: number): Coverage | null {
  const count = folds.errors.length
  if (count <= leastRows(coverage)) return null
  const all = pooled(folds)
  let held = 0
  let inside = 0
  let rows = 0
  for (let f = 0; f < count; f++) {
    const conformal = widthsOf(all, f, coverage)
    if (conformal === null) return null
    const widths = halfWidthsAt(conformal, folds.horizons[f])
    folds.errors[f].forEach((error, i) => {
      held += error <= widths[i] + tie ? 1 : 0
      inside += error < widths[i] - tie ? 1 : 0
      rows++
    })
  }
  return rows === 0 ? null : { held: held / rows, inside: inside / rows }
}

/** All rows by ascending horizon; ties in the order of the folds, whose numbers stand for their cutoffs. */
function pooled({ errors, horizons }: FoldErrors): PastErrors {
  const horizon = Float64Array.from(horizons.flatMap((own) => [...own]))
  const error = Float64Array.from(errors.flatMap((own) => [...own]))
  const cutoff = Float64Array.from(errors.flatMap((own, f) => new Array<number>(own.length).fill(f)))
  return picked(
    { horizon, error, cutoff },
    Int32Array.from(horizon.keys()).sort((a, b) => horizon[a] - horizon[b] || a - b),
  )
}

function withoutFold(all: PastErrors, fold: number): PastErrors {
  return picked(
    all,
    Int32Array.from(all.cutoff.keys()).filter((i) => all.cutoff[i] !== fold),
  )
}

function picked({ horizon, error, cutoff }: PastErrors, rows: Int32Array): PastErrors {
  const pick = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row])
  return { horizon: pick(horizon), error: pick(error), cutoff: pick(cutoff) }
}
