/** What `npm start` may be told, read from the command line: known flags or one clear line. */
import { parseArgs } from 'node:util'
import { BodkinError, didYouMean, show } from '../src/errors.js'

/** The checked arguments. Without `data` the job runs on its embedded default, the births series. */
export interface JobArguments {
  readonly help: boolean
  /** CSV or Arrow file of the user's own series. */
  readonly data: string | null
  /** Its time and value column. */
  readonly time: string
  readonly value: string
  /** CSV or Arrow file of the user's own order lines, with its columns of baskets and items. */
  readonly baskets: string | null
  readonly transaction: string
  readonly item: string
  /** Rows to forecast. */
  readonly periods: number
  /** Folder for the report and the forecast. */
  readonly out: string
}

/** The text of `--help`. */
export const help = `Forecast a series, find rules in baskets, publish what can be trusted, and write a report about it.

  npm start                                   births in the United States, 2000 to 2014, the next 30 days;
                                              a share price, to show what a refusal looks like;
                                              which circumstances go with damage when aircraft meet birds;
                                              what goes with the delay of flights, and a table of noise, refused;
                                              and where the visitors of a simulated website come from
  npm start -- --data sales.csv --time day --value revenue --periods 14
  npm start -- --baskets lines.csv --transaction order --item product

  --data FILE       own series: .csv (with a header), .arrow or .feather; default the births series
  --time NAME       its time column, default ds
  --value NAME      its value column, default y
  --periods N       rows to forecast, 1 to 10000, default 30
  --baskets FILE    own order lines, a row an item: .csv (with a header), .arrow or .feather
  --transaction NAME  its column that says which basket a line belongs to, default transaction
  --item NAME       its column of items, default item
  --out DIR         folder for report.html and the results, default out
  --help            this text

Times are UTC, as ISO text (2024-01-31 or 2024-01-31T06:00:00Z) or as Arrow dates and timestamps. Empty values are gaps.
Exit code: 0 published, 3 refused by the verdict (only the report is written), 2 wrong usage or input, 1 anything else.`

const valued = ['data', 'time', 'value', 'periods', 'baskets', 'transaction', 'item', 'out'] as const
/** Flags that name columns of a file, and the flag of that file. */
const columnsOf = { time: 'data', value: 'data', transaction: 'baskets', item: 'baskets' } as const
const known = [...valued, 'help'] as const

/**
 * Read the arguments after `npm start --`.
 *
 * @throws BodkinError `OPTION` for an unknown flag, a flag without its value or given twice, a stray word, or periods that are no count
 */
export function readArguments(words: readonly string[]): JobArguments {
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    options: {
      ...Object.fromEntries(valued.map((name) => [name, { type: 'string' as const }])),
      help: { type: 'boolean', short: 'h' },
    },
  })
  const given = new Map<string, string>()
  for (const token of tokens) {
    if (token.kind === 'positional') throw usage(`unexpected word ${show(token.value)}: options start with --`)
    if (token.kind !== 'option') continue
    const { name, value } = token
    if (!(known as readonly string[]).includes(name))
      throw usage(`unknown option "${token.rawName}"${didYouMean(name, known)}`)
    if (given.has(name)) throw usage(`option "--${name}" must be given once`)
    if (name === 'help' && value !== undefined) throw usage('option "--help" takes no value')
    if (name !== 'help' && (value === undefined || value === '' || value.startsWith('--'))) {
      throw usage(`option "--${name}" must have a value`)
    }
    given.set(name, value ?? '')
  }
  for (const [name, file] of Object.entries(columnsOf)) {
    if (!given.has(file) && given.has(name))
      throw usage(`option "--${name}" names a column of --${file} FILE, which is not given`)
  }
  return Object.freeze({
    help: given.has('help'),
    data: given.get('data') ?? null,
    time: given.get('time') ?? 'ds',
    value: given.get('value') ?? 'y',
    baskets: given.get('baskets') ?? null,
    transaction: given.get('transaction') ?? 'transaction',
    item: given.get('item') ?? 'item',
    periods: readPeriods(given.get('periods') ?? '30'),
    out: given.get('out') ?? 'out',
  })
}

function readPeriods(text: string): number {
  const periods = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (periods < 1 || periods > 10_000)
    throw usage(`option "--periods" must be a whole number from 1 to 10000, got ${show(text)}`)
  return periods
}

function usage(message: string): BodkinError {
  return new BodkinError('OPTION', message)
}
