/**
 * Flat records, as ip-location-db, IPinfo, IP2Location and the ASN databases of MaxMind and DB-IP write them: one text or number a field, under
 * names that differ from one maker to the next.
 */
import { textOf, valueOf, type Fields, type SentPlace } from './web.js'

/** The columns of a place out of a flat record. */
export function flatPlace(fields: Fields): SentPlace {
  const first = (...names: readonly string[]): string | null => {
    for (const name of names) {
      const value = textOf(fields, name)
      if (value !== null) return value
    }
    return null
  }
  // `country` is the name beside a `country_code`, and the code without one
  const named = first('country_name', 'country')
  const code = first('country_code') ?? (named !== null && named.length === 2 ? named : null)
  return {
    country: named !== null && named.length > 2 ? named : null,
    country_code: code,
    region: first('region', 'region_name', 'state1', 'subdivision', 'state'),
    city: first('city', 'city_name'),
    latitude: valueOf(fields, 'latitude') ?? valueOf(fields, 'lat'),
    longitude: valueOf(fields, 'longitude') ?? valueOf(fields, 'lng'),
    postal: first('postal', 'postal_code', 'postcode', 'zip_code', 'zip'),
    timezone: first('timezone', 'time_zone'),
    asn: first('asn', 'as_number', 'autonomous_system_number'),
    organization: first('organization', 'as_name', 'as_organization', 'autonomous_system_organization', 'org'),
  }
}
