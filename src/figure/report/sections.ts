/** What a report is made of. Data only: a section never carries markup, so that nothing in it can become markup by mistake. */
import type { Verdict } from '../../verdict/verdict.js'

/** A drawing for two widths of screen; both are texts of `toSVG`. */
export interface ReportFigure {
  readonly kind: 'figure'
  readonly title: string
  /** What to read in the picture, one or two sentences. */
  readonly caption: string
  /** What the picture shows, for somebody who cannot see it. */
  readonly description: string
  /** SVG for screens from 700 pixels on. */
  readonly wide: string
  /** SVG for phones; default the wide one, scaled. */
  readonly narrow?: string
  /** The same facts as numbers. */
  readonly table?: ReportTable
  /** `half`: two stand side by side where the page is wide enough. Default `full`. */
  readonly span?: 'full' | 'half'
}

/** A table. Cells are text already; `numeric` columns are set right-aligned with tabular figures. */
export interface ReportTable {
  readonly kind: 'table'
  readonly title: string
  readonly caption?: string
  readonly columns: readonly { readonly title: string; readonly numeric?: boolean }[]
  readonly rows: readonly (readonly string[])[]
  /** Index of a row to set in bold, such as the judged model. */
  readonly emphasis?: number
}

/** Terms and their values, such as facts about the data. */
export interface ReportFacts {
  readonly kind: 'facts'
  readonly title: string
  readonly caption?: string
  readonly items: readonly (readonly [term: string, value: string])[]
}

/** Paragraphs of plain text under a heading. */
export interface ReportText {
  readonly kind: 'text'
  readonly title: string
  readonly paragraphs: readonly string[]
}

/** A part of a section, set in the order given. */
export type ReportPart = ReportFigure | ReportTable | ReportFacts | ReportText

/** A verdict and the name of what was judged. */
export interface ReportVerdict {
  /** What was judged: `Forecast of births, 30 days from 2015-01-01`. */
  readonly subject: string
  readonly verdict: Verdict
  /** What follows from it for the reader, such as where the files lie. */
  readonly note?: string
}

/** One subject of the report: verdicts first, then the evidence. */
export interface ReportSection {
  readonly title: string
  /** One or two sentences under the heading. */
  readonly introduction?: string
  readonly verdicts: readonly ReportVerdict[]
  readonly parts: readonly ReportPart[]
}

/** A whole report. */
export interface Report {
  readonly title: string
  /** One sentence under the title. */
  readonly subtitle?: string
  readonly sections: readonly ReportSection[]
  /** Last line of the page, such as the time of the run. */
  readonly footer?: string
  /** Language of the texts, default `en`. */
  readonly language?: string
}
