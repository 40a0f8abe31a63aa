/** What a run came to, in numbers. */
import type { RunResult } from './run.js'
import type { Status, Stop } from './types.js'

/** The summary of `locate` and `enrich`. */
export interface LookupSummary {
  readonly rows: number
  /** Distinct questions: public addresses, each once however it is spelt. */
  readonly distinct: number
  /** Rows of each status. */
  readonly byStatus: Readonly<Record<Status, number>>
  /** Requests sent to services, retries included. */
  readonly calls: number
  readonly retries: number
  /** Distinct questions that the cache answered. */
  readonly cacheHits: number
  readonly elapsedMs: number
  /** What is left of the allowance, in addresses; null without one. */
  readonly quotaLeft: number | null
  /** Why the run, or one of its services, ended before everything was asked. */
  readonly stopped: Stop | null
  /** What failed calls said and how often, the most frequent first. */
  readonly faults: readonly { readonly message: string; readonly count: number }[]
  /** What went wrong without harm to the result: damaged lines of a cache, a full disk. */
  readonly warnings: readonly string[]
}

export function summaryOf(rows: number, byStatus: Readonly<Record<Status, number>>, result: RunResult): LookupSummary {
  const { outcomes, faults, ...rest } = result
  return Object.freeze({
    rows,
    distinct: outcomes.records.length,
    byStatus: Object.freeze(byStatus),
    ...rest,
    faults: faults.map(([message, count]) => Object.freeze({ message, count })),
  })
}
