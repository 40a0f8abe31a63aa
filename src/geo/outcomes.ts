/**
 * What became of each distinct question.
 */
import type { Answer } from './source.js'
import type { Status } from './types.js'

/** All statuses; the position is the code in `Outcomes.status`. */
export const STATUSES: readonly Status[] = [
  'ok',
  'cached',
  'stale',
  'not_found',
  'error',
  'deferred',
  'bogon',
  'invalid',
  'missing',
]

/** Code of a status. */
export function statusCode(status: Status): number {
  return STATUSES.indexOf(status)
}

/** Code of a question that nothing is known of yet. */
export const PENDING = 255

/** One entry a distinct question. */
export interface Outcomes {
  readonly status: Uint8Array
  readonly records: (Answer | null)[]
  /** Name of the source; null where nothing answered. */
  readonly sources: (string | null)[]
  /** When it was answered, milliseconds since 1970-01-01 UTC; NaN where nothing answered. */
  readonly fetchedAt: Float64Array
}

export function noOutcomes(count: number): Outcomes {
  return {
    status: new Uint8Array(count).fill(PENDING),
    records: new Array<Answer | null>(count).fill(null),
    sources: new Array<string | null>(count).fill(null),
    fetchedAt: new Float64Array(count).fill(NaN),
  }
}

/** Write an answer, or that there is none. */
export function settle(
  { status, records, sources, fetchedAt }: Outcomes,
  i: number,
  what: Status,
  record: Answer | null,
  source: string,
  at: number,
): void {
  status[i] = statusCode(what)
  records[i] = record
  sources[i] = source
  fetchedAt[i] = at
}

/** What a failed look-up of one source leaves behind, from harmless to grave: of several sources the gravest counts. */
const GRAVITY: readonly Status[] = ['not_found', 'error', 'deferred']

/** Note that one source had no answer; returns what all sources so far amount to. */
export function noteFailure({ status }: Outcomes, i: number, what: 'not_found' | 'error' | 'deferred'): Status {
  const before = status[i] === PENDING ? -1 : GRAVITY.indexOf(STATUSES[status[i]])
  const worst = GRAVITY[Math.max(before, GRAVITY.indexOf(what))]
  status[i] = statusCode(worst)
  return worst
}

/** Age of the oldest answer in use, milliseconds; NaN when there is none. */
export function oldestOf({ fetchedAt, records }: Outcomes, now: number): number {
  let oldest = Infinity
  for (let i = 0; i < records.length; i++) if (records[i] !== null && fetchedAt[i] < oldest) oldest = fetchedAt[i]
  return oldest === Infinity ? NaN : now - oldest
}
