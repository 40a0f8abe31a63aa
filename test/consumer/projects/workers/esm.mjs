import * as forecast from 'bodkin/forecast'
import { checkWorkers } from './main.mjs'

await checkWorkers(forecast)
console.log('right')
