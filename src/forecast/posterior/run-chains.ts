/**
 * All chains of a posterior. With workers a chain is a task; on this thread it runs in short slices with a turn of the event loop between
 * them, so that a server goes on answering and the signal is obeyed. A chain depends on its input alone, so the draws are the same bytes.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { withPool } from '../../parallel/pool.js'
import { checkAborted, progressReporter } from '../../parallel/run-options.js'
import type { ChainInput } from './chain.js'
import { openChain } from './chain.js'
import { chainTask } from './chain-task.js'
import type { PosteriorSettings } from './posterior-options.js'

/** Milliseconds that this thread is held at a time. */
const SLICE = 10

/** Kept draws of every chain, in the order of the inputs; see `Chain.kept`. */
export async function runChains(
  inputs: readonly ChainInput[],
  { workers, signal, onProgress }: Pick<PosteriorSettings, 'workers' | 'signal' | 'onProgress'>,
): Promise<Float64Array[]> {
  const label = 'posterior'
  if (workers > 0) return withPool(workers, (pool) => pool.map(chainTask, inputs, { signal, onProgress, label }))
  checkAborted(signal)
  const report = progressReporter(inputs.length, label, onProgress)
  const results: Float64Array[] = []
  for (const input of inputs) {
    await nextTurn()
    checkAborted(signal)
    const chain = openChain(input)
    for (let until = performance.now() + SLICE; chain.sweep();) {
      if (performance.now() < until) continue
      await nextTurn()
      checkAborted(signal)
      until = performance.now() + SLICE
    }
    results.push(chain.kept)
    report()
  }
  checkAborted(signal)
  return results
}
