/** Rows of a cache as a run leaves them: each address its own row, 5,000 places among them. */
const now = Date.now()

export function rowsOf(count) {
  return Array.from({ length: count }, (_, i) => rowOf(i))
}

/** Row number `i`. */
export function rowOf(i) {
  const place = i % 5000
  return {
    key: `${5 + (i >> 24)}.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`,
    status: 'ok',
    source: 'ip2location',
    fetchedAt: now,
    expiresAt: now + 604_800_000,
    record: {
      country: 'France',
      country_code: 'FR',
      region: 'Île-de-France',
      city: `Town ${place}`,
      latitude: 48 + place / 5000,
      longitude: 2 + place / 5000,
      postal: String(75_000 + place),
      timezone: 'Europe/Paris',
      asn: '3215',
      organization: 'Orange S.A.',
    },
  }
}
