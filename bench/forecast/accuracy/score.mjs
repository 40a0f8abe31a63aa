/** Scores of forecasts on folds, by the rules of the suite's README, and their summary over series. */
import { geometricMean, mean, median } from '../common/statistics.mjs'

/** Errors that differ by no more than the digits of rivals.json are equal: share of the error. */
const equalWithin = 1e-6

/**
 * Scores of one model on one series, each the mean over the folds: mae, mase, coverage, width. The scale of a fold is the mean absolute seasonal
 * difference of its training rows (lag 1 when these are no longer than a season and one row more; 1 when it is 0).
 *
 * @param answers one `{ yhat, lower, upper }` a fold; null when one of them is missing, short or not finite
 */
export function scoreSeries({ y, season, horizon, folds }, answers) {
  if (answers.length !== folds.length || !answers.every((answer) => isComplete(answer, horizon))) return null
  const scored = folds.map((train, i) => {
    const actual = y.slice(train, train + horizon)
    const { yhat, lower, upper } = answers[i]
    const mae = mean(actual.map((value, h) => Math.abs(value - yhat[h])))
    return {
      mae,
      mase: mae / scaleOf(y.slice(0, train), season),
      coverage: mean(actual.map((value, h) => Number(value >= lower[h] && value <= upper[h]))),
      width: mean(upper.map((value, h) => value - lower[h])),
    }
  })
  return Object.fromEntries(
    ['mae', 'mase', 'coverage', 'width'].map((name) => [name, mean(scored.map((fold) => fold[name]))]),
  )
}

/** The unit of MASE of training rows. */
export function scaleOf(past, season) {
  const lag = past.length <= season + 1 ? 1 : season
  const scale = mean(past.slice(lag).map((value, t) => Math.abs(value - past[t])))
  return scale === 0 ? 1 : scale
}

/**
 * One model over all series that it answered.
 *
 * @param scores by series name; `naive` and `ets`: those of the seasonal naive forecast and of AutoETS
 */
export function summarise(scores, naive, ets) {
  const names = Object.keys(scores)
  const values = (field) => names.map((name) => scores[name][field])
  const losing = (other) => mean(names.map((name) => Number(scores[name].mae > other[name].mae * (1 + equalWithin))))
  return {
    series: names.length,
    meanMase: mean(values('mase')),
    medianMase: median(values('mase')),
    ratio: geometricMean(names.map((name) => scores[name].mae / naive[name].mae)),
    losingToNaive: losing(naive),
    losingToEts: losing(ets),
    coverage: mean(values('coverage')),
    wellCovered: mean(values('coverage').map((coverage) => Number(coverage >= 0.6))),
    width: geometricMean(names.map((name) => Math.max(scores[name].width, 1e-12) / naive[name].width)),
  }
}

function isComplete(answer, horizon) {
  return [answer.yhat, answer.lower, answer.upper].every(
    (values) => values.length === horizon && values.every(Number.isFinite),
  )
}
