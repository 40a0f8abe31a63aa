/** Options of `detectShocks`: those of the model, and what counts as a shock. */
import { integer, number, readOptions, refuse, withDefault, type Schema } from '../../options/rules.js'
import { resolveForecastOptions, type ForecastOptions, type ForecastSettings } from '../options.js'
import { DEFAULT_RULE, type ShockRule } from './shock.js'

/** What `detectShocks` takes: the model of the usual course (as `fit`), and how clear a shock must be. */
export interface ShockOptions extends ForecastOptions {
  /** Chance of finding anything in a series without shocks, in (0, 0.5]; default 0.02. Smaller finds less. */
  readonly alpha?: number
  /** Rows of the shortest shock (days, where a day has several rows), integer ≥ 2; default 3. */
  readonly minLength?: number
  /**
   * Days of the longest shock, integer ≥ 2; default 366. A quarter of the history at most, whatever is set here. Fewer than `minLength` rows
   * find nothing: with yearly rows set `maxDays: 3660` for shocks of up to ten years. A step that lasts is no shock, however long this is.
   */
  readonly maxDays?: number
}

interface RuleOptions {
  readonly alpha: number
  readonly minLength: number
  readonly maxDays: number
}

const schema: Schema<RuleOptions> = {
  alpha: withDefault(number({ above: 0, max: 0.5 }), DEFAULT_RULE.alpha),
  minLength: withDefault(integer({ min: 2 }), DEFAULT_RULE.shortest),
  maxDays: withDefault(integer({ min: 2 }), DEFAULT_RULE.longest),
}

function ruleOf(options: Partial<RuleOptions>): ShockRule {
  const { alpha, minLength: shortest, maxDays: longest } = readOptions(schema, options)
  return { alpha, shortest, longest }
}

/** Check the options: the model's and the rule. */
export function readShockOptions(options: ShockOptions): {
  readonly model: ForecastSettings
  readonly rule: ShockRule
} {
  if (Object.prototype.toString.call(options) !== '[object Object]') {
    refuse({ code: 'OPTION', noun: 'option', path: 'options' }, 'an object', options)
  }
  const { alpha, minLength, maxDays, ...model } = options
  return { rule: ruleOf({ alpha, minLength, maxDays }), model: resolveForecastOptions(model) }
}
