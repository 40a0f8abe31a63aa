/**
 * Waiting, to a fraction of a millisecond and with one way to wake everybody.
 *
 * Timers have a grain of a millisecond and are late by up to two, which at 1,000 calls a second is more than the rate: where it matters the last two
 * milliseconds are waited in turns of the event loop.
 */

/** Wakes all sleepers of a run when it ends. */
export interface Waker {
  readonly awake: boolean
  /** End all sleeps, now and later. */
  readonly wake: () => void
  /**
   * Wait; false when woken before the time was over.
   *
   * @param grainMs how late it may be: below 4 ms the last stretch is waited in turns of the event loop; default: as timers are
   */
  readonly sleep: (ms: number, grainMs?: number) => Promise<boolean>
  /** Wait, no finer than timers are, until something rings, the time is over, or the run ends. */
  readonly listen: (bell: Bell, ms: number) => Promise<void>
}

/** Those who wait for a change of state. */
export type Bell = Set<() => void>

/** Tell all who wait that something changed. */
export function ring(bell: Bell): void {
  for (const end of bell) end()
}

const GRAIN_MS = 2
/** Intervals that a timer's grain would spoil. */
const FINE_MS = 4
/** Longest wait that a timer of Node takes. */
const LONGEST_MS = 2 ** 31 - 1

export function waker(): Waker {
  let awake = false
  const sleepers = new Set<() => void>()

  function listen(bell: Bell, ms: number): Promise<void> {
    if (awake) return Promise.resolve()
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(handle)
        sleepers.delete(end)
        bell.delete(end)
        resolve()
      }
      const handle = setTimeout(end, Math.min(ms, LONGEST_MS))
      sleepers.add(end)
      bell.add(end)
    })
  }

  async function sleep(ms: number, grainMs: number = Infinity): Promise<boolean> {
    const until = performance.now() + ms
    const stretch = grainMs < FINE_MS ? GRAIN_MS : 0
    for (let rest = ms; rest > 0 && !awake; rest = until - performance.now()) {
      if (rest > stretch) await listen(new Set(), Math.ceil(rest - stretch))
      else await turn()
    }
    return !awake
  }

  return {
    get awake() {
      return awake
    },
    wake() {
      awake = true
      for (const end of sleepers) end()
    },
    sleep,
    listen,
  }
}

/** Let the event loop turn once. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
