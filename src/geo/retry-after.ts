/**
 * The header Retry-After (RFC 9110, section 10.2.3): seconds, or a date.
 */

/**
 * How long a service asks to wait.
 *
 * @param value the header's text, or null when there is none
 * @param now milliseconds since 1970-01-01 UTC
 * @returns milliseconds ≥ 0; a date that has passed is 0; undefined for what is neither (negative, garbage)
 * @example
 * retryAfterMs('120', Date.now())   // 120000
 */
export function retryAfterMs(value: string | null, now: number): number | undefined {
  if (value === null) return undefined
  const text = value.trim()
  if (/^\d{1,10}(?:\.\d+)?$/.test(text)) return Number(text) * 1000
  // Date.parse takes almost anything ("-5" is a year): an HTTP date begins with the name of a day
  const at = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
