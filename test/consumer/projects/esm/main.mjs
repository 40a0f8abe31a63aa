import assert from 'node:assert/strict'
import * as arrow from 'apache-arrow'
import { BodkinError, association, forecast, prepare } from 'bodkin'
import * as forecastModule from 'bodkin/forecast'
import * as associationModule from 'bodkin/association'
import * as prepareModule from 'bodkin/prepare'
import { checkForecast } from '../check-forecast.cjs'

assert.equal(forecast.fit, forecastModule.fit)
assert.equal(association.fpGrowth, associationModule.fpGrowth)
assert.equal(
  association.fpGrowth({ items: [['tea', 'milk'], ['tea']] }, { items: 'items', minSupport: 0.5 }).numRows,
  3,
)
assert.equal(prepare.series, prepareModule.series)
assert.equal(prepare.series({ at: ['2024-01-01', '2024-01-03'] }, { time: 'at', every: 'D' }).table.numRows, 3)
assert.throws(() => forecast.fit({ ds: [], y: [] }), BodkinError)
checkForecast(forecast, arrow)
console.log('right')
