import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fourierColumns } from '../../../src/forecast/additive/seasonality.js'
import { fit, predict, type ForecastOptions } from '../../../src/forecast/index.js'
import { DAY, daily, days, noise, numbers } from './series-for-tests.js'

/** Names and orders of the seasonalities that a history of `count` rows every `step` days gets. */
function automatic(count: number, step: number, options: ForecastOptions = {}): string[] {
  const model = fit({ ds: days('2020-01-01', count, step), y: noise(count) }, options)
  return model.components.map(
    (component) => `${component.name} ${component.kind === 'seasonality' ? component.fourierOrder : ''}`,
  )
}

const borders: [string, number, number, string[]][] = [
  ['730 days of history have a yearly season', 731, 1, ['yearly 10', 'weekly 3']],
  ['729 days have none', 730, 1, ['weekly 3']],
  ['14 days have a weekly season', 15, 1, ['weekly 3']],
  ['13 days have none', 14, 1, []],
  ['steps of 7 days have no weekly season', 52, 7, []],
  ['steps just under 7 days have one', 52, 6.999, ['weekly 3']],
  ['2 days of hours have a daily season', 49, 1 / 24, ['daily 4']],
  ['47 hours have none', 48, 1 / 24, []],
  ['steps of one day have no daily season', 40, 1, ['weekly 3']],
  ['weeks over 730 days have a yearly season only', 106, 7, ['yearly 10']],
  ['hours over two weeks have a weekly and a daily one', 337, 1 / 24, ['weekly 3', 'daily 4']],
]
for (const [name, count, step, expected] of borders) {
  test(name, () => assert.deepEqual(automatic(count, step), expected))
}

test('the smallest step decides, not the usual one: one extra row in the middle of a day switches daily on', () => {
  const ds = [...days('2020-01-01', 20), new Date('2020-01-05T12:00Z')]
  const names = fit({ ds, y: noise(21) }).components.map(({ name }) => name)
  assert.deepEqual(names, ['weekly', 'daily'])
})

test('switches: true is the usual order, a number is the order, false and 0 are off', () => {
  assert.deepEqual(automatic(10, 1, { yearlySeasonality: true, weeklySeasonality: 5, dailySeasonality: 0 }), [
    'yearly 10',
    'weekly 5',
  ])
  assert.deepEqual(automatic(731, 1, { yearlySeasonality: false, weeklySeasonality: 0 }), [])
})

test('a seasonality of the name of a built-in one replaces it', () => {
  const own = [{ name: 'weekly', period: 7, fourierOrder: 1, priorScale: 0.5 }]
  const { components } = fit(daily(40), { seasonalities: own })
  assert.deepEqual(
    components.map(({ name, priorScale }) => [name, priorScale]),
    [['weekly', 0.5]],
  )
})

test('columns are sin and cos of 2πid/P, interleaved, also for fractions of days, far away and before 1970', () => {
  const ds = Float64Array.of(0, 0.25 * DAY, 17_000.3 * DAY, -400.75 * DAY, 19_723 * DAY)
  const columns = fourierColumns(
    {
      kind: 'seasonality',
      name: 's',
      period: 30.5,
      fourierOrder: 12,
      priorScale: 10,
      mode: 'additive',
      condition: null,
    },
    { ds, columns: {} },
  )
  assert.equal(columns.length, 24)
  ds.forEach((time, t) => {
    for (let i = 1; i <= 12; i++) {
      // reduced to one period first, as the angle itself loses digits far away
      const turns = ((((time / DAY) % 30.5) + 30.5) % 30.5) / 30.5
      const angle = 2 * Math.PI * i * turns
      assert.ok(Math.abs(columns[2 * i - 2][t] - Math.sin(angle)) < 1e-11, `sin ${i} at ${t}`)
      assert.ok(Math.abs(columns[2 * i - 1][t] - Math.cos(angle)) < 1e-11, `cos ${i} at ${t}`)
    }
  })
})

test('a quarter of a period by hand: sin 1, cos 0; the second pair sin 0, cos −1', () => {
  const columns = fourierColumns(
    { kind: 'seasonality', name: 's', period: 4, fourierOrder: 2, priorScale: 10, mode: 'additive', condition: null },
    { ds: Float64Array.of(DAY), columns: {} },
  )
  const rounded = columns.map(([value]) => Math.round(value * 1e12) / 1e12 + 0)
  assert.deepEqual(rounded, [1, 0, 0, -1])
})

test('a condition switches the columns off row by row', () => {
  const columns = fourierColumns(
    { kind: 'seasonality', name: 's', period: 7, fourierOrder: 2, priorScale: 10, mode: 'additive', condition: 'open' },
    { ds: Float64Array.of(DAY, DAY, 2 * DAY), columns: { open: Float64Array.of(1, 0, 1) } },
  )
  for (const column of columns)
    assert.deepEqual([column[0] !== 0, column[1] === 0, column[2] !== 0], [true, true, true])
})

test('with a condition the component is 0 where it does not hold, in the forecast too', () => {
  const { ds, y } = daily(60)
  const open = ds.map((_, i) => i % 14 < 7)
  const model = fit(
    { ds, y, open },
    { weeklySeasonality: false, seasonalities: [{ name: 'w', period: 7, fourierOrder: 3, condition: 'open' }] },
  )
  const future = predict(model, { ds: days('2023-03-02', 4), open: [true, false, 1, 0] })
  const values = numbers(future, 'w')
  assert.ok(values[0] !== 0 && values[2] !== 0)
  assert.deepEqual([values[1], values[3]], [0, 0])
})
