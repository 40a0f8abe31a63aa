/** Itemsets: baskets in → itemsets out on six sets of baskets, how that grows with the baskets, and the memory it takes. */
import { fileURLToPath } from 'node:url'
import { figure } from '../../harness/report.mjs'
import { entryOf, ratioOf, timeOf } from '../../harness/entries.mjs'
import { basketFile, leastCount } from '../common/data.mjs'
import { problemOf } from '../common/digest.mjs'
import { beyondPatience, sets } from './sets.mjs'

export const title = 'Association: itemsets'

/** What a rival may need for one call, seconds; BODKIN_BENCH_PATIENCE asks for less, and the results say so. */
const patience = Number(process.env.BODKIN_BENCH_PATIENCE ?? 120)
const group = 'Baskets in → itemsets out'

export const about = [
  'Data: sets of baskets of ../shared/data/association where that folder is there; else the attributes of birdstrikes.csv of vega-datasets.',
  'Task: baskets → every frequent itemset with its count, all of them in memory. bodkin: an Arrow table with a list column → `transactions` → miner → Arrow table; "lcm of transactions" ' +
    'begins with baskets that were read before. pyfim, efficient-apriori and the packages of npm: lists of labels → itemsets. mlxtend: lists of labels → TransactionEncoder → one-hot ' +
    'frame (sparse beyond 1,000 items) → frame of itemsets; what it and the packages of npm call the least support is set half a basket below the count, so that rounding plays no part.',
  `mlxtend, efficient-apriori and the packages of npm are stopped when reading the baskets and one call take more than ${patience} seconds ("no answer in ${patience} s"); what was stopped ` +
    `in an earlier run is left out as "> ${patience} s" (itemsets/sets.mjs).`,
  'Answers: as many itemsets of each length, with the same sum of counts, as LCM; as many in all as two independent miners found. pyfim leaves out the itemset of an item that is in every basket ' +
    '(one in mushroom): that is let pass.',
  'The bare C core cannot be had through pyfim: it makes a Python tuple of every itemset, or, asked for the pattern spectrum alone, counts whole families of itemsets without making ' +
    'them. So the bar on the core with all itemsets kept stands here as not measured.',
]

const here = (file) => fileURLToPath(new URL(file, import.meta.url))
const ours = (task) => ({ task, name: task, host: 'node', module: here('bodkin.mjs'), ours: true })
const pyfim = (task) => ({ task, name: `pyfim ${task}`, host: 'python', module: here('pyfim_rival.py') })
const other = (name, host, module) => ({
  task: 'itemsets',
  name,
  host,
  module: here(module),
  patienceMs: 1000 * patience,
})
const pyfims = ['eclat', 'fpgrowth', 'relim'].map(pyfim)
const contenders = [
  ...['lcm', 'fpGrowth', 'apriori'].map(ours),
  { ...ours('lcm'), name: 'lcm of transactions', read: true },
  ...pyfims,
  other('mlxtend', 'python', 'mlxtend_rival.py'),
  other('efficient-apriori', 'python', 'efficient_apriori_rival.py'),
  other('node-fpgrowth', 'node', 'node-fpgrowth.mjs'),
  other('npm apriori', 'node', 'apriori.mjs'),
  other('node-apriori', 'node', 'node-apriori.mjs'),
]

export async function run(lab) {
  const memory = []
  const raced = []
  for (const set of lab.quick ? sets.filter(({ quick }) => quick !== undefined) : sets) {
    const written = basketFile(set.name, lab.quick ? 300 : Infinity)
    if (written === null) {
      lab.log(`  ${set.name} left out: its file is not there`)
      continue
    }
    raced.push({ set, race: await raceSet(lab, set, written, memory) })
  }
  if (!lab.quick)
    for (const { name, minSupport } of sets.filter((set) => set.scales)) await raceSizes(lab, name, minSupport)
  lab.table(
    'Peak memory in each case, MiB',
    ['case', 'contender', 'MiB'],
    memory.map(({ id, name, peakMb }) => [id, name, figure(peakMb)]),
  )
  bars(lab, raced, memory)
}

/** Each contender in a process of its own for this set, since its peak memory counts. */
async function raceSet(lab, { name, title: setTitle, minSupport, quick, count }, { file, baskets }, memory) {
  const support = lab.quick ? quick : minSupport
  const id = `itemsets ${name} baskets=${baskets} minSupport=${support}`
  const opened = await lab.open(contenders)
  const params = { file, baskets, minSupport: support, minCount: leastCount(support, baskets) }
  const race = await lab.race({
    id,
    group,
    entries: contenders.map(({ name: label, ours: isOurs, task, read = false }, i) => ({
      label,
      ours: isOurs === true,
      contender: opened[i],
      task,
      params: isOurs ? { file, minSupport: support, read } : params,
      skip: !lab.quick && beyondPatience[setTitle]?.includes(label) ? `> ${patience} s` : null,
    })),
    verify: verifier(lab.quick ? undefined : count),
  })
  await lab.close(opened)
  for (const { name: label, peakMb } of opened)
    if (entryOf(race, label) !== undefined) memory.push({ id, name: label, peakMb, title: setTitle })
  return race
}

/** Right is what is known; what LCM found where nothing is. */
function verifier(count) {
  return (label, answer, answers) => {
    const wanted = count ?? answers.lcm.count
    const misses = label.startsWith('pyfim') && answer.count === wanted - 1
    return misses ? null : problemOf(answer, wanted, answers.lcm)
  }
}

async function raceSizes(lab, name, minSupport) {
  const all = basketFile(name)
  if (all === null) return
  const chosen = contenders.filter(({ name: label }) =>
    ['lcm', 'fpGrowth', 'pyfim eclat', 'pyfim fpgrowth'].includes(label),
  )
  const opened = await lab.open(chosen)
  const scaled = `First baskets of ${name}, ${100 * minSupport} %`
  for (const share of [0.125, 0.25, 0.5, 1]) {
    const { file, baskets } = basketFile(name, Math.round(all.baskets * share))
    await lab.race({
      id: `itemsets ${name} first=${baskets} minSupport=${minSupport}`,
      group: scaled,
      size: baskets,
      entries: chosen.map(({ name: label, ours: isOurs, task }, i) => ({
        label,
        ours: isOurs === true,
        contender: opened[i],
        task,
        params: isOurs ? { file, minSupport, read: false } : { file, minCount: leastCount(minSupport, baskets) },
      })),
      verify: verifier(undefined),
    })
  }
  await lab.close(opened)
  lab.scaling(scaled)
}

function bars(lab, raced, memory) {
  const judged = raced.filter(({ set }) => set.least !== undefined)
  for (const { set, race } of judged) {
    const fastest = fastestOf(
      race,
      pyfims.map(({ name }) => name),
    )
    const ratio = fastest === null ? undefined : ratioOf(race, 'lcm', fastest)
    lab.bar({
      what: `${set.title}, over the fastest of pyfim${fastest === null ? '' : ` (${fastest.replace('pyfim ', '')})`}`,
      kind: 'at least',
      required: 1,
      measured: ratio?.median ?? null,
      unit: '×',
      time: timeOf(race, 'lcm'),
      ratio: ratioText(ratio),
      headline: true,
    })
  }
  for (const { set, race } of judged) for (const rival of ['mlxtend', 'node-fpgrowth']) rivalBar(lab, set, race, rival)
  lab.bar({
    what: 'over the bare C core with all itemsets kept (see above)',
    kind: 'at least',
    required: 0.5,
    measured: null,
    unit: '×',
  })
  memoryBar(lab, judged, memory)
}

/** A rival that was stopped needs at least as long as it was given. */
function rivalBar(lab, { title: what, least }, race, rival) {
  const entry = race.entries.find(({ label }) => label === rival)
  const stopped = entry.why !== null && (entry.skipped || entry.why.startsWith('no answer in'))
  const own = entryOf(race, 'lcm')
  const ratio = ratioOf(race, 'lcm', rival)
  const factor = stopped && own !== undefined ? (1000 * patience) / own.ms.median : 0
  // a bound below what is required tells nothing
  const bound = factor >= least ? factor : null
  lab.bar({
    what: `${what}, over ${rival}`,
    kind: 'at least',
    required: least,
    measured: ratio?.median ?? bound,
    unit: '×',
    time: timeOf(race, 'lcm'),
    ratio: bound === null ? ratioText(ratio) : `> ${figure(bound)} ×`,
    headline: least === 80,
  })
}

function memoryBar(lab, raced, memory) {
  const peak = (set, name) => memory.find((one) => one.title === set.title && one.name === name)?.peakMb
  const shares = raced
    .map(({ set }) => ({ set, own: peak(set, 'lcm'), rival: peak(set, 'mlxtend') }))
    .filter(({ own, rival }) => own !== undefined && rival !== undefined)
    .map((one) => ({ ...one, share: one.own / one.rival }))
  const worst = shares.toSorted((a, b) => b.share - a.share)[0]
  lab.bar({
    what: `peak memory of lcm over that of mlxtend, worst case${worst === undefined ? '' : ` (${worst.set.title})`}`,
    kind: 'at most',
    required: 1,
    measured: worst?.share ?? null,
    unit: '×',
    time: worst === undefined ? '' : `${figure(worst.own)} MiB`,
    ratio: worst === undefined ? '' : `${figure(worst.share)} of ${figure(worst.rival)} MiB`,
  })
}

function fastestOf(race, labels) {
  const timed = labels.map((label) => entryOf(race, label)).filter((entry) => entry !== undefined)
  return timed.toSorted((a, b) => a.ms.median - b.ms.median)[0]?.label ?? null
}

function ratioText(ratio) {
  return ratio === undefined ? '' : `${figure(ratio.median)} (${figure(ratio.min)}–${figure(ratio.max)}) ×`
}
