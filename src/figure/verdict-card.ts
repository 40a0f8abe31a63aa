/** A verdict as a card shows it: the state in words, the sentence, and every check with its numbers as text. */
import { formatNumber } from './format.js'
import type { Verdict } from '../verdict/verdict.js'

/** One check as text. */
export interface VerdictCheck {
  readonly code: string
  readonly message: string
  /** Measured and required number, `–` where the check has none. */
  readonly measured: string
  readonly required: string
  readonly passed: boolean
  /** `passed` or `failed`. */
  readonly state: string
}

/** Data of a verdict card. Failed checks come first. */
export interface VerdictCard {
  readonly state: 'published' | 'refused'
  /** `Published` or `Refused`: the state is told by a word, never by colour alone. */
  readonly label: string
  readonly summary: string
  /** `4 of 4 checks passed`. */
  readonly count: string
  readonly checks: readonly VerdictCheck[]
}

/**
 * Turn a verdict into the texts of its card.
 *
 * @example
 * verdictCard(verdict).label   // 'Published'
 */
export function verdictCard(verdict: Verdict): VerdictCard {
  const checks = verdict.reasons.map(({ code, message, measured, required, passed }) => ({
    code,
    message,
    measured: formatNumber(measured),
    required: formatNumber(required),
    passed,
    state: passed ? 'passed' : 'failed',
  }))
  const passed = checks.filter((check) => check.passed)
  return Object.freeze({
    state: verdict.publish ? 'published' : 'refused',
    label: verdict.publish ? 'Published' : 'Refused',
    summary: verdict.summary,
    count: `${passed.length} of ${checks.length} checks passed`,
    checks: Object.freeze([...checks.filter((check) => !check.passed), ...passed]),
  })
}
