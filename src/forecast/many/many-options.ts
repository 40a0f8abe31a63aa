/** Options of `many`: what names a series, how far to forecast, and the model with its own options. */
import { integer, optional, readOptions, textRule, withDefault, type Schema } from '../../options/rules.js'
import { runSchema, type RunOptions, type RunSettings } from '../../parallel/run-options.js'
import {
  assertOptions,
  planCandidate,
  type CandidateOptions,
  type CandidatePlan,
} from '../evaluation/read-candidate.js'
import { parseFrequency, type Frequency } from '../frequency.js'
import { assertKeyNames, byRule } from '../panel/panel-options.js'

/** What `many` takes beside the options of its model. */
export interface ManyRunOptions extends Omit<RunOptions, 'seed'> {
  /** Column or columns whose values name a series: text, integers, numbers, booleans or times. A null is a key like any other. */
  readonly by: string | readonly string[]
  /** Rows to forecast behind each series' own last row, integer 0 … 100,000. */
  readonly periods: number
  /** Step of the rows; default: that of each series' own history. */
  readonly frequency?: Frequency
  /** Seed of simulated intervals, an integer ≥ 0; default 0. Every series has a stream of its own, named by its keys. */
  readonly seed?: number
}

/** Options of `many`: the model by name (default 'additive') with its own options, as `crossValidate` takes them. */
export type ManyOptions = ManyRunOptions & CandidateOptions

/** Checked options; the model's are read, its tables and dates are not. */
export interface ManySettings extends RunSettings {
  readonly by: readonly string[]
  readonly periods: number
  readonly frequency: Frequency | undefined
  readonly seed: number
}

const schema: Schema<ManySettings> = {
  ...runSchema,
  by: byRule,
  periods: integer({ min: 0, max: 100_000 }),
  frequency: optional(textRule('a frequency such as "D" or "MS"')),
  seed: withDefault(integer(), 0),
}

/** Columns that the results have beside the keys. */
const RESULT_COLUMNS = ['ds', 'yhat', 'yhat_lower', 'yhat_upper', 'model', 'rows', 'ok', 'code', 'message']

/** Check the options. */
export function readManyOptions(options: ManyOptions): { settings: ManySettings; plan: CandidatePlan } {
  assertOptions(options)
  const { by, periods, frequency, seed, workers, signal, onProgress, ...own } = options
  const settings = readOptions(schema, { by, periods, frequency, seed, workers, signal, onProgress })
  if (settings.frequency !== undefined) parseFrequency(settings.frequency)
  const plan = planCandidate(own)
  assertKeyNames(settings.by, [plan.names.time, plan.names.value, ...RESULT_COLUMNS])
  return { settings, plan }
}
