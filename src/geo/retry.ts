/**
 * How long to wait before asking again, and how often a run may.
 *
 * Full jitter: the wait before retry k (k = 1, 2, …) is uniform in [0, min(maxMs, minMs · 2^(k − 1))], so that many callers that failed together do
 * not come back together (M. Brooker, Exponential Backoff and Jitter, AWS Architecture Blog, 2015). The budget keeps a sick service from
 * multiplying the load: retries of a run ≤ extra + share · calls that are no retry.
 */

export interface BackoffSettings {
  readonly minMs: number
  readonly maxMs: number
}

export interface RetryBudgetSettings {
  /** Retries a first call, 0 … . */
  readonly share: number
  /** Retries that any run may make. */
  readonly extra: number
}

/** Milliseconds before retry number `retry` (1 = the first). `uniform` is in [0, 1). */
export function backoffMs(retry: number, { minMs, maxMs }: BackoffSettings, uniform: number): number {
  return uniform * Math.min(maxMs, minMs * 2 ** (retry - 1))
}

/** Whether one more retry is within the budget. */
export function mayRetry(retries: number, firstCalls: number, { share, extra }: RetryBudgetSettings): boolean {
  return retries + 1 <= extra + share * firstCalls
}
