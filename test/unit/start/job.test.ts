import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { tableFromIPC } from 'apache-arrow'
import { readArguments } from '../../../start/arguments.js'

const folder = mkdtempSync(join(tmpdir(), 'bodkin-job-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function job(...words: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'start/main.ts', ...words], {
    encoding: 'utf8',
  })
  return { code: status, out: stdout, err: stderr }
}

/** A CSV of a shop: trend, weekly season and a little noise, all deterministic. */
function shopCSV(name: string, value: (i: number) => number): string {
  const path = join(folder, name)
  const line = (i: number): string =>
    `${new Date(Date.UTC(2023, 0, 1) + i * 86_400_000).toISOString().slice(0, 10)},${value(i).toFixed(3)}`
  writeFileSync(path, `day,<b>sold</b>\n${Array.from({ length: 300 }, (_, i) => line(i)).join('\n')}\n`)
  return path
}

const weekly = (i: number): number => 100 + i / 4 + [0, 2, 4, 6, 30, 40, -20][i % 7] + 4 * Math.sin(i * i)

test('arguments have defaults, and every mistake is one line', () => {
  assert.equal(readArguments(['--help']).help, true)
  assert.deepEqual(readArguments([]), {
    help: false,
    data: null,
    time: 'ds',
    value: 'y',
    periods: 30,
    baskets: null,
    transaction: 'transaction',
    item: 'item',
    out: 'out',
  })
  assert.equal(readArguments(['--data', 'a.csv', '--periods=7']).periods, 7)
  const cases: [string[], RegExp][] = [
    [['--perids', '3'], /^unknown option "--perids": did you mean "periods"\?$/],
    [['-x'], /^unknown option "-x"/],
    [['file.csv'], /^unexpected word "file\.csv"/],
    [['--data'], /^option "--data" must have a value$/],
    [['--data', '--out', 'x'], /^option "--data" must have a value$/],
    [['--out', 'a', '--out', 'b'], /^option "--out" must be given once$/],
    [['--time', 'day'], /^option "--time" names a column of --data FILE/],
    [['--data', 'a.csv', '--item', 'x'], /^option "--item" names a column of --baskets FILE/],
    [['--periods', '0'], /whole number from 1 to 10000, got "0"$/],
    [['--periods', '1.5'], /whole number/],
    [['--help=yes'], /takes no value/],
  ]
  for (const [words, message] of cases)
    assert.throws(() => readArguments(words), { code: 'OPTION', message }, words.join(' '))
})

test('a published forecast writes report, Arrow and CSV and exits 0', () => {
  const out = join(folder, 'published')
  const {
    code,
    out: summary,
    err,
  } = job(
    '--data',
    shopCSV('shop.csv', weekly),
    '--time',
    'day',
    '--value',
    '<b>sold</b>',
    '--periods',
    '10',
    '--out',
    out,
  )
  assert.equal(code, 0, err)
  assert.deepEqual(readdirSync(out).sort(), ['forecast.arrow', 'forecast.csv', 'report.html'])
  assert.equal(summary.trim().split('\n').length, 8)
  assert.match(summary, /verdict +PUBLISHED/)
  assert.match(err, /try the models on the past of <b>sold<\/b>, 300 rows/)
  const table = tableFromIPC(readFileSync(join(out, 'forecast.arrow')))
  const lines = readFileSync(join(out, 'forecast.csv'), 'utf8').trim().split('\n')
  assert.equal(table.numRows, 10)
  assert.equal(lines.length, 11)
  assert.deepEqual(lines[0].split(',').slice(0, 4), ['ds', 'yhat', 'yhat_lower', 'yhat_upper'])
  const [ds, yhat] = lines[1].split(',')
  assert.equal(ds, '2023-10-28')
  assert.equal(Number(yhat), table.getChild('yhat')?.get(0))
  const html = readFileSync(join(out, 'report.html'), 'utf8')
  assert.doesNotMatch(html, /<b>sold|https?:/)
  assert.match(html, /&lt;b&gt;sold&lt;\/b&gt;/)
  assert.ok(html.length < 1_000_000)
})

test('a refused forecast writes the report alone, exits 3, and leaves an earlier forecast as it is', () => {
  const out = join(folder, 'refused')
  const noise = shopCSV('noise.csv', (i) => 100 + 20 * Math.sin(i * i))
  mkdirSync(out)
  writeFileSync(join(out, 'forecast.csv'), 'of yesterday')
  const { code, out: summary, err } = job('--data', noise, '--time', 'day', '--value', '<b>sold</b>', '--out', out)
  assert.equal(code, 3, err)
  assert.deepEqual(readdirSync(out).sort(), ['forecast.csv', 'report.html'])
  assert.equal(readFileSync(join(out, 'forecast.csv'), 'utf8'), 'of yesterday')
  assert.match(summary, /verdict +REFUSED/)
  assert.match(summary, /from an earlier run, not this one: .*forecast\.csv/)
  assert.match(readFileSync(join(out, 'report.html'), 'utf8'), /<span>Refused<\/span>/)
})

test('wrong usage and wrong input exit 2 with one line and write nothing', () => {
  const out = join(folder, 'nothing')
  for (const words of [['--nope'], ['--data', shopCSV('c.csv', weekly), '--time', 'dai']]) {
    const { code, out: summary, err } = job(...words, '--out', out)
    const complaints = err.split('\n').filter((line) => line !== '' && !line.startsWith('['))
    assert.deepEqual([code, summary, complaints.length], [2, '', 1], err)
    assert.match(complaints[0], /^npm start: /)
  }
  assert.equal(existsSync(out), false)
})
