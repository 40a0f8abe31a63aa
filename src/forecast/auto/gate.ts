/**
 * The gate: what was measured → every check with its number → the verdict.
 *
 * Apart from the rest, because with many series the p-value is replaced by the q-value of all of them together.
 */
import { verdict, type Reason, type Verdict } from '../../verdict/verdict.js'
import type { CandidateName } from './candidates.js'
import type { InputFault } from './input-fault.js'
import { JUDGED_COVERAGE } from './interval.js'

/** What the gate asks for, complete. */
export interface GateSettings {
  readonly minFolds: number
  readonly alpha: number
  readonly notWorseThanSeasonalNaive: boolean
  readonly coverageTolerance: number
  readonly maxBias: number
  readonly minSkill: number
  readonly maxRmse: number | undefined
  readonly maxMape: number | undefined
}

/** What was measured of the chosen forecast on its folds. Plain numbers; those that are unknown are null. */
export interface Evidence {
  /** Rows of the history with a value, and how many the shortest evaluation needs. */
  readonly rows: number
  readonly rowsNeeded: number
  /** Why nothing could be tried at all; null when something was. */
  readonly failure: InputFault | null
  readonly horizon: number
  readonly folds: number
  /** The candidate that was chosen; null when none could be. */
  readonly chosen: CandidateName | null
  /** The better of mean and naive, and the share of its error that the chosen one saves. */
  readonly benchmark: 'mean' | 'naive' | null
  readonly skill: number | null
  /** The larger of the two below: what decides. */
  readonly pValue: number
  /** Of the reality check over all candidates. */
  readonly realityCheck: number
  /** Of the Diebold–Mariano test of the chosen one, and its statistic. */
  readonly dieboldMariano: number
  readonly statistic: number
  /** Mean scaled error of the chosen one and of the seasonal naive forecast; null without a season. */
  readonly loss: number | null
  readonly seasonalLoss: number | null
  /** Share of rows in 80 % intervals, each origin's calibrated on the others; null with too few. */
  readonly coverage: number | null
  /** The same without the rows on a bound. */
  readonly coverageInside: number | null
  /** |mean error| as a share of the MAE, and the p-value of a mean error of 0. */
  readonly bias: number | null
  readonly biasPValue: number
  readonly rmse: number | null
  readonly mape: number | null
  /** Whether every number of the forecast is finite. */
  readonly finite: boolean
}

/**
 * Decide.
 *
 * @param gate false: no checks, published with the reason GATE_OFF
 * @param pValue in place of the evidence's own: a q-value, when series were tested together
 */
export function gateVerdict(evidence: Evidence, gate: GateSettings | false, pValue: number = evidence.pValue): Verdict {
  const { failure, finite, chosen } = evidence
  if (failure !== null) return withoutForecast(evidence, failure)
  if (chosen === null) return withoutChoice(evidence)
  if (gate === false) {
    const reason = { code: 'GATE_OFF', message: 'no gate was asked for', measured: null, required: null, passed: true }
    return verdict([reason], {
      published: 'The forecast is published unchecked, as the gate was turned off.',
      refused: () => '',
    })
  }
  const reasons = [
    foldsReason(evidence, gate),
    skillReason(evidence, gate, pValue),
    ...seasonalReason(evidence, gate),
    coverageReason(evidence, gate),
    biasReason(evidence, gate),
    ...limitReasons(evidence, gate),
    {
      code: 'NON_FINITE',
      message: finite ? 'every number of the forecast is finite' : 'the forecast holds numbers that are not finite',
      measured: null,
      required: null,
      passed: finite,
    },
  ]
  return verdict(reasons, {
    published: publishedSummary(evidence),
    refused: (failed) => refusedSummary(evidence, meaningOf(failed[0])),
    refusedDisplay: finite ? 'interval' : 'none',
  })
}

function withoutForecast(
  { rows, rowsNeeded }: Evidence,
  { code, message }: Pick<InputFault, 'code' | 'message'>,
): Verdict {
  const short = code === 'NOT_ENOUGH_HISTORY'
  const [measured, required] = short ? [rows, rowsNeeded] : [null, null]
  return verdict([{ code, message, measured, required, passed: false }], {
    published: '',
    refused: () => `No forecast is shown: ${message}.`,
  })
}

/** No candidate has a forecast at every point of the past: the history is too short, or of a kind that they cannot follow. */
function withoutChoice(evidence: Evidence): Verdict {
  const { rows, rowsNeeded } = evidence
  if (rows < rowsNeeded) {
    const message = `the history has ${rows} rows, ${rowsNeeded} are needed`
    return withoutForecast(evidence, { code: 'NOT_ENOUGH_HISTORY', message })
  }
  const message = 'none of the candidates could be fitted at every point of the past'
  return verdict([{ code: 'NO_SKILL', message, measured: null, required: null, passed: false }], {
    published: '',
    refused: () => refusedSummary(evidence, message),
    refusedDisplay: 'interval',
  })
}

function foldsReason({ folds }: Evidence, { minFolds }: GateSettings): Reason {
  return {
    code: 'NOT_ENOUGH_FOLDS',
    message: `the forecast was tried at ${folds} ${folds === 1 ? 'point' : 'points'} of the past, at least ${minFolds} are asked for`,
    measured: folds,
    required: minFolds,
    passed: folds >= minFolds,
  }
}

function skillReason(evidence: Evidence, { alpha }: GateSettings, pValue: number): Reason {
  const { chosen, benchmark, skill, realityCheck, dieboldMariano } = evidence
  const gain =
    skill === null || benchmark === null
      ? `${chosen} could not be compared with an uninformed forecast`
      : `${chosen} errs ${compared(skill)} the ${benchmark} forecast`
  return {
    code: 'NO_SKILL',
    message: `${gain}: p ${figure(pValue)} (reality check ${figure(realityCheck)}, Diebold–Mariano ${figure(dieboldMariano)}), at most ${alpha} is asked for`,
    measured: pValue,
    required: alpha,
    passed: pValue <= alpha,
  }
}

function seasonalReason(
  { loss, seasonalLoss, chosen }: Evidence,
  { notWorseThanSeasonalNaive }: GateSettings,
): Reason[] {
  if (!notWorseThanSeasonalNaive || seasonalLoss === null || loss === null) return []
  return [
    {
      code: 'WORSE_THAN_SEASONAL_NAIVE',
      message: `mean scaled error of ${chosen} ${figure(loss)}, of repeating the last season ${figure(seasonalLoss)}: must not be larger`,
      measured: loss,
      required: seasonalLoss,
      // both may be exact but for rounding
      passed: loss <= seasonalLoss + 1e-9,
    },
  ]
}

/**
 * Values on a bound are neither in nor out: they count as held where the interval must hold enough, and not where it must not hold too much.
 * So an interval without width around an exact forecast passes, and one that is far too wide does not.
 */
function coverageReason({ coverage, coverageInside }: Evidence, { coverageTolerance }: GateSettings): Reason {
  const wanted = JUDGED_COVERAGE
  if (coverage === null || coverageInside === null) {
    const message = 'too few points of the past to measure the coverage of the interval'
    return { code: 'COVERAGE', message, measured: null, required: wanted, passed: false }
  }
  const onBounds = coverageInside < coverage ? ` (${percent(coverageInside)} without those on its bounds)` : ''
  const message = `the ${percent(wanted)} interval held ${percent(coverage)} of past values${onBounds}, ${percent(wanted)} ± ${percent(coverageTolerance)} is asked for`
  // a hair more, so that 0.65 is inside 0.8 ± 0.15
  const tolerance = coverageTolerance + 1e-9
  const passed = coverage >= wanted - tolerance && coverageInside <= wanted + tolerance
  return { code: 'COVERAGE', message, measured: coverage, required: wanted, passed }
}

function biasReason({ bias, biasPValue }: Evidence, { maxBias, alpha }: GateSettings): Reason {
  const message =
    bias === null
      ? 'too few points of the past to measure the bias'
      : `the mean error is ${percent(bias)} of the mean absolute error (p ${figure(biasPValue)}): over ${percent(maxBias)} and p at most ${alpha} would be a bias`
  const passed = bias !== null && !(bias > maxBias && biasPValue <= alpha)
  return { code: 'BIAS', message, measured: bias, required: maxBias, passed }
}

function limitReasons({ skill, rmse, mape }: Evidence, { minSkill, maxRmse, maxMape }: GateSettings): Reason[] {
  const limits: [string, number | null, number | undefined, 'least' | 'most'][] = [
    ['skill over the uninformed forecast', skill, minSkill, 'least'],
    ['root mean squared error', rmse, maxRmse, 'most'],
    ['mean absolute percentage error', mape, maxMape, 'most'],
  ]
  return limits.flatMap(([what, measured, required, bound]) => {
    if (required === undefined) return []
    const passed = measured !== null && (bound === 'least' ? measured >= required : measured <= required)
    const value = measured === null ? 'unknown' : figure(measured)
    return [
      { code: 'LIMIT', message: `${what} ${value}, at ${bound} ${required} is asked for`, measured, required, passed },
    ]
  })
}

function publishedSummary({ benchmark, skill, folds, coverage }: Evidence): string {
  const errors = `in ${folds} trials on the past it erred ${compared(skill ?? 0)} the ${benchmark} forecast`
  const held = `its ${percent(JUDGED_COVERAGE)} interval held ${percent(coverage ?? 0)} of the values`
  return `The forecast may be published: ${errors}, and ${held}.`
}

/** A sentence for each code: what it means for somebody who asks why there is no figure. */
const MEANING: Readonly<Record<string, string>> = {
  NOT_ENOUGH_FOLDS: 'the history is too short to try the forecast often enough',
  NO_SKILL: 'no model predicts this series reliably better than its mean or its last value',
  WORSE_THAN_SEASONAL_NAIVE: 'it did no better than repeating the last season',
  COVERAGE: 'its interval did not hold the share of past values that it promises',
  BIAS: 'it was off in one direction throughout the past',
  LIMIT: 'its past errors were larger than the limits that were set',
  NON_FINITE: 'it holds numbers that are not finite',
}

/** What was never measured was not found wanting either. */
function meaningOf({ code, measured }: Reason): string {
  if (measured === null && code === 'COVERAGE') return 'it was tried too seldom on the past to measure its interval'
  if (measured === null && code === 'BIAS') return 'it was tried too seldom on the past to measure its bias'
  return MEANING[code]
}

function refusedSummary({ finite }: Evidence, reason: string): string {
  const instead = finite ? 'only a plain forecast with its wide interval is shown' : 'nothing is shown'
  return `The forecast is not published: ${reason}; ${instead}.`
}

/** `30 % less than`, or that there is no difference to speak of. */
function compared(skill: number): string {
  if (Math.round(Math.abs(skill) * 100) === 0) return 'as much as'
  return `${percent(Math.abs(skill))} ${skill > 0 ? 'less' : 'more'} than`
}

/** A share as a whole percentage. */
function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** Three digits are enough for a reader. */
function figure(value: number): string {
  return String(Number(value.toPrecision(3)))
}
