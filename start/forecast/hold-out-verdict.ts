/**
 * A verdict from one hold-out: point comparisons with the uninformed forecasts and the seasonal naive, and the coverage of the interval.
 *
 * One origin cannot tell skill from luck. The full gate asks for at least eight origins and tests the skill; this one says so.
 */
import { formatNumber, formatShare } from '../../src/figure/format.js'
import { verdict, type Reason, type Verdict } from '../../src/verdict/verdict.js'
import type { Scores } from './scores.js'

const nominal = 0.8
const tolerance = 0.15

/** What the verdict weighs. */
export interface HoldOutEvidence {
  readonly model: Scores
  readonly mean: Scores
  readonly naive: Scores
  /** Null where the history holds no two seasons. */
  readonly seasonalNaive: Scores | null
  /** `the same weekday a year ago`; empty without a season. */
  readonly seasonWords: string
  readonly heldOut: number
  /** What a row is: `days`, `months`, … */
  readonly periods: string
  /** Unit of y, for sentences. */
  readonly unit: string
  /** Every number of the forecasts is finite. */
  readonly finite: boolean
}

/** Judge one hold-out. */
export function holdOutVerdict(evidence: HoldOutEvidence): Verdict {
  const { model, seasonalNaive } = evidence
  const reasons = [
    skill(evidence),
    ...(seasonalNaive === null ? [] : [season(evidence, seasonalNaive)]),
    coverage(model),
    finite(evidence),
  ]
  return verdict(reasons, {
    published: publishedSentence(evidence),
    refused: (failed) =>
      `The forecast is not good enough: ${failed.map((reason) => shortReason(reason, evidence)).join('; ')}.`,
  })
}

function publishedSentence({ model, seasonalNaive, seasonWords, heldOut, periods, unit }: HoldOutEvidence): string {
  const rival = seasonalNaive === null ? '' : `, where ${seasonWords} misses by ${formatNumber(seasonalNaive.mae)}`
  const error = `over ${formatNumber(heldOut, 0)} ${periods} that it never saw, it misses by ${formatNumber(model.mae)} (${unit}) on average${rival}`
  return `The forecast may be used: ${error}; its 80 % interval holds ${formatShare(model.coverage, 0)} of them.`
}

/** A failed check for somebody who will not read the list. */
function shortReason(
  { code, message }: Reason,
  { model, mean, naive, seasonalNaive, seasonWords, heldOut, periods }: HoldOutEvidence,
): string {
  const against = (mae: number): string =>
    `it misses by ${formatNumber(mae)} on average, the model by ${formatNumber(model.mae)}`
  const over = `the ${formatNumber(heldOut, 0)} held-out ${periods}`
  if (code === 'NO_SKILL') {
    const best = mean.mae <= naive.mae ? 'the mean of the past' : 'the last value'
    return `${best} predicts ${over} no worse (${against(Math.min(mean.mae, naive.mae))})`
  }
  if (code === 'WORSE_THAN_SEASONAL_NAIVE' && seasonalNaive !== null) {
    return `${seasonWords} predicts ${over} better (${against(seasonalNaive.mae)})`
  }
  return message
}

function skill({ model, mean, naive }: HoldOutEvidence): Reason {
  const [best, name] = mean.mae <= naive.mae ? [mean.mae, 'the mean'] : [naive.mae, 'the last value']
  const passed = model.mae < best
  return {
    code: 'NO_SKILL',
    message: `mean absolute error ${formatNumber(model.mae)} is ${passed ? '' : 'not '}below ${formatNumber(best)}, that of the better uninformed forecast (${name})`,
    measured: model.mae,
    required: best,
    passed,
  }
}

function season({ model, seasonWords }: HoldOutEvidence, { mae }: Scores): Reason {
  const passed = model.mae <= mae
  return {
    code: 'WORSE_THAN_SEASONAL_NAIVE',
    message: `mean absolute error ${formatNumber(model.mae)} is ${passed ? 'not above' : 'above'} ${formatNumber(mae)}, that of the seasonal naive forecast (${seasonWords})`,
    measured: model.mae,
    required: mae,
    passed,
  }
}

function coverage({ coverage: measured }: Scores): Reason {
  const passed = Math.abs(measured - nominal) <= tolerance + 1e-12
  return {
    code: 'COVERAGE',
    message: `the 80 % interval holds ${formatShare(measured)} of the held-out rows, ${passed ? 'within' : 'outside'} 65 to 95 %`,
    measured,
    required: measured < nominal ? nominal - tolerance : nominal + tolerance,
    passed,
  }
}

function finite({ finite: passed }: HoldOutEvidence): Reason {
  return {
    code: 'NON_FINITE',
    message: passed ? 'every number of the forecast is finite' : 'the forecast holds a number that is not finite',
    measured: null,
    required: null,
    passed,
  }
}
