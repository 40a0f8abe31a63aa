/** bodkin's `locate` against a service with a limit. */
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { ask, blockLater } from '../common/ask.mjs'
import { addresses } from '../common/server.mjs'

const { locate } = await importBodkin('geo/index.js')

export const versions = bodkinVersions

/** @param params `url`, `count` of addresses, `perSecond`, `blockMs` in the middle of the run */
export function prepare(task, { url, count, perSecond, blockMs }) {
  if (task !== 'rate') throw new Error(`no task ${task}`)
  const provider = { name: 'bench', lookup: async (ip) => ({ country_code: (await ask(url, ip)).country_code }) }
  const ip = addresses(count)
  const run = async () => {
    const clear = blockLater((500 * count) / perSecond, blockMs)
    const { summary } = await locate({ ip }, { ip: 'ip', provider, rate: { perSecond }, concurrency: 8 })
    clear()
    return summary
  }
  return { run, answer: ({ byStatus, calls }) => ({ located: byStatus.ok, calls }) }
}
