/**
 * Options of `significance`.
 */
import { choice, integer, nullable, readOptions, textRule, withDefault, type Schema } from '../../options/rules.js'
import { runSchema, type RunOptions, type RunSettings } from '../../parallel/run-options.js'

/** How rules are tested. */
export type SignificanceMethod = 'swap' | 'stratified' | 'fisher'

/** How p-values of many rules become q-values. */
export type Correction = 'fdr' | 'holm'

/** Options of `significance`. */
export interface SignificanceOptions extends RunOptions {
  /**
   * What a rule is held against. 'swap' (default): shuffles that keep how frequent items and how large baskets are, each mined anew with
   * the thresholds of the rules. 'stratified': the statistic's normal approximation, without shuffles: quick, but rules of large
   * baskets look better than they are. 'fisher': Fisher's exact test, which takes every basket as equally likely to hold an item, and so
   * finds rules where baskets only differ in size: for comparison.
   */
  readonly method?: SignificanceMethod
  /** Shuffles of method 'swap', an integer 1 … 100,000; default 200. */
  readonly permutations?: number
  /**
   * Separator of labels such as `phase=Climb`, here '=': items that agree up to it are values of one thing, of which a basket has one. Shuffles
   * then exchange values of one thing only. Default null: items do not exclude each other. Set it for baskets made of a table's columns,
   * where every pair of columns would look associated otherwise.
   */
  readonly exclusive?: string | null
  /** 'fdr' (default): the share of false rules among those with a q-value as small; 'holm': the chance of even one. */
  readonly correction?: Correction
}

/** Complete settings. */
export interface SignificanceSettings extends RunSettings {
  readonly method: SignificanceMethod
  readonly permutations: number
  readonly correction: Correction
  readonly exclusive: string | null
  readonly seed: number
}

/** Rules of the options, for functions that take them beside their own. */
export const significanceSchema: Schema<SignificanceSettings> = {
  ...runSchema,
  method: withDefault(choice('swap', 'stratified', 'fisher'), 'swap'),
  permutations: withDefault(integer({ min: 1, max: 100_000 }), 200),
  correction: withDefault(choice('fdr', 'holm'), 'fdr'),
  exclusive: withDefault(nullable(textRule()), null),
  seed: withDefault(integer({ min: 0 }), 0),
}

/** Read the options. */
export function resolveSignificanceOptions(options: unknown): SignificanceSettings {
  return readOptions(significanceSchema, options)
}
