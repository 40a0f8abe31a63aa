/**
 * The model of each frame of a panel: what of the options depends on the times (changepoints, holidays, limits) is read once for all series
 * that share them.
 */
import { BodkinError } from '../../errors.js'
import { turnTaker } from '../../parallel/take-turns.js'
import type { Candidate } from '../evaluation/candidates.js'
import type { CandidatePlan } from '../evaluation/read-candidate.js'
import { isCallFault } from '../panel/call-fault.js'
import { frameHistories, type Panel, type SeriesFailure } from '../panel/panel.js'

/**
 * The candidate of each frame: what of the options depends on the times is settled here, once a frame.
 *
 * @throws BodkinError what is wrong with the options whatever the times
 */
export async function settleFrames(
  panel: Panel,
  plan: CandidatePlan,
  signal: AbortSignal | undefined,
): Promise<(Candidate | SeriesFailure)[]> {
  const turn = turnTaker(signal)
  const settled: (Candidate | SeriesFailure)[] = []
  for (const history of frameHistories(panel)) {
    try {
      settled.push(plan.settle(history))
    } catch (error) {
      if (!(error instanceof BodkinError) || isCallFault(error)) throw error
      settled.push({ code: error.code, message: error.message })
    }
    await turn()
  }
  return settled
}

/** Whether the options do not go with the times. */
export function isFailure(settled: Candidate | SeriesFailure): settled is SeriesFailure {
  return 'message' in settled
}
