import * as forecast from '../node_modules/bodkin/dist/cjs/forecast/index.js'
import { checkWorkers } from './main.mjs'

await checkWorkers(forecast)
console.log('right')
