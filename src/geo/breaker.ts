/**
 * A breaker: after so many failures in a row no call is made for a while; then one call tries whether the service is back.
 *
 *   closed ──failures in a row──▶ open ──cool──▶ one call: succeeded ▶ closed, failed ▶ open again;   the last opening ends the run
 *
 * Failures of calls that were under way when it opened count for nothing: they tell what is known.
 */
import { ring, type Bell, type Waker } from './sleep.js'

export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly failures: number
  /** Pause after an opening, milliseconds. */
  readonly coolMs: number
  /** The opening that ends the run. */
  readonly openings: number
}

export interface Breaker {
  /** Wait until a call may be made; false when the run ended or the last opening was reached. */
  readonly enter: () => Promise<boolean>
  readonly succeeded: () => void
  readonly failed: () => void
  /** The call that was let in said nothing about the service (throttled, not sent). */
  readonly neither: () => void
  /** Whether the last opening was reached. */
  readonly ended: boolean
}

export function breaker({ failures, coolMs, openings }: BreakerSettings, waker: Waker): Breaker {
  let state: 'closed' | 'open' | 'trying' = 'closed'
  let inARow = 0
  let opened = 0
  let tryAt = 0
  const changed: Bell = new Set()

  function open(): void {
    state = 'open'
    opened++
    inARow = 0
    tryAt = performance.now() + coolMs
    ring(changed)
  }

  async function enter(): Promise<boolean> {
    for (;;) {
      if (waker.awake || opened >= openings) return false
      if (state === 'closed') return true
      if (state === 'trying') {
        await waker.listen(changed, Infinity)
        continue
      }
      const rest = tryAt - performance.now()
      if (rest <= 0) {
        state = 'trying'
        return true
      }
      if (!(await waker.sleep(rest))) return false
    }
  }

  return {
    enter,
    succeeded() {
      if (state === 'open') return
      state = 'closed'
      inARow = 0
      ring(changed)
    },
    failed() {
      if (state === 'trying') open()
      else if (state === 'closed' && ++inARow >= failures) open()
    },
    neither() {
      if (state !== 'trying') return
      state = 'open'
      ring(changed)
    },
    get ended() {
      return opened >= openings
    },
  }
}
