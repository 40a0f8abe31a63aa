/**
 * A history without its one-off shocks, for models that would take them for trend or season.
 *
 * A one-off holiday with a coefficient for each of its days takes these days out of the fit of everything else; leaving the rows out does
 * the same without a column a day. Windows that come back every year stay: they are season. Exponential smoothing and its like count rows
 * and keep them all.
 */
import type { ModelRecipe } from '../additive/preparation.js'
import { mapColumns } from '../evaluation/folds.js'
import type { History } from '../history.js'
import { findShocks } from '../shocks/find-shocks.js'
import { DEFAULT_RULE, type Shock } from '../shocks/shock.js'

/** The shocks of a history: of that alone, so that a fold learns from its own past. */
export function shocksOf(history: History, recipe: ModelRecipe): Shock[] {
  return findShocks(history, { ...DEFAULT_RULE, recipe })
}

/** The rows outside of one-off shocks; the history itself when there are none. */
export function calmHistory(history: History, shocks: readonly Shock[]): History {
  const windows = shocks.filter(({ kind }) => kind === 'one-off')
  if (windows.length === 0) return history
  const kept = Int32Array.from(history.ds.keys()).filter(
    (row) => !windows.some(({ start, end }) => history.ds[row] >= start && history.ds[row] <= end),
  )
  const pick = (values: Float64Array): Float64Array => Float64Array.from(kept, (row) => values[row])
  return { ds: pick(history.ds), y: pick(history.y), columns: mapColumns(history.columns, pick) }
}
