import assert from 'node:assert/strict'
import * as arrow from 'apache-arrow'
import { BodkinError, association, forecast, geo, prepare, regression } from 'bodkin'
import * as forecastModule from 'bodkin/forecast'
import * as associationModule from 'bodkin/association'
import * as prepareModule from 'bodkin/prepare'
import * as regressionModule from 'bodkin/regression'
import * as geoModule from 'bodkin/geo'
import { checkForecast } from '../check-forecast.cjs'

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
