/**
 * When an answer expires, and whether it has.
 */
import { stepSpan, type Span } from '../options/duration.js'
import type { CacheRow } from './types.js'

const JITTER = 0.1

/** The end of a span from `now` on, less up to a tenth of it: rows that came together do not all expire together. `uniform` is in [0, 1). */
export function expiryOf(now: number, span: Span, uniform: number): number {
  return now + Math.floor((stepSpan(now, span, 1) - now) * (1 - JITTER * uniform))
}

/** Whether a row may be used without asking. One from the future is a clock's error, and expired. */
export function isFresh({ fetchedAt, expiresAt }: CacheRow, now: number): boolean {
  return fetchedAt <= now && now < expiresAt
}

/** Whether an expired answer is recent enough for want of a better one. */
export function isUsableStale({ status, expiresAt }: CacheRow, now: number, keepStale: Span | undefined): boolean {
  return keepStale !== undefined && status === 'ok' && now < stepSpan(expiresAt, keepStale, 1)
}
