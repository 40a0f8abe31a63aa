/**
 * Evenly spaced starts: never more than the rate and one in any second, whatever window the server counts in.
 *
 *   g = 1.02 · 1000 / perSecond ms;   due(k + 1) = due(k) + g when start(k) was late by no more than s = max(10 ms, g / 4), else start(k) + g
 *
 * A window limiter lets twice its rate through at the seam of two windows; even spacing has no seam. A start that is late by a little keeps the next
 * ones on the grid, or a busy machine would eat the rate. A second then holds at most (1000 + s) / g + 1 starts, less than perSecond + 2 for s < 20 ms + g:
 * that is what the 2 % are for; what is left of them pays for the jitter of the way to the server. One that is later (the event loop was blocked, the service asked for a pause) moves the grid: nothing is ever
 * caught up. Time is `performance.now()`, which no clock change moves.
 *
 * Processes that share a cache share one grid on top of it: a start is reserved in a document of the cache folder, in the clock that all of them have.
 */
import type { Waker } from './sleep.js'
import type { Rate, Sharing } from './types.js'

/** Gate before every call to one provider. */
export interface Limiter {
  /** Milliseconds between two starts; 0 without a rate. */
  readonly intervalMs: number
  /** Wait for the next start, first come first served; false when the run ended meanwhile. */
  readonly take: () => Promise<boolean>
  /** Start nothing for so long, counted from now; a longer pause stays. */
  readonly pause: (ms: number) => void
}

/** The shared grid: earliest next start, milliseconds since 1970-01-01 UTC. */
interface Grid {
  readonly next: number
}

const SAFETY = 1.02
const LEAST_SLACK_MS = 10
const SLACK_SHARE = 0.25

/** Milliseconds between starts at a rate. `intervalOf({ perSecond: 5 })` → 204 */
export function intervalOf(rate: Rate | undefined): number {
  return rate === undefined ? 0 : (SAFETY * 1000) / rate.perSecond
}

/**
 * @param sharing where processes agree; null keeps to this one
 * @param name of the shared grid's document
 * @param farthestMs a shared start further off than this is a clock's error, not a reservation
 */
export function limiter(
  rate: Rate | undefined,
  waker: Waker,
  sharing: Sharing | null,
  name: string,
  farthestMs: number,
): Limiter {
  const interval = intervalOf(rate)
  const slack = Math.max(LEAST_SLACK_MS, SLACK_SHARE * interval)
  let due = -Infinity
  let pausedUntil = -Infinity
  let line: Promise<unknown> = Promise.resolve()

  async function untilDue(): Promise<boolean> {
    for (;;) {
      const rest = Math.max(due, pausedUntil) - performance.now()
      if (rest <= 0) return !waker.awake
      if (!(await waker.sleep(rest, interval))) return false
    }
  }

  /** Reserve a start among all processes and wait for it; a start that was slept through is given up for a new one. */
  async function untilShared(shared: Sharing): Promise<boolean> {
    for (;;) {
      const now = Date.now()
      let slot = now
      shared.update<Grid>(name, (old) => {
        const next = old?.next ?? 0
        const isGrid = next <= now + farthestMs && now - next <= slack
        slot = isGrid ? next : now
        return { next: slot + interval }
      })
      const until = performance.now() + slot - now
      if (!(await waker.sleep(slot - now, interval))) return false
      if (performance.now() - until <= Math.max(interval, slack)) return true
    }
  }

  async function start(): Promise<boolean> {
    if (!(await untilDue())) return false
    if (sharing !== null && interval > 0 && !(await untilShared(sharing))) return false
    const now = performance.now()
    const planned = Math.max(due, pausedUntil)
    due = (now - planned <= slack ? planned : now) + interval
    return true
  }

  return {
    intervalMs: interval,
    take() {
      const mine = line.then(start)
      line = mine
      return mine
    },
    pause(ms) {
      if (!(ms > 0)) return // what is no number would be waited for ever
      pausedUntil = Math.max(pausedUntil, performance.now() + ms)
      const until = Date.now() + ms
      sharing?.update<Grid>(name, (old) => ({ next: Math.max(old?.next ?? 0, until) }))
    },
  }
}
