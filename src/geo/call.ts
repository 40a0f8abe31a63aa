/**
 * One call with a time limit, for providers that honour their signal and for those that do not.
 */
import { abortWatch } from '../parallel/abort-watch.js'
import { LookupFault, type Awaitable, type FaultKind } from './types.js'

/** The fault of a call that the end of the run cut off. */
export class CallEnded extends Error {}

/** Calls under one run's end signal, with one listener on it for all. */
export function caller(
  ended: AbortSignal,
  timeoutMs: number,
): <T>(work: (signal: AbortSignal) => Awaitable<T>) => Promise<T> {
  const watch = abortWatch()
  return async <T>(work: (signal: AbortSignal) => Awaitable<T>): Promise<T> => {
    const controller = new AbortController()
    let timer: NodeJS.Timeout | undefined
    let unwatch: (() => void) | undefined
    const limit = new Promise<never>((_, reject) => {
      const stop = (why: Error): void => {
        reject(why)
        controller.abort(why)
      }
      const late = `no complete reply within ${timeoutMs} ms`
      timer = setTimeout(() => stop(new LookupFault('transient', late)), timeoutMs)
      unwatch = watch(ended, () => stop(new CallEnded('the run ended')))
    })
    try {
      return await Promise.race([work(controller.signal), limit])
    } finally {
      clearTimeout(timer)
      unwatch?.()
    }
  }
}

const KINDS: readonly FaultKind[] = ['fatal', 'quota', 'throttle', 'transient', 'permanent']

/**
 * Whatever was thrown, as a fault. An error with a `kind` says it itself, whichever copy of the class it is; all others count as transient. What it
 * says is checked, of our own class too: a wait that is no number would be waited for ever.
 */
export function toFault(error: unknown): LookupFault {
  try {
    return readFault(error)
  } catch {
    // anything can be thrown, also what cannot be written as text or fails when it is read
    return new LookupFault('transient', 'a failure that cannot be read')
  }
}

function readFault(error: unknown): LookupFault {
  const message = error instanceof Error ? error.message : String(error)
  if (typeof error !== 'object' || error === null) return new LookupFault('transient', message)
  const { kind, retryAfterMs, status, unsent, systemic } = error as Partial<Record<keyof LookupFault, unknown>>
  const known = KINDS.find((word) => word === kind) ?? 'transient'
  return new LookupFault(known, message, {
    retryAfterMs: typeof retryAfterMs === 'number' && retryAfterMs >= 0 ? retryAfterMs : undefined,
    status: typeof status === 'number' ? status : undefined,
    unsent: unsent === true,
    systemic: systemic === true,
  })
}
