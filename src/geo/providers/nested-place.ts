/**
 * MaxMind's nested shape, of its web services and its databases alike:
 * `{ country: { iso_code, names: { en } }, subdivisions: [{ names }], city: { names }, location: { latitude, longitude, time_zone }, postal: { code }, traits }`.
 */
import { inner, textOf, valueOf, type Fields, type SentPlace } from './web.js'

/** The columns of a place out of the nested shape. Where a network is registered stands in for where it is. */
export function nestedPlace(fields: Fields): SentPlace {
  const country =
    Object.keys(inner(fields, 'country')).length > 0 ? inner(fields, 'country') : inner(fields, 'registered_country')
  const location = inner(fields, 'location')
  const traits = inner(fields, 'traits')
  const { subdivisions } = fields
  const region: unknown = Array.isArray(subdivisions) ? subdivisions[0] : undefined
  return {
    country: nameOf(country),
    country_code: textOf(country, 'iso_code'),
    region: nameOf(inner({ region }, 'region')),
    city: nameOf(inner(fields, 'city')),
    latitude: valueOf(location, 'latitude'),
    longitude: valueOf(location, 'longitude'),
    postal: textOf(inner(fields, 'postal'), 'code'),
    timezone: textOf(location, 'time_zone'),
    asn: textOf(traits, 'autonomous_system_number') ?? textOf(fields, 'autonomous_system_number'),
    organization:
      textOf(traits, 'autonomous_system_organization') ??
      textOf(traits, 'organization') ??
      textOf(fields, 'autonomous_system_organization'),
  }
}

function nameOf(fields: Fields): string | null {
  return textOf(inner(fields, 'names'), 'en')
}
