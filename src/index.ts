/** bodkin: analytics on Arrow tables, each answer with a verdict on whether it may be published. */
export type { TableLike } from './arrow/table-like.js'
export * as association from './association/index.js'
export { BodkinError, type ErrorCode } from './errors.js'
export * as figure from './figure/index.js'
export * as forecast from './forecast/index.js'
export type { Progress, RunOptions } from './parallel/run-options.js'
export * as prepare from './prepare/index.js'
export type { Display, Reason, Verdict } from './verdict/verdict.js'
