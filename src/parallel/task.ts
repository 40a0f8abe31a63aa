/**
 * A task: a named function that may run on this thread or on another.
 *
 * The caller hands the pool the task itself; only its name crosses to the worker, whose program holds the same function under that name.
 * So a module defines its tasks beside its kernels and depends on this file alone, and src/worker-entry.ts, which stands above all
 * modules, collects them for the worker's program. Nothing below needs to know what stands above.
 */

/** A named function from a structured-cloneable input to a structured-cloneable output. */
export interface Task<Input, Output> {
  /** Unique in the package: `module/verb`. */
  readonly name: string
  /**
   * The work. It depends on nothing but its input (typed arrays, plain objects: whatever a structured clone keeps) and leaves the input as
   * it is, for on this thread it gets the caller's own objects. Its file reaches neither Arrow nor the pool: the build refuses that.
   */
  run(input: Input): Output | Promise<Output>
  /** The buffers of an answer that move to the caller's thread instead of being copied; default none. */
  transfer?(output: Output): ArrayBuffer[]
}
