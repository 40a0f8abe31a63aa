import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Variant } from '../../../../src/forecast/auto/candidates.js'
import { choose, combine } from '../../../../src/forecast/auto/choose.js'
import { pointwiseMedian, tuneVariants, type Loss } from '../../../../src/forecast/auto/tuned.js'

const f = (...values: number[]): Float64Array => Float64Array.from(values)
/** Windows of two rows, the next one right behind. */
const folds = [10, 12, 14, 16].map((train) => ({ cutoff: train, train, end: train + 2 }))
/** What came is 0 everywhere: a forecast's loss is its mean size. */
const loss: Loss = (_fold, forecast) => forecast.reduce((sum, value) => sum + Math.abs(value), 0) / forecast.length
const variant = (name: Variant['name']): Variant => ({ name, recipe: undefined })

test('a name speaks through the variant that did best in the folds before', () => {
  const trials = [
    [f(3, 3), f(3, 3), f(1, 1), f(1, 1)],
    [f(2, 2), f(2, 2), f(5, 5), f(5, 5)],
  ]
  const [tried] = tuneVariants([variant('additive'), variant('additive')], trials, folds, loss)
  // none is known at first, so the first; then the second is ahead by 1, and by 2; after its 5 it has 3 on average against 7/3
  assert.deepEqual([...tried.losses], [3, 2, 5, 1])
  // over all folds: 2 against 3.5
  assert.deepEqual(tried.variants, [0])
})

test('folds whose windows reach behind the origin are not looked at', () => {
  const overlapping = folds.map((fold) => ({ ...fold, end: fold.train + 4 }))
  const trials = [
    [f(3), f(3), f(3), f(3)],
    [f(2), f(2), f(2), f(2)],
  ]
  const [tried] = tuneVariants([variant('additive'), variant('additive')], trials, overlapping, loss)
  assert.deepEqual([...tried.losses], [3, 3, 2, 2])
})

test('a candidate without a forecast in some fold has no loss, and cannot be chosen', () => {
  const tried = tuneVariants(
    [variant('ets'), variant('theta')],
    [
      [undefined, f(0), f(0), f(0)],
      [f(1), f(1), f(1), f(1)],
    ],
    folds,
    loss,
  )
  assert.equal(tried[0].loss, Infinity)
  assert.equal(choose(tried, ['ets', 'theta'], 1)?.name, 'theta')
})

test('the median of an odd and an even number of forecasts, row by row; NaN has no vote', () => {
  assert.deepEqual([...pointwiseMedian([f(1, 5), f(2, 1), f(9, 3)])], [2, 3])
  assert.deepEqual([...pointwiseMedian([f(1), f(2), f(4), f(9)])], [3])
  assert.deepEqual([...pointwiseMedian([f(NaN), f(2), f(4)])], [3])
  assert.ok(Number.isNaN(pointwiseMedian([f(NaN)])[0]))
})

test('the median is of candidates up to half as far off again as the best one, one additive form among them, never the uninformed', () => {
  const names = ['mean', 'ets', 'theta', 'arima', 'additive', 'damped'] as const
  const sizes = [1, 1, 1.4, 2, 1.2, 1.1]
  const tried = tuneVariants(
    names.map(variant),
    sizes.map((size) => folds.map(() => f(size))),
    folds,
    loss,
  )
  const median = combine(tried, loss, false)
  // ets 1, damped 1.1, theta 1.4: the additive form is a relative of damped, arima too far off
  assert.deepEqual([...median!.variants].sort(), [1, 2, 5])
  assert.deepEqual([...median!.losses], [1.1, 1.1, 1.1, 1.1])
})

test('one that is far better than all others stands alone', () => {
  const tried = tuneVariants(
    [variant('ets'), variant('theta')],
    [folds.map(() => f(1)), folds.map(() => f(2))],
    folds,
    loss,
  )
  assert.equal(combine(tried, loss, false), undefined)
  assert.equal(choose(tried, ['ets', 'theta'], 1)?.name, 'ets')
})

test('the median is chosen, unless a single candidate is better by more than three standard errors', () => {
  const tried = tuneVariants(
    [variant('ets'), variant('theta'), variant('arima')],
    [
      [f(1), f(3), f(2), f(2)],
      [f(2), f(2), f(2.2), f(2)],
      [f(3), f(2.5), f(2.5), f(2)],
    ],
    folds,
    loss,
  )
  const median = combine(tried, loss, false)!
  assert.equal(choose([...tried, median], ['ets', 'theta', 'arima', 'median'], 1)?.name, 'median')
  assert.equal(choose([...tried, median], ['theta', 'arima'], 1)?.name, 'theta')
  assert.equal(choose(tried, ['mean'], 1), undefined)
  const clear = tuneVariants(
    [variant('ets'), variant('theta'), variant('arima')],
    [folds.map(() => f(1)), folds.map(() => f(1.2)), folds.map(() => f(1.4))],
    folds,
    loss,
  )
  assert.equal(choose([...clear, combine(clear, loss, false)!], ['ets', 'theta', 'arima', 'median'], 1)?.name, 'ets')
})

test('what knows holidays or regressors, and is the best, is not outvoted by what does not', () => {
  const names = ['additive', 'damped', 'ets', 'theta', 'arima'] as const
  const sizes = [1, 1.2, 1.1, 1.1, 1.1]
  const of = (own: readonly number[]): ReturnType<typeof tuneVariants> =>
    tuneVariants(
      names.map(variant),
      own.map((size) => folds.map(() => f(size))),
      folds,
      loss,
    )
  assert.deepEqual(combine(of(sizes), loss, true)!.variants, [0, 1])
  assert.deepEqual([...combine(of(sizes), loss, false)!.variants].sort(), [0, 2, 3, 4])
  // where knowing did not help, all have their vote
  assert.deepEqual([...combine(of([1.2, 1.3, 1, 1, 1]), loss, true)!.variants].sort(), [0, 2, 3, 4])
})

test('without folds there is nothing to choose by: the median stands', () => {
  const tried = tuneVariants([variant('ets'), variant('theta')], [[], []], [], loss)
  assert.equal(choose([...tried, combine(tried, loss, false)!], ['ets', 'theta', 'median'], 1)?.name, 'median')
})
