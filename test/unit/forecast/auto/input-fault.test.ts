import assert from 'node:assert/strict'
import { test } from 'node:test'
import { futureFault, historyFault } from '../../../../src/forecast/auto/input-fault.js'

const DAY = 86_400_000
const START = Date.UTC(2024, 0, 1)

/** Times on the given days behind Monday, 1 January 2024. */
function on(...days: number[]): Float64Array {
  return Float64Array.from(days, (day) => START + day * DAY)
}
const daily = on(...Array.from({ length: 60 }, (_, day) => day))
const weekdays = daily.filter((_, day) => day % 7 < 5)
const months = Float64Array.from({ length: 30 }, (_, month) => Date.UTC(2022, month, 1))

function faultOf(ds: Float64Array, frequency: string): string | undefined {
  return historyFault({ ds, y: new Float64Array(ds.length), columns: {} }, 'ds', frequency, false)?.message
}

test('a frequency about the step of the rows is taken, with gaps and at weekends too', () => {
  const taken: [Float64Array, string][] = [
    [daily, 'D'],
    [weekdays, 'B'],
    [weekdays, 'D'],
    [daily.filter((_, day) => day % 3 !== 0), 'D'],
    [months, 'MS'],
    [months, 'MD'],
    [months, '30D'],
  ]
  for (const [ds, frequency] of taken) assert.equal(faultOf(ds, frequency), undefined, frequency)
})

test('another frequency is refused', () => {
  const refused: [Float64Array, string, string][] = [
    [daily, 'h', '1 day'],
    [daily, 'W', '1 day'],
    [daily, '2D', '1 day'],
    [months, 'D', '31 days'],
    [months, 'QS', '31 days'],
    [daily.map((time) => START + (time - START) / 24), '30min', '1 hour'],
    [daily.map((time) => START + (time - START) / 1440), 'h', '1 minute'],
  ]
  for (const [ds, frequency, step] of refused) {
    assert.equal(
      faultOf(ds, frequency),
      `option "frequency" must be about the step between rows, ${step} in this history, got "${frequency}"`,
    )
  }
})

test('rows to forecast may lie as far ahead as rows of the history do, and half as far again', () => {
  assert.equal(futureFault(daily, on(60, 61)), null)
  assert.equal(futureFault(daily, on(61, 62)), null)
  assert.equal(
    futureFault(daily, on(60, 63))!.message,
    'option "future" must not reach beyond what the past can judge: 2 rows of the history take 2 days, got 2024-03-04, 4 days behind its end',
  )
  // from Friday to Monday
  assert.equal(futureFault(weekdays.slice(0, 40), on(56)), null)
  // more rows than the history has
  assert.equal(futureFault(on(0, 1, 2), on(3, 4, 5, 6)), null)
  assert.equal(futureFault(on(0, 1, 2), on(30, 60, 90, 120))!.code, 'DATA')
})
