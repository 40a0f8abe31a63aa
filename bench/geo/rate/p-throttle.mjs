/** p-throttle: so many calls in a window of a second. */
import pThrottle from 'p-throttle'
import { packageVersion } from '../../harness/package-version.mjs'
import { ask, blockLater } from '../common/ask.mjs'
import { addresses } from '../common/server.mjs'

export const versions = () => ({ 'p-throttle': packageVersion('p-throttle') })

export function prepare(task, { url, count, perSecond, blockMs }) {
  if (task !== 'rate') throw new Error(`no task ${task}`)
  const throttled = pThrottle({ limit: perSecond, interval: 1000 })((ip) => ask(url, ip))
  const run = async () => {
    const clear = blockLater((500 * count) / perSecond, blockMs)
    const answers = await Promise.all(addresses(count).map((ip) => throttled(ip)))
    clear()
    return answers
  }
  return { run, answer: (answers) => ({ located: answers.length, calls: answers.length }) }
}
