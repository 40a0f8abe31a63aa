import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { baskets } from '../../src/prepare/index.js'

test('any order of lines gives the same table and report', () => {
  const line = fc.record({
    who: fc.constantFrom('Al', 'Bo', 'Cy'),
    item: fc.constantFrom('jam', 'milk', 'tea', null),
    at: fc.integer({ min: 0, max: 4 }).map((days) => new Date(days * 86_400_000)),
    pieces: fc.integer({ min: -2, max: 3 }),
  })
  fc.assert(
    fc.property(
      fc
        .array(line, { minLength: 1, maxLength: 30 })
        .chain((lines) => fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length }))),
      fc.boolean(),
      ([lines, shuffled], timed) => {
        // the first line keeps every run from coming out empty
        const anchor = { who: 'Zo', item: 'tea', at: new Date(0), pieces: 1 }
        const options = { customer: 'who', item: 'item', quantity: 'pieces', ...(timed ? { time: 'at' } : {}) }
        const [one, other] = [
          [anchor, ...lines],
          [...shuffled, anchor],
        ].map((given) => baskets(given, options))
        assert.equal(one.table.toString(), other.table.toString())
        assert.deepEqual(one.report, other.report)
      },
    ),
    { numRuns: 200 },
  )
})
