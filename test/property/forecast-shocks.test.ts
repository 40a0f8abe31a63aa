import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { detectShocks } from '../../src/forecast/shocks/detect-shocks.js'
import { randomStream } from '../../src/numeric/random.js'
import { bytes, numbers } from '../unit/forecast/series-for-tests.js'

const DAY = 86_400_000

interface Series {
  readonly ds: number[]
  readonly y: number[]
}

/** A daily series with a week, noise and one window. */
const series: fc.Arbitrary<Series> = fc
  .record({
    seed: fc.integer({ min: 0, max: 1000 }),
    rows: fc.integer({ min: 100, max: 260 }),
    at: fc.double({ min: 0, max: 0.8, noNaN: true }),
    length: fc.integer({ min: 3, max: 25 }),
    effect: fc.double({ min: -12, max: 12, noNaN: true }),
    alternating: fc.boolean(),
  })
  .map(({ seed, rows, at, length, effect, alternating }) => {
    const random = randomStream(seed, 'shock property')
    const start = Math.floor(at * rows)
    const y = Array.from({ length: rows }, (_, i) => {
      const inside = i >= start && i < start + length
      const sign = alternating && i % 2 === 1 ? -1 : 1
      return 50 + 3 * Math.sin((2 * Math.PI * i) / 7) + random.normal() + (inside ? sign * effect : 0)
    })
    return { ds: y.map((_, i) => Date.UTC(2023, 0, 1) + i * DAY), y }
  })

const detect = ({ ds, y }: Series): ReturnType<typeof detectShocks> =>
  detectShocks({ ds: ds.map((ms) => new Date(ms)), y })
const text = (table: ReturnType<typeof detectShocks>, name: string): string =>
  Array.from(table.getChild(name)!, String).join()

test('the order of the rows never matters', () => {
  fc.assert(
    fc.property(series, fc.integer(), ({ ds, y }, seed) => {
      const random = randomStream(seed, 'order')
      const order = y.map((_, i) => ({ i, key: random.uniform() })).sort((a, b) => a.key - b.key)
      const shuffled = { ds: order.map(({ i }) => ds[i]), y: order.map(({ i }) => y[i]) }
      assert.equal(bytes(detect(shuffled)), bytes(detect({ ds, y })))
    }),
    { numRuns: 15 },
  )
})

test('a larger unit of y divides the effect and changes nothing else; so does another sign but for up and down', () => {
  fc.assert(
    fc.property(series, fc.constantFrom(0.001, 0.5, 4, 1000, -1), ({ ds, y }, factor) => {
      const plain = detect({ ds, y })
      const scaled = detect({ ds, y: y.map((value) => value * factor) })
      for (const name of ['start', 'end', 'days', 'kind']) assert.equal(text(scaled, name), text(plain, name), name)
      const mixed = Array.from(plain.getChild('direction')!, (direction: unknown) => direction === 'mixed')
      const wanted = numbers(plain, 'effect').map((effect, i) => effect * (mixed[i] ? Math.abs(factor) : factor))
      numbers(scaled, 'effect').forEach((effect, i) => assert.ok(Math.abs(effect / wanted[i] - 1) < 1e-6))
      const z = numbers(plain, 'z')
      numbers(scaled, 'z').forEach((value, i) => assert.ok(Math.abs(Math.abs(value / z[i]) - 1) < 1e-6))
    }),
    { numRuns: 15 },
  )
})

test('shocks are disjoint, in order, inside the history, and end before its last row', () => {
  fc.assert(
    fc.property(series, ({ ds, y }) => {
      const table = detect({ ds, y })
      const [start, end, length, p] = ['start', 'end', 'days', 'p_value'].map((name) => numbers(table, name))
      start.forEach((from, i) => {
        assert.ok(from >= (i === 0 ? ds[0] : end[i - 1] + DAY) && end[i] < ds[ds.length - 1])
        assert.equal(length[i], (end[i] - from) / DAY + 1)
        assert.ok(length[i] >= 2 && length[i] <= y.length / 4 + 1)
        assert.ok(p[i] >= 0 && p[i] <= 0.01)
      })
    }),
    { numRuns: 25 },
  )
})

test('any finite history gives a table, never an error', () => {
  const value = fc.oneof(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.integer({ min: -2, max: 2 }),
    fc.constantFrom(0, 1e12, -1e-9),
  )
  const day = fc.integer({ min: 0, max: 400 })
  fc.assert(
    fc.property(fc.array(fc.tuple(day, value), { maxLength: 120 }), (rows) => {
      const table = detect({ ds: rows.map(([at]) => at * DAY), y: rows.map(([, y]) => y) })
      for (const name of ['effect', 'z', 'p_value']) assert.ok(numbers(table, name).every(Number.isFinite))
    }),
    { numRuns: 60 },
  )
})
