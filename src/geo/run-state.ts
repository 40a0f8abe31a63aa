/**
 * What all parts of one run share: settings, outcomes, counts, and the one way to end it.
 */
import { abortWatch } from '../parallel/abort-watch.js'
import type { Waker } from './sleep.js'
import { waker } from './sleep.js'
import { noOutcomes, type Outcomes } from './outcomes.js'
import type { MachineSettings } from './options.js'
import type { Questions } from './source.js'
import type { OwnCache, Sharing, Stop } from './types.js'

/** Counts of a run. */
export interface Counts {
  /** Requests sent, retries included. */
  calls: number
  retries: number
  /** Retries granted so far, sent or still waiting. */
  retriesGranted: number
  cacheHits: number
}

export interface Run<A> {
  readonly questions: Questions<A>
  readonly settings: MachineSettings
  readonly cache: OwnCache
  readonly sharing: Sharing
  readonly outcomes: Outcomes
  readonly counts: Counts
  /** What was said by failed calls, and how often. */
  readonly faults: Map<string, number>
  readonly warnings: Set<string>
  readonly waker: Waker
  /** Raised when the run ends before its time: calls under way are cut off. */
  readonly ended: AbortSignal
  /** Why, once it has. */
  readonly endedBy: () => 'deadline' | 'aborted' | null
  readonly end: (why: 'deadline' | 'aborted') => void
  /** What is awaited, or undefined when the run has ended and `graceMs` (0) have passed since: for databases and caches that never answer. */
  readonly orEnded: <T>(work: PromiseLike<T>, graceMs?: number) => Promise<T | undefined>
  /** One question or more got its final answer. */
  readonly advance: (units: number) => void
}

/** What a source was stopped by, of itself. */
export type SourceStop = Exclude<Stop, 'deadline' | 'aborted'>

export function newRun<A>(
  questions: Questions<A>,
  settings: MachineSettings,
  cache: OwnCache,
  sharing: Sharing,
  advance: (units: number) => void,
): Run<A> {
  const wake = waker()
  const controller = new AbortController()
  const watch = abortWatch()
  let endedAt = 0
  let why: 'deadline' | 'aborted' | null = null
  return {
    questions,
    settings,
    cache,
    sharing,
    outcomes: noOutcomes(questions.keys.length),
    counts: { calls: 0, retries: 0, retriesGranted: 0, cacheHits: 0 },
    faults: new Map(),
    warnings: new Set(),
    waker: wake,
    ended: controller.signal,
    endedBy: () => why,
    end(reason) {
      if (why !== null) return
      why = reason
      endedAt = performance.now()
      wake.wake()
      controller.abort()
    },
    orEnded: <T>(work: PromiseLike<T>, graceMs: number = 0) =>
      new Promise<T | undefined>((resolve, reject) => {
        let timer: NodeJS.Timeout | undefined
        const giveUp = (): void => {
          timer = setTimeout(() => resolve(undefined), Math.max(0, endedAt + graceMs - performance.now()))
        }
        const unwatch = why === null ? watch(controller.signal, giveUp) : undefined
        if (unwatch === undefined) giveUp()
        const done = (finish: () => void): void => {
          clearTimeout(timer)
          unwatch?.()
          finish()
        }
        work.then(
          (value) => done(() => resolve(value)),
          (error: unknown) => done(() => reject(error)),
        )
      }),
    advance,
  }
}

/** Most different messages that are kept: a service may put a new number into each. */
const MOST_MESSAGES = 50

/** Count what a failed call said. */
export function noteFault(faults: Map<string, number>, message: string): void {
  const known = faults.has(message) || faults.size < MOST_MESSAGES ? message : 'other failures'
  faults.set(known, (faults.get(known) ?? 0) + 1)
}
