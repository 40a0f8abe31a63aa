/** How quickly a long call stops. */
import assert from 'node:assert/strict'

/** Milliseconds from the abort of a running call to its `ABORTED`: the best of three, so that a busy machine does not decide. */
export async function quickestStop(call: (signal: AbortSignal) => Promise<unknown>): Promise<number> {
  let best = Infinity
  for (let attempt = 0; attempt < 3 && best >= 100; attempt++) {
    const controller = new AbortController()
    let aborted = NaN
    const timer = setTimeout(() => {
      aborted = performance.now()
      controller.abort()
    }, 80)
    try {
      await assert.rejects(call(controller.signal), { code: 'ABORTED', message: "stopped by the caller's signal" })
    } finally {
      clearTimeout(timer)
    }
    best = Math.min(best, performance.now() - aborted)
  }
  return best
}
