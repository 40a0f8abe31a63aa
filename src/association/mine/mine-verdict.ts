/**
 * The verdict of a whole run: baskets enough, something found, nothing cut short; and how far the published rules can be trusted.
 */
import { verdict, type Reason, type Verdict } from '../../verdict/verdict.js'
import type { Judgement, RefusalCode } from './judge.js'
import type { GateSettings } from './mine-options.js'

/** What the run looked like. */
export interface RunFacts {
  /** Baskets of the smaller period, or of all. */
  readonly baskets: number
  readonly isSplit: boolean
  /** The limit that cut the search short, or null. */
  readonly truncated: string | null
  /** Whether only rules of some confidence, or with some items, were asked for. */
  readonly isNarrowed: boolean
  readonly judgement: Judgement
  /** q-value of each rule. */
  readonly q: Float64Array
}

/** What keeps a run from being published, whatever its rules. */
export function runReasons(baskets: number, truncated: string | null, gate: GateSettings): RefusalCode[] {
  return [
    ...(baskets < gate.minBaskets ? (['TOO_FEW_BASKETS'] as const) : []),
    ...(truncated === null ? [] : (['TRUNCATED'] as const)),
  ]
}

/** The verdict; without a gate it only says so. */
export function mineVerdict(facts: RunFacts, gate: GateSettings | null): Verdict {
  const { judgement, q } = facts
  const { published, refused } = judgement
  const total = published.length + refused.length
  const beyond = judgement.reasons.filter((codes) => codes.includes('BEYOND_MAX_RULES')).length
  const share = total === 0 ? 0 : (refused.length - beyond) / total
  // q of the worst is the share of false ones among rules as strong as it
  const expectedFalse = published.reduce((worst, rule) => Math.max(worst, q[rule]), 0) * published.length
  if (gate === null) {
    const message = `no gate was asked for: ${rulesOf(published.length)} given as found`
    return verdict([{ code: 'GATE_OFF', message, measured: null, required: null, passed: true }], {
      published: `${sentenceStart(rulesOf(published.length))} given without a check.`,
      refused: () => '',
    })
  }
  const { baskets, isSplit, truncated } = facts
  const reasons: Reason[] = [
    {
      code: 'TOO_FEW_BASKETS',
      message: `${basketsOf(baskets)}${isSplit ? ' in the smaller period' : ''}, at least ${count(gate.minBaskets)} are asked for`,
      measured: baskets,
      required: gate.minBaskets,
      passed: baskets >= gate.minBaskets,
    },
    {
      code: 'TRUNCATED',
      message: truncated === null ? 'the search was complete' : `the search was cut short by ${truncated}`,
      measured: null,
      required: null,
      passed: truncated === null,
    },
    {
      code: 'NOTHING_FOUND',
      message: `${published.length === 1 ? '1 rule passes' : `${count(published.length)} rules pass`} the gate, of ${count(total)} looked at`,
      measured: published.length,
      required: 1,
      passed: published.length > 0,
    },
    {
      code: 'EXPECTED_FALSE',
      message: `${about(expectedFalse)} of the published rules may be false, by their q-values`,
      measured: expectedFalse,
      required: gate.fdr * published.length,
      passed: true,
    },
    {
      code: 'SHARE_REFUSED',
      message: `${percent(share)} of the rules looked at were refused`,
      measured: share,
      required: null,
      passed: true,
    },
  ]
  const cut = beyond === 0 ? '' : `, ${count(beyond)} more passed but are beyond maxRules`
  return verdict(reasons, {
    published:
      `${sentenceStart(rulesOf(published.length))} more than basket sizes explain, of which ${about(expectedFalse)} may be false; ` +
      `${percent(share)} of the ${count(total)} rules looked at were refused${cut}.`,
    refused: (failed) =>
      `No rule may be published: ${failed.map((reason) => because(reason, total, facts)).join(', and ')}.`,
  })
}

function because({ code, message, measured, required }: Reason, total: number, facts: RunFacts): string {
  switch (code) {
    case 'TOO_FEW_BASKETS':
      return `${basketsOf(measured ?? 0)} ${measured === 1 ? 'is' : 'are'} too few, at least ${count(required ?? 0)} are needed`
    case 'NOTHING_FOUND':
      return total === 0 ? nothing(facts) : `none of the ${count(total)} rules looked at passes`
    default:
      return message
  }
}

/** Why there was no rule to look at. */
function nothing({ truncated, isNarrowed }: RunFacts): string {
  if (truncated !== null) return 'no rule had been found by then'
  return isNarrowed
    ? 'no frequent rule has the items and the confidence asked for'
    : 'no two items stand together often enough'
}

function basketsOf(found: number): string {
  return found === 1 ? '1 basket' : `${count(found)} baskets`
}

function rulesOf(found: number): string {
  return found === 1 ? '1 rule is' : `${count(found)} rules are`
}

function sentenceStart(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function about(expected: number): string {
  return expected < 0.5 ? 'fewer than one' : `about ${count(Math.round(expected))}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`
}

function count(whole: number): string {
  return whole.toLocaleString('en')
}
