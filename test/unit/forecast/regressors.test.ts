import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fit, predict, type AdditiveModel, type RegressorOptions } from '../../../src/forecast/index.js'
import { daily, days, noise, numbers } from './series-for-tests.js'

function fitted(x: number[], options: Partial<RegressorOptions> = {}): AdditiveModel {
  const { ds, y } = daily(x.length)
  return fit(
    { ds, y: y.map((value, i) => value + 2 * x[i]), x },
    { regressors: [{ name: 'x', ...options }], changepointCount: 3 },
  )
}

function scaling(model: AdditiveModel): number[] {
  const found = model.components.find(({ name }) => name === 'x')
  if (found?.kind !== 'regressor') throw new Error('no regressor')
  return [found.shift, found.scale]
}

const alternating = Array.from({ length: 40 }, (_, i) => i % 2)
const close = (actual: number[], expected: number[]): void =>
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-12, `${actual} against ${expected}`))

test('auto: values are standardised by mean and sample deviation: 1 … 40 → 20.5 and √(40·41/12)', () => {
  close(scaling(fitted(Array.from({ length: 40 }, (_, i) => i + 1))), [20.5, Math.sqrt((40 * 41) / 12)])
})

test('auto: exactly 0 and 1 are left alone, 1 and 2 are not', () => {
  assert.deepEqual(scaling(fitted(alternating)), [0, 1])
  close(scaling(fitted(alternating.map((value) => value + 1))), [1.5, Math.sqrt(10 / 39)])
})

test('a constant column is never standardised', () => {
  for (const standardize of ['auto', true, false] as const) {
    assert.deepEqual(scaling(fitted(new Array<number>(40).fill(0.1), { standardize })), [0, 1])
  }
})

test('true standardises 0 and 1 too, false leaves everything alone', () => {
  close(scaling(fitted(alternating, { standardize: true })), [0.5, Math.sqrt(10 / 39)])
  assert.deepEqual(scaling(fitted(noise(40), { standardize: false })), [0, 1])
})

test('an effect of 2 a unit is found, and the component is 2·(x − mean) of the future’s x', () => {
  const x = noise(120, 3)
  const table = predict(fitted(x), { ds: days('2023-05-01', 2), x: [0, 10] })
  const [low, high] = numbers(table, 'x')
  assert.ok(Math.abs((high - low) / 10 - 2) < 0.3, String((high - low) / 10))
})

test('its prior scale is its own, else that of holidays', () => {
  const { ds, y } = daily(40)
  const history = { ds, y, a: noise(40, 4), b: noise(40, 5) }
  const model = fit(history, {
    holidaysPriorScale: 3,
    weeklySeasonality: false,
    regressors: [{ name: 'a', priorScale: 0.1 }, { name: 'b' }],
  })
  assert.deepEqual(
    model.components.map(({ name, priorScale }) => [name, priorScale]),
    [
      ['a', 0.1],
      ['b', 3],
    ],
  )
})

test('a row without y may lack its regressor; a row with y may not', () => {
  const { ds, y } = daily(20)
  const x: (number | null)[] = noise(20)
  y[3] = NaN
  x[3] = null
  assert.equal(fit({ ds, y, x }, { regressors: [{ name: 'x' }] }).history.y.length, 19)
  x[5] = null
  assert.throws(() => fit({ ds, y, x }, { regressors: [{ name: 'x' }] }), {
    code: 'DATA',
    message: 'column "x", row 5: must be finite, got null',
  })
})

test('values of 1e12 plus a little are used to the last digit', () => {
  const small = noise(60, 7)
  const [plain, far] = [0, 1e12].map((offset) => fitted(small.map((value) => value * 1000 + offset)))
  const wanted = numbers(predict(plain, { ds: days('2023-03-05', 1), x: [500] }, { interval: 'none' }), 'x')[0]
  const got = numbers(predict(far, { ds: days('2023-03-05', 1), x: [1e12 + 500] }, { interval: 'none' }), 'x')[0]
  assert.ok(Math.abs(got - wanted) < 1e-6 * Math.abs(wanted) + 1e-3, `${got} against ${wanted}`)
})
