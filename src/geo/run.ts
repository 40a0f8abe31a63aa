/**
 * The machine: distinct questions → what became of each. It knows neither tables nor addresses.
 *
 *   pending ─▶ local sources ─▶ cache ─▶ services, one after another for what the ones before did not know ─▶ expired answers, if allowed
 */
import { checkAborted, progressReporter } from '../parallel/run-options.js'
import { askLocal } from './ask-local.js'
import { askService } from './ask-service.js'
import { readCache } from './cache/foreign-cache.js'
import type { MachineSettings } from './options.js'
import { PENDING, statusCode, type Outcomes } from './outcomes.js'
import { consultCache, guarded, useStale, WRITE_MS } from './remember.js'
import { newRun, type Run, type SourceStop } from './run-state.js'
import { sharingOf } from './sharing.js'
import type { Questions, Source } from './source.js'
import type { CacheRow, OwnCache, Stop } from './types.js'

/** What a run came to. */
export interface RunResult {
  readonly outcomes: Outcomes
  /** Requests sent to services, retries included. */
  readonly calls: number
  readonly retries: number
  /** Questions that the cache answered. */
  readonly cacheHits: number
  readonly elapsedMs: number
  /** Addresses left of the allowance of the first service that has one. */
  readonly quotaLeft: number | null
  readonly stopped: Stop | null
  /** What failed calls said, the most frequent first. */
  readonly faults: readonly (readonly [message: string, count: number])[]
  readonly warnings: readonly string[]
}

/** Ask everything there is to ask. */
export async function runLookups<A>(
  questions: Questions<A>,
  sources: readonly Source<A>[],
  settings: MachineSettings,
  label: string,
): Promise<RunResult> {
  checkAborted(settings.signal)
  const began = performance.now()
  return withCache(settings, async (cache) => {
    const sharing = sharingOf(cache, settings.cache)
    const total = questions.keys.length
    const report = progressReporter(total, label, settings.onProgress)
    let reported = 0
    const advance = (units: number): void => {
      const fresh = Math.min(units, total - reported)
      reported += fresh
      if (fresh > 0) report(fresh)
    }
    const run = newRun(questions, settings, cache, sharing, advance)
    const unwatch = watchEnd(run, began)
    try {
      const { stopped, quotaLeft, stale } = await askAll(run, sources)
      useStale(run, stale, (status) => status === statusCode('error') || status === statusCode('deferred'))
      await guarded(run, () => cache.flush?.(), WRITE_MS)
      guarded(run, () => {
        for (const warning of cache.warnings?.() ?? []) run.warnings.add(warning)
      })
      advance(total - reported)
      return {
        outcomes: run.outcomes,
        calls: run.counts.calls,
        retries: run.counts.retries,
        cacheHits: run.counts.cacheHits,
        elapsedMs: performance.now() - began,
        quotaLeft,
        stopped: run.endedBy() ?? stopped,
        faults: [...run.faults].toSorted((a, b) => b[1] - a[1]),
        warnings: [...run.warnings],
      }
    } finally {
      unwatch()
    }
  })
}

/** What of the questions local sources and the cache answer, and what is left: nothing is sent. */
export async function foresee<A>(
  questions: Questions<A>,
  sources: readonly Source<A>[],
  settings: MachineSettings,
  quotaOf: (run: Run<A>, source: Source<A>) => number | null,
): Promise<{
  readonly cached: number
  readonly local: number
  readonly left: number
  /** The services in turn, with what is left of the allowance of each. */
  readonly services: readonly (Pick<Source<A>, 'batchSize' | 'rate'> & { readonly quotaLeft: number | null })[]
}> {
  checkAborted(settings.signal)
  return withCache(settings, async (cache) => {
    const run = newRun(questions, settings, cache, sharingOf(cache, settings.cache), () => undefined)
    let pending: readonly number[] = questions.keys.map((_, i) => i)
    for (const source of sources) if (source.local) pending = await askLocal(run, source, pending)
    const local = questions.keys.length - pending.length
    const services = sources.filter((source) => !source.local)
    if (services.length === 0) return { cached: 0, local, left: 0, services: [] }
    await consultCache(run, pending)
    const cached = run.counts.cacheHits
    const limited = services.map((source) => ({ ...source, quotaLeft: quotaOf(run, source) }))
    return { cached, local, left: pending.length - cached, services: limited }
  })
}

async function withCache<T>({ cache: given }: MachineSettings, work: (cache: OwnCache) => Promise<T>): Promise<T> {
  const cache = readCache(given)
  const isCallers = given !== undefined && typeof given !== 'string'
  if (isCallers) {
    await cache.flush?.() // one that is closed is refused before anything is asked
    return work(cache)
  }
  try {
    return await work(cache)
  } finally {
    await cache.close?.()
  }
}

/** The deadline and the caller's signal end the run; returns the way to stop watching. */
function watchEnd<A>(run: Run<A>, began: number): () => void {
  const { signal, deadlineMs } = run.settings
  const onAbort = (): void => run.end('aborted')
  signal?.addEventListener('abort', onAbort)
  const timer =
    deadlineMs === undefined
      ? undefined
      : setTimeout(() => run.end('deadline'), Math.max(0, deadlineMs - (performance.now() - began)))
  return () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}

interface AllAsked {
  readonly stopped: SourceStop | null
  readonly quotaLeft: number | null
  readonly stale: ReadonlyMap<number, CacheRow>
}

async function askAll<A>(run: Run<A>, sources: readonly Source<A>[]): Promise<AllAsked> {
  let pending: readonly number[] = run.questions.keys.map((_, i) => i)
  let stale: ReadonlyMap<number, CacheRow> | null = null
  let stopped: SourceStop | null = null
  let quotaLeft: number | null = null
  const last = sources.at(-1)
  for (const source of sources) {
    if (source.local) {
      pending = await askLocal(run, source, pending)
      continue
    }
    if (stale === null) {
      stale = await consultCache(run, pending)
      pending = pending.filter((i) => run.outcomes.sources[i] === null)
    }
    const asked = await askService(run, source, pending, source === last)
    pending = asked.left
    stopped ??= asked.stopped
    quotaLeft ??= asked.quotaLeft
  }
  for (const i of pending) if (run.outcomes.status[i] === PENDING) run.outcomes.status[i] = statusCode('deferred')
  return { stopped, quotaLeft, stale: stale ?? new Map() }
}
