/**
 * The main job: arguments → sections → report and files → summary and exit code.
 *
 * Progress goes to stderr, a summary to stdout. Exit code 0: published; 3: refused by a verdict; 2: wrong usage or input; 1: a defect.
 * A new question becomes a new section in `sectionsOf`; nothing else here changes.
 */
import { BodkinError } from '../src/errors.js'
import { report } from '../src/figure/index.js'
import { help, readArguments, type JobArguments } from './arguments.js'
import { basketSection } from './association/basket-section.js'
import { basketsFromFile } from './data/basket-file.js'
import { birdStrikes } from './data/bird-strikes.js'
import { birthsSeries } from './data/births.js'
import { flights } from './data/flights.js'
import { noiseTable } from './data/noise-table.js'
import { hasOnlineRetail, onlineRetail } from './data/online-retail.js'
import { seriesFromFile } from './data/read-file.js'
import { sharePriceSeries } from './data/share-price.js'
import { exampleSection, forecastSection } from './forecast/forecast-section.js'
import { geoSection, hasDatabase } from './geo/geo-section.js'
import { existing, writeFiles } from './output.js'
import { stderrProgress } from './progress.js'
import { causeSection } from './regression/cause-section.js'
import type { Section, SectionResult } from './section.js'

const refused = 3
const usage = 2

function sectionsOf({ data, time, value, periods, baskets, transaction, item }: JobArguments): Section[] {
  const own = [
    ...(data === null ? [] : [forecastSection(() => seriesFromFile(data, time, value), periods)]),
    ...(baskets === null ? [] : [basketSection(() => basketsFromFile(baskets, transaction, item), true)]),
  ]
  if (own.length > 0) return own
  return [
    forecastSection(birthsSeries, periods),
    exampleSection(sharePriceSeries, periods),
    basketSection(birdStrikes, true),
    causeSection(flights, true),
    causeSection(noiseTable, false),
    ...(hasOnlineRetail() ? [basketSection(onlineRetail, false)] : []),
    ...(hasDatabase() ? [geoSection] : []),
  ]
}

async function run(words: readonly string[]): Promise<number> {
  const options = readArguments(words)
  if (options.help) {
    process.stdout.write(`${help}\n`)
    return 0
  }
  const start = performance.now()
  const progress = stderrProgress()
  const results: SectionResult[] = []
  for (const section of sectionsOf(options)) results.push(await section(progress))
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const html = report({
    title: results[0].title,
    subtitle: 'What the data says about the near future, whether it may be used, and why.',
    sections: results.map(({ section }) => section),
    footer: `Written by bodkin on ${new Date().toISOString().slice(0, 10)} in ${seconds} s. Times are UTC.`,
  })
  progress(`write into ${options.out}`)
  const files = [{ name: 'report.html', content: html }, ...results.flatMap((result) => result.files)]
  const paths = writeFiles(options.out, files)
  summarise(results, paths, options.out, seconds)
  return results.every(({ decides, published }) => published || !decides) ? 0 : refused
}

function summarise(results: readonly SectionResult[], paths: readonly string[], folder: string, seconds: string): void {
  const old = results.flatMap(({ published, fileNames }) => (published ? [] : existing(folder, fileNames)))
  const lines: [string, string][] = [
    ...results.flatMap(({ summary }) => summary.map(([term, text]): [string, string] => [term, text])),
    ['files', paths.join(', ')],
    ...(old.length === 0 ? [] : [['', `from an earlier run, not this one: ${old.join(', ')}`] as [string, string]]),
    ['time', `${seconds} s`],
  ]
  const width = Math.max(...lines.map(([term]) => term.length)) + 2
  process.stdout.write(`${lines.map(([term, text]) => `${term.padEnd(width)}${text}`).join('\n')}\n`)
}

/** An error as one line: what the user can mend says what to mend, a defect shows where it happened. */
function fail(error: unknown): number {
  if (error instanceof BodkinError) {
    process.stderr.write(`npm start: ${error.message.replaceAll(/\s*\n\s*/g, ' ')}\n`)
    return error.code === 'OPTION' || error.code === 'COLUMN' || error.code === 'DATA' || error.code === 'FORMAT'
      ? usage
      : 1
  }
  process.stderr.write(
    `npm start: unexpected error\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  return 1
}

process.exitCode = await run(process.argv.slice(2)).catch(fail)
