/** How the posterior is sampled: the options, and the same checked. */
import { integer, optional, withDefault, type Schema } from '../../options/rules.js'
import { runSchema, type RunOptions, type RunSettings } from '../../parallel/run-options.js'
import { seed } from '../options.js'

/** How many draws, and how to run. */
export interface PosteriorOptions extends RunOptions {
  /** Draws to keep of each chain, integer 4 … 100,000; default 1,000. */
  readonly draws?: number
  /** Sweeps of each chain before its first draw, integer 0 … 1,000,000; default 500. */
  readonly warmup?: number
  /** Sweeps for each draw that is kept, integer 1 … 1,000; default 4. */
  readonly thin?: number
  /** Chains, each from a start of its own, integer 1 … 64; default 4. */
  readonly chains?: number
}

/** The same, checked. */
export interface PosteriorSettings extends RunSettings {
  readonly draws: number
  readonly warmup: number
  readonly thin: number
  readonly chains: number
  /** undefined: the model's own. */
  readonly seed: number | undefined
}

/** Rules of `PosteriorOptions`. */
export const posteriorSchema: Schema<PosteriorSettings> = {
  draws: withDefault(integer({ min: 4, max: 100_000 }), 1000),
  warmup: withDefault(integer({ min: 0, max: 1_000_000 }), 500),
  thin: withDefault(integer({ min: 1, max: 1000 }), 4),
  chains: withDefault(integer({ min: 1, max: 64 }), 4),
  seed: optional(seed),
  ...runSchema,
}
