/** A process for tests: locates addresses of a server and stops in good order at SIGTERM. Arguments: url, cache, count. Prints its summary. */
import { locate } from '../../../src/geo/locate.js'
import { addresses, serviceOf } from '../../support/lookup-server.js'

const [url, cache, count] = process.argv.slice(2)
const controller = new AbortController()
process.on('SIGTERM', () => controller.abort())
const { summary } = await locate(
  { ip: addresses(Number(count)) },
  { ip: 'ip', provider: serviceOf(url), cache, rate: { perSecond: 100 }, signal: controller.signal },
)
process.stdout.write(JSON.stringify(summary))
