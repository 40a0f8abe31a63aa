/**
 * The one error shape of the package: what, rule, value, and where it was.
 *
 *   option "changepointRange" must be a number in [0, 1], got 1.2
 *   column "y", row 318: must be finite, got Infinity
 *
 * Every error that a caller can cause is a `BodkinError` with a stable `code`; anything else that escapes is a defect of the package.
 */

/**
 * What kind of thing went wrong.
 *
 * `OPTION` an option is unknown or out of range · `COLUMN` a column is missing or of the wrong type · `DATA` the values cannot be used ·
 * `PEER` an optional package is not installed · `NETWORK`, `QUOTA`, `CACHE` of look-ups · `ABORTED` by the caller's signal ·
 * `FORMAT` a document cannot be read · `LIMIT` a stated limit was reached
 */
export type ErrorCode =
  'OPTION' | 'COLUMN' | 'DATA' | 'PEER' | 'NETWORK' | 'QUOTA' | 'CACHE' | 'ABORTED' | 'FORMAT' | 'LIMIT'

/** An error with a stable `code`, and `details` for programs: the option, column, row or value that the message names. */
export class BodkinError extends Error {
  /** Stable code to branch on; the message is for people and may change. */
  readonly code: ErrorCode
  /** The same facts as the message, for programs. */
  readonly details: Record<string, unknown>

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'BodkinError'
    this.code = code
    this.details = details
  }
}

/** A value as an error message shows it: short, quoted when text, never a dump. `show([1, 2, 3])` → `an array of 3` */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString()
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : `an array of ${value.length}`
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${(value as Uint8Array).length}`
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value)
    return keys.length === 0
      ? 'an empty object'
      : `an object with ${keys.slice(0, 3).join(', ')}${keys.length > 3 ? ', …' : ''}`
  }
  return String(value)
}

/** The candidate nearest to `name` in edits, if near enough to be a slip of the hand; else undefined. `nearest('horizn', ['horizon'])` → `'horizon'` */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined
  // fewer edits than letters: two short names are always two edits apart
  let bestDistance = Math.min(Math.max(2, Math.floor(name.length / 3)), name.length - 1) + 1
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      bestDistance = distance
      best = candidate
    }
  }
  return best
}

/** ` (did you mean "x"?)` or nothing: the tail of a message about an unknown name. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates)
  return near === undefined ? '' : `: did you mean ${JSON.stringify(near)}?`
}

/** Edit distance with adjacent swaps as one edit (optimal string alignment); O(|a|·|b|). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1)
    }
    beforeLast = last
    last = row
  }
  return last[b.length]
}
