/** Rules of the limits that a caller, or a provider, sets: the limiter and the allowance go by them, and a rate of 0 would be waited for without end. */
import { integer, number, optional, record, type Rule } from '../options/rules.js'
import type { QuotaLimits, Rate } from './types.js'

export const rateRule: Rule<Rate> = record<Rate>({ perSecond: number({ above: 0, max: 100_000 }) })

export const quotaRule: Rule<QuotaLimits> = record<QuotaLimits>({
  perDay: optional(integer({ min: 0 })),
  perMonth: optional(integer({ min: 0 })),
})

export const batchSizeRule: Rule<number> = integer({ min: 1, max: 10_000 })
