import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseIsoTime } from '../../../src/arrow/iso-time.js'

const DAY = 86_400_000

const good: readonly (readonly [string, number])[] = [
  ['1970-01-01', 0],
  ['1970-01-02', DAY],
  ['1969-12-31', -DAY],
  ['2024-02-29', Date.UTC(2024, 1, 29)],
  ['2000-02-29', Date.UTC(2000, 1, 29)],
  ['0000-03-01', Date.parse('0000-03-01')],
  ['0099-12-31', Date.parse('0099-12-31')],
  ['9999-12-31', Date.UTC(9999, 11, 31)],
  ['1970-01-01T10:00', 10 * 3_600_000],
  ['1970-01-01 10:00:01', 10 * 3_600_000 + 1000],
  ['1970-01-01T00:00:00.5', 500],
  ['1970-01-01T00:00:00,25Z', 250],
  ['1970-01-01 00:00:00.123Z', 123],
  ['1970-01-01T00:00:00.123456Z', 123.456],
  ['1970-01-01T00:00:00.000000001', 1e-6],
  ['1970-01-01T23:59:59.999Z', DAY - 1],
  ['1970-01-01T01:00+00:00', 3_600_000],
  ['1970-01-01T01:00:00-00:00', 3_600_000],
  ['1970-01-01T01:00:00+0000', 3_600_000],
  ['1970-01-01 01:00:00+00', 3_600_000],
]

for (const [text, expected] of good) {
  test(`${text} is ${expected} ms`, () => assert.equal(parseIsoTime(text), expected))
}

const bad = [
  '',
  ' 2024-01-31',
  '2024-01-31 ',
  '2024-1-31',
  '2024-01',
  '20240131',
  '31/01/2024',
  '2023-02-29',
  '1900-02-29',
  '2024-04-31',
  '2024-13-01',
  '2024-00-10',
  '2024-01-00',
  '2024-01-31T',
  '2024-01-31T10',
  '2024-01-31T24:00',
  '2024-01-31T10:60',
  '2024-01-31T10:00:60',
  '2024-01-31T10:00:00.',
  '2024-01-31T10:00:00.1234567890',
  '2024-01-31T10:00:00ZZ',
  '2024-01-31T10:00:00+02:00',
  '2024-01-31Z',
  '2024-01-31T1a:00',
  '+012024-01-31',
]

for (const text of bad) {
  test(`${JSON.stringify(text)} is no UTC time`, () => assert.equal(parseIsoTime(text), NaN))
}

test('every Date of four-digit years is read back from its own text', () => {
  const date = fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  fc.assert(
    fc.property(date, (value) => {
      const text = value.toISOString()
      assert.equal(parseIsoTime(text), value.getTime())
      assert.equal(parseIsoTime(text.slice(0, 10)), Math.floor(value.getTime() / DAY) * DAY)
    }),
    { seed: 1, numRuns: 500 },
  )
})
