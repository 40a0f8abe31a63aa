/** A process of its own that locates addresses through a cache folder; its parent is told how it ended. */
import { locate } from '../../src/geo/locate.js'
import { addresses, quick, serviceOf } from './lookup-server.js'

/** What to do, as JSON in the first argument. */
export interface ChildTask {
  readonly url: string
  readonly cache: string
  readonly count: number
  readonly perSecond?: number
  readonly perDay?: number
  readonly concurrency: number
}

const { url, cache, count, perSecond, perDay, concurrency } = JSON.parse(process.argv[2]) as ChildTask
const { summary } = await locate(
  { ip: addresses(count) },
  {
    ip: 'ip',
    provider: serviceOf(url),
    cache,
    concurrency,
    ...(perSecond === undefined ? {} : { rate: { perSecond } }),
    ...(perDay === undefined ? {} : { quota: { perDay } }),
    ...quick,
  },
)
process.send?.(summary)
process.disconnect?.()
