/** `maxmind`: address → the record of the database as it is. Its cache of decoded records is on, as it advises. */
import { open } from 'maxmind'
import { packageVersion } from '../../harness/package-version.mjs'
import { databaseFile, randomAddresses } from '../common/database.mjs'

const reader = await open(databaseFile(), { cache: { max: 50_000 } })

export const versions = () => ({ maxmind: packageVersion('maxmind') })

export function prepare(task, { count, family }) {
  if (task !== 'lookup') throw new Error(`no task ${task}`)
  const addresses = randomAddresses(count, family)
  const codeOf = (record) => (record === null || record.country_code === 'ZZ' ? '' : record.country_code)
  return {
    run: () => addresses.map((ip) => reader.get(ip)),
    answer: (records) => ({
      codes: records.slice(0, 2000).map(codeOf),
      located: records.filter((record) => codeOf(record) !== '').length,
    }),
  }
}
