/** What must be true of folds and of cross-validation, whatever the table. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { crossValidate } from '../../src/regression/evaluation/cross-validate.js'
import { planFolds } from '../../src/regression/evaluation/folds.js'
import { fit } from '../../src/regression/training/fit.js'
import { linearBaseline } from '../../src/regression/evaluation/linear-baseline.js'
import { score } from '../../src/regression/evaluation/metrics.js'
import { predict } from '../../src/regression/model/predict.js'

const plans = fc.record({
  rows: fc.integer({ min: 2, max: 60 }),
  folds: fc.integer({ min: 2, max: 6 }),
  repeats: fc.integer({ min: 1, max: 3 }),
  seed: fc.integer({ min: 0, max: 1000 }),
  unitCount: fc.option(fc.integer({ min: 1, max: 12 })),
  timeCount: fc.option(fc.integer({ min: 1, max: 20 })),
  turn: fc.integer({ min: 1, max: 1000 }),
})

test('folds never learn from what they hold out, nor from its unit or its future, and hold every row out once', () => {
  fc.assert(
    fc.property(plans, ({ rows, folds, repeats, seed, unitCount, timeCount, turn }) => {
      const count = Math.min(rows, unitCount ?? rows)
      const times = Math.min(rows, timeCount ?? rows)
      fc.pre(count >= folds && (timeCount === null || times > folds))
      const of = Int32Array.from({ length: rows }, (_, row) => (row * turn) % count)
      fc.pre(new Set(of).size === count)
      const time = Float64Array.from({ length: rows }, (_, row) => ((row + turn) * 7) % times)
      fc.pre(timeCount === null || new Set(time).size === times)
      const planned = planFolds({
        rows,
        folds,
        repeats: timeCount === null || unitCount !== null ? repeats : 1,
        seed,
        units: unitCount === null ? null : { of, count },
        times: timeCount === null ? null : time,
      })
      const held = new Map<number, number[]>()
      for (const { repeat, train, test: rowsHeld } of planned) {
        held.set(repeat, [...(held.get(repeat) ?? []), ...rowsHeld])
        const known = new Set(train)
        assert.ok(rowsHeld.every((row) => !known.has(row)))
        if (unitCount !== null) {
          const units = new Set([...train].map((row) => of[row]))
          assert.ok(rowsHeld.every((row) => !units.has(of[row])))
        }
        if (timeCount !== null) {
          const latest = train.reduce((most, row) => Math.max(most, time[row]), -1)
          assert.ok(rowsHeld.every((row) => time[row] > latest))
        }
      }
      for (const all of held.values()) {
        assert.equal(new Set(all).size, all.length)
        if (timeCount === null) assert.equal(all.length, rows)
      }
    }),
    { numRuns: 300, seed: 1 },
  )
})

const table = fc
  .array(
    fc.record({
      x: fc.option(fc.integer({ min: 0, max: 9 })),
      town: fc.option(fc.constantFrom('Lyon', 'Nice', 'Paris')),
      y: fc.double({ min: -100, max: 100, noNaN: true }),
    }),
    { minLength: 8, maxLength: 40 },
  )
  // a label that a fold does not know would be another model's business, and a column needs a kind
  .map((rows) => [{ x: 1, town: 'Lyon', y: 0 }, { x: 2, town: 'Nice', y: 1 }, { x: 3, town: 'Paris', y: 2 }, ...rows])

test('a fold predicts what a model of its training rows predicts, where their bins are those of the table', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 2, max: 4 }), async (rows, folds) => {
      // labels alone: their bins do not depend on the rows
      const options = { target: 'y', features: ['town'], rounds: 8, maxDepth: 2, unseenCategory: 'left' } as const
      const { predictions } = await crossValidate(rows, { ...options, folds })
      const all = predictions.toArray()
      for (let fold = 0; fold < folds; fold++) {
        const held = all.filter((row) => row.fold === fold)
        const train = rows.filter((_, row) => held.every((one) => one.row !== row))
        if (new Set(train.map(({ town }) => town)).size < 4) continue
        const wanted = predict(
          fit(train, options),
          held.map(({ row }) => rows[row]),
        )
        held.forEach(({ yhat }, i) => assert.equal(yhat, wanted[i]))
      }
    }),
    { numRuns: 40, seed: 2 },
  )
})

test('scores are those of the predictions, and the target comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const { predictions, scores, pooled } = await crossValidate(rows, { target: 'y', folds: 3, rounds: 4 })
      const column = (name: string): Float64Array => Float64Array.from(predictions.getChild(name) as Iterable<number>)
      assert.deepEqual(
        [...column('y')],
        [...column('row')].map((row) => rows[row].y),
      )
      assert.equal(pooled.mse, score('mse', column('y'), column('yhat'), null))
      const parts = scores.toArray().reduce((sum, each) => sum + each.mse * each.rows, 0) / rows.length
      assert.ok(Math.abs(parts - (pooled.mse as number)) <= 1e-9 * Math.max(1, parts))
    }),
    { numRuns: 40, seed: 3 },
  )
})

test('the linear baseline is linear: adding to the target or stretching a feature changes the predictions alike', () => {
  fc.assert(
    fc.property(table, fc.integer({ min: -50, max: 50 }), fc.constantFrom(0.5, 2, 8), (rows, shift, stretch) => {
      const base = linearBaseline(rows, { target: 'y' }).predict(rows)
      const moved = rows.map(({ x, town, y }) => ({ x: x === null ? null : x * stretch, town, y: y + shift }))
      const other = linearBaseline(moved, { target: 'y' }).predict(moved)
      base.forEach((value, row) => assert.ok(Math.abs(value + shift - other[row]) < 1e-8, `${value} ${other[row]}`))
    }),
    { numRuns: 100, seed: 4 },
  )
})
