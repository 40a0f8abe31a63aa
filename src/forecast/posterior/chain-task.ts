/** A chain as a task of the worker pool. */
import type { Task } from '../../parallel/task.js'
import { openChain, type ChainInput } from './chain.js'

/** Walk one chain to its end; the answer is `Chain.kept`. */
export const chainTask: Task<ChainInput, Float64Array> = {
  name: 'forecast/chain',
  run(input) {
    const chain = openChain(input)
    while (chain.sweep());
    return chain.kept
  },
  transfer: (kept) => [kept.buffer as ArrayBuffer],
}
