/**
 * What a right answer is, before anything is timed.
 *
 * Prophet, prophet-batch and augurs fit the very model that bodkin fits: none may reach an objective below ours, their forecasts must lie
 * within a fraction of the series' own spread, their intervals be of like width. AutoETS is another model: its answer must be complete.
 */
import { figure } from '../../harness/report.mjs'
import { rootMeanSquareDifference } from '../../harness/statistics.mjs'

/** Labels of the contenders that fit Prophet's model. */
export const sameModel = ['prophet', 'prophet-batch', 'augurs']

/** The same model again, by gradient descent: no optimum, so its forecast may lie anywhere; its objective is shown. */
export const descent = 'tfjs'

/** Our two ways to an interval. */
export const analytic = 'bodkin, analytic'
export const simulated = 'bodkin, simulated'

/** Two solvers of one objective may differ by rounding, no more. */
export const objectiveSlack = 1e-6
/** Largest KKT residual of a solution that calls itself exact. */
export const kktLimit = 1e-8

/**
 * How far a forecast of the same model may lie from ours (root mean square, in standard deviations of y, see `reach`), and the mean width of
 * its interval (factor). prophet-batch is exact too: what is left is the Monte Carlo noise of its interval. The two that use Stan stop some
 * nats short of the optimum, which moves the last slope, and the mean |δ| behind the width by up to 36 %.
 */
const tolerance = {
  [simulated]: { distance: 1e-9, width: 1.15 },
  'prophet-batch': { distance: 1e-3, width: 1.15 },
  prophet: { distance: 0.1, width: 1.5 },
  augurs: { distance: 0.1, width: 1.5 },
}

/** What is wrong with a fit, or null. `ours`: our answer to the same case; `golden`: the objective at the optimum where it is known, else null. */
export function fitProblem(label, answer, ours, golden) {
  if (label.startsWith('bodkin')) {
    if (golden !== null && !(answer.objective <= golden + objectiveSlack))
      return `objective ${answer.objective}, optimum ${golden}`
    if (answer.certificate !== 'global') return `certificate ${answer.certificate}`
    return answer.kktResidual <= kktLimit ? null : `KKT residual ${answer.kktResidual}`
  }
  if (!(sameModel.includes(label) || label === descent) || ours === undefined) return null
  return answer.objective >= ours.objective - objectiveSlack
    ? null
    : `objective ${answer.objective} is below ours, ${ours.objective}`
}

/**
 * What is wrong with a forecast, or null. `ds`: the times asked for, milliseconds; `scale`: standard deviation of y; `reach`: length of the
 * horizon over that of the history, by which an error in the last slope grows (at least 1).
 */
export function forecastProblem(label, answer, ours, { ds, scale, reach }) {
  if (answer.yhat.length !== ds.length || answer.ds.some((time, i) => time !== ds[i]))
    return 'other times than asked for'
  if (!answer.yhat.every(Number.isFinite) || !(answer.width > 0)) return 'a forecast or an interval is not finite'
  const allowed = tolerance[label]
  if (allowed === undefined || ours === undefined) return null
  const distance = rootMeanSquareDifference(answer.yhat, ours.yhat) / scale
  if (!(distance <= allowed.distance * reach))
    return `forecast ${figure(distance)} standard deviations of y away from ours`
  const factor = answer.width / ours.width
  return Math.max(factor, 1 / factor) <= allowed.width ? null : `interval ${figure(factor)} times as wide as ours`
}
