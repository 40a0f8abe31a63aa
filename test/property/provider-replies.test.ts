/** 10,000 mutated replies: a place, "not found" or a fault, never another error and never the place of another address. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classifyIp } from '../../src/geo/ip.js'
import { PLACE_COLUMNS } from '../../src/geo/place.js'
import { ipApi } from '../../src/geo/providers/ip-api.js'
import { ip2location } from '../../src/geo/providers/ip2location.js'
import { ipapiCo } from '../../src/geo/providers/ipapi-co.js'
import { ipinfo } from '../../src/geo/providers/ipinfo.js'
import { maxmind } from '../../src/geo/providers/maxmind.js'
import { LookupFault, type LookupContext, type Provider } from '../../src/geo/types.js'
import { randomStream, type RandomStream } from '../../src/numeric/random.js'

const KEY = 'S3CRET-k3y'
const context: LookupContext = { signal: new AbortController().signal, pause: () => undefined }
const ASKED = '8.8.8.8'

const REPLIES: Readonly<Record<string, object>> = {
  ip2location: {
    ip: ASKED,
    country_code: 'US',
    country_name: 'United States',
    city_name: 'Mountain View',
    latitude: 37.4,
    longitude: -122.1,
    asn: '15169',
    error: undefined,
  },
  ipApi: {
    query: ASKED,
    status: 'success',
    country: 'United States',
    countryCode: 'US',
    lat: 37.4,
    lon: -122.1,
    as: 'AS15169 Google LLC',
  },
  ipinfo: { ip: ASKED, asn: 'AS15169', as_name: 'Google LLC', country_code: 'US', country: 'United States' },
  ipapiCo: {
    ip: ASKED,
    city: 'Mountain View',
    country_name: 'United States',
    country_code: 'US',
    latitude: 37.4,
    longitude: -122.1,
    error: false,
  },
  maxmind: {
    traits: { ip_address: ASKED },
    country: { iso_code: 'US', names: { en: 'United States' } },
    subdivisions: [{ names: { en: 'California' } }],
    location: { latitude: 37.4, longitude: -122.1 },
  },
}

/** Bytes changed, cut, doubled, or a value replaced by one of another kind. */
function mutate(text: string, random: RandomStream): Buffer {
  const odd = [
    'null',
    '[]',
    '{}',
    '"-"',
    '""',
    '1e999',
    '-1',
    'true',
    '"9.9.9.9"',
    '{"en":1}',
    '"\\u0000"',
    '"__proto__"',
    '[[[]]]',
    '999',
  ]
  let mutated = text
  for (let i = random.below(3); i >= 0; i--) {
    const pick = random.below(5)
    const at = random.below(mutated.length + 1)
    if (pick === 0) mutated = mutated.slice(0, at)
    else if (pick === 1) mutated = mutated.slice(0, at) + String.fromCharCode(random.below(300)) + mutated.slice(at + 1)
    else if (pick === 2) mutated = mutated.replace(/8(?=\.|")/g, () => String(random.below(10)))
    else {
      const values = [...mutated.matchAll(/:("[^"]*"|-?[\d.]+|\{[^{}]*\}|\[[^[\]]*\]|true|false)/g)]
      const value = values[random.below(Math.max(1, values.length))]
      if (value === undefined) continue
      const replaced = mutated.slice(0, value.index + 1) + odd[random.below(odd.length)]
      mutated = replaced + mutated.slice(value.index + value[0].length)
    }
  }
  return Buffer.from(mutated, random.below(20) === 0 ? 'utf16le' : 'utf8')
}

/** The address that a reply names, if it can be read. */
function addressIn(body: Buffer): unknown {
  try {
    const said = JSON.parse(body.toString()) as {
      ip?: unknown
      query?: unknown
      traits?: { ip_address?: unknown }
    } | null
    return said?.ip ?? said?.query ?? said?.traits?.ip_address
  } catch {
    return undefined
  }
}

test('10,000 mutated replies never yield a crash, the place of another address, or the key', async () => {
  const random = randomStream(23)
  let body = Buffer.alloc(0)
  let status = 200
  const fetch = async (): Promise<Response> => new Response(new Uint8Array(body), { status })
  const providers: Record<string, Provider> = {
    ip2location: ip2location({ key: KEY, fetch }),
    ipApi: ipApi({ fetch }),
    ipinfo: ipinfo({ token: KEY, fetch }),
    ipapiCo: ipapiCo({ key: KEY, fetch }),
    maxmind: maxmind({ account: 1, key: KEY, fetch }),
  }
  const counts = { place: 0, nothing: 0, fault: 0 }
  for (let round = 0; round < 10_000; round++) {
    const name = Object.keys(providers)[round % 5]
    body = Buffer.from(mutate(JSON.stringify(REPLIES[name]), random))
    status = random.below(10) === 0 ? [400, 401, 404, 429, 500][random.below(5)] : 200
    const label = `${name} ${status} ${body.toString()}`
    const inBatch = name === 'ipApi' && round % 2 === 0
    if (inBatch) body = Buffer.concat([Buffer.from('['), body, Buffer.from(']')])
    let answer: unknown
    try {
      const { lookup, lookupMany } = providers[name]
      answer = inBatch ? (await lookupMany?.([ASKED], context))?.[0] : await lookup(ASKED, context)
    } catch (error) {
      answer = error
    }
    if (answer instanceof Error) {
      assert.ok(answer instanceof LookupFault, `${label}: ${answer.stack}`)
      assert.ok(!answer.message.includes(KEY), label)
      counts.fault++
      continue
    }
    if (answer === null || answer === undefined) {
      counts.nothing++
      continue
    }
    counts.place++
    assert.deepEqual(Object.keys(answer), PLACE_COLUMNS, label)
    const said = inBatch ? addressIn(body.subarray(1, -1)) : addressIn(body)
    if (typeof said === 'string') assert.equal(classifyIp(said).canonical, ASKED, label)
  }
  assert.ok(Math.min(...Object.values(counts)) > 100, JSON.stringify(counts))
})
