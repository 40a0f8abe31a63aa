/**
 * Whether located rows may be published: enough of them, few failures, recent answers, a run that went to its end.
 */
import { verdict, type Reason, type Verdict } from '../verdict/verdict.js'
import type { GateSettings } from './options.js'
import type { LookupSummary } from './summary.js'
import type { Stop } from './types.js'

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
  /** `no row has a public address` */
  readonly none: string
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
  const done = (told: string): string => `${told} of the rows ${words.which} are ${words.done}`
  if (gate === null) {
    return verdict(
      [{ code: 'GATE_OFF', message: 'no gate was asked for', measured: null, required: null, passed: true }],
      {
        published: `${located === null ? capital(words.none) : done(share(located))}; no check was asked for.`,
        refused: () => '',
      },
    )
  }
  const errors = asked === 0 ? null : byStatus.error / asked
  const age = Number.isNaN(oldestMs) ? null : Math.max(0, oldestMs / DAY) // the clock may have been set back
  const open = byStatus.deferred + byStatus.error + byStatus.stale
  const reasons: Reason[] = [
    {
      code: 'LOCATED_SHARE',
      message:
        located === null
          ? words.none
          : `${done(share(located, gate.minLocated))}, at least ${percentOf(gate.minLocated)} % must be`,
      measured: located,
      required: gate.minLocated,
      // a column without anything to ask for is the wrong column; a table without rows has nothing to hide
      passed: located === null ? summary.rows === 0 : located >= gate.minLocated,
    },
    {
      code: 'ERRORS',
      message:
        errors === null
          ? words.none
          : `${share(errors, gate.maxError)} of the rows ${words.which} were asked for in vain, at most ${percentOf(gate.maxError)} % may be`,
      measured: errors,
      required: gate.maxError,
      passed: errors === null || errors <= gate.maxError,
    },
    {
      code: 'STALE',
      message:
        age === null
          ? 'no answer has an age'
          : `the oldest answer is ${unlike(age, gate.maxAgeDays ?? NaN, 1)} days old${gate.maxAgeDays === undefined ? '' : `, at most ${gate.maxAgeDays} are allowed`}`,
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
      message:
        stopped === null || stopped === 'quota'
          ? 'the run went to its end'
          : `the run was stopped (${stopped}): ${WHY[stopped]}`,
      measured: stopped === null || stopped === 'quota' ? 0 : open,
      required: 0,
      passed: stopped === null || stopped === 'quota' || open === 0,
    },
  ]
  return verdict(reasons, {
    published:
      located === null || errors === null
        ? `${capital(words.none)}.`
        : `${done(share(located))}, ${share(errors)} were asked for in vain.`,
    refused: (failed) => `Not to be published: ${failed.map(({ message }) => message).join('; ')}.`,
  })
}

function rowCount(rows: number): string {
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row is' : 'rows are'}`
}

/** What ended a run, for those who do not know the machine. */
const WHY: Readonly<Record<Exclude<Stop, 'quota'>, string>> = {
  fatal: 'the service refuses every request',
  throttled: 'the service asks to wait for too long',
  deadline: 'its time was over',
  aborted: 'the caller ended it',
  breaker: 'the service failed again and again',
}

/** A number that is not its bound never looks like it: 30.04 beside 30 is `30.04`. Both in the unit that is written. */
function unlike(value: number, bound: number, digits: number): string {
  const text = value.toFixed(digits)
  return digits < MOST_DIGITS && value !== bound && Number(text) === bound ? unlike(value, bound, digits + 1) : text
}

const MOST_DIGITS = 8

/** A share as text that never rounds to all, to nothing or to its bound: 99.96 % is `99.9 %`, 0.02 % is `0.1 %`, 89.96 % beside 90 % is `89.96 %`. */
function share(value: number, bound: number = NaN): string {
  const percent = 100 * value
  const least = percentOf(bound)
  if (percent > 99 && percent < 100 && Math.floor(10 * percent) / 10 !== least)
    return `${(Math.floor(10 * percent) / 10).toFixed(1)} %`
  if (percent > 0 && percent < 1 && Math.ceil(10 * percent) / 10 !== least)
    return `${(Math.ceil(10 * percent) / 10).toFixed(1)} %`
  return `${unlike(percent, least, 0)} %`
}

/** A bound in percent, as it was given: .905 → 90.5 */
function percentOf(bound: number): number {
  return Number((100 * bound).toFixed(MOST_DIGITS))
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
