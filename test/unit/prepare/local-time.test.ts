import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localTime, NO_DAY } from '../../../src/prepare/local-time.js'

const DAY = 86_400_000
const HOUR = 3_600_000

/** Days since 1970-01-01 of a date. */
const day = (date: string): number => Date.parse(date) / DAY

function daysOf(zone: string, times: readonly string[]): number[] {
  return [...localTime(zone).daysOf(Float64Array.from(times, (time) => Date.parse(time)))]
}

test('half an hour of summer time moves midnight by half an hour', () => {
  // Lord Howe: UTC+11 in summer until 6 April 2024 15:00 UTC, then UTC+10:30
  const times = ['2024-04-06T12:59:59Z', '2024-04-06T13:00Z', '2024-04-07T13:29:59Z', '2024-04-07T13:30Z']
  assert.deepEqual(daysOf('Australia/Lord_Howe', times), [
    day('2024-04-06'),
    day('2024-04-07'),
    day('2024-04-07'),
    day('2024-04-08'),
  ])
})

test('offsets of quarters of an hour and of seconds are obeyed', () => {
  // Kathmandu is 5:45 ahead; Monrovia was 0:44:30 behind until 1972
  assert.deepEqual(daysOf('Asia/Kathmandu', ['2024-01-01T18:14:59Z', '2024-01-01T18:15Z']), [
    day('2024-01-01'),
    day('2024-01-02'),
  ])
  assert.deepEqual(daysOf('Africa/Monrovia', ['1970-01-01T00:44:29Z', '1970-01-01T00:44:30Z']), [-1, 0])
})

test('no time has no day, and no times have none', () => {
  assert.deepEqual([...localTime('UTC').daysOf(Float64Array.of(NaN, 0, -1))], [NO_DAY, 0, -1])
  assert.deepEqual([...localTime('UTC').daysOf(Float64Array.of(NaN))], [NO_DAY])
})

test('the clock on the wall jumps over the hour that spring takes', () => {
  // Lisbon went from UTC to UTC+1 on 31 March 2024, 01:00 UTC
  const { clockOf } = localTime('Europe/Lisbon')
  assert.equal(clockOf(Date.parse('2024-03-31T00:59:59.999Z')), HOUR - 1)
  assert.equal(clockOf(Date.parse('2024-03-31T01:00:00Z')), 2 * HOUR)
})

test('days exist, but for those that a zone skipped when it crossed the date line', () => {
  const { exists } = localTime('Pacific/Apia')
  assert.deepEqual([day('2011-12-29'), day('2011-12-30'), day('2011-12-31'), day('2012-04-01')].map(exists), [
    true,
    false,
    true,
    true,
  ])
  assert.ok(localTime('America/New_York').exists(day('2024-03-10')))
  assert.ok(localTime('UTC').exists(day('2024-01-01')))
})
