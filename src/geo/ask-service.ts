/**
 * Questions to a service: claimed, counted, spaced, retried, remembered.
 *
 *   unit → claim its keys → breaker → limiter → quota → call → answers: settle and write, or sort the failure
 *
 * The first call goes alone; then `concurrency` workers take units from one line. What fails and may be asked again goes back into the line with its time; what another run is asking
 * for waits there too. A source stops for good at a fatal fault, a spent quota, a wait that is too long, or the breaker's last opening; what is
 * still open then is `deferred`.
 */
import { show } from '../errors.js'
import { breaker } from './breaker.js'
import { CallEnded, caller, toFault } from './call.js'
import { intervalOf, limiter } from './limiter.js'
import { noteFailure, settle } from './outcomes.js'
import { quota } from './quota.js'
import { answeredMeanwhile, remember } from './remember.js'
import { backoffMs, mayRetry } from './retry.js'
import { noteFault, type Run, type SourceStop } from './run-state.js'
import { ring, waker, type Bell } from './sleep.js'
import type { Answer, Source } from './source.js'
import { LookupFault, type LookupContext } from './types.js'
import { unitsOf, type Unit } from './units.js'

/** What a source leaves to the next one, and why it stopped if it did. */
export interface Asked {
  readonly left: number[]
  readonly stopped: SourceStop | null
  readonly quotaLeft: number | null
}

/** How often a claim of another run is looked at again, milliseconds. */
const CLAIM_MS = 50
/** A shared start further off than that many intervals is a clock's error. */
const FAR_STARTS = 1000

/**
 * Ask for all of `pending`, the most wanted first.
 *
 * @param isLast whether no source comes after this one: then "not found" is final and remembered
 */
export async function askService<A>(
  run: Run<A>,
  source: Source<A>,
  pending: readonly number[],
  isLast: boolean,
): Promise<Asked> {
  const { settings, sharing, counts, outcomes, questions, ended } = run
  const { retries: mostRetries, retryBudget, backoff, maxWaitMs } = settings
  // woken when this source stops or the run ends: nobody sleeps through it
  const rest = waker()
  if (ended.aborted) rest.wake()
  ended.addEventListener('abort', rest.wake)
  const far = maxWaitMs + FAR_STARTS * Math.max(1000, intervalOf(source.rate))
  const pace = limiter(source.rate, rest, sharing, `limit-${source.account}.json`, far)
  const fuse = breaker(settings.breaker, rest)
  const allowance = quota(source.quota, sharing, `quota-${source.account}.json`)
  const call = caller(ended, settings.timeoutMs)
  const line = unitsOf(mostWanted(pending, questions.weights), source.batchSize)
  const claimed = new Set<number>()
  /** 1 for what this source has given its last word on. */
  const tried = new Uint8Array(questions.keys.length)
  const changed: Bell = new Set()
  let stopped: SourceStop | null = null
  let underWay = 0
  let throttledInARow = 0

  function stop(why: SourceStop): void {
    stopped ??= why
    rest.wake()
  }
  const over = (): boolean => rest.awake
  const pause = (ms: number): void => (ms > maxWaitMs ? stop('throttled') : pace.pause(ms))

  async function worker(): Promise<void> {
    while (!over()) {
      const unit = line.next(performance.now())
      if (typeof unit === 'number') {
        if (unit === Infinity && underWay === 0) return
        await rest.listen(changed, unit)
        continue
      }
      await attend(unit)
    }
  }

  async function attend(unit: Unit): Promise<void> {
    underWay++
    try {
      await work(unit)
    } finally {
      underWay--
      ring(changed)
    }
  }

  async function work(unit: Unit): Promise<void> {
    const items = await claim(unit)
    if (items.length === 0 || over()) return
    if (!(await fuse.enter())) return fuse.ended ? stop('breaker') : undefined
    if (over() || !(await pace.take()) || over()) return fuse.neither()
    const granted = allowance.take(items.length)
    if (granted === 0) {
      fuse.neither()
      return stop('quota')
    }
    const asked = { ...unit, items: items.slice(0, granted) }
    if (granted < items.length) line.delay({ ...unit, items: items.slice(granted) }, performance.now())
    await send(asked)
  }

  /** The questions of a unit that are this run's to ask; the others are answered meanwhile, or wait for whoever asks. */
  async function claim(unit: Unit): Promise<number[]> {
    const mine: number[] = []
    const others: number[] = []
    for (const i of unit.items) {
      const key = questions.keys[i]
      if (claimed.has(i)) mine.push(i)
      else if (sharing.claim(key)) {
        claimed.add(i)
        sharing.refresh(key)
        if (await answeredMeanwhile(run, i)) release(i)
        else mine.push(i)
      } else {
        sharing.refresh(key)
        if (!(await answeredMeanwhile(run, i))) others.push(i)
      }
    }
    if (others.length > 0) line.delay({ ...unit, items: others }, performance.now() + CLAIM_MS)
    return mine
  }

  function release(i: number): void {
    if (claimed.delete(i)) sharing.release(questions.keys[i])
  }

  async function send(unit: Unit): Promise<void> {
    counts.calls++
    if (unit.retries > 0) counts.retries++
    let answers: readonly unknown[]
    try {
      answers = await call((signal) => answersOf(unit, { signal, pause }))
    } catch (error) {
      if (error instanceof CallEnded) return fuse.neither()
      return failed(unit, toFault(error))
    }
    throttledInARow = 0
    const readings = unit.items.map((_, n) => reading(answers[n]))
    if (!readings.some((found) => found instanceof LookupFault && found.systemic)) fuse.succeeded()
    const missing: number[] = []
    for (const [n, i] of unit.items.entries()) {
      const found = readings[n]
      const own = { ...unit, items: [i] }
      if (found === undefined) missing.push(i)
      else if (!(found instanceof LookupFault)) await answered(i, found)
      else if (found.kind === 'transient') askAgain(own, found.message)
      else failed(own, found)
    }
    if (missing.length > 0) askAgain({ ...unit, items: missing }, 'no answer to a part of the batch')
  }

  async function answersOf(unit: Unit, context: LookupContext): Promise<readonly unknown[]> {
    const asks = unit.items.map((i) => questions.ask(i))
    if (source.lookupMany === undefined || unit.single) return [(await source.lookup(asks[0], context)) ?? null]
    const answers: unknown = await source.lookupMany(asks, context)
    if (Array.isArray(answers)) return answers
    throw new LookupFault('permanent', `lookupMany must give an array, got ${show(answers)}`, { systemic: true })
  }

  /** One answer, checked: a record, null for "not found", undefined where there is none, or what is wrong with it. */
  function reading(answer: unknown): Answer | LookupFault | null | undefined {
    if (answer instanceof Error) return toFault(answer)
    if (answer === null || answer === undefined) return answer
    try {
      return source.read(answer)
    } catch (error) {
      return toFault(error)
    }
  }

  async function answered(i: number, record: Answer | null): Promise<void> {
    const now = Date.now()
    tried[i] = 1
    if (record !== null) {
      await remember(run, i, record, source.name, now)
      settle(outcomes, i, 'ok', record, source.name, now)
      run.advance(1)
    } else if (noteFailure(outcomes, i, 'not_found') === 'not_found' && isLast) {
      await remember(run, i, null, source.name, now)
      settle(outcomes, i, 'not_found', null, source.name, now)
      run.advance(1)
    }
    release(i)
  }

  function failed(unit: Unit, fault: LookupFault): void {
    noteFault(run.faults, `${source.name}: ${fault.message}`)
    if (fault.unsent) allowance.giveBack(unit.items.length)
    switch (fault.kind) {
      case 'fatal':
        fuse.neither()
        giveUp(unit, 'error')
        return stop('fatal')
      case 'quota':
        fuse.neither()
        return stop('quota')
      case 'throttle':
        return throttled(unit, fault)
      case 'permanent':
        return refused(unit, fault)
      case 'transient':
        fuse.failed()
        again(unit)
        if (fuse.ended) stop('breaker')
    }
  }

  /** A wait that was asked for holds all calls; without one the breaker decides how long this can go on. */
  function throttled(unit: Unit, { retryAfterMs }: LookupFault): void {
    if (retryAfterMs === undefined) fuse.failed()
    else fuse.neither()
    throttledInARow++
    const tooOften = throttledInARow >= settings.breaker.failures * settings.breaker.openings
    if (fuse.ended) stop('breaker')
    else if (tooOften || (retryAfterMs ?? 0) > maxWaitMs) stop('throttled')
    else pace.pause(retryAfterMs ?? 0)
    if (stopped === null) again(unit, retryAfterMs ?? 0, 'deferred')
  }

  function refused(unit: Unit, fault: LookupFault): void {
    if (fault.systemic) fuse.failed()
    else fuse.succeeded()
    if (unit.items.length > 1 && !fault.systemic) {
      // one bad question spoils a batch: each for itself
      for (const i of unit.items) line.delay({ items: [i], retries: unit.retries, single: true }, performance.now())
    } else {
      giveUp(unit, 'error')
    }
    if (fuse.ended) stop('breaker')
  }

  /** The part of a batch that failed while the call itself did not: nothing for the breaker. */
  function askAgain(part: Unit, message: string): void {
    noteFault(run.faults, `${source.name}: ${message}`)
    again(part)
  }

  /** Put a unit back into the line, as long as it and the run may be retried. */
  function again(unit: Unit, leastMs: number = 0, otherwise: 'error' | 'deferred' = 'error'): void {
    const retry = unit.retries + 1
    if (retry > mostRetries || !mayRetry(counts.retriesGranted, counts.calls - counts.retries, retryBudget)) {
      return giveUp(unit, otherwise)
    }
    counts.retriesGranted++
    const wait = leastMs + backoffMs(retry, backoff, Math.random())
    line.delay({ ...unit, retries: retry }, performance.now() + wait)
  }

  function giveUp(unit: Unit, status: 'error' | 'deferred'): void {
    for (const i of unit.items) {
      tried[i] = 1
      noteFailure(outcomes, i, status)
      release(i)
    }
    if (isLast) run.advance(unit.items.length)
  }

  try {
    // the first call goes alone: a wrong key costs one call, and calls do not pile up behind the first connection
    const first = line.next(performance.now())
    if (typeof first !== 'number' && !over()) await attend(first)
    await Promise.all(Array.from({ length: settings.concurrency }, worker))
  } finally {
    rest.wake() // where one worker failed (the caller's `onProgress` threw), the others ask no more
    ended.removeEventListener('abort', rest.wake)
    for (const i of claimed) sharing.release(questions.keys[i])
  }
  const left = pending.filter((i) => outcomes.sources[i] === null)
  // what this source was not asked to the end is open, whatever the others said
  for (const i of left) if (tried[i] === 0) noteFailure(outcomes, i, 'deferred')
  return { left, stopped, quotaLeft: allowance.left() }
}

/** Questions by falling number of rows that wait for them, equal ones in the order they came: a quota is spent on what helps most rows. */
function mostWanted(pending: readonly number[], weights: Int32Array): readonly number[] {
  return pending.toSorted((a, b) => weights[b] - weights[a])
}
