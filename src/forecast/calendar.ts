/** Days as the calendar counts them, in UTC. */

export const DAY_MS = 86_400_000

/** Days since 1970-01-01 of a time in milliseconds. */
export function dayNumber(ms: number): number {
  return Math.floor(ms / DAY_MS)
}

/** A time as messages show it: `2024-01-31`, or with the time of day when there is one. */
export function showTime(ms: number): string {
  const text = new Date(ms).toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text
}
