/**
 * The schema of an answer: whatever a provider says of a place, brought to one form, complete, with null for what it does not say.
 */
import { didYouMean, show } from '../errors.js'
import { LookupFault, type Place } from './types.js'

type TextName = Exclude<keyof Place, 'latitude' | 'longitude'>

/** The columns of a place, in the order of the table. */
export const PLACE_COLUMNS: readonly (keyof Place)[] = [
  'country',
  'country_code',
  'region',
  'city',
  'latitude',
  'longitude',
  'postal',
  'timezone',
  'asn',
  'organization',
]

/**
 * Read what a provider answered.
 *
 * Absent, undefined, `''` and `'-'` become null; numbers may come as text; a latitude outside ±90 or a longitude outside ±180 becomes null
 * (both, since half a point is no place); `AS3215` becomes `3215`; a country code is two letters, in capitals, or null. A country that is
 * only given by its code gets its English name.
 *
 * @param answer an object with names of `Place`
 * @param provider its name, for messages
 * @returns the place, complete and frozen
 * @throws LookupFault `permanent` and systemic when the answer is no object, has a name that no place has, or an object where text belongs:
 *   the provider is at fault, not the address
 * @example
 * placeRecord({ country_code: 'fr', city: '-', latitude: '48.85', longitude: 2.35 }, 'mine').city   // null
 */
export function placeRecord(answer: unknown, provider: string): Place {
  if (typeof answer === 'object' && answer !== null && made.has(answer)) return answer as Place
  if (Object.prototype.toString.call(answer) !== '[object Object]')
    throw fault(provider, `must answer an object or null, got ${show(answer)}`)
  const given = answer as Readonly<Record<string, unknown>>
  for (const name of Object.keys(given)) {
    if ((PLACE_COLUMNS as readonly string[]).includes(name)) continue
    throw fault(provider, `answered ${JSON.stringify(name)}, which no place has${didYouMean(name, PLACE_COLUMNS)}`)
  }
  const text = (name: TextName): string | null => {
    const value = Object.hasOwn(given, name) ? given[name] : null
    if (typeof value === 'object' && value !== null)
      throw fault(provider, `must answer text as ${name}, got ${show(value)}`)
    return tidyText(value)
  }
  const degrees = (name: 'latitude' | 'longitude', bound: number): number | null =>
    Object.hasOwn(given, name) ? tidyDegrees(given[name], bound) : null

  const latitude = degrees('latitude', 90)
  const longitude = degrees('longitude', 180)
  const code = text('country_code')
  const countryCode = code !== null && /^[a-z]{2}$/i.test(code) && !/^zz$/i.test(code) ? code.toUpperCase() : null
  const place: Place = Object.freeze({
    country: text('country') ?? (countryCode === null ? null : countryName(countryCode)),
    country_code: countryCode,
    region: text('region'),
    city: text('city'),
    latitude: longitude === null ? null : latitude,
    longitude: latitude === null ? null : longitude,
    postal: text('postal'),
    timezone: text('timezone'),
    asn: text('asn')?.replace(/^AS(?=\d)/i, '') ?? null,
    organization: text('organization'),
  })
  made.add(place)
  return place
}

/** Does the place say nothing? Services answer unknown addresses with a row of blanks, some with the point 0, 0. */
export function saysNothing(place: Place): boolean {
  const { latitude, longitude, ...texts } = place
  if (Object.values(texts).some((text) => text !== null)) return false
  return latitude === null || longitude === null || (latitude === 0 && longitude === 0)
}

/** Text without blanks around it; null for what services write when they do not know. */
export function tidyText(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null
  if (typeof value !== 'string') return null
  const text = value.trim()
  return text === '' || text === '-' ? null : text
}

function tidyDegrees(value: unknown, bound: number): number | null {
  const degrees = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof degrees === 'number' && Math.abs(degrees) <= bound ? degrees : null
}

/** Places made here need no second look: a local database answers thousands of addresses with one. */
const made = new WeakSet<object>()
const names = new Map<string, string | null>()
let displayNames: Intl.DisplayNames | undefined

/** English name of a country by its code, null for a code that is no country's. */
function countryName(code: string): string | null {
  let name = names.get(code)
  if (name === undefined) {
    displayNames ??= new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
    name = displayNames.of(code) ?? null
    names.set(code, name)
  }
  return name
}

function fault(provider: string, rule: string): LookupFault {
  return new LookupFault('permanent', `provider ${JSON.stringify(provider)} ${rule}`, { systemic: true })
}
