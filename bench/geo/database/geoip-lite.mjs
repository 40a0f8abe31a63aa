/** `geoip-lite`: address → country, region, city, out of data of its own. */
import geoip from 'geoip-lite'
import { packageVersion } from '../../harness/package-version.mjs'
import { randomAddresses } from '../common/database.mjs'

export const versions = () => ({ 'geoip-lite': packageVersion('geoip-lite') })

export function prepare(task, { count, family }) {
  if (task !== 'lookup') throw new Error(`no task ${task}`)
  const addresses = randomAddresses(count, family)
  const codeOf = (place) => place?.country ?? ''
  return {
    run: () => addresses.map((ip) => geoip.lookup(ip)),
    answer: (places) => ({
      codes: places.slice(0, 2000).map(codeOf),
      located: places.filter((place) => codeOf(place) !== '').length,
    }),
  }
}
