/** Tasks that behave well and badly, for the tests of the pool. */
import { BodkinError } from '../../../src/errors.js'
import type { Task } from '../../../src/parallel/task.js'

export const square: Task<number, number> = { name: 'test/square', run: (x) => x * x }

/** Waits `ms`, then gives `value`. */
export const wait: Task<{ ms: number; value: number }, number> = {
  name: 'test/wait',
  run: ({ ms, value }) => new Promise((resolve) => setTimeout(resolve, ms, value)),
}

/** Never gives the thread back. */
export const spin: Task<null, never> = {
  name: 'test/spin',
  run: () => {
    for (let i = 0; ; i++) Math.sqrt(i)
  },
}

/** Fails as `how` says; anything else is given back. */
export const fail: Task<string, string> = {
  name: 'test/fail',
  run: async (how) => {
    if (how === 'slow range') await new Promise((resolve) => setTimeout(resolve, 30))
    if (how === 'bodkin') throw new BodkinError('DATA', 'row 3: must be finite, got Infinity', { row: 3 })
    if (how.endsWith('range')) throw new RangeError('too far')
    if (how === 'text') throw 'only text' // oxlint-disable-line no-throw-literal
    if (how === 'exit') process.exit(7)
    if (how === 'later') return new Promise(() => setTimeout(() => JSON.parse('{'), 1))
    if (how === 'uncloneable') return (() => how) as never
    return how
  },
}

/** The sum of a buffer's bytes, and the buffer itself, moved back. */
export const sumBytes: Task<Uint8Array, { sum: number; bytes: Uint8Array }> = {
  name: 'test/sum-bytes',
  run: (bytes) => ({ sum: bytes.reduce((sum, byte) => sum + byte, 0), bytes }),
  transfer: ({ bytes }) => [bytes.buffer as ArrayBuffer],
}
