'use strict'
/** What a user does with a forecast: fit, predict, write it with the user's own apache-arrow, read it back. Throws when anything is off. */
const assert = require('node:assert/strict')

const day = 86_400_000
const start = Date.UTC(2022, 0, 1)
const rows = 731
const ahead = 28
/** A line, and a week that sums to zero: the model can follow it exactly. */
const week = [3, -1, -2, 0, 1, -4, 3]
const truth = (t) => 100 + 0.1 * t + week[t % 7]

exports.checkForecast = function checkForecast(forecast, arrow) {
  const ds = Array.from({ length: rows }, (_, t) => new Date(start + t * day))
  const y = Array.from({ length: rows }, (_, t) => truth(t))

  const naive = roundTrip(arrow, forecast.predict(forecast.seasonalNaive({ ds, y }, { season: 7 }), { periods: ahead }))
  assert.deepEqual(
    numbers(naive, 'yhat'),
    Array.from({ length: ahead }, (_, h) => y[rows - 7 + (h % 7)]),
  )

  const history = arrow.tableFromArrays({ ds, y: Float64Array.from(y) })
  const model = forecast.fit(history, { yearlySeasonality: false })
  const predicted = forecast.predict(model, { periods: ahead })
  const read = roundTrip(arrow, predicted)
  const names = read.schema.fields.map(({ name }) => name)
  const first = ['ds', 'yhat', 'yhat_lower', 'yhat_upper', 'trend', 'trend_lower', 'trend_upper']
  assert.deepEqual(names.slice(0, 7), first)
  assert.ok(names.includes('weekly'), names.join())
  assert.equal(read.numRows, ahead)
  const times = Array.from({ length: ahead }, (_, h) => Number(read.getChild('ds').get(h)))
  assert.deepEqual(
    times,
    Array.from({ length: ahead }, (_, h) => start + (rows + h) * day),
  )
  const [yhat, low, high] = first.slice(1, 4).map((name) => numbers(read, name))
  for (let h = 0; h < ahead; h++) {
    assert.ok(Math.abs(yhat[h] - truth(rows + h)) < 0.5, `yhat ${yhat[h]}, truth ${truth(rows + h)}`)
    assert.ok(low[h] <= yhat[h] && yhat[h] <= high[h], `${low[h]} ≤ ${yhat[h]} ≤ ${high[h]}`)
  }
  const again = forecast.predict(forecast.fromJSON(forecast.toJSON(model)), { periods: ahead })
  for (const name of names) assert.deepEqual(column(again, name), column(predicted, name), name)
}

/** Through the user's own Arrow and back: every value of every column must survive. */
function roundTrip(arrow, table) {
  const read = arrow.tableFromIPC(arrow.tableToIPC(table, 'stream'))
  assert.equal(read.numRows, table.numRows)
  assert.ok(table instanceof arrow.Table, "the result is a Table of the user's copy")
  for (const { name } of table.schema.fields) {
    const before = column(table, name)
    assert.ok(
      before.every((value) => value !== null),
      `nulls in ${name}`,
    )
    assert.deepEqual(column(read, name), before, name)
  }
  return read
}

function column(table, name) {
  return Array.from({ length: table.numRows }, (_, row) => table.getChild(name).get(row))
}

function numbers(table, name) {
  return column(table, name).map(Number)
}
