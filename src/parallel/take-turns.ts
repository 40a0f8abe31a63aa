/** Long work on the caller's own thread, cut up so that a server goes on answering and the signal is obeyed. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { checkAborted } from './run-options.js'

/** Longest stretch of work without a turn of the event loop, in milliseconds. */
const STRETCH = 15

/**
 * A function to await between small pieces of work: it gives the event loop a turn once the last one is 15 ms past.
 *
 * @throws BodkinError `ABORTED` from the function, when the signal was raised
 */
export function turnTaker(signal: AbortSignal | undefined): () => Promise<void> {
  checkAborted(signal)
  let last = performance.now()
  return async () => {
    if (performance.now() - last < STRETCH) return
    await nextTurn()
    checkAborted(signal)
    last = performance.now()
  }
}
