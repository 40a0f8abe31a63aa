import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Table } from 'apache-arrow'
import { fit } from '../../src/forecast/fit.js'
import { many } from '../../src/forecast/many/many.js'
import { predict } from '../../src/forecast/predict.js'
import { DAY, numbers } from '../unit/forecast/series-for-tests.js'

/** Some series with gaps, repeated times and missing values, under two key columns. */
const row = fc.record({
  shop: fc.constantFrom('a', 'b', null),
  size: fc.constantFrom(1, 2),
  day: fc.integer({ min: 0, max: 40 }),
  y: fc.option(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { freq: 8 }),
})
const table = fc
  .array(row, { minLength: 20, maxLength: 120 })
  .map((rows) => rows.map(({ day, ...rest }) => ({ ...rest, ds: new Date(Date.UTC(2024, 0, 1) + day * DAY) })))

function lines(result: Table): string[] {
  return result.toArray().map((line) => JSON.stringify(line))
}

const options = { by: ['shop', 'size'], periods: 2, frequency: 'D' } as const

test('the order of the rows changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.infiniteStream(fc.nat()), async (rows, keys) => {
      const order = rows.map((one) => ({ one, key: keys.next().value as number })).sort((a, b) => a.key - b.key)
      const given = await many(rows, options)
      const shuffled = await many(
        order.map(({ one }) => one),
        options,
      )
      assert.deepEqual(lines(shuffled.forecast), lines(given.forecast))
      assert.deepEqual(lines(shuffled.verdicts), lines(given.verdicts))
    }),
    { numRuns: 25 },
  )
})

test('every series gets what fit and predict give its rows alone, or their error', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const { forecast, verdicts } = await many(rows, options)
      let at = 0
      for (const { shop, size, ok } of verdicts.toArray().map((line) => line!.toJSON())) {
        const own = rows.filter((one) => one.shop === shop && one.size === size)
        const alone = (): Table => predict(fit(own), { periods: 2, frequency: 'D' }, { interval: 'analytic' })
        if (ok === false) {
          assert.throws(alone, { name: 'BodkinError' })
          continue
        }
        for (const name of ['ds', 'yhat', 'yhat_lower', 'yhat_upper'])
          assert.deepEqual(numbers(forecast, name).slice(at, at + 2), numbers(alone(), name))
        at += 2
      }
      assert.equal(at, forecast.numRows)
    }),
    { numRuns: 25 },
  )
})
