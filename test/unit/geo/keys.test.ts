import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTable } from '../../../src/arrow/read-table.js'
import { category, writeTable } from '../../../src/arrow/write-table.js'
import { addressColumn, addressKey } from '../../../src/geo/keys.js'

const plain = { forwarded: false, privacy: 'none' } as const
const column = (
  ip: readonly (string | null)[],
  rules: Parameters<typeof addressColumn>[2] = plain,
): ReturnType<typeof addressColumn> => addressColumn(readTable({ ip: [...ip] }), 'ip', rules)

test('rows point to distinct keys, or say why they have none', () => {
  const { codes, keys, addresses } = column([
    '8.8.8.8',
    null,
    '10.0.0.1',
    'nonsense',
    '1.1.1.1',
    '8.8.8.8:53',
    '',
    '::ffff:1.1.1.1',
  ])
  assert.deepEqual([...codes], [0, -1, -2, -3, 1, 0, -3, 1])
  assert.deepEqual(keys, ['8.8.8.8', '1.1.1.1'])
  assert.deepEqual(addresses, keys)
})

test('of a forwarded list the first public address counts, only when asked for', () => {
  const lists = ['10.0.0.1, 8.8.8.8, 1.1.1.1', 'unknown, 10.0.0.1', 'unknown', '1.1.1.1']
  assert.deepEqual([...column(lists).codes], [-3, -3, -3, 0])
  const { codes, keys } = column(lists, { ...plain, forwarded: true })
  assert.deepEqual([...codes], [0, -2, -3, 1])
  assert.deepEqual(keys, ['8.8.8.8', '1.1.1.1'])
})

test('truncation sends and remembers the network only', () => {
  const { codes, keys, addresses } = column(['8.8.8.8', '8.8.8.9', '2a00:1450:4001:800::200e'], {
    ...plain,
    privacy: 'truncate',
  })
  assert.deepEqual([...codes], [0, 0, 1])
  assert.deepEqual(keys, ['8.8.8.0/24', '2a00:1450:4001::/48'])
  assert.deepEqual(addresses, ['8.8.8.0', '2a00:1450:4001::'])
})

test('a prefix shares answers; together with truncation the wider network counts', () => {
  const prefix = { v4: 16, v6: 64 }
  assert.deepEqual(column(['8.8.8.8', '8.8.4.4'], { ...plain, keyPrefix: prefix }).keys, ['8.8.0.0/16'])
  const both = addressKey({ privacy: 'truncate', keyPrefix: { v4: 28, v6: 64 } })
  assert.equal(both('8.8.8.200').key, '8.8.8.0/24')
  assert.equal(both('2a00:1450:4001:800::1').key, '2a00:1450:4001::/48')
})

test('hashes hide the address from the cache, not from the provider, and depend on the secret', () => {
  const keyOf = (secret: string): string => column(['8.8.8.8'], { ...plain, privacy: 'hmac', secret }).keys[0]
  // printf 8.8.8.8 | openssl dgst -sha256 -hmac pepper -binary | basenc --base64url, without "="
  assert.equal(keyOf('pepper'), '3ATkYuZta4Ca0gfMLx__Mi-ORkmWot9qDreZVs_B57M')
  assert.notEqual(keyOf('pepper'), keyOf('salt'))
  assert.deepEqual(column(['8.8.8.8'], { ...plain, privacy: 'hmac', secret: 'x' }).addresses, ['8.8.8.8'])
})

test('a dictionary of a million rows and 20,000 addresses costs a pass over the codes', () => {
  const labels = Array.from({ length: 20_000 }, (_, i) => `9.${i >> 8}.${i & 255}.1`)
  const codes = Int32Array.from({ length: 1_000_000 }, (_, i) => (i * 7919) % labels.length)
  const table = writeTable({ ip: category(codes.slice(), labels) })
  const before = process.cpuUsage()
  const found = addressColumn(readTable(table), 'ip', plain)
  const { user, system } = process.cpuUsage(before)
  assert.equal(found.keys.length, 20_000)
  assert.equal(found.keys[found.codes[12_345]], labels[codes[12_345]])
  assert.ok((user + system) / 1000 < 1000, `${(user + system) / 1000} ms of processor time`)
})
