'use strict'
const assert = require('node:assert/strict')
const arrow = require('apache-arrow')
const { BodkinError, association, forecast, prepare } = require('bodkin')
const forecastModule = require('bodkin/forecast')
const associationModule = require('bodkin/association')
const prepareModule = require('bodkin/prepare')
const { checkForecast } = require('../check-forecast.cjs')

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
