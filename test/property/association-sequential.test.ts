/** Sequential rules against their definition, customer by customer. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sequentialRules } from '../../src/association/index.js'

const DAY = 86_400_000
const items = ['a', 'b', 'c', 'd']

interface Line {
  readonly who: string
  readonly day: number
  readonly what: string
}

const line: fc.Arbitrary<Line> = fc.record({
  who: fc.constantFrom('p', 'q', 'r', 's', 't'),
  day: fc.integer({ min: 0, max: 12 }),
  what: fc.constantFrom(...items),
})

/** Days from the first visit with `x` that is followed by `y` to the first visit with `y` in its span; undefined for none. */
function lagOf(
  lines: readonly Line[],
  who: string,
  x: string,
  y: string,
  gap: number,
  window: number,
): number | undefined {
  const daysOf = (item: string): number[] =>
    lines.filter((one) => one.who === who && one.what === item).map(({ day }) => day)
  const lags = daysOf(x)
    .toSorted((a, b) => a - b)
    .map((from) =>
      daysOf(y)
        .map((to) => to - from)
        .filter((lag) => lag > 0 && lag >= gap && lag <= window),
    )
  return lags.find((found) => found.length > 0)?.reduce((a, b) => Math.min(a, b))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

test('customers, reverse customers, confidence and lag are those of the definition', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 0, max: 4 }),
      fc.option(fc.integer({ min: 1, max: 8 }), { nil: null }),
      fc.integer({ min: 1, max: 3 }),
      (lines, gap, window, minCustomers) => {
        const table = sequentialRules(
          lines.map(({ who, day, what }) => ({ who, what, at: new Date(day * DAY) })),
          { customer: 'who', time: 'at', item: 'what', gap, window, minCustomers },
        )
        const found = new Map(
          table.toArray().map((row) => [`${row.antecedent} ${row.consequent}`, row.toJSON() as Record<string, number>]),
        )
        const people = [...new Set(lines.map(({ who }) => who))]
        let expected = 0
        for (const x of items) {
          for (const y of items) {
            if (x === y) continue
            const lags = (one: string, other: string): (number | undefined)[] =>
              people.map((who) => lagOf(lines, who, one, other, gap, window ?? Infinity))
            const there = lags(x, y).filter((lag) => lag !== undefined)
            const back = lags(y, x).filter((lag) => lag !== undefined)
            const row = found.get(`${x} ${y}`)
            if (there.length < minCustomers) {
              assert.equal(row, undefined)
              continue
            }
            expected++
            assert.ok(row !== undefined)
            const holders = people.filter((who) => lines.some((one) => one.who === who && one.what === x))
            assert.equal(row.customers, there.length)
            assert.equal(row.reverse_customers, back.length)
            assert.equal(row.support, there.length / people.length)
            assert.equal(row.confidence, there.length / holders.length)
            assert.equal(row.median_lag_days, median(there))
          }
        }
        assert.equal(found.size, expected)
      },
    ),
    { numRuns: 300 },
  )
})
