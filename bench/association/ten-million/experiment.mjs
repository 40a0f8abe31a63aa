/** Ten million lines of baskets: time and memory of the whole way from a table of lines to a table of itemsets. */
import { fileURLToPath } from 'node:url'
import { figure } from '../../harness/report.mjs'
import { timeBar } from '../../harness/entries.mjs'
import { fillLines, labelOf } from '../common/recipe.mjs'

export const title = 'Association: ten million lines'

const minSupport = 0.005
const most = 10_000_000
const bytesPerLine = 8
const group = 'Lines in → itemsets out'
/** Items whose counts and pairs are counted again by plain loops. */
const recounted = 30

export const about = [
  'Data: the seeded recipe of common/recipe.mjs, about a million orders; a column of Int32 for the order and a dictionary column with Int32 codes for the item, 8 bytes a line. One table, or ten tables of a million lines that are read as a stream.',
  `Task: lines → \`transactions\` → \`lcm\` at ${100 * minSupport} % → table of itemsets, all within the timed part.`,
  `Answers: the same number of orders, and of each of the ${recounted} commonest items and their pairs as many as plain loops count.`,
  'Memory: peak of a process that makes the lines and is asked once; the lines themselves, Node and the modules included.',
]

const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const sizes = lab.quick ? [20_000] : [1_000_000, 3_000_000, most]
  const contenders = await open(lab, ['bodkin', 'bodkin, ten tables'])
  const raced = []
  for (const lines of sizes) raced.push(await raceLines(lab, contenders, lines))
  await lab.close(contenders)
  lab.scaling(group)
  if (lab.quick) return
  timeBar(lab, `10 million lines, ${100 * minSupport} %`, raced.at(-1), 'bodkin', 10_000, { headline: true })
  await measureMemory(lab)
}

function open(lab, names) {
  return lab.open(names.map((name) => ({ name, host: 'node', module: here('bodkin.mjs') })))
}

function raceLines(lab, contenders, lines) {
  const right = recount(lines)
  return lab.race({
    id: `lines=${lines} minSupport=${minSupport}`,
    group,
    size: lines,
    entries: contenders.map((contender, i) => ({
      label: contender.name,
      ours: true,
      contender,
      task: 'itemsets',
      params: { lines, minSupport, parts: i === 0 ? 1 : 10 },
    })),
    verify: (label, answer) => problemOf(answer, right),
  })
}

async function measureMemory(lab) {
  const names = ['bodkin, one call', 'bodkin, ten tables, one call']
  const rows = []
  for (const [i, name] of names.entries()) {
    const [contender] = await open(lab, [name])
    const why = await lab.answerOf(contender, 'itemsets', { lines: most, minSupport, parts: i === 0 ? 1 : 10 }).then(
      () => null,
      (error) => error.message,
    )
    await lab.close([contender])
    rows.push({ name, peak: why === null ? contender.peakMb : null })
  }
  const encoded = (most * bytesPerLine) / 2 ** 20
  const text = ({ peak }) => (peak === null ? '' : `${figure(peak)} MiB`)
  for (const [i, row] of rows.entries()) {
    lab.bar({
      what: `peak memory of ${i === 0 ? 'the same' : 'the same in ten tables'} over the ${figure(encoded)} MiB of the encoded lines`,
      kind: 'at most',
      required: 10,
      measured: row.peak === null ? null : row.peak / encoded,
      unit: '×',
      time: text(row),
      ratio: row.peak === null ? '' : `${figure(row.peak / encoded)} ×`,
      headline: i === 0,
    })
  }
}

/** Counts of the commonest items and their pairs, by label or labels; and the number of orders. */
function recount(lines) {
  const { baskets, items } = fillLines(lines)
  const counts = new Int32Array(recounted * recounted)
  const held = new Uint8Array(recounted)
  const close = () => {
    for (let a = 0; a < recounted; a++)
      if (held[a] === 1) for (let b = a; b < recounted; b++) counts[a * recounted + b] += held[b]
    held.fill(0)
  }
  for (let line = 0; line < lines; line++) {
    if (line > 0 && baskets[line] !== baskets[line - 1]) close()
    if (items[line] < recounted) held[items[line]] = 1
  }
  close()
  const orders = baskets[lines - 1] + 1
  const frequent = new Map()
  for (let a = 0; a < recounted; a++)
    for (let b = a; b < recounted; b++) {
      const count = counts[a * recounted + b]
      if (count / orders >= minSupport) frequent.set([...new Set([a, b])].map(labelOf).join('\t'), count)
    }
  return { orders, frequent }
}

function problemOf({ count, orders, short }, right) {
  if (orders !== right.orders) return `${orders} orders instead of ${right.orders}`
  if (count < right.frequent.size) return `${count} itemsets, there are at least ${right.frequent.size}`
  const found = new Map(short)
  for (const [labels, own] of right.frequent)
    if (found.get(labels) !== own)
      return `${labels.replace('\t', ' + ')} in ${found.get(labels)} orders instead of ${own}`
  return null
}
