/**
 * What all parts of one run share: settings, outcomes, counts, and the one way to end it.
 */
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
      wake.wake()
      controller.abort()
    },
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
