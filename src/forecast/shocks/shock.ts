/** What a shock is, and what counts as one. */
import type { ModelRecipe } from '../additive/preparation.js'
import type { ScannedSpan } from './scan.js'

/** What counts as a shock, without the model. */
export interface ShockRule {
  /** Chance of finding anything in a series without shocks, (0, 1). */
  readonly alpha: number
  /** Units (rows, or days of several rows) of the shortest window, at least 2. */
  readonly shortest: number
  /** Days of the longest window; a quarter of the history at most. */
  readonly longest: number
}

/** What counts as a shock where nobody said it. Lies here because a worker's tasks must not reach the options, which know Arrow. */
export const DEFAULT_RULE: ShockRule = Object.freeze({ alpha: 0.02, shortest: 3, longest: 366 })

/** What counts as a shock. */
export interface ShockSettings extends ShockRule {
  /** The model of the usual course. */
  readonly recipe: ModelRecipe
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
