/**
 * `prepare.uptime` against the plain way: every hour of every month looked at, one by one.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { uptime } from '../../src/prepare/uptime.js'

const HOUR = 3_600_000
const BEGIN = Date.UTC(2023, 10, 20)

/** A stop in whole hours; some go on, some have no length, some cross months. */
const stop = fc.record({
  machine: fc.constantFrom('A', 'B', 'C'),
  start: fc.integer({ min: 0, max: 24 * 130 }),
  length: fc.option(fc.oneof(fc.integer({ min: 0, max: 48 }), fc.integer({ min: 0, max: 24 * 60 })), { freq: 6 }),
})

interface Row {
  readonly machine: string
  readonly ds: number
  readonly scheduled_hours: number
  readonly downtime_hours: number
  readonly uptime: number
}

const rowsOf = (downtime: readonly Record<string, unknown>[]): Row[] =>
  uptime(downtime, { machine: 'machine', start: 'start', end: 'end' })
    .table.toArray()
    .map((row) => row.toJSON() as Row)

test('downtime is the measure of the union of the stops, and uptime lies in [0, 1]', () => {
  fc.assert(
    fc.property(fc.array(stop, { minLength: 1, maxLength: 25 }), (stops) => {
      const latest = Math.max(...stops.map(({ start, length }) => start + (length ?? 0)))
      const at = (hours: number): Date => new Date(BEGIN + hours * HOUR)
      const downtime = stops.map(({ machine, start, length }) => ({
        machine,
        start: at(start),
        end: length === null ? null : at(start + length),
      }))
      const down = new Map<string, Set<number>>()
      for (const { machine, start, length } of stops) {
        const hours = down.get(machine) ?? new Set()
        down.set(machine, hours)
        for (let hour = start; hour < (length === null ? latest : start + length); hour++) hours.add(hour)
      }
      const rows = rowsOf(downtime)
      for (const { machine, ds, scheduled_hours, downtime_hours, uptime: share } of rows) {
        const next = new Date(ds)
        const end = Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 1)
        const hours = [...(down.get(machine) ?? [])].filter((hour) => {
          const instant = BEGIN + hour * HOUR
          return instant >= ds && instant < end
        })
        assert.equal(scheduled_hours, (end - ds) / HOUR)
        assert.equal(downtime_hours, hours.length)
        assert.equal(share, 1 - hours.length / scheduled_hours)
        assert.ok(share >= 0 && share <= 1)
      }
      for (const [machine, hours] of down) {
        const total = rows.reduce((sum, row) => sum + (row.machine === machine ? row.downtime_hours : 0), 0)
        assert.equal(total, hours.size, 'nothing lies outside of the months')
      }
    }),
    { numRuns: 200, seed: 1 },
  )
})

test('neither the order of the rows nor cutting a stop in two changes anything', () => {
  fc.assert(
    fc.property(fc.array(stop, { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 1e9 }), (stops, turn) => {
      const at = (hours: number): Date => new Date(BEGIN + hours * HOUR)
      const whole = stops.map(({ machine, start, length }) => ({
        machine,
        start: at(start),
        end: length === null ? null : at(start + length),
      }))
      const cut = stops.flatMap(({ machine, start, length }, i) => {
        if (length === null) return [whole[i]]
        const middle = start + (turn % (length + 1))
        return [
          { machine, start: at(middle), end: at(start + length) },
          { machine, start: at(start), end: at(middle) },
        ]
      })
      const turned = [...cut.slice(turn % cut.length), ...cut.slice(0, turn % cut.length)].reverse()
      // a part of no length at a month's first instant can open that month; the whole stop does not
      const months = rowsOf(whole).length
      const shared = rowsOf(turned).filter(({ ds }) => rowsOf(whole).some((row) => row.ds === ds))
      assert.equal(shared.length, months)
      assert.deepEqual(shared, rowsOf(whole))
    }),
    { numRuns: 60, seed: 2 },
  )
})
