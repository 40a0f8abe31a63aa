import assert from 'node:assert/strict'
import { isIP } from 'node:net'
import { test } from 'node:test'
import { default as ipaddr } from 'ipaddr.js'
import { classifyIp, truncateIp } from '../../../src/geo/ip.js'
import { randomStream } from '../../../src/numeric/random.js'

test('eight spellings of one address are one address', () => {
  const spellings = [
    '8.8.8.8',
    ' 8.8.8.8\t',
    '8.8.8.8:443',
    '::ffff:8.8.8.8',
    '::FFFF:808:808',
    '0:0:0:0:0:ffff:8.8.8.8',
    '[::ffff:8.8.8.8]',
    '[::ffff:8.8.8.8]:443',
  ]
  for (const text of spellings) assert.deepEqual(classifyIp(text), { kind: 'public', canonical: '8.8.8.8' }, text)
})

test('spellings of an IPv6 address become what RFC 5952 says, without zone', () => {
  for (const text of [
    '2A00:1450:4001:0800:0:0:0:200E',
    '2a00:1450:4001:800::200e%eth0',
    '[2a00:1450:4001:800::200e]:80',
  ])
    assert.deepEqual(classifyIp(text), { kind: 'public', canonical: '2a00:1450:4001:800::200e' }, text)
})

test('each special range has its kind', () => {
  const kinds: Record<string, string> = {
    '10.0.0.1': 'private',
    '172.16.0.1': 'private',
    '172.32.0.1': 'public',
    '192.168.1.1': 'private',
    '100.64.0.1': 'private',
    'fc00::1': 'private',
    '127.0.0.1': 'loopback',
    '::1': 'loopback',
    '169.254.1.1': 'linklocal',
    'fe80::1%eth0': 'linklocal',
    '224.0.0.1': 'multicast',
    'ff02::1': 'multicast',
    '192.0.2.1': 'documentation',
    '198.51.100.7': 'documentation',
    '203.0.113.9': 'documentation',
    '2001:db8::1': 'documentation',
    '3fff:abc::1': 'documentation',
    '0.0.0.0': 'reserved',
    '255.255.255.255': 'reserved',
    '240.0.0.1': 'reserved',
    '198.18.0.1': 'reserved',
    '64:ff9b::808:808': 'reserved',
    '::ffff:10.0.0.1': 'private',
    '::': 'reserved',
    '1.1.1.1': 'public',
    '192.0.1.1': 'public',
  }
  for (const [text, kind] of Object.entries(kinds)) assert.equal(classifyIp(text).kind, kind, text)
})

test('what other parsers take for an address is none: octal, hexadecimal, short and overlong forms', () => {
  const texts = [
    '010.8.8.8',
    '0x7f.1',
    '1.2.3',
    '16909060',
    '8.8.8.8.8',
    '8.8.8.256',
    '8.8.8.8:99999',
    '8.8.8.8/24',
    'localhost',
    '',
    ' ',
    '::ffff:010.8.8.8',
    '[8.8.8.8',
    '8.8.8.8]',
    '8.8.8.8, 1.1.1.1',
    '8.8.8.8%eth0',
    ':::',
    '1:2:3:4:5:6:7:8:9',
    '[::1]:',
    '٨.8.8.8',
  ]
  for (const text of texts) assert.deepEqual(classifyIp(text), { kind: 'invalid', canonical: null }, text)
})

test('100,000 texts: an address exactly when net.isIP says so, public exactly when ipaddr.js says unicast', () => {
  const random = randomStream(7)
  const pick = (n: number): number => random.below(n)
  const alphabet = '0123456789abcdefABCDEFx:.%[] ,/g'
  const texts = (): string => {
    switch (pick(5)) {
      case 0:
        return Array.from({ length: 4 }, () => pick(260)).join('.')
      case 1:
        return Array.from({ length: 8 }, () => pick(0x10000).toString(16)).join(':')
      case 2:
        return Array.from({ length: 8 }, () => (pick(3) === 0 ? pick(0x10000).toString(16) : '0'))
          .join(':')
          .replace(/(?:0:){2,}/, ':')
      case 3:
        return ['::ffff:', 'fe80::', '2001:db8::', '64:ff9b::', '2002:'][pick(5)] + pick(65536).toString(16)
      default:
        return Array.from({ length: pick(24) }, () => alphabet[pick(alphabet.length)]).join('')
    }
  }
  let addresses = 0
  for (let i = 0; i < 100_000; i++) {
    const text = texts()
    const { kind, canonical } = classifyIp(text)
    if (isIP(text) === 0) {
      // only the wrappings that we take off may make an address of it
      if (kind !== 'invalid') assert.match(text, /^\s|\s$|^\[|:\d+$/, text)
      continue
    }
    addresses++
    assert.notEqual(canonical, null, text)
    const parsed = ipaddr.process(text.replace(/%.*$/, ''))
    assert.equal(kind === 'public', parsed.range() === 'unicast', text)
    assert.equal(canonical, parsed.toString(), text)
    assert.deepEqual(classifyIp(canonical as string), { kind, canonical }, 'the canonical form is its own')
  }
  assert.ok(addresses > 40_000, `${addresses} addresses among them`)
})

test('networks are written by their first address', () => {
  assert.equal(truncateIp('8.8.4.4', 24), '8.8.4.0')
  assert.equal(truncateIp('8.8.7.4', 22), '8.8.4.0')
  assert.equal(truncateIp('255.255.255.255', 1), '128.0.0.0')
  assert.equal(truncateIp('8.8.8.8', 32), '8.8.8.8')
  assert.equal(truncateIp('8.8.8.8', 0), '0.0.0.0')
  assert.equal(truncateIp('2a00:1450:4001:800::200e', 48), '2a00:1450:4001::')
  assert.equal(truncateIp('2a00:1450:4001:8ff::200e', 60), '2a00:1450:4001:8f0::')
})
