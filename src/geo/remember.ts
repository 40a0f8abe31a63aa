/**
 * The run's way to its cache: rows in, rows out, and a cache that fails never costs an answer.
 */
import { show } from '../errors.js'
import { stepSpan } from '../options/duration.js'
import { toFault } from './call.js'
import { expiryOf, isFresh, isUsableStale } from './expiry.js'
import { PENDING, settle } from './outcomes.js'
import type { Run } from './run-state.js'
import { turn } from './sleep.js'
import type { Answer } from './source.js'
import type { CacheRow } from './types.js'

/** Questions asked of a slow cache at once, and of a quick one before the event loop gets a turn. */
const AT_ONCE = 64
const STRETCH_MS = 15
/** How long after the end of a run a row may take to be written, milliseconds. */
export const WRITE_MS = 1000

/**
 * Settle every pending question that the cache has a fresh answer to.
 *
 * @returns expired answers that may be used for want of a better one, by question
 */
export async function consultCache<A>(run: Run<A>, pending: readonly number[]): Promise<Map<number, CacheRow>> {
  const { cache, questions, settings, waker } = run
  const stale = new Map<number, CacheRow>()
  const now = Date.now()
  const take = (i: number, row: CacheRow | undefined): void => {
    if (row === undefined || !questions.fits(row)) return
    if (isFresh(row, now)) fromCache(run, i, row)
    else if (isUsableStale(row, now, settings.keepStale)) stale.set(i, row)
  }
  let last = performance.now()
  let later: Promise<void>[] = []
  for (const i of pending) {
    if (waker.awake) break
    const row = guarded(run, () => cache.get(questions.keys[i]))
    if (row instanceof Promise) {
      later.push(row.then((found) => take(i, wellFormed(run, found)), noRow(run)))
      if (later.length >= AT_ONCE) {
        await Promise.all(later)
        later = []
      }
    } else take(i, wellFormed(run, row))
    if (performance.now() - last > STRETCH_MS) {
      await turn()
      last = performance.now()
    }
  }
  await Promise.all(later)
  return stale
}

/** Whether the cache has a fresh answer by now; then it is taken. */
export async function answeredMeanwhile<A>(run: Run<A>, i: number): Promise<boolean> {
  const row = wellFormed(run, await guarded(run, () => run.cache.get(run.questions.keys[i])))
  if (row === undefined || !isFresh(row, Date.now()) || !run.questions.fits(row)) return false
  fromCache(run, i, row)
  return true
}

function fromCache<A>(run: Run<A>, i: number, row: CacheRow): void {
  run.counts.cacheHits++
  settle(run.outcomes, i, row.status === 'ok' ? 'cached' : 'not_found', row.record, row.source, row.fetchedAt)
  run.advance(1)
}

/** Keep an answer. */
export async function remember<A>(
  run: Run<A>,
  i: number,
  record: Answer | null,
  source: string,
  now: number,
): Promise<void> {
  const { cache, questions, settings } = run
  const key = questions.keys[i]
  const expiresAt =
    record === null ? stepSpan(now, settings.notFoundTtl, 1) : expiryOf(now, settings.ttl, Math.random())
  const row: CacheRow = { key, record, status: record === null ? 'not_found' : 'ok', source, fetchedAt: now, expiresAt }
  await guarded(run, () => cache.set(key, row), WRITE_MS)
}

/** What fails in a cache is a warning: the answers are at hand. What it does not answer is not waited for when the run ends. */
export function guarded<A, T>(
  run: Run<A>,
  work: () => T | Promise<T>,
  graceMs: number = 0,
): T | undefined | Promise<T | undefined> {
  try {
    const result = work()
    return result instanceof Promise ? run.orEnded(result, graceMs).catch(noRow(run)) : result
  } catch (error) {
    return noRow(run)(error)
  }
}

function noRow<A>(run: Run<A>): (error: unknown) => undefined {
  return (error) => {
    run.warnings.add(`cache: ${toFault(error).message}`)
    return undefined
  }
}

/** A row of somebody else's cache is looked at before it is believed. */
function wellFormed<A>(run: Run<A>, row: unknown): CacheRow | undefined {
  if (row === undefined || row === null) return undefined
  const { record, status, source, fetchedAt, expiresAt } = row as Partial<Record<keyof CacheRow, unknown>>
  const sound =
    Number.isFinite(fetchedAt) &&
    Number.isFinite(expiresAt) &&
    typeof source === 'string' &&
    (status === 'ok' ? typeof record === 'object' && record !== null : status === 'not_found')
  if (sound) return row as CacheRow
  run.warnings.add(`cache: a row that cannot be read was skipped, got ${show(row)}`)
  return undefined
}

/** Take expired answers where no fresh one could be had. */
export function useStale<A>(
  run: Run<A>,
  stale: ReadonlyMap<number, CacheRow>,
  failed: (status: number) => boolean,
): void {
  for (const [i, row] of stale) {
    const status = run.outcomes.status[i]
    if (status === PENDING || failed(status)) settle(run.outcomes, i, 'stale', row.record, row.source, row.fetchedAt)
  }
}
