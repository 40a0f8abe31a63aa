/** bottleneck: a least time between two starts. */
import Bottleneck from 'bottleneck'
import { packageVersion } from '../../harness/package-version.mjs'
import { ask, blockLater } from '../common/ask.mjs'
import { addresses } from '../common/server.mjs'

export const versions = () => ({ bottleneck: packageVersion('bottleneck') })

export function prepare(task, { url, count, perSecond, blockMs }) {
  if (task !== 'rate') throw new Error(`no task ${task}`)
  const limiter = new Bottleneck({ minTime: 1000 / perSecond, maxConcurrent: 8 })
  const run = async () => {
    const clear = blockLater((500 * count) / perSecond, blockMs)
    const answers = await Promise.all(addresses(count).map((ip) => limiter.schedule(() => ask(url, ip))))
    clear()
    return answers
  }
  return { run, answer: (answers) => ({ located: answers.length, calls: answers.length }) }
}
