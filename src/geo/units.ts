/**
 * What is still to be asked of one source, in portions of one call.
 */

/** Questions of one call. */
export interface Unit {
  readonly items: readonly number[]
  /** Retries so far. */
  readonly retries: number
  /** Ask one by one: the batch was refused. */
  readonly single: boolean
}

/** A line of units: those whose time has come first, then fresh ones in order. */
export interface Units {
  /** The next unit; a number of milliseconds until there is one; Infinity when only calls under way can bring one. */
  readonly next: (now: number) => Unit | number
  /** Put a unit back, to come up again at `at`. */
  readonly delay: (unit: Unit, at: number) => void
  /** Whether nothing is left. */
  readonly empty: () => boolean
}

/** @param order questions in the order to ask · @param size questions in a call */
export function unitsOf(order: readonly number[], size: number): Units {
  const delayed: { unit: Unit; at: number }[] = []
  let position = 0

  return {
    next(now) {
      if (delayed.length > 0 && delayed[0].at <= now) return (delayed.shift() as { unit: Unit }).unit
      if (position < order.length) {
        const items = order.slice(position, position + size)
        position += size
        return { items, retries: 0, single: false }
      }
      return delayed.length > 0 ? delayed[0].at - now : Infinity
    },
    delay(unit, at) {
      const place = delayed.findLastIndex((other) => other.at <= at) + 1
      delayed.splice(place, 0, { unit, at })
    },
    empty: () => position >= order.length && delayed.length === 0,
  }
}
