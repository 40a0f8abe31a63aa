/** Typed arrays in shared memory: sent to many tasks, they are there once instead of once a task. */

/** The record with every Int32Array and Float64Array of its own copied into a SharedArrayBuffer; everything else as it is. */
export function shareArrays<T extends object>(record: T): T {
  const entries = Object.entries(record).map(([key, value]: [string, unknown]): [string, unknown] => [
    key,
    value instanceof Int32Array || value instanceof Float64Array ? shared(value) : value,
  ])
  return Object.fromEntries(entries) as T
}

function shared<T extends Int32Array | Float64Array>(values: T): T {
  const Shared = values.constructor as new (buffer: SharedArrayBuffer) => T
  const copy = new Shared(new SharedArrayBuffer(values.byteLength))
  copy.set(values)
  return copy
}
