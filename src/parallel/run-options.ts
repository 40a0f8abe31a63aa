/** What every long call takes beside its own options: a signal to stop it, a listener for its progress, a number of workers, a seed. */
import { BodkinError } from '../errors.js'
import { integer, optional, rule, withDefault, type Rule, type Schema } from '../options/rules.js'

/** How far a long call has come. `done` never falls. */
export interface Progress {
  /** Units finished so far, 1 … total. */
  readonly done: number
  /** Units in all. */
  readonly total: number
  /** What is being counted: `cross-validation`. */
  readonly label: string
  /** Milliseconds still to go at the pace so far, or null while there is no pace to go by. */
  readonly etaMs: number | null
}

/** Options of every call that can run long. */
export interface RunOptions {
  /** Stops the call, which then rejects with a BodkinError `ABORTED`. */
  readonly signal?: AbortSignal
  /** Called on this thread whenever a unit of work is finished. */
  readonly onProgress?: (progress: Progress) => void
  /** Worker threads, an integer 0 … 64; default 0: this thread, which stays responsive between units of work. The result is the same. */
  readonly workers?: number
  /** Seed of everything random, an integer ≥ 0; default 0. */
  readonly seed?: number
}

/** How a call runs, read; the seed is each call's own, because its default may be a model's. */
export interface RunSettings {
  readonly signal: AbortSignal | undefined
  readonly onProgress: ((progress: Progress) => void) | undefined
  readonly workers: number
}

/** How many worker threads a call may ask for: each is a JavaScript engine of its own, tens of megabytes. */
export const workerCount: Rule<number> = integer({ min: 0, max: 64 })

/** Rules of `RunSettings`, to be spread into the schema of every call that can run long. */
export const runSchema: Schema<RunSettings> = {
  signal: optional(rule('an AbortSignal', (value): value is AbortSignal => value instanceof AbortSignal)),
  onProgress: optional(
    rule('a function', (value): value is (progress: Progress) => void => typeof value === 'function'),
  ),
  workers: withDefault(workerCount, 0),
}

/** The error of a call that its caller stopped; the signal's reason becomes the cause. */
export function abortedError(signal: AbortSignal): BodkinError {
  return new BodkinError('ABORTED', "stopped by the caller's signal", {}, signal.reason)
}

/** @throws BodkinError `ABORTED` when the signal is there and was raised */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortedError(signal)
}

/**
 * A counter that tells the listener about every finished unit, with the time to go at the mean pace so far.
 *
 * @param total units in all
 * @param now clock in milliseconds, for tests
 * @returns a function to call after each unit, or with a number after so many
 */
export function progressReporter(
  total: number,
  label: string,
  onProgress: ((progress: Progress) => void) | undefined,
  now: () => number = () => performance.now(),
): (units?: number) => void {
  const began = now()
  let done = 0
  return (units = 1) => {
    done += units
    onProgress?.({ done, total, label, etaMs: done === total ? 0 : ((now() - began) / done) * (total - done) })
  }
}
