/**
 * Options of `mine`.
 */
import { types } from 'node:util'
import { BodkinError } from '../../errors.js'
import { parseIsoTime } from '../../arrow/iso-time.js'
import {
  either,
  flag,
  integer,
  listOf,
  number,
  optional,
  readOptions,
  record,
  refuse,
  textRule,
  withDefault,
  type Rule,
  type Schema,
} from '../../options/rules.js'
import type { RunOptions } from '../../parallel/run-options.js'
import { hierarchyRule, type HierarchyOptions, type HierarchySettings } from '../hierarchy/hierarchy-options.js'
import { minerSchema, type MinerOptions, type MinerSettings } from '../miners/miner-options.js'
import {
  significanceSchema,
  type SignificanceOptions,
  type SignificanceSettings,
} from '../significance/significance-options.js'
import {
  layoutOf,
  layoutSchema,
  type LayoutFields,
  type TransactionsSettings,
} from '../transactions/transactions-options.js'

/** What a rule, and the run as a whole, must reach to be published. */
export interface MineGate {
  /** Largest q-value, in (0, 1]; default 0.05. Code NOT_SIGNIFICANT. */
  readonly fdr?: number
  /** What the lower bound of the adjusted lift must exceed, ≥ 0; default 1.1. Code WEAK. */
  readonly minAdjustedLift?: number
  /** What the improvement over every rule with fewer items on the left must exceed, in [−1, 1]; default 0. Code REDUNDANT. */
  readonly minImprovement?: number
  /** Whether a rule must hold in the later period as well; default true, needs `split`. Code NOT_REPLICATED. */
  readonly replicate?: boolean
  /** Least number of baskets, of each period when they are split; default 100. Code TOO_FEW_BASKETS. */
  readonly minBaskets?: number
  /** Least count of a rule; default 5. Code RARE. */
  readonly minCount?: number
}

/** Options of `mine` beside those that say where the baskets are. */
export interface MineOptions extends RunOptions {
  /** Least share of the baskets, in (0, 1]; default 0.01. */
  readonly minSupport?: number
  /** Least number of baskets, an integer ≥ 1, instead of `minSupport`. */
  readonly minCount?: number
  /** Least confidence, in [0, 1]; default 0: what is real need not be probable. */
  readonly minConfidence?: number
  /** Most items of a rule, both sides together, an integer ≥ 2; default 4. */
  readonly maxLength?: number
  /** Most rules to publish, an integer ≥ 1; default 1,000. The cut comes after the test: smallest q first, then largest lower bound. */
  readonly maxRules?: number
  /** Labels that may stand on the left; default all. */
  readonly antecedents?: string | readonly string[]
  /** Labels that may stand on the right; default all. */
  readonly consequents?: string | readonly string[]
  /** Shuffles to test with, an integer 1 … 100,000; default 200. */
  readonly permutations?: number
  /** Separator of labels that are values of one thing: see `significance`. */
  readonly exclusive?: SignificanceOptions['exclusive']
  /** Categories of items, to mine on several levels. Long form only. */
  readonly hierarchy?: HierarchyOptions
  /**
   * Mine and test what came before `at`, and look whether it holds from then on. `time`: column of times; a basket of several lines belongs
   * to the time of its first one. `at`: Date, ISO 8601 text, or milliseconds since 1970 UTC.
   */
  readonly split?: { readonly time: string; readonly at: Date | string | number }
  /** Column of prices of the items, for columns `expected_extra_sales` and `revenue_at_stake`. Long form only. */
  readonly price?: string
  /** What must hold to publish; false asks for no verdict. */
  readonly gate?: MineGate | false
  /** What the search may use before it stops. */
  readonly limits?: MinerOptions['limits']
}

/** The gate, complete. */
export interface GateSettings {
  readonly fdr: number
  readonly minAdjustedLift: number
  readonly minImprovement: number
  readonly replicate: boolean
  readonly minBaskets: number
  readonly minCount: number
}

/** Complete settings. */
export interface MineSettings {
  readonly baskets: TransactionsSettings
  readonly threshold: MinerSettings['threshold']
  readonly limits: MinerSettings['limits']
  readonly minConfidence: number
  readonly maxLength: number
  readonly maxRules: number
  readonly antecedents: string | readonly string[] | undefined
  readonly consequents: string | readonly string[] | undefined
  readonly hierarchy: HierarchySettings | undefined
  readonly split: SplitSettings | undefined
  readonly price: string | undefined
  /** Null = no verdict is asked for. */
  readonly gate: GateSettings | null
  readonly test: SignificanceSettings
}

/** Where the periods meet. */
export interface SplitSettings {
  readonly time: string
  /** Milliseconds since 1970-01-01 UTC; the later period begins here. */
  readonly at: number
}

const gateSchema: Schema<GateSettings> = {
  fdr: withDefault(number({ above: 0, max: 1 }), 0.05),
  minAdjustedLift: withDefault(number({ min: 0 }), 1.1),
  minImprovement: withDefault(number({ min: -1, max: 1 }), 0),
  replicate: withDefault(flag(), true),
  minBaskets: withDefault(integer({ min: 1 }), 100),
  minCount: withDefault(integer({ min: 1 }), 5),
}

const gateFields = record(gateSchema)
const gateExpected = `false or ${gateFields.expected}`

/** The gate, or false for none. */
const gateRule: Rule<GateSettings | false> = {
  expected: gateExpected,
  read(value, place) {
    if (value === false) return false
    if (typeof value !== 'object' || value === null) return refuse(place, gateExpected, value)
    return gateFields.read(value, place)
  },
  absent: () => gateFields.read({}, { code: 'OPTION', noun: 'option', path: 'gate' }),
}

/** Milliseconds from 1970 to the first and the last instant that a Date can be. */
const FARTHEST = 8.64e15
const instantExpected = 'a Date, a time in ISO 8601 (UTC) or milliseconds since 1970'

/** A time as milliseconds since 1970-01-01 UTC. */
const instant: Rule<number> = {
  expected: instantExpected,
  read(value, place) {
    const time = typeof value === 'string' ? parseIsoTime(value) : types.isDate(value) ? value.getTime() : value
    return typeof time === 'number' && Math.abs(time) <= FARTHEST ? time : refuse(place, instantExpected, value)
  },
}

const labels = optional(either(textRule('a label'), listOf(textRule('a label'))))
/** The options one by one, before it is known whether they go together. */
type MineFields = Omit<MineSettings, 'baskets' | 'threshold' | 'gate' | 'test'> &
  LayoutFields &
  Pick<SignificanceSettings, 'permutations' | 'exclusive' | 'seed' | 'signal' | 'onProgress' | 'workers'> & {
    readonly minSupport: number | undefined
    readonly minCount: number | undefined
    readonly gate: GateSettings | false
  }

const { minSupport, minCount, limits } = minerSchema
const { permutations, exclusive, seed, signal, onProgress, workers } = significanceSchema

const schema: Schema<MineFields> = {
  ...layoutSchema,
  minSupport,
  minCount,
  limits,
  minConfidence: withDefault(number({ min: 0, max: 1 }), 0),
  maxLength: withDefault(integer({ min: 2 }), 4),
  maxRules: withDefault(integer({ min: 1 }), 1000),
  antecedents: labels,
  consequents: labels,
  hierarchy: optional(hierarchyRule),
  split: optional(record<SplitSettings>({ time: textRule('the name of a column'), at: instant })),
  price: optional(textRule('the name of a column')),
  gate: gateRule,
  permutations,
  exclusive,
  seed,
  signal,
  onProgress,
  workers,
}

/**
 * Read the options.
 * @throws BodkinError `OPTION` also for options that do not go together
 */
export function resolveMineOptions(options: unknown): MineSettings {
  const fields = readOptions(schema, options)
  const baskets = layoutOf(fields)
  for (const name of ['hierarchy', 'price'] as const)
    if (fields[name] !== undefined && baskets.layout.form !== 'long') {
      const message = `option ${JSON.stringify(name)} needs baskets of one line an item (options "transaction" and "item")`
      throw new BodkinError('OPTION', message, { option: name })
    }
  if (fields.minSupport !== undefined && fields.minCount !== undefined) {
    const message = 'options must say one of "minSupport" and "minCount", got both'
    throw new BodkinError('OPTION', message, { minSupport: fields.minSupport, minCount: fields.minCount })
  }
  return Object.freeze({
    baskets,
    threshold:
      fields.minCount === undefined ? { minSupport: fields.minSupport ?? 0.01 } : { minCount: fields.minCount },
    limits: fields.limits,
    minConfidence: fields.minConfidence,
    maxLength: fields.maxLength,
    maxRules: fields.maxRules,
    antecedents: fields.antecedents,
    consequents: fields.consequents,
    hierarchy: fields.hierarchy,
    split: fields.split,
    price: fields.price,
    gate: fields.gate === false ? null : fields.gate,
    test: {
      method: 'swap',
      correction: 'fdr',
      permutations: fields.permutations,
      exclusive: fields.exclusive,
      seed: fields.seed,
      signal: fields.signal,
      onProgress: fields.onProgress,
      workers: fields.workers,
    },
  } satisfies MineSettings)
}
