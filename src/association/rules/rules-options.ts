/**
 * Options of `rules`.
 */
import { BodkinError, didYouMean } from '../../errors.js'
import {
  either,
  flag,
  integer,
  listOf,
  nullable,
  number,
  optional,
  readOptions,
  textRule,
  withDefault,
  type Schema,
} from '../../options/rules.js'
import { measureRule, type MeasureName } from './measures.js'

/** Which rules to take, and what to say of them. */
export interface RulesOptions {
  /**
   * The measure that decides, by its column name; default 'confidence', the only one that can leave out whole families of rules unseen.
   */
  readonly metric?: MeasureName
  /** Least value of the metric, default 0.8; for 'fisher_p' and 'chi_squared_p', where less is better, the largest. */
  readonly minThreshold?: number
  /** Most items on the left, an integer ≥ 1; default null: any number. */
  readonly maxAntecedent?: number | null
  /** Most items on the right, an integer ≥ 1; default null: any number. */
  readonly maxConsequent?: number | null
  /** Labels that may stand on the right; default all. `consequents: 'bread'` asks what goes with bread. */
  readonly consequents?: string | readonly string[]
  /** Labels that may stand on the left; default all. */
  readonly antecedents?: string | readonly string[]
  /** Further measures to compute, each a column behind the others. */
  readonly metrics?: readonly MeasureName[]
  /** Whether measures without bound (conviction of confidence 1, odds ratios over 0) are Infinity instead of null; default false. */
  readonly infinity?: boolean
}

/** Complete settings. */
export interface RulesSettings {
  readonly metric: MeasureName
  readonly minThreshold: number
  readonly maxAntecedent: number | null
  readonly maxConsequent: number | null
  readonly consequents: string | readonly string[] | undefined
  readonly antecedents: string | readonly string[] | undefined
  readonly metrics: readonly MeasureName[]
  readonly infinity: boolean
}

const labels = either(textRule('a label'), listOf(textRule('a label')))

const schema: Schema<RulesSettings> = {
  metric: withDefault(measureRule(), 'confidence'),
  minThreshold: withDefault(number(), 0.8),
  maxAntecedent: withDefault(nullable(integer({ min: 1 })), null),
  maxConsequent: withDefault(nullable(integer({ min: 1 })), null),
  consequents: optional(labels),
  antecedents: optional(labels),
  metrics: withDefault(listOf(measureRule()), []),
  infinity: withDefault(flag(), false),
}

/** Read the options of `rules`. */
export function resolveRulesOptions(options: unknown): RulesSettings {
  return readOptions(schema, options)
}

/**
 * By item, 1 = among the labels that may stand on a side; null when all may.
 * @throws BodkinError `OPTION` for a label that no itemset holds
 */
export function allowedItems(
  option: 'antecedents' | 'consequents',
  wanted: string | readonly string[] | undefined,
  known: readonly string[],
): Uint8Array | null {
  if (wanted === undefined) return null
  const allowed = new Uint8Array(known.length)
  for (const label of typeof wanted === 'string' ? [wanted] : wanted) {
    const item = known.indexOf(label)
    if (item < 0) {
      const message = `option ${JSON.stringify(option)} must be items of the itemsets, got ${JSON.stringify(label)}${didYouMean(label, known)}`
      throw new BodkinError('OPTION', message, { option, value: label })
    }
    allowed[item] = 1
  }
  return allowed
}
