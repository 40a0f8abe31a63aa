/**
 * The verdict: whether a result may be published, and every check that was made with its measured and required number.
 *
 * One shape for all engines. A reason is listed whether it passed or not, so that a reader sees what was asked; the summary is one
 * English sentence for somebody who will never read the table.
 */

/** One check of a verdict. `measured` and `required` are in the unit that the message names; null where the check has no number. */
export interface Reason {
  readonly code: string
  readonly message: string
  readonly measured: number | null
  readonly required: number | null
  readonly passed: boolean
}

/** How much of a result a page may show: its figures, only the interval, or nothing. */
export type Display = 'numbers' | 'interval' | 'none'

/** The answer to "may this be published?". JSON-serialisable. */
export interface Verdict {
  readonly publish: boolean
  readonly reasons: readonly Reason[]
  readonly summary: string
  readonly display: Display
}

/** What `verdict` needs beside the checks: a sentence for each outcome, and what a refused result may still show. */
export interface VerdictWording {
  /** Sentence when every check passed. */
  readonly published: string
  /** Sentence when some failed; gets the failed ones. */
  readonly refused: (failed: readonly Reason[]) => string
  /** What a refused result may still show; default 'none'. */
  readonly refusedDisplay?: Display
}

/** Collect checks into a verdict: published if and only if all of them passed. */
export function verdict(reasons: readonly Reason[], wording: VerdictWording): Verdict {
  const failed = reasons.filter((reason) => !reason.passed)
  const publish = failed.length === 0
  return Object.freeze({
    publish,
    reasons: Object.freeze([...reasons]),
    summary: publish ? wording.published : wording.refused(failed),
    display: publish ? 'numbers' : (wording.refusedDisplay ?? 'none'),
  })
}
