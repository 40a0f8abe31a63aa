import assert from 'node:assert/strict'
import * as arrow from 'apache-arrow'
import { BodkinError, forecast } from 'bodkin'
import * as forecastModule from 'bodkin/forecast'
import { checkForecast } from '../check-forecast.cjs'

assert.equal(forecast.fit, forecastModule.fit)
assert.throws(() => forecast.fit({ ds: [], y: [] }), BodkinError)
checkForecast(forecast, arrow)
console.log('right')
