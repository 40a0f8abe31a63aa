'use strict'
const assert = require('node:assert/strict')
const arrow = require('apache-arrow')
const { BodkinError, association, forecast, geo, prepare, regression } = require('bodkin')
const forecastModule = require('bodkin/forecast')
const associationModule = require('bodkin/association')
const prepareModule = require('bodkin/prepare')
const regressionModule = require('bodkin/regression')
const geoModule = require('bodkin/geo')
const { checkForecast } = require('../check-forecast.cjs')

assert.equal(forecast.fit, forecastModule.fit)
assert.equal(association.fpGrowth, associationModule.fpGrowth)
assert.equal(
  association.fpGrowth({ items: [['tea', 'milk'], ['tea']] }, { items: 'items', minSupport: 0.5 }).numRows,
  3,
)
assert.equal(prepare.series, prepareModule.series)
assert.equal(prepare.series({ at: ['2024-01-01', '2024-01-03'] }, { time: 'at', every: 'D' }).table.numRows, 3)
assert.equal(regression.fit, regressionModule.fit)
assert.equal(geo.locate, geoModule.locate)
const step = { x: Array.from({ length: 40 }, (_, i) => i), y: Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1)) }
const trees = regression.fit(step, { target: 'y', rounds: 60 })
const [low, high] = regression.predict(regression.fromXGBoost(regression.toXGBoost(trees)), { x: [3, 33] })
assert.ok(low < 0.01 && high > 0.99)
assert.equal(regression.shap(trees, step).numRows, 40)
assert.deepEqual(geo.classifyIp('8.8.8.8'), { kind: 'public', canonical: '8.8.8.8' })
assert.throws(() => forecast.fit({ ds: [], y: [] }), BodkinError)
checkForecast(forecast, arrow)
console.log('right')
