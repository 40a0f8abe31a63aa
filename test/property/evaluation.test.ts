import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cutoffs } from '../../src/forecast/evaluation/cutoffs.js'
import { crossValidate } from '../../src/forecast/evaluation/cross-validate.js'
import { foldsAt } from '../../src/forecast/evaluation/folds.js'
import { oneStandardError } from '../../src/numeric/one-standard-error.js'
import { firstFullGroup, groupHorizons, rollingMean, rollingMedian } from '../../src/forecast/evaluation/rolling.js'
import { calibrateErrors, isotonic } from '../../src/forecast/intervals/conformal.js'
import { stepSpan, type Span } from '../../src/options/duration.js'
import { randomStream } from '../../src/numeric/random.js'

const DAY = 86_400_000
const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const span: fc.Arbitrary<Span> = fc.oneof(
  fc.integer({ min: 1, max: 400 }).map((count): Span => ({ kind: 'fixed', ms: count * DAY })),
  fc.integer({ min: 1, max: 30 }).map((count): Span => ({ kind: 'months', months: count })),
)
const time = fc
  .integer({ min: Date.parse('1900-01-01') / DAY, max: Date.parse('2100-01-01') / DAY })
  .map((day) => day * DAY)

/** Rows with few distinct horizons, sorted, and a window size. */
const windows = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 6 }), value), { minLength: 1, maxLength: 40 })
  .chain((rows) => fc.tuple(fc.constant(rows.sort((a, b) => a[0] - b[0])), fc.integer({ min: 1, max: rows.length })))

test('a rolling mean weighs the rows of its window as the definition says', () => {
  fc.assert(
    fc.property(windows, ([rows, size]) => {
      const groups = groupHorizons(Float64Array.from(rows, ([horizon]) => horizon))
      const result = rollingMean(
        Float64Array.from(rows, ([, x]) => x),
        groups,
        size,
      )
      const first = firstFullGroup(groups, size)
      assert.equal(result.length, groups.horizon.length - first)
      result.forEach((mean, i) => {
        // from the window's last group backwards; of the group that does not fit every row has the same share
        let [sum, left] = [0, size]
        for (let g = first + i; left > 0; g--) {
          const group = rows.slice(groups.start[g], groups.start[g + 1])
          const share = Math.min(1, left / group.length)
          for (const [, x] of group) sum += share * x
          left -= share * group.length
          if (left < 1e-9) break
        }
        assert.ok(Math.abs(mean - sum / size) <= 1e-9 * 1e6)
      })
    }),
    { seed: 1 },
  )
})

test('a rolling median is the median of the last rows up to its horizon', () => {
  fc.assert(
    fc.property(windows, ([rows, size]) => {
      const groups = groupHorizons(Float64Array.from(rows, ([horizon]) => horizon))
      const first = firstFullGroup(groups, size)
      rollingMedian(
        Float64Array.from(rows, ([, x]) => x),
        groups,
        size,
      ).forEach((median, i) => {
        const end = groups.start[first + i + 1]
        const window = rows.slice(Math.min(groups.start[first + i], end - size), end).map(([, x]) => x)
        window.sort((a, b) => a - b)
        const middle = (window.length - 1) / 2
        const expected = (window[Math.floor(middle)] + window[Math.ceil(middle)]) / 2
        assert.ok(Math.abs(median - expected) <= 1e-9)
      })
    }),
    { seed: 2 },
  )
})

test('stepping a span back and on again comes to the same day or, from a longer month, to the month’s end', () => {
  fc.assert(
    fc.property(time, span, (start, by) => {
      const back = stepSpan(start, by, -1)
      assert.ok(back < start)
      const again = stepSpan(back, by, 1)
      if (by.kind === 'fixed') assert.equal(again, start)
      else assert.ok(again <= start && start - again <= 3 * DAY)
    }),
    { seed: 3 },
  )
})

test('cutoffs ascend within the history, every window of theirs has rows, and the last row is in the last window', () => {
  const history = fc.tuple(time, fc.uniqueArray(fc.integer({ min: 0, max: 1500 }), { minLength: 2, maxLength: 200 }))
  fc.assert(
    fc.property(history, span, span, ([start, offsets], horizon, period) => {
      const ds = Float64Array.from(
        offsets.sort((a, b) => a - b),
        (day) => start + day * DAY,
      )
      const days = (by: Span): string => (by.kind === 'fixed' ? `${by.ms / DAY} days` : `${by.months} months`)
      let found: Date[]
      try {
        const table = { ds: Array.from(ds, (ms) => new Date(ms)), y: Array.from(ds) }
        found = cutoffs(table, { horizon: days(horizon), period: days(period), initial: 1 })
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'DATA')
        return
      }
      const folds = foldsAt(ds, found.map(Number), horizon)
      folds.forEach(({ cutoff, train, end }, i) => {
        assert.ok(i === 0 || cutoff > folds[i - 1].cutoff)
        assert.ok(cutoff >= ds[0] + DAY && train >= 1)
        assert.ok(end > train)
      })
      assert.equal(folds.at(-1)?.end, ds.length)
    }),
    { seed: 4, numRuns: 300 },
  )
})

test('folds learn from nothing behind their cutoff, whatever the model', async () => {
  const models = fc.constantFrom('additive', 'mean', 'naive', 'seasonalNaive')
  await fc.assert(
    fc.asyncProperty(models, fc.integer({ min: 40, max: 90 }), fc.integer(), async (model, cut, seed) => {
      const random = randomStream(seed)
      const ds = Array.from({ length: 100 }, (_, i) => new Date(i * DAY))
      const y = ds.map(() => random.normal())
      const changed = y.map((old, i) => (i > cut ? random.normal() * 100 : old))
      const run = { horizon: 10, cutoffs: [ds[cut]] }
      const [before, after] = [
        await crossValidate({ ds, y }, { model }, run),
        await crossValidate({ ds, y: changed }, { model }, run),
      ]
      for (const name of ['yhat', 'yhat_lower', 'yhat_upper', 'scale'])
        assert.deepEqual(Array.from(after.getChild(name)!), Array.from(before.getChild(name)!))
    }),
    { seed: 5, numRuns: 25 },
  )
})

test('isotonic regression rises, keeps the weighted sum, and leaves what rises already', () => {
  const points = fc.array(fc.tuple(value, fc.integer({ min: 1, max: 50 })), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(points, (list) => {
      const values = Float64Array.from(list, ([x]) => x)
      const weights = Float64Array.from(list, ([, weight]) => weight)
      const fitted = isotonic(values, weights)
      const weighted = (xs: Float64Array): number => xs.reduce((sum, x, i) => sum + x * weights[i], 0)
      assert.ok(fitted.every((x, i) => i === 0 || x >= fitted[i - 1]))
      assert.ok(Math.abs(weighted(fitted) - weighted(values)) <= 1e-12 * weighted(values.map(Math.abs)) + 1e-300)
      assert.deepEqual(isotonic(fitted, weights), fitted)
    }),
    { seed: 6 },
  )
})

test('calibrated widths scale with the errors and hold the share of past errors that they promise', () => {
  const errors = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 10, maxLength: 19 })
  fc.assert(
    fc.property(errors, fc.constantFrom(0.5, 0.8, 0.9), (list, coverage) => {
      const error = Float64Array.from(list)
      const past = { horizon: error.map(() => DAY), cutoff: error.map((_, i) => i) }
      const { halfWidth } = calibrateErrors({ ...past, error }, coverage)
      assert.equal(halfWidth.length, 1)
      assert.ok(error.filter((size) => size <= halfWidth[0]).length >= coverage * error.length)
      const doubled = calibrateErrors({ ...past, error: error.map((size) => 2 * size) }, coverage)
      assert.deepEqual(
        doubled.halfWidth,
        halfWidth.map((size) => 2 * size),
      )
    }),
    { seed: 7 },
  )
})

test('for exchangeable errors the next one is covered as often as promised', () => {
  const random = randomStream(8)
  let covered = 0
  const trials = 4000
  for (let trial = 0; trial < trials; trial++) {
    const all = Float64Array.from({ length: 10 }, () => Math.abs(random.normal()))
    const error = all.subarray(1)
    const { halfWidth } = calibrateErrors({ horizon: error.map(() => 1), cutoff: error.map((_, i) => i), error }, 0.8)
    covered += Number(all[0] <= halfWidth[0])
  }
  // nine errors and rank 8: exactly 8/10 in expectation; three standard errors are .019
  assert.ok(Math.abs(covered / trials - 0.8) < 0.019, `${covered / trials}`)
})

test('the one-standard-error rule never takes a model behind the best, nor one that is clearly worse', () => {
  const table = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 })).chain(([models, folds]) =>
    fc.array(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: folds, maxLength: folds }), {
      minLength: models,
      maxLength: models,
    }),
  )
  fc.assert(
    fc.property(table, (losses) => {
      const { chosen, comparisons } = oneStandardError(losses.map((loss) => Float64Array.from(loss)))
      const means = comparisons.map(({ loss }) => loss)
      assert.ok(chosen >= 0 && chosen <= means.indexOf(Math.min(...means)))
      const { difference, differenceError } = comparisons[chosen]
      assert.ok(difference <= 0 || difference <= differenceError)
    }),
    { seed: 9 },
  )
})
