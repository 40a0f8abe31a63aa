/** What a shock is, and what counts as one. */
import type { ModelRecipe } from '../additive/preparation.js'
import type { ScannedSpan } from './scan.js'

/** What counts as a shock. */
export interface ShockSettings {
  /** The model of the usual course. */
  readonly recipe: ModelRecipe
  /** Chance of finding anything in a series without shocks, (0, 1). */
  readonly alpha: number
  /** Units (rows, or days of several rows) of the shortest window, at least 2. */
  readonly shortest: number
  /** Days of the longest window; a quarter of the history at most. */
  readonly longest: number
}

/** A window in which the series left its usual course. */
export interface Shock {
  /** Time of the first and of the last row inside, milliseconds. */
  readonly start: number
  readonly end: number
  /** Calendar days from the first to the last row, both counted. */
  readonly days: number
  readonly direction: 'up' | 'down' | 'mixed'
  /** Mean distance from the usual course, in units of y; for 'mixed' the mean of its size. */
  readonly effect: number
  /** In standard errors, with the sign of the effect; positive for 'mixed'. */
  readonly z: number
  /** Corrected for all windows looked at. */
  readonly pValue: number
  readonly kind: 'one-off' | 'yearly'
}

/** A window of units. */
export interface Window extends ScannedSpan {
  /** Found by the sizes of its distances, not by their sign. */
  readonly burst: boolean
}

/** Units of the shortest burst: fewer are outliers. */
export const SHORTEST_BURST = 5
