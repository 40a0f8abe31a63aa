/**
 * The pool: many inputs of one task, on worker threads or on this one, with the same results in the same order either way.
 *
 * A round trip to a worker costs 45–100 µs and its start about 20 ms, so share out models, series, folds and permutations, not inner loops.
 * Inputs cross as structured clones; a SharedArrayBuffer is shared, not copied.
 */
import { checkAborted, progressReporter, workerCount, type Progress } from './run-options.js'
import type { Runner } from './runner.js'
import type { Task } from './task.js'
import { onThisThread } from './this-thread.js'
import { onThreads } from './threads.js'

/** How many inputs run. */
export interface MapOptions<Input = unknown> {
  /** Stops everything: the promise rejects with `ABORTED`, and no worker is left running. */
  readonly signal?: AbortSignal | undefined
  /** Called on this thread after each input. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Name of the progress; default the task's name. */
  readonly label?: string
  /** Units of progress in an input, an integer ≥ 1: series of a chunk; default 1. */
  readonly units?: (input: Input) => number
}

/** A runner that also takes many inputs. */
export interface Pool extends Runner {
  /**
   * Run `task` on every input. Results are in input order, whatever the number of workers. When some fail, no further ones begin, and the
   * error of the first input that failed is thrown.
   */
  map<Input, Output>(
    task: Task<Input, Output>,
    inputs: readonly Input[],
    options?: MapOptions<Input>,
  ): Promise<Output[]>
}

/**
 * Open a pool; close it when done, or let `withPool` do so. Idle workers do not keep the process alive.
 *
 * @param workers integer 0 … 64: threads, started when first needed; 0 = this thread, with a turn of the event loop before every task
 * @param program what a worker runs: the package's own tasks; others in tests
 * @throws BodkinError `OPTION` when `workers` is not such a number
 */
export function openPool(workers: number, program?: string): Pool {
  const count = workerCount.read(workers, { code: 'OPTION', noun: 'option', path: 'workers' })
  const runner = count === 0 ? onThisThread() : onThreads(count, program)
  return Object.freeze({
    ...runner,
    map: <Input, Output>(task: Task<Input, Output>, inputs: readonly Input[], options: MapOptions<Input> = {}) =>
      mapInOrder(runner, Math.max(1, count), task, inputs, options),
  })
}

/** Open a pool for `use` and close it afterwards, also when `use` fails. */
export async function withPool<Result>(workers: number, use: (pool: Pool) => Promise<Result>): Promise<Result> {
  const pool = openPool(workers)
  try {
    return await use(pool)
  } finally {
    await pool.close()
  }
}

/** `lanes` loops that each take the next input until none is left or one has failed. */
async function mapInOrder<Input, Output>(
  { run }: Runner,
  lanes: number,
  task: Task<Input, Output>,
  inputs: readonly Input[],
  { signal, onProgress, label = task.name, units = () => 1 }: MapOptions<Input>,
): Promise<Output[]> {
  checkAborted(signal)
  const total = inputs.reduce((sum, input) => sum + units(input), 0)
  const report = progressReporter(total, label, onProgress)
  const outputs = new Array<Output>(inputs.length)
  const failures: { index: number; error: unknown }[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < inputs.length && failures.length === 0) {
      const index = next++
      try {
        outputs[index] = await run(task, inputs[index], { signal })
        report(units(inputs[index]))
      } catch (error) {
        failures.push({ index, error })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(lanes, inputs.length) }, lane))
  // Inputs begin in order, so the first one that fails is always among those that ran: the error does not depend on the workers either.
  if (failures.length > 0) throw failures.reduce((first, other) => (other.index < first.index ? other : first)).error
  return outputs
}
