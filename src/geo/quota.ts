/**
 * The allowance of a provider: so many addresses a day and a month, in UTC, as the services count them.
 *
 * Addresses are counted before they are sent and given back only when the request certainly never left: a crash in between costs a few of the
 * allowance and never exceeds it. Counts live in a document of the cache folder, shared by all processes of that cache.
 */
import type { QuotaLimits, Sharing } from './types.js'

/** What is kept. */
interface Counts {
  /** `2026-11-21` */
  readonly day: string
  readonly dayUsed: number
  /** `2026-11` */
  readonly month: string
  readonly monthUsed: number
}

export interface Quota {
  /** Addresses left now; null without a limit. */
  readonly left: () => number | null
  /** Count up to `wanted` addresses; returns how many are allowed. */
  readonly take: (wanted: number) => number
  /** Give back what was never sent. */
  readonly giveBack: (count: number) => void
}

/** A count as it was read: a damaged document counts for nothing. */
function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0
}

/** @param now clock, milliseconds since 1970-01-01 UTC */
export function quota(
  { perDay, perMonth }: QuotaLimits,
  sharing: Sharing,
  name: string,
  now: () => number = Date.now,
): Quota {
  const limited = perDay !== undefined || perMonth !== undefined

  /** Counts of another day or month, earlier or (after a change of the clock) later, are void: a wrong clock must not block for ever. */
  function current(old: Counts | undefined): Counts {
    const today = new Date(now()).toISOString().slice(0, 10)
    const month = today.slice(0, 7)
    return {
      day: today,
      dayUsed: old?.day === today ? countOf(old.dayUsed) : 0,
      month,
      monthUsed: old?.month === month ? countOf(old.monthUsed) : 0,
    }
  }

  function leftOf({ dayUsed, monthUsed }: Counts): number {
    return Math.max(0, Math.min((perDay ?? Infinity) - dayUsed, (perMonth ?? Infinity) - monthUsed))
  }

  function add(counts: Counts, count: number): Counts {
    const [dayUsed, monthUsed] = [counts.dayUsed + count, counts.monthUsed + count].map((used) => Math.max(0, used))
    return { ...counts, dayUsed, monthUsed }
  }

  return {
    left: () => (limited ? leftOf(current(sharing.read<Counts>(name))) : null),
    take(wanted) {
      if (!limited) return wanted
      let granted = 0
      sharing.update<Counts>(name, (old) => {
        const counts = current(old)
        granted = Math.min(wanted, leftOf(counts))
        return add(counts, granted)
      })
      return granted
    },
    giveBack(count) {
      if (limited && count > 0) sharing.update<Counts>(name, (old) => add(current(old), -count))
    },
  }
}
