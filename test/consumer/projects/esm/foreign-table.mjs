/** A notebook's cells are CommonJS: their tables come from another copy of apache-arrow than the ES module build's. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import * as arrow from 'apache-arrow'
import { forecast } from 'bodkin'

const foreign = createRequire(import.meta.url)('apache-arrow')
assert.notEqual(foreign.Table, arrow.Table, 'two copies are loaded')
const ds = Array.from({ length: 28 }, (_, t) => new Date(Date.UTC(2024, 0, 1 + t)))
const y = Float64Array.from(ds, (_, t) => t % 7)
const table = foreign.tableFromArrays({ ds, y })
const predicted = forecast.predict(forecast.seasonalNaive(table, { season: 7 }), { periods: 7 })
const read = arrow.tableFromIPC(arrow.tableToIPC(predicted))
assert.deepEqual([...read.getChild('yhat')], [0, 1, 2, 3, 4, 5, 6])
console.log('right')
