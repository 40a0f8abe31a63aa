/** A provider of one's own. */
import { flag, optional, readOptions, rule, textRule, type Rule, type Schema } from '../../options/rules.js'
import { batchSizeRule, quotaRule, rateRule } from '../limit-rules.js'
import type { LookupContext, PlaceAnswer, Provider } from '../types.js'

function callable<T>(): Rule<T> {
  return rule('a function', (value): value is T & ((...rest: never[]) => unknown) => typeof value === 'function')
}

const schema: Schema<Omit<Provider, 'account' | 'open'>> = {
  name: rule(
    'a name of letters, digits, ".", "_" and "-", at most 60',
    (value): value is string => typeof value === 'string' && /^\w[\w.-]{0,59}$/.test(value),
  ),
  lookup: callable<(ip: string, context: LookupContext) => Promise<PlaceAnswer> | PlaceAnswer>(),
  lookupMany: optional(callable<NonNullable<Provider['lookupMany']>>()),
  batchSize: optional(batchSizeRule),
  rate: optional(rateRule),
  quota: optional(quotaRule),
  attribution: optional(textRule()),
  local: optional(flag()),
}

/**
 * Make a provider of any service, database or table of one's own.
 *
 * What `lookup` answers is checked as any provider's answer is: names of `Place` only, text and numbers only. Throw `LookupFault` to say
 * what a failure means; any other error counts as one that may pass.
 *
 * @param definition `name` (the column `location_source`) and `lookup`; `lookupMany` with `batchSize` for services that take several
 *   addresses; `rate` and `quota` to keep to; `local: true` for what needs neither network nor cache
 * @throws BodkinError `OPTION` for anything else
 * @example
 * provider({ name: 'office', local: true, lookup: (ip) => (ip.startsWith('193.5.') ? { country_code: 'CH', city: 'Bern' } : null) })
 */
export function provider(definition: Provider): Provider {
  return readOptions(schema, definition)
}
