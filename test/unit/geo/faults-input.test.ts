/** Tables of every kind, and what `locate` refuses. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as arrow from 'apache-arrow'
import * as old from 'apache-arrow-17'
import { table as arqueroTable } from 'arquero'
import { tableFromArrays as flechetteTable, dictionary, utf8 } from '@uwdata/flechette'
import { locate } from '../../../src/geo/locate.js'
import type { LocateOptions } from '../../../src/geo/options.js'
import type { TableLike } from '../../../src/arrow/table-like.js'
import { list, float64, int32, text, time, writeTable } from '../../../src/arrow/write-table.js'
import type { Provider } from '../../../src/geo/types.js'
import { usualPlace } from '../../support/lookup-server.js'

/** A provider that keeps a log. */
function logged(): { provider: Provider; asked: string[] } {
  const asked: string[] = []
  const lookup = (ip: string): ReturnType<typeof usualPlace> => {
    asked.push(ip)
    return usualPlace(ip)
  }
  return { provider: { name: 'logged', lookup }, asked }
}

async function statuses(table: TableLike, options: Partial<LocateOptions> = {}): Promise<string[]> {
  const { provider } = logged()
  const located = await locate(table, { ip: 'ip', provider, ...options })
  return [...(located.table.getChild('location_status') ?? [])] as string[]
}

const ips = ['8.8.8.8', null, '10.0.0.1', 'nonsense', '8.8.8.8', '2001:4860:4860::8888']
const expected = ['ok', 'missing', 'bogon', 'invalid', 'ok', 'ok']

const largeText = (): arrow.Vector => arrow.vectorFromArray(ips, new arrow.LargeUtf8())
const inputs: [string, () => TableLike][] = [
  ['plain columns', () => ({ ip: ips })],
  ['rows', () => ips.map((ip) => ({ ip }))],
  ['Utf8', () => new arrow.Table({ ip: arrow.vectorFromArray(ips, new arrow.Utf8()) })],
  ['LargeUtf8', () => new arrow.Table({ ip: largeText() })],
  ['dictionary', () => new arrow.Table({ ip: arrow.vectorFromArray(ips) })],
  ['apache-arrow 17', () => new old.Table({ ip: old.vectorFromArray(ips) }) as TableLike],
  [
    'flechette dictionary',
    () => flechetteTable({ ip: ips }, { types: { ip: dictionary(utf8()) } }) as unknown as TableLike,
  ],
  ['flechette text', () => flechetteTable({ ip: ips }, { types: { ip: utf8() } }) as unknown as TableLike],
  ['arquero', () => arqueroTable({ ip: ips }) as unknown as TableLike],
  [
    'chunks',
    () => new arrow.Table({ ip: arrow.vectorFromArray(ips.slice(0, 2)).concat(arrow.vectorFromArray(ips.slice(2))) }),
  ],
  ['a slice', () => new arrow.Table({ ip: arrow.vectorFromArray(['9.9.9.9', ...ips, '9.9.9.9']) }).slice(1, 7)],
]
for (const [what, make] of inputs) {
  test(`addresses in ${what}`, async () => {
    assert.deepEqual(await statuses(make()), expected)
  })
}

test('Utf8View text', { skip: !('Utf8View' in arrow) && 'this apache-arrow has no Utf8View' }, async () => {
  const { Utf8View } = arrow as unknown as { Utf8View: new () => arrow.Utf8 }
  const vector = arrow.vectorFromArray(['8.8.8.8', '2001:4860:4860:0:0:0:0:8888'], new Utf8View())
  assert.deepEqual(await statuses(new arrow.Table({ ip: vector })), ['ok', 'ok'])
})

test('a filtered arquero table is located as filtered', async () => {
  const table = arqueroTable({ ip: ips, n: [1, 2, 3, 4, 5, 6] }).filter((d: { n: number }) => d.n > 2)
  const { provider } = logged()
  const located = await locate(table as unknown as TableLike, { ip: 'ip', provider })
  assert.deepEqual([...(located.table.getChild('n') ?? [])], [3, 4, 5, 6])
  assert.deepEqual([...(located.table.getChild('location_status') ?? [])], expected.slice(2))
})

test('an empty table has the columns and no rows', async () => {
  const { provider } = logged()
  const { table, summary, verdict } = await locate({ ip: [] }, { ip: 'ip', provider })
  assert.equal(table.numRows, 0)
  assert.equal(table.numCols, 14)
  assert.equal(summary.calls, 0)
  assert.equal(verdict.publish, true)
})

test('eight spellings of one address are one call', async () => {
  const { provider, asked } = logged()
  const spellings = [
    '8.8.8.8',
    ' 8.8.8.8',
    '8.8.8.8 ',
    '8.8.8.8:443',
    '[8.8.8.8]',
    '::ffff:8.8.8.8',
    '::FFFF:808:808',
    '[::ffff:8.8.8.8]:80',
  ]
  const { table } = await locate({ ip: spellings }, { ip: 'ip', provider })
  assert.deepEqual(asked, ['8.8.8.8'])
  assert.equal(new Set(table.getChild('city') ?? []).size, 1)
})

test('the columns of the table come first, as they were; the new ones follow in their order', async () => {
  const items = list(Int32Array.of(0, 1, 3), Int32Array.of(0, 1, 0), ['a', 'b'])
  const table = writeTable(
    {
      ip: text(['8.8.8.8', null]),
      n: int32(Int32Array.of(1, 2)),
      x: float64(Float64Array.of(NaN, 2.5)),
      at: time(Float64Array.of(0, 1000)),
      items,
    },
    { kept: 'no' },
  )
  const { provider } = logged()
  const located = await locate(table, { ip: 'ip', provider })
  assert.deepEqual(
    located.table.schema.fields.map(({ name }) => name),
    (
      'ip n x at items country country_code region city latitude longitude postal timezone asn organization ' +
      'location_source location_status location_fetched_at'
    ).split(' '),
  )
  for (const { name } of table.schema.fields) {
    assert.equal(
      String(located.table.schema.fields.find((field) => field.name === name)?.type),
      String(table.getChild(name)?.type),
    )
    assert.equal(String(located.table.getChild(name)), String(table.getChild(name)), name)
  }
  const back = arrow.tableFromIPC(arrow.tableToIPC(located.table, 'file'))
  assert.deepEqual(back.toArray().map(String), located.table.toArray().map(String))
})

test('chunked columns of all kinds survive, through a file too', async () => {
  const parts = [1, 2, 3].map((k) =>
    arrow.tableFromJSON([
      { ip: `8.8.8.${k}`, n: k, s: `s${k}`, b: k > 1 },
      { ip: `8.8.4.${k}`, n: null, s: null, b: null },
    ]),
  )
  const whole = parts[0].concat(parts[1], parts[2])
  const { provider } = logged()
  const { table } = await locate(whole, { ip: 'ip', provider, columns: ['city'] })
  const back = arrow.tableFromIPC(arrow.tableToIPC(table, 'stream'))
  assert.deepEqual([...(back.getChild('n') ?? [])], [1, null, 2, null, 3, null])
  assert.deepEqual([...(back.getChild('s') ?? [])], ['s1', null, 's2', null, 's3', null])
  assert.deepEqual([...(back.getChild('b') ?? [])], [false, null, true, null, true, null])
  assert.equal(back.getChild('city')?.get(5), usualPlace('8.8.4.3').city)
})

test('a name that the table has already is refused, and a prefix helps', async () => {
  const table = { ip: ['8.8.8.8'], city: ['here'] }
  const { provider } = logged()
  await assert.rejects(locate(table, { ip: 'ip', provider }), {
    code: 'COLUMN',
    message: 'column "city" is in the table already: give option "prefix"',
  })
  const located = await locate(table, { ip: 'ip', provider, prefix: 'geo_' })
  assert.equal(located.table.getChild('geo_city')?.get(0), 'city of 8.8.8.8')
  assert.equal(located.table.getChild('geo_location_status')?.get(0), 'ok')
})

test('forwarded lists are read only when asked to', async () => {
  const table = { ip: ['10.0.0.1, 8.8.8.8, 1.1.1.1', '10.0.0.1'] }
  assert.deepEqual(await statuses(table), ['invalid', 'bogon'])
  assert.deepEqual(await statuses(table, { forwarded: true }), ['ok', 'bogon'])
})

test('truncation sends the network only, and asks once for all of it', async () => {
  const { provider, asked } = logged()
  await locate({ ip: ['8.8.8.8', '8.8.8.9', '2001:4860:4860::8888'] }, { ip: 'ip', provider, privacy: 'truncate' })
  assert.deepEqual(asked, ['8.8.8.0', '2001:4860:4860::'])
})

const service: Provider = { name: 'service', lookup: () => null }
const refused: [Record<string, unknown>, string][] = [
  [{}, 'option "ip" must be the name of the column of addresses, got undefined'],
  [{ ip: 'ip', providr: service }, 'unknown option "providr": did you mean "provider"?'],
  [{ ip: 'address', provider: service }, 'table has no column "address": it has "ip"'],
  [
    { ip: 'ip', provider: [] },
    'option "provider" must be a provider (such as mmdb(…) or ip2location(…)) or a list of them, got an empty array',
  ],
  [
    { ip: 'ip', provider: [service, service] },
    'option "provider" must hold providers of different names, got "service" twice',
  ],
  [
    { ip: 'ip', provider: service, columns: ['citty'] },
    'option "columns" must list columns of a place, got "citty": did you mean "city"?',
  ],
  [
    { ip: 'ip', provider: service, columns: ['city', 'city'] },
    'option "columns" must name each column once, got "city" twice',
  ],
  [
    { ip: 'ip', provider: service, rate: { perSecond: 0 } },
    'option "rate.perSecond" must be a number in (0, 100000], got 0',
  ],
  [{ ip: 'ip', provider: service, retries: 1.5 }, 'option "retries" must be an integer in [0, 20], got 1.5'],
  [
    { ip: 'ip', provider: service, cache: {} },
    'option "cache" must be a path or a cache (an object with get, set and delete), got an empty object',
  ],
  [
    { ip: 'ip', provider: service, privacy: 'hmac' },
    'option "secret" must be given with privacy "hmac": text of at least 16 characters',
  ],
  [
    { ip: 'ip', provider: service, gate: true },
    'option "gate" must be false or an object with minLocated, maxError, maxAgeDays, got true',
  ],
  [
    { ip: 'ip', provider: service, ttl: 'soon' },
    'option "ttl" must be a number of days above 0, or text such as "36 days", "6 hours", "12 months" or "2 years", got "soon"',
  ],
]
for (const [options, message] of refused) {
  test(`refused: ${message}`, async () => {
    await assert.rejects(locate({ ip: ['8.8.8.8'] }, options as unknown as LocateOptions), (error: Error) => {
      assert.equal(error.message, message)
      return true
    })
  })
}
