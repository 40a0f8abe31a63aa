/** A table becomes a section: what explains the target, what does not, and whether any of it may be published. */
import { availableParallelism } from 'node:os'
import { categoryColumn } from '../../src/arrow/category-column.js'
import { numericColumn } from '../../src/arrow/numeric-column.js'
import { readTable } from '../../src/arrow/read-table.js'
import { decimalsFor, formatNumber, formatShare } from '../../src/figure/format.js'
import type { ReportPart, ReportTable } from '../../src/figure/index.js'
import { causes, type Causes } from '../../src/regression/index.js'
import type { CauseJob } from '../data/cause-job.js'
import { toArrow, toCSV } from '../output.js'
import type { Section } from '../section.js'
import { decileFigure, dependenceFigures, rankingFigure, swarmFigure } from './figures.js'

/** The section that looks for causes; `read` gives the table when the section runs. `decides`: whether it counts for the exit code. */
export function causeSection(read: () => CauseJob, decides: boolean): Section {
  return async (progress) => {
    progress('read the table')
    const job = read()
    progress(`look for what explains the ${job.subject}`)
    const workers = Math.max(0, Math.min(4, availableParallelism() - 1))
    const found = await causes(job.table, { ...job.options, workers })
    progress('draw the causes')
    const { verdict } = found
    const published = verdict.publish
    const names = [`${job.file}.arrow`, `${job.file}.csv`]
    return {
      title: job.title,
      section: {
        title: job.title,
        introduction: job.introduction,
        verdicts: [
          {
            subject: `Causes of the ${job.subject}`,
            verdict,
            ...(published && decides ? { note: `The causes are in ${names.join(' and ')} beside this report.` } : {}),
          },
        ],
        parts: await partsOf(job, found),
      },
      decides,
      published,
      files:
        published && decides
          ? [
              { name: names[0], content: toArrow(found.causes) },
              { name: names[1], content: toCSV(found.causes) },
            ]
          : [],
      fileNames: decides ? names : [],
      summary: [
        [
          decides ? 'causes' : 'for contrast',
          `${job.subject}: ${published ? 'PUBLISHED' : 'REFUSED'}. ${verdict.summary}`,
        ],
      ],
    }
  }
}

/** The evidence, as far as the verdict lets it be shown. */
async function partsOf(job: CauseJob, found: Causes): Promise<ReportPart[]> {
  const shown = found.verdict.display === 'numbers'
  const data: ReportPart = {
    kind: 'facts',
    title: 'The data',
    items: [['Source', job.source], ...job.facts, ...scoreFacts(job, found)],
  }
  if (!shown) return [data]
  return [
    await rankingFigure(job, found),
    causeTable(job, found),
    await swarmFigure(job, found),
    ...(await dependenceFigures(job, found)),
    await decileFigure(job, found),
    data,
  ]
}

/** Rows and errors of the only group. */
function scoreFacts({ rows, unit }: CauseJob, { scores }: Causes): [string, string][] {
  const source = readTable(scores, 'scores')
  const of = (name: string): number => numericColumn(source, name).values[0]
  const decimals = decimalsFor([of('baseline_rmse')])
  const error = (name: string): string => formatNumber(of(name), decimals)
  return [
    ['Rows', `${formatNumber(of('n'), 0)} ${rows}`],
    ...(Number.isFinite(of('rmse'))
      ? ([
          [
            'Error',
            `${error('rmse')} ${unit} on rows the model had not seen; the mean alone errs ${error('baseline_rmse')}, a linear model ${error('linear_rmse')}`,
          ],
          ['Explained', `${formatShare(of('r2'))} of the variance on those rows`],
        ] as [string, string][])
      : []),
  ]
}

/** What is said of a feature that is not published. */
const words: Readonly<Record<string, string>> = {
  NOT_SIGNIFICANT: 'no more than chance',
  UNSTABLE: 'another rank in most folds',
}

function causeTable({ unit }: CauseJob, { causes: table }: Causes): ReportTable {
  const source = readTable(table, 'causes')
  const number = (name: string): Float64Array => numericColumn(source, name).values
  const label = (name: string): (string | null)[] => {
    const { codes, labels } = categoryColumn(source, name)
    return Array.from(codes, (code) => (code < 0 ? null : labels[code]))
  }
  const [importance, p, q] = ['importance', 'p_value', 'q_value'].map(number)
  const [feature, shape, code] = ['feature', 'shape', 'code'].map(label)
  const decimals = decimalsFor(importance)
  return {
    kind: 'table',
    title: 'Each circumstance',
    caption: `Importance: how much larger the error on unseen rows is, in ${unit}, when the column is exchanged among them. q: the share of false ones among those at least as strong.`,
    columns: [
      { title: 'Circumstance' },
      { title: 'Importance', numeric: true },
      { title: 'p', numeric: true },
      { title: 'q', numeric: true },
      { title: 'What it looks like' },
    ],
    rows: feature.map((name, row) => [
      name ?? '–',
      formatNumber(importance[row], decimals),
      formatNumber(p[row], 3),
      formatNumber(q[row], 3),
      code[row] === null ? (shape[row] ?? '–') : `refused: ${words[code[row]] ?? code[row]}`,
    ]),
  }
}
