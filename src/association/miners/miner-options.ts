/**
 * Options of the miners, which are the same for all of them.
 */
import { BodkinError, didYouMean } from '../../errors.js'
import {
  choice,
  either,
  integer,
  listOf,
  nullable,
  number,
  optional,
  readOptions,
  record,
  textRule,
  withDefault,
  type Schema,
} from '../../options/rules.js'
import type { Limits } from '../search/guard.js'
import type { ItemsetKind } from '../search/search.js'
import { layoutOf, layoutSchema, type TransactionsSettings } from '../transactions/transactions-options.js'

/** What to mine. Exactly one of `minSupport` and `minCount` is needed. */
export interface MinerOptions {
  /** Least share of the baskets, in (0, 1]; empty baskets count. An itemset is frequent when count / n ≥ minSupport in double arithmetic. */
  readonly minSupport?: number
  /** Least number of baskets, an integer ≥ 1. */
  readonly minCount?: number
  /** Longest itemset to list, an integer ≥ 1; default null: any length. It applies after the definition of `kind`. */
  readonly maxLength?: number | null
  /**
   * 'frequent' (default): all of them · 'closed': those without a proper superset of equal count · 'maximal': those without a frequent
   * proper superset · 'generator': those without a proper subset of equal count, the empty set (count n) included.
   */
  readonly kind?: ItemsetKind
  /** A label, or labels, that every itemset must hold; default none. */
  readonly mustContain?: string | readonly string[]
  /** What the search may use before it stops. */
  readonly limits?: {
    /** Itemsets, an integer ≥ 1; default 50 million. Apriori and FP-growth count frequent itemsets here whatever the `kind`. */
    readonly maxItemsets?: number
    /** Bytes of the resulting table, > 0; default 4 GiB. */
    readonly maxBytes?: number
    /** Milliseconds, > 0; default null: any time. */
    readonly maxMs?: number | null
    /** 'error' (default): throw `LIMIT`; 'truncate': give what was found and say so in the schema's metadata (`bodkin.truncated`). */
    readonly onLimit?: 'error' | 'truncate'
  }
}

/** Complete settings. */
export interface MinerSettings {
  /** A share of the baskets or a number of them. */
  readonly threshold: { readonly minSupport: number } | { readonly minCount: number }
  /** null = any length. */
  readonly maxLength: number | null
  readonly kind: ItemsetKind
  readonly mustContain: readonly string[]
  readonly limits: Limits
}

interface MinerFields {
  readonly minSupport: number | undefined
  readonly minCount: number | undefined
  readonly maxLength: number | null
  readonly kind: ItemsetKind
  readonly mustContain: string | readonly string[]
  readonly limits: Limits
}

const limitsSchema: Schema<Limits> = {
  maxItemsets: withDefault(integer({ min: 1 }), 50_000_000),
  maxBytes: withDefault(number({ above: 0 }), 4 * 2 ** 30),
  maxMs: withDefault(nullable(number({ above: 0 })), null),
  onLimit: withDefault(choice('error', 'truncate'), 'error'),
}

/** Rules of the options, for functions that take them beside their own. */
export const minerSchema: Schema<MinerFields> = {
  minSupport: optional(number({ above: 0, max: 1 })),
  minCount: optional(integer({ min: 1, max: 2 ** 31 - 1 })),
  maxLength: withDefault(nullable(integer({ min: 1 })), null),
  kind: withDefault(choice('frequent', 'closed', 'maximal', 'generator'), 'frequent'),
  mustContain: withDefault(either(textRule('a label'), listOf(textRule('a label'))), []),
  limits: {
    ...record(limitsSchema),
    absent: () => record(limitsSchema).read({}, { code: 'OPTION', noun: 'option', path: 'limits' }),
  },
}

/** Read the options of a miner that was given baskets. */
export function resolveMinerOptions(options: unknown): MinerSettings {
  return settingsOf(readOptions(minerSchema, options))
}

/** Read the options of a miner that was given a table: those of `transactions` are among them. */
export function resolveTableMinerOptions(options: unknown): { miner: MinerSettings; baskets: TransactionsSettings } {
  const fields = readOptions({ ...layoutSchema, ...minerSchema }, options)
  return { miner: settingsOf(fields), baskets: layoutOf(fields) }
}

function settingsOf({ minSupport, minCount, maxLength, kind, mustContain, limits }: MinerFields): MinerSettings {
  return Object.freeze({
    threshold: thresholdOf(minSupport, minCount),
    maxLength,
    kind,
    mustContain: Object.freeze([...new Set(typeof mustContain === 'string' ? [mustContain] : mustContain)]),
    limits,
  })
}

function thresholdOf(minSupport: number | undefined, minCount: number | undefined): MinerSettings['threshold'] {
  if (minSupport !== undefined && minCount === undefined) return Object.freeze({ minSupport })
  if (minCount !== undefined && minSupport === undefined) return Object.freeze({ minCount })
  const got = minCount === undefined ? 'neither' : 'both'
  throw new BodkinError('OPTION', `options must say one of "minSupport" and "minCount", got ${got}`, {
    minSupport,
    minCount,
  })
}

/**
 * Positions of labels among the items of the data.
 * @throws BodkinError `OPTION` for a label that no basket holds
 */
export function itemsOf(wanted: readonly string[], labels: readonly string[]): number[] {
  return wanted.map((label) => {
    const item = labels.indexOf(label)
    if (item >= 0) return item
    const message = `option "mustContain" must be items of the data, got ${JSON.stringify(label)}${didYouMean(label, labels)}`
    throw new BodkinError('OPTION', message, { option: 'mustContain', value: label })
  })
}
