import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { tableFromIPC } from 'apache-arrow'
import { randomStream } from '../../../src/numeric/random.js'
import { birdStrikes } from '../../../start/data/bird-strikes.js'
import { basketsFromFile } from '../../../start/data/basket-file.js'

const folder = mkdtempSync(join(tmpdir(), 'bodkin-baskets-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** Order lines of 400 baskets of 20 goods; `share` of those with item 3 get item 12 as well. */
function linesCSV(name: string, share: number): string {
  const random = randomStream(7)
  const lines = ['order;product']
  for (let order = 1; order <= 400; order++) {
    const basket = new Set<number>()
    const size = 1 + Math.floor(6 * random.uniform())
    while (basket.size < size) basket.add(Math.floor(20 * random.uniform()))
    if (basket.has(3) && random.uniform() < share) basket.add(12)
    for (const item of basket) lines.push(`${order};<i>item ${item}</i>`)
  }
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

function job(...words: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'start/main.ts', ...words], {
    encoding: 'utf8',
  })
  return { code: status, out: stdout, err: stderr }
}

const columns = ['--transaction', 'order', '--item', 'product']

test('rules of own baskets are published as files and in the report', () => {
  const out = join(folder, 'published')
  const { code, out: summary, err } = job('--baskets', linesCSV('planted.csv', 0.8), ...columns, '--out', out)
  assert.equal(code, 0, err)
  assert.deepEqual(readdirSync(out).sort(), ['report.html', 'rules.arrow', 'rules.csv'])
  assert.match(summary, /verdict +PUBLISHED/)
  const table = tableFromIPC(readFileSync(join(out, 'rules.arrow')))
  const [header, ...lines] = readFileSync(join(out, 'rules.csv'), 'utf8').trim().split('\n')
  assert.equal(lines.length, table.numRows)
  assert.match(header, /^antecedents,consequents,/)
  assert.ok(lines.some((line) => line.startsWith('<i>item 3</i>,<i>item 12</i>,')))
  const html = readFileSync(join(out, 'report.html'), 'utf8')
  assert.match(html, /&lt;i&gt;item 12&lt;\/i&gt;/)
  assert.doesNotMatch(html, /<i>item/)
})

test('baskets in which nothing goes together are refused: exit 3, the report alone', () => {
  const out = join(folder, 'refused')
  const { code, out: summary, err } = job('--baskets', linesCSV('chance.csv', 0), ...columns, '--out', out)
  assert.equal(code, 3, err)
  assert.deepEqual(readdirSync(out), ['report.html'])
  assert.match(summary, /verdict +REFUSED\. No rule may be published: none of the [\d,]+ rules looked at passes\./)
  assert.match(readFileSync(join(out, 'report.html'), 'utf8'), /Refused, though the lift looks good/)
})

test('collisions with birds are baskets of circumstances, one value of each column', () => {
  const { transactions, pictured, facts } = birdStrikes()
  assert.equal(transactions.count, 10_000)
  assert.deepEqual(facts, [['Damage', 'in 1,061 of 10,000 collisions']])
  assert.equal(pictured?.wide[0], 'damage=yes')
  assert.equal(pictured?.narrow.length, 9)
})

const bad: readonly (readonly [name: string, content: string, message: string])[] = [
  ['empty.csv', '\n', 'empty.csv is empty: it needs a header line and rows'],
  ['lines.json', '{}', 'lines.json must be a .csv, .arrow or .feather file'],
  ['other.csv', 'orders,product\n1,tea\n', 'table has no column "order": did you mean "orders"?'],
  ['bare.csv', 'order,product\n', 'transactions needs at least one basket, got a table of 0 rows'],
]
for (const [name, content, message] of bad) {
  test(message, () => {
    const path = join(folder, name)
    writeFileSync(path, content)
    assert.throws(() => basketsFromFile(path, 'order', 'product'), { name: 'BodkinError', message })
  })
}

test('a file that is not there is named', () => {
  assert.throws(() => basketsFromFile('nowhere.csv', 'order', 'product'), {
    code: 'DATA',
    message: 'cannot read nowhere.csv: there is no such file',
  })
})
