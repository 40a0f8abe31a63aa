'use strict'
const assert = require('node:assert/strict')
const arrow = require('apache-arrow')
const { BodkinError, forecast } = require('bodkin')
const forecastModule = require('bodkin/forecast')
const { checkForecast } = require('../check-forecast.cjs')

assert.equal(forecast.fit, forecastModule.fit)
assert.throws(() => forecast.fit({ ds: [], y: [] }), BodkinError)
checkForecast(forecast, arrow)
console.log('right')
