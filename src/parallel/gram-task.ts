/** The Gram matrix of some columns as a task, for callers that share out many fits or blocks of rows. */
import { gram } from '../kernel/gram.js'
import type { Task } from './task.js'

/** `columns`: column-major `rows` × `count`, as `gram` takes them. */
export interface GramInput {
  readonly columns: Float64Array
  readonly rows: number
  readonly count: number
}

/** `gram` of kernel/gram.ts: `count` × `count`, row-major, symmetric. */
export const gramTask: Task<GramInput, Float64Array> = {
  name: 'parallel/gram',
  run({ columns, rows, count }) {
    return gram(columns, rows, count)
  },
  transfer(matrix) {
    return [matrix.buffer as ArrayBuffer]
  },
}
