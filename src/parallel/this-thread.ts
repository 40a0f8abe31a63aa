/** Tasks on the caller's own thread, with a turn of the event loop before each, so that a server goes on answering. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { closedError } from './protocol.js'
import { checkAborted } from './run-options.js'
import type { Runner } from './runner.js'

/** A runner without threads: no clones, no transfers. */
export function onThisThread(): Runner {
  let closed = false
  return {
    async run(task, input, { signal } = {}) {
      await nextTurn()
      if (closed) throw closedError(task.name)
      checkAborted(signal)
      const output = await task.run(input)
      checkAborted(signal)
      return output
    },
    async close() {
      closed = true
    },
  }
}
