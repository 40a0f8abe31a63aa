/** Baskets become a section: the rules that may be published, those that may not, and why. */
import { availableParallelism } from 'node:os'
import { itemsetLabels, mine, type Mined } from '../../src/association/index.js'
import { formatNumber } from '../../src/figure/format.js'
import { rulesTable, type ReportPart } from '../../src/figure/index.js'
import type { BasketJob } from '../data/basket-job.js'
import { toArrow, toCSV } from '../output.js'
import type { Section } from '../section.js'
import { pairFigure, ruleFigure } from './figures.js'
import { refusedTable } from './refused-table.js'

/** The section that mines baskets; `read` gives them when the section runs. `decides`: whether it counts for the exit code. */
export function basketSection(read: () => BasketJob, decides: boolean): Section {
  return async (progress) => {
    progress('read the baskets')
    const job = read()
    progress(`mine ${formatNumber(job.transactions.count, 0)} ${job.baskets} and their shuffles`)
    const workers = Math.max(0, Math.min(4, availableParallelism() - 1))
    const mined = await mine(job.table, { ...job.options, workers })
    progress('draw the rules')
    const { rules, verdict } = mined
    const fileNames = [`${job.file}.arrow`, `${job.file}.csv`]
    const published = verdict.publish
    const found = formatNumber(rules.numRows, 0)
    return {
      title: job.title,
      section: {
        title: job.title,
        introduction: job.introduction,
        verdicts: [
          {
            subject: `Rules of ${formatNumber(job.transactions.count, 0)} ${job.baskets}`,
            verdict,
            ...(published ? { note: `The rules are in ${fileNames.join(' and ')} beside this report.` } : {}),
          },
        ],
        parts: await partsOf(job, mined),
      },
      decides,
      published,
      files: published
        ? [
            { name: fileNames[0], content: toArrow(rules) },
            { name: fileNames[1], content: toCSV(itemsetLabels(rules, { separator: ' + ' })) },
          ]
        : [],
      fileNames,
      summary: [
        [
          job.baskets,
          `${formatNumber(job.transactions.count, 0)}; ${found} rules published, ${formatNumber(mined.refused.numRows, 0)} refused`,
        ],
        ['verdict', `${published ? 'PUBLISHED' : 'REFUSED'}. ${verdict.summary}`],
      ],
    }
  }
}

/** The evidence: rules as far as the verdict lets them be shown, what was refused, pairs, data. */
async function partsOf(job: BasketJob, { rules, refused, verdict, profile }: Mined): Promise<ReportPart[]> {
  const { sizes, neutralLift, warnings } = profile
  const facts: ReportPart = {
    kind: 'facts',
    title: 'The baskets',
    items: [
      ['Source', job.source],
      ...job.facts,
      [
        'Baskets',
        `${formatNumber(profile.baskets, 0)} ${job.baskets}, ${formatNumber(profile.items, 0)} different items`,
      ],
      [
        'Size',
        sizes.min === sizes.max
          ? `${formatNumber(sizes.min, 0)} items each`
          : `${sizes.min} to ${formatNumber(sizes.max, 0)} items, half of them up to ${sizes.median}`,
      ],
      ...(job.options.exclusive === undefined
        ? [['Lift of unrelated pairs', formatNumber(neutralLift, 2)] as [string, string]]
        : []),
      ...warnings.map(({ message }, i): [string, string] => [i === 0 ? 'Warnings' : '', message]),
    ],
  }
  return [
    ...(verdict.display === 'numbers' ? [rulesTable(rules)] : []),
    await ruleFigure(rules, refused),
    ...(refused.numRows > 0 ? [refusedTable(refused)] : []),
    await pairFigure(job),
    facts,
  ]
}
