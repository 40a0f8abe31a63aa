/** The same visits through a faulty web service: a plan, a run that spends its allowance, a run that goes on from there, and one more. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { locate, plan, type LocateOptions, type LocateSummary, type Provider } from '../../src/geo/index.js'
import { faultyService } from './faulty-service.js'

/** What came of it. */
export interface ServiceRuns {
  readonly planned: string
  readonly runs: readonly { readonly name: string; readonly summary: LocateSummary; readonly requests: number }[]
  readonly mostForOne: number
}

/** Addresses of the allowance of a day, and calls a second. */
const perDay = 800
const perSecond = 1000

/**
 * @param table rows with a column `address`
 * @param database knows what the service answers
 */
export async function serviceRuns(
  table: { readonly address: readonly (string | null)[] },
  database: Provider & { readonly lookup: (ip: string) => ReturnType<Provider['lookup']> },
): Promise<ServiceRuns> {
  const service = await faultyService((ip) => database.lookup(ip) as never)
  const folder = mkdtempSync(join(tmpdir(), 'bodkin-start-'))
  const options: LocateOptions = {
    ip: 'address',
    provider: service.provider,
    cache: join(folder, 'places'),
    rate: { perSecond },
    quota: { perDay },
    backoff: { minMs: 5, maxMs: 50 },
    breaker: { coolMs: 200 },
  }
  try {
    const { distinct, calls, deferred, seconds, quotaLeft } = await plan(table, options)
    const runs: { name: string; summary: LocateSummary; requests: number }[] = []
    for (const [name, quota] of [
      [`first run, ${perDay} a day allowed`, { perDay }],
      ['second run, allowance raised', { perDay: 100 * perDay }],
      ['third run', { perDay: 100 * perDay }],
    ] as const) {
      const before = service.requests()
      const { summary } = await locate(table, { ...options, quota })
      runs.push({ name, summary, requests: service.requests() - before })
    }
    return {
      planned: `${distinct} distinct addresses, ${calls} calls, ${quotaLeft ?? 'all'} left today: ${deferred} deferred, ${seconds.toFixed(1)} s`,
      runs,
      mostForOne: service.mostForOne(),
    }
  } finally {
    await service.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
