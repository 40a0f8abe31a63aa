'use strict'
const assert = require('node:assert/strict')
const arrow = require('apache-arrow')
const { BodkinError, forecast, prepare } = require('bodkin')
const forecastModule = require('bodkin/forecast')
const prepareModule = require('bodkin/prepare')
const { checkForecast } = require('../check-forecast.cjs')

assert.equal(forecast.fit, forecastModule.fit)
assert.equal(prepare.series, prepareModule.series)
assert.equal(prepare.series({ at: ['2024-01-01', '2024-01-03'] }, { time: 'at', every: 'D' }).table.numRows, 3)
assert.throws(() => forecast.fit({ ds: [], y: [] }), BodkinError)
checkForecast(forecast, arrow)
console.log('right')
