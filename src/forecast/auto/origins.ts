/**
 * Origins: where the history is cut to try the candidates, counted in rows.
 *
 * The last window ends with the last row. As many origins as there is room for, 16 at most, spread as widely as the history allows and never
 * closer than ⌈horizon/4⌉ rows, since windows that overlap more than that say little new. The first origin keeps rows to learn from: two
 * seasons or three horizons, whichever is more, and 24 rows where neither is. A history too short for the fewest folds under that rule
 * gives up learning rows, down to one season and a third of the history, before it gives up folds.
 */
import type { Fold } from '../evaluation/folds.js'

/** More origins say little more and cost as much each. */
const MOST = 16
const LEAST_TRAINING = 8
const USUAL_TRAINING = 24

/** The folds, and how many neighbours share rows. */
export interface Origins {
  readonly folds: readonly Fold[]
  /** Rows between neighbouring origins; 0 with a single one. */
  readonly spacing: number
  /** ⌈horizon/spacing⌉: how many windows a row may lie in; at least 1. */
  readonly overlap: number
}

/**
 * Place the origins.
 *
 * @param ds ascending times, a row a period
 * @param horizon rows to forecast, integer ≥ 1
 * @param season rows in a season, 1 for none
 * @param wanted the fewest folds that the caller's gate asks for
 */
export function placeOrigins(ds: Float64Array, horizon: number, season: number, wanted: number): Origins {
  const rows = ds.length
  const latest = rows - horizon
  const closest = Math.ceil(horizon / 4)
  const usual = Math.max(2 * season, 3 * horizon, USUAL_TRAINING)
  const least = Math.max(LEAST_TRAINING, Math.min(season + 1, Math.ceil(rows / 3)), Math.ceil(rows / 3))
  // where the usual first origin leaves room for the folds wanted, it stands; else it moves forward as far as they need
  const first = Math.max(Math.min(usual, latest - (Math.min(wanted, MOST) - 1) * closest), Math.min(usual, least))
  const room = latest - first
  if (room < 0) return { folds: [], spacing: 0, overlap: 1 }
  const count = Math.min(MOST, Math.floor(room / closest) + 1)
  const spacing = count === 1 ? 0 : Math.floor(room / (count - 1))
  const folds = Array.from({ length: count }, (_, i): Fold => {
    const train = latest - (count - 1 - i) * spacing
    return { cutoff: ds[train - 1], train, end: train + horizon }
  })
  return { folds, spacing, overlap: spacing === 0 ? 1 : Math.ceil(horizon / spacing) }
}
