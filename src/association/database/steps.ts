/**
 * Work in steps: a generator that stops between pieces of a few milliseconds, so that whoever runs it on a server's own thread can give the
 * event loop a turn, and whoever wants the result at once just goes on.
 */

/** Work that stops now and then and ends with a result. */
export type Steps<Result> = Generator<undefined, Result>

/** All steps at once. */
export function runSteps<Result>(steps: Steps<Result>): Result {
  let step = steps.next()
  while (step.done !== true) step = steps.next()
  return step.value
}

/** All steps, with `turn` awaited between them. */
export async function runStepsInTurns<Result>(steps: Steps<Result>, turn: () => Promise<void>): Promise<Result> {
  let step = steps.next()
  while (step.done !== true) {
    await turn()
    step = steps.next()
  }
  return step.value
}
