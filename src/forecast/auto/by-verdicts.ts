/**
 * Verdicts of many series that were assessed together.
 *
 * Among a thousand series of noise one test at 5 % finds fifty forecasts to publish; so the gate looks at the q-values of all series instead
 * of their p-values (Benjamini & Hochberg), which keeps the expected share of noise among the published at the gate's alpha.
 */
import { benjaminiHochberg } from '../../numeric/false-discovery.js'
import { verdict, type Display, type Verdict } from '../../verdict/verdict.js'
import type { PanelSeries, SeriesFailure } from '../panel/panel.js'
import type { AutoOutcome } from './assess.js'
import { gateVerdict, type GateSettings } from './gate.js'

/** What became of a series: an assessment, or the reason why it has none. */
export type SeriesResult =
  | { readonly outcome: AutoOutcome; readonly failure: undefined }
  | { readonly outcome: undefined; readonly failure: SeriesFailure }

/** A series' verdict and the numbers behind it; NaN where it was not tested. */
export interface SeriesVerdict {
  readonly verdict: Verdict
  readonly pValue: number
  readonly qValue: number
}

/** The verdict of each series, in their order. */
export function seriesVerdicts(
  series: readonly PanelSeries[],
  results: readonly SeriesResult[],
  gate: GateSettings | false,
): SeriesVerdict[] {
  const pValues = Float64Array.from(results, ({ outcome }) => testedP(outcome))
  const qValues = benjaminiHochberg(pValues)
  return results.map(({ outcome, failure }, i) => {
    const [pValue, qValue] = [pValues[i], qValues[i]]
    const own =
      failure === undefined
        ? gateVerdict(outcome.evidence, gate, Number.isNaN(qValue) ? 1 : qValue)
        : failed(failure, series[i].rows)
    return { verdict: own, pValue, qValue }
  })
}

/** The p-value of a series that could be tested, else NaN. */
function testedP(outcome: AutoOutcome | undefined): number {
  if (outcome === undefined || outcome.evidence.failure !== null || outcome.evidence.chosen === null) return NaN
  return outcome.evidence.pValue
}

/** The verdict of a series whose rows cannot be used. */
function failed({ code, message, needed }: SeriesFailure, rows: number): Verdict {
  const short = needed !== undefined
  const reason = {
    code: short ? 'NOT_ENOUGH_HISTORY' : code,
    message,
    measured: short ? rows : null,
    required: needed ?? null,
    passed: false,
  }
  return verdict([reason], { published: '', refused: () => `No forecast is shown: ${message}.` })
}

/** One verdict on the whole table: published when at least one series may be. */
export function overallVerdict(verdicts: readonly SeriesVerdict[]): Verdict {
  const total = verdicts.length
  const published = verdicts.filter((one) => one.verdict.publish).length
  const share = `${grouped(published)} of ${grouped(total)} series may be published`
  const refused = total === published ? '' : `; the others are refused: ${refusals(verdicts)}`
  const reason = { code: 'SERIES', message: share, measured: published, required: 1, passed: published > 0 }
  return verdict([reason], {
    published: `${share}${refused}.`,
    refused: () =>
      total === 0
        ? 'There is no series to forecast.'
        : `None of ${grouped(total)} series may be published: ${refusals(verdicts)}.`,
    refusedDisplay: widestDisplay(verdicts),
  })
}

/** `NO_SKILL 12, COVERAGE 3`: first failed checks by how often they were the reason, then by name. */
function refusals(verdicts: readonly SeriesVerdict[]): string {
  const counts = new Map<string, number>()
  for (const one of verdicts) {
    const first = one.verdict.reasons.find(({ passed }) => !passed)
    if (first !== undefined) counts.set(first.code, (counts.get(first.code) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([code, count]) => `${code} ${grouped(count)}`)
    .join(', ')
}

function widestDisplay(verdicts: readonly SeriesVerdict[]): Display {
  return verdicts.some((one) => one.verdict.display === 'interval') ? 'interval' : 'none'
}

/** 1000 → `1,000`, whatever the machine's language. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
