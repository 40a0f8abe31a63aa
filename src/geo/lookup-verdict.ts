/**
 * Whether located rows may be published: enough of them, few failures, recent answers, a run that went to its end.
 */
import { verdict, type Reason, type Verdict } from '../verdict/verdict.js'
import type { GateSettings } from './options.js'
import type { LookupSummary } from './summary.js'

const DAY = 86_400_000

/** What the gate looks at beside the summary. */
export interface Freshness {
  /** Age of the oldest answer in use, milliseconds; NaN when there is none. */
  readonly oldestMs: number
}

/** Words for what was looked up. */
export interface Words {
  /** `located`, `answered` */
  readonly done: string
  /** `with a public address` */
  readonly which: string
}

/** The verdict; without a gate it only says so. */
export function lookupVerdict(
  summary: LookupSummary,
  { oldestMs }: Freshness,
  gate: GateSettings | null,
  words: Words,
): Verdict {
  const { byStatus, stopped } = summary
  const good = byStatus.ok + byStatus.cached + byStatus.stale
  const asked = good + byStatus.not_found + byStatus.error + byStatus.deferred
  const located = asked === 0 ? null : good / asked
  if (gate === null) {
    return verdict(
      [{ code: 'GATE_OFF', message: 'no gate was asked for', measured: null, required: null, passed: true }],
      {
        published: `${share(located)} of the rows ${words.which} are ${words.done}; no check was asked for.`,
        refused: () => '',
      },
    )
  }
  const errors = asked === 0 ? null : byStatus.error / asked
  const age = Number.isNaN(oldestMs) ? null : oldestMs / DAY
  const open = byStatus.deferred + byStatus.error + byStatus.stale
  const reasons: Reason[] = [
    {
      code: 'LOCATED_SHARE',
      message: `${share(located)} of the rows ${words.which} are ${words.done}, at least ${share(gate.minLocated)} must be`,
      measured: located,
      required: gate.minLocated,
      passed: located === null || located >= gate.minLocated,
    },
    {
      code: 'ERRORS',
      message: `${share(errors)} of the rows ${words.which} were asked for in vain, at most ${share(gate.maxError)} may be`,
      measured: errors,
      required: gate.maxError,
      passed: errors === null || errors <= gate.maxError,
    },
    {
      code: 'STALE',
      message:
        age === null
          ? 'no answer has an age'
          : `the oldest answer is ${age.toFixed(1)} days old${gate.maxAgeDays === undefined ? '' : `, at most ${gate.maxAgeDays} are allowed`}`,
      measured: age,
      required: gate.maxAgeDays ?? null,
      passed: gate.maxAgeDays === undefined || age === null || age <= gate.maxAgeDays,
    },
    {
      code: 'QUOTA',
      message:
        stopped === 'quota'
          ? `the allowance is spent and ${rowCount(byStatus.deferred)} deferred`
          : 'the allowance was enough',
      measured: stopped === 'quota' ? byStatus.deferred : 0,
      required: 0,
      passed: stopped !== 'quota' || byStatus.deferred === 0,
    },
    {
      code: 'STOPPED',
      message: stopped === null || stopped === 'quota' ? 'the run went to its end' : `the run was stopped: ${stopped}`,
      measured: stopped === null || stopped === 'quota' ? 0 : open,
      required: 0,
      passed: stopped === null || stopped === 'quota' || open === 0,
    },
  ]
  return verdict(reasons, {
    published: `${share(located)} of the rows ${words.which} are ${words.done}, ${share(errors)} were asked for in vain.`,
    refused: (failed) => `Not to be published: ${failed.map(({ message }) => message).join('; ')}.`,
  })
}

function rowCount(rows: number): string {
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row is' : 'rows are'}`
}

/** A share as text that never rounds to all or to nothing: 99.96 % is `99.9 %`, 0.02 % is `0.1 %`. */
function share(value: number | null): string {
  if (value === null) return 'none'
  const percent = 100 * value
  if (percent > 99 && percent < 100) return `${(Math.floor(10 * percent) / 10).toFixed(1)} %`
  if (percent > 0 && percent < 1) return `${(Math.ceil(10 * percent) / 10).toFixed(1)} %`
  return `${percent.toFixed(0)} %`
}
