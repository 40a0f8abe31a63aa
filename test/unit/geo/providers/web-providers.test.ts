/** Each service's replies as its documentation shows them, played back by a local server. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ipApi } from '../../../../src/geo/providers/ip-api.js'
import { ip2location } from '../../../../src/geo/providers/ip2location.js'
import { ipapiCo } from '../../../../src/geo/providers/ipapi-co.js'
import { ipinfo } from '../../../../src/geo/providers/ipinfo.js'
import { maxmind } from '../../../../src/geo/providers/maxmind.js'
import { placeRecord } from '../../../../src/geo/place.js'
import { LookupFault, type LookupContext, type Place, type Provider } from '../../../../src/geo/types.js'
import { providerServer, type Answer, type ProviderServer } from '../../../support/provider-server.js'

let server: ProviderServer
before(async () => {
  server = await providerServer()
})
after(() => server.close())

const KEY = 'S3CRET-k3y-0123456789'
const paused: number[] = []
const context: LookupContext = { signal: new AbortController().signal, pause: (ms) => void paused.push(ms) }

const providers = (): Record<string, Provider> => ({
  ip2location: ip2location({ key: KEY, baseUrl: server.url }),
  ipApi: ipApi({ baseUrl: server.url }),
  ipinfo: ipinfo({ token: KEY, baseUrl: server.url }),
  ipapiCo: ipapiCo({ key: KEY, baseUrl: server.url }),
  maxmind: maxmind({ account: 42, key: KEY, baseUrl: server.url }),
})

/** What each service says of 8.8.8.8. */
const REPLIES: Readonly<Record<string, object>> = {
  ip2location: {
    ip: '8.8.8.8',
    country_code: 'US',
    country_name: 'United States of America',
    region_name: 'California',
    city_name: 'Mountain View',
    latitude: 37.38605,
    longitude: -122.08385,
    zip_code: '94035',
    time_zone: '-08:00',
    asn: '15169',
    as: 'Google LLC',
    is_proxy: false,
  },
  ipApi: {
    query: '8.8.8.8',
    status: 'success',
    country: 'United States',
    countryCode: 'US',
    region: 'CA',
    regionName: 'California',
    city: 'Mountain View',
    zip: '94035',
    lat: 37.386,
    lon: -122.0838,
    timezone: 'America/Los_Angeles',
    isp: 'Google LLC',
    org: 'Google Public DNS',
    as: 'AS15169 Google LLC',
  },
  ipinfo: {
    ip: '8.8.8.8',
    asn: 'AS15169',
    as_name: 'Google LLC',
    as_domain: 'google.com',
    country_code: 'US',
    country: 'United States',
    continent_code: 'NA',
    continent: 'North America',
  },
  ipapiCo: {
    ip: '8.8.8.8',
    city: 'Mountain View',
    region: 'California',
    region_code: 'CA',
    country: 'US',
    country_name: 'United States',
    country_code: 'US',
    postal: 'Sign up to access',
    latitude: 'Sign up to access',
    longitude: 'Sign up to access',
    timezone: 'America/Los_Angeles',
    asn: 'AS15169',
    org: 'GOOGLE',
    message: 'Please message us at ipapi.co/trial for full access',
  },
  maxmind: {
    city: { geoname_id: 5375480, names: { de: 'Mountain View', en: 'Mountain View' } },
    country: { iso_code: 'US', names: { de: 'USA', en: 'United States' } },
    subdivisions: [{ iso_code: 'CA', names: { de: 'Kalifornien', en: 'California' } }],
    location: { accuracy_radius: 1000, latitude: 37.386, longitude: -122.0838, time_zone: 'America/Los_Angeles' },
    postal: { code: '94035' },
    traits: {
      ip_address: '8.8.8.8',
      network: '8.8.8.0/24',
      autonomous_system_number: 15169,
      autonomous_system_organization: 'GOOGLE',
    },
  },
}

const california = { country_code: 'US', region: 'California', city: 'Mountain View', asn: '15169' }
const PLACES: Readonly<Record<string, Partial<Place>>> = {
  ip2location: {
    ...california,
    country: 'United States of America',
    latitude: 37.38605,
    longitude: -122.08385,
    postal: '94035',
    timezone: '-08:00',
    organization: 'Google LLC',
  },
  ipApi: {
    ...california,
    country: 'United States',
    latitude: 37.386,
    longitude: -122.0838,
    postal: '94035',
    timezone: 'America/Los_Angeles',
    organization: 'Google Public DNS',
  },
  ipinfo: { country: 'United States', country_code: 'US', asn: '15169', organization: 'Google LLC' },
  ipapiCo: { ...california, country: 'United States', timezone: 'America/Los_Angeles', organization: 'GOOGLE' },
  maxmind: {
    ...california,
    country: 'United States',
    latitude: 37.386,
    longitude: -122.0838,
    postal: '94035',
    timezone: 'America/Los_Angeles',
    organization: 'GOOGLE',
  },
}

for (const name of Object.keys(REPLIES)) {
  test(`${name}: the documented reply becomes a place`, async () => {
    server.answer({ body: REPLIES[name] })
    const provider = providers()[name]
    assert.equal(provider.name, name)
    assert.deepEqual(await provider.lookup('8.8.8.8', context), placeRecord(PLACES[name], name))
  })

  test(`${name}: a reply about another address is refused`, async () => {
    server.answer({ body: JSON.parse(JSON.stringify(REPLIES[name]).replaceAll('"8.8.8.8"', '"8.8.4.4"')) })
    await assert.rejects(async () => providers()[name].lookup('8.8.8.8', context), {
      name: 'LookupFault',
      kind: 'transient',
      message: `${name}: the reply is about another address than was asked for`,
    })
  })
}

test('requests are what the services document, with the key in a header where they take one there', async () => {
  const from = server.requests.length
  for (const [name, provider] of Object.entries(providers())) {
    server.answer({ body: REPLIES[name] })
    await provider.lookup('8.8.8.8', context)
  }
  const seen = server.requests
    .slice(from)
    .map(({ method, url, headers }) => `${method} ${url} ${headers.authorization ?? ''}`.trim())
  assert.deepEqual(seen, [
    `GET /?ip=8.8.8.8&format=json Bearer ${KEY}`,
    'GET /json/8.8.8.8?fields=status,message,country,countryCode,regionName,city,zip,lat,lon,timezone,isp,org,as,query',
    `GET /lite/8.8.8.8 Bearer ${KEY}`,
    `GET /8.8.8.8/json/?key=${KEY}`,
    `GET /geoip/v2.1/city/8.8.8.8 Basic ${Buffer.from(`42:${KEY}`).toString('base64')}`,
  ])
})

/** provider, reply → the fault's kind, or null for "not found". */
const MEANINGS: readonly (readonly [string, Answer, string | null])[] = [
  [
    'ip2location',
    { status: 400, body: { error: { error_code: 10000, error_message: 'Invalid API key or insufficient credit.' } } },
    'fatal',
  ],
  [
    'ip2location',
    { body: { error: { error_code: 10000, error_message: 'Invalid API key or insufficient credit.' } } },
    'fatal',
  ],
  ['ip2location', { body: { error: { error_code: 10001, error_message: 'Invalid IP address.' } } }, 'permanent'],
  ['ip2location', { body: { error: { error_code: 12345 } } }, 'transient'],
  ['ip2location', { body: { error: 'broken' } }, 'transient'],
  [
    'ip2location',
    {
      body: {
        ip: '8.8.8.8',
        country_code: '-',
        country_name: '-',
        region_name: '-',
        latitude: 0,
        longitude: 0,
        is_proxy: false,
      },
    },
    null,
  ],
  ['ip2location', { status: 503, body: '<html>' }, 'transient'],
  ['ip2location', { body: [] }, 'transient'],
  ['ipApi', { body: { status: 'fail', message: 'private range', query: '8.8.8.8' } }, null],
  ['ipApi', { body: { status: 'fail', message: 'reserved range', query: '8.8.8.8' } }, null],
  ['ipApi', { body: { status: 'fail', message: 'invalid query', query: '8.8.8.8' } }, 'permanent'],
  ['ipApi', { body: { query: '8.8.8.8', country: 'France' } }, 'transient'],
  ['ipApi', { status: 429, headers: { 'x-ttl': '17', 'x-rl': '0' }, body: '' }, 'throttle'],
  ['ipinfo', { body: { ip: '8.8.8.8', bogon: true } }, null],
  [
    'ipinfo',
    { status: 404, body: { status: 404, error: { title: 'Wrong ip', message: 'Please provide a valid IP address' } } },
    'permanent',
  ],
  ['ipinfo', { status: 403, body: { status: 403, error: { title: 'Unknown token' } } }, 'fatal'],
  ['ipinfo', { status: 429, body: { status: 429 } }, 'throttle'],
  ['ipapiCo', { body: { ip: '8.8.8.8', error: true, reason: 'Reserved IP Address', reserved: true } }, null],
  [
    'ipapiCo',
    {
      status: 429,
      body: { error: true, reason: 'RateLimited', message: 'Visit https://ipapi.co/ratelimited/ for details' },
    },
    'throttle',
  ],
  ['ipapiCo', { body: { error: true, reason: 'RateLimited' } }, 'throttle'],
  ['ipapiCo', { status: 403, body: { error: true, reason: 'Invalid Key' } }, 'fatal'],
  ['ipapiCo', { body: { error: true, reason: 'Quota exceeded' } }, 'quota'],
  ['ipapiCo', { body: { error: true, reason: 'Invalid IP Address' } }, 'permanent'],
  ['ipapiCo', { body: { error: true } }, 'transient'],
  [
    'maxmind',
    { status: 404, body: { code: 'IP_ADDRESS_NOT_FOUND', error: 'The address is not in our database.' } },
    null,
  ],
  ['maxmind', { status: 400, body: { code: 'IP_ADDRESS_RESERVED', error: 'The address is a private address.' } }, null],
  ['maxmind', { status: 400, body: { code: 'IP_ADDRESS_INVALID', error: 'not valid' } }, 'permanent'],
  [
    'maxmind',
    { status: 401, body: { code: 'AUTHORIZATION_INVALID', error: 'Invalid account ID or license key' } },
    'fatal',
  ],
  ['maxmind', { status: 402, body: { code: 'OUT_OF_QUERIES', error: 'out of queries' } }, 'quota'],
  ['maxmind', { status: 402, body: { code: 'INSUFFICIENT_FUNDS', error: 'no funds' } }, 'quota'],
  ['maxmind', { status: 403, body: { code: 'PERMISSION_REQUIRED', error: 'no permission' } }, 'fatal'],
  ['maxmind', { status: 500, body: 'oops' }, 'transient'],
  ['maxmind', { body: { traits: { ip_address: '8.8.8.8' } } }, null],
]

test('status and body together say what an error means', async () => {
  for (const [name, answer, kind] of MEANINGS) {
    server.answer(answer)
    const label = `${name} ${answer.status ?? 200} ${JSON.stringify(answer.body)}`
    const outcome = await Promise.resolve(providers()[name].lookup('8.8.8.8', context)).catch((error: unknown) => error)
    if (kind === null) assert.equal(outcome, null, label)
    else {
      assert.ok(outcome instanceof LookupFault, label)
      assert.equal(outcome.kind, kind, label)
      assert.ok(!JSON.stringify([outcome.message, outcome.stack]).includes(KEY), label)
    }
  }
})

test('without a key the spent credit of ip2location is a spent allowance', async () => {
  server.answer({ body: { error: { error_code: 10000, error_message: 'Invalid API key or insufficient credit.' } } })
  await assert.rejects(async () => ip2location({ baseUrl: server.url }).lookup('8.8.8.8', context), {
    kind: 'quota',
    message: 'ip2location: the allowance without a key is spent (error 10000)',
  })
})

test('ip-api at the end of its minute: X-Rl 0 pauses for X-Ttl, 429 asks to wait as long', async () => {
  paused.length = 0
  server.answer({ body: REPLIES.ipApi, headers: { 'x-rl': '0', 'x-ttl': '9' } })
  await ipApi({ baseUrl: server.url }).lookup('8.8.8.8', context)
  server.answer({ body: REPLIES.ipApi, headers: { 'x-rl': '7', 'x-ttl': '9' } })
  await ipApi({ baseUrl: server.url }).lookup('8.8.8.8', context)
  server.answer({ body: REPLIES.ipApi, headers: { 'x-rl': '0', 'x-ttl': '86400' } })
  await ipApi({ baseUrl: server.url }).lookup('8.8.8.8', context)
  assert.deepEqual(paused, [9000])
  server.answer({ status: 429, body: '', headers: { 'x-rl': '0', 'x-ttl': '17' } })
  await assert.rejects(async () => ipApi({ baseUrl: server.url }).lookup('8.8.8.8', context), {
    kind: 'throttle',
    retryAfterMs: 17_000,
  })
})

test('ip-api in batches: answers are told apart by their address, whatever their order; missing, foreign and failed ones', async () => {
  const of = (query: string, city: string): object => ({ status: 'success', query, city, countryCode: 'US' })
  server.answer({
    body: [
      of('1.1.1.1', 'c'),
      of('9.9.9.9', 'foreign'),
      { status: 'fail', message: 'reserved range', query: '8.8.4.4' },
      null,
      of('8.8.8.8', 'a'),
      { status: 'fail', message: 'invalid query', query: '2.2.2.2' },
      { query: '2A00:1450:4001:800:0:0:0:200E', status: 'success', city: 'six' },
    ],
  })
  const { lookupMany, batchSize } = ipApi({ baseUrl: server.url })
  assert.equal(batchSize, 100)
  const ips = ['8.8.8.8', '8.8.4.4', '1.1.1.1', '3.3.3.3', '2.2.2.2', '2a00:1450:4001:800::200e']
  const answers = await lookupMany?.(ips, context)
  const cities = answers?.map((answer) =>
    answer instanceof Error ? answer.message : answer === null || answer === undefined ? answer : answer.city,
  )
  assert.deepEqual(cities, ['a', null, 'c', undefined, 'ipApi: not an address to the service', 'six'])
  const { method, url, body } = server.requests.at(-1) as { method: string; url: string; body: string }
  assert.deepEqual([method, url.split('?')[0], JSON.parse(body)], ['POST', '/batch', ips])
  server.answer({ status: 422, body: '' })
  await assert.rejects(async () => lookupMany?.(ips, context), {
    kind: 'permanent',
    systemic: true,
    message: 'ipApi: the batch is too large (HTTP 422)',
  })
  server.answer({ body: {} })
  await assert.rejects(async () => lookupMany?.(ips, context), {
    kind: 'transient',
    message: 'ipApi: the reply to a batch must be an array',
  })
  assert.equal(ipApi({ batch: false }).lookupMany, undefined)
})

test('providers bring the limits of their plans', () => {
  const limits = [
    ip2location(),
    ip2location({ key: KEY }),
    ipApi(),
    ipApi({ batch: false }),
    ipinfo({ token: KEY }),
    ipapiCo(),
    maxmind({ account: 1, key: KEY }),
  ]
  assert.deepEqual(
    limits.map(({ rate, quota }) => [rate?.perSecond, quota?.perDay, quota?.perMonth]),
    [
      [5, 1000, undefined],
      [5, undefined, 50_000],
      [0.25, undefined, undefined],
      [0.75, undefined, undefined],
      [undefined, undefined, undefined],
      [undefined, 1000, undefined],
      [undefined, 1000, undefined],
    ],
  )
  for (const { account, attribution } of limits) {
    assert.ok(!account?.includes(KEY))
    assert.match(attribution ?? '', /https?:/)
  }
})

test('options that cannot be used are refused, without showing a key', () => {
  const cases: [() => unknown, string][] = [
    [() => ip2location({ key: `${KEY}\r\nx: y` }), 'option "key" must be text of visible characters without blanks'],
    [() => ipinfo({ token: '' }), 'option "token" must be text of visible characters without blanks'],
    [
      () => ipinfo({} as { token: string }),
      'option "token" must be text of visible characters without blanks, got undefined',
    ],
    [() => ipapiCo({ keey: KEY } as object), 'unknown option "keey": did you mean "key"?'],
    [() => maxmind({ account: 'me', key: KEY }), 'option "account" must be an account number, got "me"'],
    [
      () => ip2location({ baseUrl: `https://host/?key=${KEY}` }),
      'option "baseUrl" must be an address that begins with http:// or https://, without user, query and fragment',
    ],
    [
      () => ip2location({ baseUrl: 'file:///etc/passwd' }),
      'option "baseUrl" must be an address that begins with http:// or https://, without user, query and fragment',
    ],
    [() => ipApi({ fetch: 7 as unknown as typeof fetch }), 'option "fetch" must be a function, got 7'],
  ]
  for (const [make, message] of cases)
    assert.throws(make, (error: Error) => {
      assert.equal(error.message, message)
      assert.ok(!JSON.stringify(Object.values(error)).includes(KEY))
      return true
    })
})

test('a slash at the end of baseUrl makes no second one, and fetch may be another', async () => {
  const urls: string[] = []
  const provider = ipinfo({
    token: KEY,
    baseUrl: 'https://mirror.example/geo/',
    fetch: async (url) => {
      urls.push(url)
      return new Response(JSON.stringify(REPLIES.ipinfo))
    },
  })
  await provider.lookup('8.8.8.8', context)
  assert.deepEqual(urls, ['https://mirror.example/geo/lite/8.8.8.8'])
})
