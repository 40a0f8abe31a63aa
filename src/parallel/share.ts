/** Typed arrays in shared memory: sent to many tasks, they are there once instead of once a task. */

type Shareable = Int32Array | Float64Array | Float32Array | Uint8Array | Uint16Array

/** The record with every typed array of its own copied into a SharedArrayBuffer; everything else as it is. */
export function shareArrays<T extends object>(record: T): T {
  const entries = Object.entries(record).map(([key, value]: [string, unknown]): [string, unknown] => [
    key,
    isShareable(value) ? shared(value) : value,
  ])
  return Object.fromEntries(entries) as T
}

function isShareable(value: unknown): value is Shareable {
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
}

function shared<T extends Shareable>(values: T): T {
  const Shared = values.constructor as new (buffer: SharedArrayBuffer) => T
  const copy = new Shared(new SharedArrayBuffer(values.byteLength))
  copy.set(values)
  return copy
}
