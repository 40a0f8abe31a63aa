/**
 * WebAssembly with 128-bit vectors: is it here, and how a kernel is started from its embedded bytes.
 *
 * Kernels are compiled from `assembly/` by the build and embedded as base64, so that they need no file path and work in ES modules,
 * CommonJS, workers and bundles alike. Each has a TypeScript twin with the same order of sums, which runs where vectors are missing.
 * Nothing happens at import: the first call of a kernel decides and compiles (under a millisecond).
 */

/** The part of the WebAssembly interface that the kernels use (`lib.dom` is not among the package's type libraries). */
interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports?: object) => { readonly exports: Record<string, unknown> }
}

/** The smallest module whose body needs vectors: `(func (result v128) i32.const 0 i8x16.splat)`. */
const PROBE = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11]

let available: boolean | undefined
let twinForced = false

function webAssembly(): WebAssemblyApi | undefined {
  return (globalThis as { WebAssembly?: WebAssemblyApi }).WebAssembly
}

/** Whether kernels run as WebAssembly here: vectors exist and nobody forced the twins. */
export function simdAvailable(): boolean {
  available ??= webAssembly()?.validate(new Uint8Array(PROBE)) ?? false
  return available && !twinForced
}

/** Make every kernel of this thread run its TypeScript twin (true) or what the machine offers (false). For tests and diagnosis. */
export function forceTwin(on: boolean): void {
  twinForced = on
}

/** Compile and start the embedded module `base64`. Call only where `simdAvailable()`. Returns the module's exports. */
export function instantiate(base64: string): Record<string, unknown> {
  const api = webAssembly()
  if (api === undefined) throw new Error('instantiate needs WebAssembly: ask simdAvailable() first')
  return new api.Instance(new api.Module(Buffer.from(base64, 'base64')), {}).exports
}
