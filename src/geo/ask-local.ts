/**
 * Questions to a database on this machine: one after another, without limiter, retry and cache. Answers may come at once, so nothing is awaited
 * that need not be: three hundred thousand a second.
 */
import { toFault } from './call.js'
import { noteFailure, settle } from './outcomes.js'
import { noteFault, type Run } from './run-state.js'
import { turn } from './sleep.js'
import type { Source } from './source.js'

const STRETCH_MS = 15
/** Questions between two looks at the clock. */
const STRIDE = 64

/** Ask for all of `pending`; returns what is not answered. */
export async function askLocal<A>(run: Run<A>, source: Source<A>, pending: readonly number[]): Promise<number[]> {
  const { questions, outcomes, waker, ended } = run
  const context = { signal: ended, pause: (): void => undefined }
  const left: number[] = []
  const now = Date.now()
  let last = performance.now()
  let advanced = 0
  for (let n = 0; n < pending.length; n++) {
    const i = pending[n]
    if (n % STRIDE === 0 && performance.now() - last > STRETCH_MS) {
      run.advance(advanced)
      advanced = 0
      await turn()
      last = performance.now()
    }
    if (waker.awake) {
      noteFailure(outcomes, i, 'deferred')
      left.push(i)
      continue
    }
    try {
      const answer = source.lookup(questions.ask(i), context)
      const found = isLater(answer) ? await run.orEnded(answer) : answer
      const record = found === null || found === undefined ? null : source.read(found)
      if (record === null) {
        noteFailure(outcomes, i, found === undefined && waker.awake ? 'deferred' : 'not_found')
        left.push(i)
      } else {
        settle(outcomes, i, 'ok', record, source.name, now)
        advanced++
      }
    } catch (error) {
      noteFault(run.faults, `${source.name}: ${toFault(error).message}`)
      noteFailure(outcomes, i, 'error')
      left.push(i)
    }
  }
  run.advance(advanced)
  return left
}

/** Also promises of another realm or library. */
function isLater(answer: unknown): answer is Promise<unknown> {
  return (
    answer instanceof Promise ||
    (typeof answer === 'object' && answer !== null && typeof (answer as Partial<Promise<unknown>>).then === 'function')
  )
}
