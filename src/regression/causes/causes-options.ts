/**
 * Options of `causes`.
 *
 * The trees' options are read as they are by `fit`, but their defaults come from the group's size (defaults-by-size.ts), so only what was
 * given is kept here.
 */
import {
  choice,
  integer,
  listOf,
  number,
  nullable,
  optional,
  readOptions,
  record,
  refuse,
  textRule,
  withDefault,
  type Rule,
  type Schema,
} from '../../options/rules.js'
import { runSchema, type RunOptions, type RunSettings } from '../../parallel/run-options.js'
import { givenTreeOptions, treeSettingsOf } from '../evaluation/evaluation-options.js'
import { treeSchema, type TreeFields, type TreeOptions } from '../options.js'

/** What must hold to publish a group's causes. */
export interface CausesGate {
  /** Level of the tests, in (0, 1): the p-value of the group (the q-value with `by`), and the q-value of each feature; default 0.05. Codes NO_SKILL, NOT_SIGNIFICANT. */
  readonly alpha?: number
  /**
   * Draws of each permutation test, an integer 19 … 100,000; default 199. More are made where groups or features are so many, or `alpha` so
   * small, that this many could never show one.
   */
  readonly permutations?: number
  /** Fewest rows of a group, an integer ≥ 10; default 30. Code TOO_FEW_ROWS. */
  readonly minRows?: number
  /** What a leak does: 'error' refuses (default), 'warn' only tells. Code LEAKAGE. */
  readonly leakage?: 'error' | 'warn'
  /** Least cross-validated R²; default none. Code LIMIT. */
  readonly minR2?: number
  /** Largest cross-validated RMSE, in the target's unit; default none. Code LIMIT. */
  readonly maxRmse?: number
}

/** Options of `causes`. */
export interface CausesOptions extends TreeOptions, RunOptions {
  /** Name of the column to explain: uptime, downtime hours, failures as 0/1. */
  readonly target: string
  /** Name of a column of groups, e.g. the type of machine: one model, one test and one verdict a group; default: one group. */
  readonly by?: string
  /** Names of the columns that may be causes; default: all columns without another part. */
  readonly features?: readonly string[]
  /**
   * Name of a column of units whose rows belong together, e.g. the machine: folds and permutations then go by whole units. Default: a column
   * called `machine`, `machine_id`, `unit`, `asset`, `device` or `equipment` that is no feature and has more rows than values; null = none.
   */
  readonly unit?: string | null
  /** Name of a column of times: folds go forward in time, permutations stay within stretches of time. */
  readonly time?: string
  /** Name of a column of weights ≥ 0, e.g. scheduled hours: how much a row's target is worth. */
  readonly exposure?: string
  /** Features that somebody can change; fills the table `actions`. */
  readonly actionable?: readonly string[]
  /** Which way the target is better; default 'higher'. */
  readonly better?: 'higher' | 'lower'
  /** Coverage of the intervals of predictions and gains, in (0, 1); default 0.8. */
  readonly coverage?: number
  /** What must hold to publish; false asks for no verdict. */
  readonly gate?: CausesGate | false
  /** Seed of folds and permutations, an integer ≥ 0; default 0. */
  readonly seed?: number
}

/** The gate, complete. */
export interface GateSettings {
  readonly alpha: number
  readonly permutations: number
  readonly minRows: number
  readonly leakage: 'error' | 'warn'
  readonly minR2: number | undefined
  readonly maxRmse: number | undefined
}

/** Complete settings. */
export interface CausesSettings {
  readonly target: string
  readonly by: string | undefined
  readonly features: readonly string[] | undefined
  /** Undefined = look for one; null = none. */
  readonly unit: string | null | undefined
  readonly time: string | undefined
  readonly exposure: string | undefined
  readonly actionable: readonly string[]
  readonly better: 'higher' | 'lower'
  readonly coverage: number
  readonly gate: GateSettings
  /** Whether a verdict is asked for. */
  readonly gated: boolean
  readonly seed: number
  /** The trees' options that were given. */
  readonly trees: TreeOptions
  readonly run: RunSettings
}

const gateSchema: Schema<GateSettings> = {
  alpha: withDefault(number({ above: 0, below: 1 }), 0.05),
  permutations: withDefault(integer({ min: 19, max: 100_000 }), 199),
  minRows: withDefault(integer({ min: 10 }), 30),
  leakage: withDefault(choice('error', 'warn'), 'error'),
  minR2: optional(number({ max: 1 })),
  maxRmse: optional(number({ above: 0 })),
}

const gateFields = record(gateSchema)
const gateExpected = `false or ${gateFields.expected}`
const defaultGate = (): GateSettings => gateFields.read({}, { code: 'OPTION', noun: 'option', path: 'gate' })

/** The gate, or false for none. */
const gateRule: Rule<GateSettings | false> = {
  expected: gateExpected,
  read(value, place) {
    if (value === false) return false
    if (typeof value !== 'object' || value === null) return refuse(place, gateExpected, value)
    return gateFields.read(value, place)
  },
  absent: defaultGate,
}

const column = textRule('a column name')

type OwnFields = Pick<
  CausesSettings,
  'target' | 'by' | 'features' | 'unit' | 'time' | 'exposure' | 'actionable' | 'better' | 'coverage'
> & { readonly gate: GateSettings | false }

const schema: Schema<OwnFields & RunSettings & TreeFields> = {
  target: column,
  by: optional(column),
  features: optional(listOf(column)),
  unit: optional(nullable(column)),
  time: optional(column),
  exposure: optional(column),
  actionable: withDefault(listOf(column), []),
  better: withDefault(choice('higher', 'lower'), 'higher'),
  coverage: withDefault(number({ above: 0, below: 1 }), 0.8),
  gate: gateRule,
  ...runSchema,
  ...treeSchema,
}

/**
 * Read the options.
 * @throws BodkinError `OPTION`
 */
export function resolveCausesOptions(options: CausesOptions): CausesSettings {
  const fields = readOptions(schema, options)
  treeSettingsOf(fields, 'causes')
  const { target, by, features, unit, time, exposure, actionable, better, coverage, seed } = fields
  const { signal, onProgress, workers } = fields
  return Object.freeze({
    target,
    by,
    features,
    unit,
    time,
    exposure,
    actionable,
    better,
    coverage,
    gate: fields.gate === false ? defaultGate() : fields.gate,
    gated: fields.gate !== false,
    seed,
    trees: givenTreeOptions(options),
    run: { signal, onProgress, workers },
  })
}
