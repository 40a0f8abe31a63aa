import * as task from '../node_modules/bodkin/dist/esm/parallel/gram-task.js'
import * as pool from '../node_modules/bodkin/dist/esm/parallel/pool.js'
import { checkWorkers } from './main.mjs'

await checkWorkers(pool, task)
console.log('right')
