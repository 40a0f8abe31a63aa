/** What this thread and worker threads have in common, as the pool sees them. */
import type { Task } from './task.js'

/** How one task runs. */
export interface TaskOptions {
  /** Stops the task. A worker thread is ended within 100 ms; on this thread the task is stopped before it begins. */
  readonly signal?: AbortSignal | undefined
  /** Buffers of the input that move to the worker instead of being copied; do not use them afterwards. */
  readonly transfer?: readonly ArrayBuffer[]
}

/** Where tasks run: the part of a pool that differs between this thread and others. */
export interface Runner {
  run<Input, Output>(task: Task<Input, Output>, input: Input, options?: TaskOptions): Promise<Output>
  /** End all workers; tasks that still wait or run reject with `ABORTED`. Resolves when the last worker is gone. */
  close(): Promise<void>
}
