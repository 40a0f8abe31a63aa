/** What the job is made of: sections. Each answers one question, brings its part of the report, and says whether its result is published. */
import type { ReportSection } from '../src/figure/index.js'
import type { Progress } from './progress.js'

/** A file for the folder of results. */
export interface ResultFile {
  readonly name: string
  readonly content: string | Uint8Array
}

/** What a section hands to the job. */
export interface SectionResult {
  /** Title of the report when this section stands alone. */
  readonly title: string
  readonly section: ReportSection
  /** Whether the section decides the exit code; false for an example. */
  readonly decides: boolean
  /** False: the verdict refused the result, and `files` is empty. */
  readonly published: boolean
  /** Files of a published result. */
  readonly files: readonly ResultFile[]
  /** Names that a published result would have written; after a refusal the ones that lie there are from an earlier run. */
  readonly fileNames: readonly string[]
  /** Lines for the summary on stdout: a term and what is to be said of it. */
  readonly summary: readonly (readonly [term: string, text: string])[]
}

/** A section: runs to its result and reports its steps. */
export type Section = (progress: Progress) => Promise<SectionResult>
