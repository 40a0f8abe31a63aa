/** Arrow: columns in and out of the door, against plain loops over apache-arrow, its `toArray`, arquero and flechette. */
import { fileURLToPath } from 'node:url'
import { spread } from '../harness/report.mjs'
import { digestCodes, digestLists, digestNumbers } from './digest.mjs'
import { batchRows, columnsFile, listsFile } from './ipc.mjs'
import { columns, itemLists, items, labels, listLength } from './recipe.mjs'

export const title = 'Arrow: columns in and out'

export const about = [
  `Data: seedless recipe of bench/arrow/recipe.mjs as an Arrow IPC stream in record batches of ${batchRows.toLocaleString('en-US')} rows: doubles, doubles with ` +
    'every tenth null, millisecond timestamps, labels of a dictionary of 100, and lists of five labels of a dictionary of 1,000.',
  'Tasks "in": a decoded table → a fresh Float64Array with NaN for null, milliseconds as Float64Array, Int32 codes with their labels, lists as offsets and ' +
    'codes. "Out": lists → a table, from what each library takes: offsets and codes for bodkin, arrays of texts (made beforehand) for the others. Whole task: ' +
    'IPC bytes in → four typed columns → table → IPC bytes out. Every task runs in processes of its own.',
]

const oneMillion = 1_000_000
const here = (file) => fileURLToPath(new URL(file, import.meta.url))
const library = {
  bodkin: here('bodkin.mjs'),
  'get(i) loop': here('plain-loop.mjs'),
  toArray: here('to-array.mjs'),
  arquero: here('arquero.mjs'),
  flechette: here('flechette.mjs'),
}
const everybody = Object.keys(library)
const builders = ['bodkin', 'get(i) loop', 'arquero', 'flechette']

/** A task with its contenders, what it reads, the right answer, and the bar in milliseconds at the largest size. */
const tasks = [
  { task: 'float64', group: 'Float64 in', who: everybody, bar: 5, expected: ({ value }) => digestNumbers(value) },
  {
    task: 'nullable',
    group: 'Nullable Float64 in',
    who: everybody,
    bar: 20,
    expected: ({ sparse }) => digestNumbers(sparse),
  },
  { task: 'time', group: 'Timestamp in', who: everybody, bar: 10, expected: ({ time }) => digestNumbers(time) },
  {
    task: 'codes',
    group: 'Dictionary codes in',
    who: everybody,
    bar: 5,
    expected: ({ label }) => digestCodes({ codes: label, labels }),
  },
  { task: 'lists', group: 'Lists in', who: everybody, lists: true },
  { task: 'lists out', group: 'Lists out', who: builders, lists: true, bar: 40 },
  { task: 'lists out, bytes', group: 'Lists out, to IPC bytes', who: builders, lists: true },
  {
    task: 'pipeline',
    group: 'Whole task: IPC bytes → four columns → IPC bytes',
    who: builders,
    expected: pipelineAnswer,
  },
]

export async function run(lab) {
  const sizes = lab.quick ? [2000] : [10_000, 100_000, oneMillion]
  for (const task of tasks) {
    const contenders = await lab.open(task.who.map((name) => ({ name, host: 'node', module: library[name] })))
    let largest
    for (const size of sizes) largest = await raceTask(lab, contenders, task, size)
    await lab.close(contenders)
    lab.scaling(task.group)
    if (task.bar !== undefined) barOf(lab, task, largest)
  }
}

/** One size of one task: `size` rows, or a fifth as many lists. */
function raceTask(lab, contenders, { task, group, lists, expected }, size) {
  const rows = lists ? size / listLength : size
  const right = lists ? digestLists({ ...itemLists(rows), labels: items }) : expected(columns(rows))
  const params = { rows, file: lists ? listsFile(rows) : columnsFile(rows) }
  return lab.race({
    id: `${task} ${lists ? `lists=${rows} of=${listLength}` : `rows=${rows}`}`,
    group,
    size: rows,
    entries: contenders.map((contender) => ({
      label: contender.name,
      ours: contender.name === 'bodkin',
      contender,
      task,
      params,
    })),
    verify: (label, answer) => {
      if (answer.rows !== right.rows) return `${answer.rows} rows instead of ${right.rows}`
      if (answer.nulls !== right.nulls) return `${answer.nulls} nulls instead of ${right.nulls}`
      return answer.hash === right.hash ? null : 'other values than the recipe'
    },
  })
}

function pipelineAnswer({ value, sparse, time, label }) {
  const parts = [
    digestNumbers(value),
    digestNumbers(sparse),
    digestNumbers(time),
    digestCodes({ codes: label, labels }),
  ]
  return { rows: value.length, nulls: parts[1].nulls, hash: parts.map((part) => part.hash).join(' ') }
}

/** Ours at the largest size against its bar, with the ratio of the fastest rival beside it. */
function barOf(lab, { group, bar, lists }, largest) {
  const ours = largest.entries.find((entry) => entry.ours)
  const [best] = largest.ratios.toSorted((a, b) => a.ratio.median - b.ratio.median)
  lab.bar({
    what: `${group.toLowerCase()}, ${lists ? '200,000 lists of 5' : '1,000,000 rows'}`,
    kind: 'at most',
    required: bar,
    measured: ours.why === null ? ours.ms.median : null,
    unit: 'ms',
    time: ours.why === null ? `${spread(ours.ms)} ms` : '',
    ratio: best === undefined ? '' : `${spread(best.ratio)} × over ${best.rival}`,
    headline: true,
  })
}
