/** What everybody writes first: apache-arrow, one `get(i)` a row, and its builders on the way out. */
import { readFileSync } from 'node:fs'
import {
  Dictionary,
  Field,
  Float64,
  Int32,
  List,
  makeVector,
  Table,
  tableFromIPC,
  tableToIPC,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import { bodkinVersions } from '../harness/bodkin.mjs'
import { digestCodes, digestListColumn, digestLists, digestListStream, digestNumbers, digestStream } from './digest.mjs'
import { codeOf, nullsOut } from './plain.mjs'
import { nestedItems } from './recipe.mjs'

export const versions = () => ({ 'apache-arrow': bodkinVersions()['apache-arrow'] })

export function prepare(task, { file, rows }) {
  if (task.startsWith('lists out')) {
    const nested = nestedItems(rows)
    const build = () =>
      new Table({
        items: vectorFromArray(nested, new List(new Field('item', new Dictionary(new Utf8(), new Int32()), true))),
      })
    return task === 'lists out'
      ? { run: build, answer: (table) => digestListColumn(table.getChild('items'), rows) }
      : { run: () => tableToIPC(build(), 'stream'), answer: digestListStream }
  }
  const bytes = readFileSync(file)
  if (task === 'pipeline') return { run: () => pipeline(bytes), answer: digestStream }
  const table = tableFromIPC(bytes)
  const column = (name) => table.getChild(name)
  const tasks = {
    float64: { run: () => numbers(column('value')), answer: digestNumbers },
    nullable: { run: () => numbers(column('sparse')), answer: digestNumbers },
    time: { run: () => numbers(column('time')), answer: digestNumbers },
    codes: { run: () => categories(column('label')), answer: digestCodes },
    lists: { run: () => lists(column('items')), answer: digestLists },
  }
  return tasks[task]
}

function numbers(vector) {
  const values = new Float64Array(vector.length)
  for (let i = 0; i < values.length; i++) values[i] = vector.get(i) ?? Number.NaN
  return values
}

function categories(vector) {
  const known = new Map()
  const codes = new Int32Array(vector.length)
  for (let i = 0; i < codes.length; i++) codes[i] = codeOf(known, vector.get(i))
  return { codes, labels: [...known.keys()] }
}

function lists(vector) {
  const known = new Map()
  const offsets = new Int32Array(vector.length + 1)
  const codes = []
  for (let i = 0; i < vector.length; i++) {
    const list = vector.get(i)
    for (let j = 0; j < list.length; j++) codes.push(codeOf(known, list.get(j)))
    offsets[i + 1] = codes.length
  }
  return { offsets, codes: Int32Array.from(codes), labels: [...known.keys()] }
}

function pipeline(bytes) {
  const table = tableFromIPC(bytes)
  const { codes, labels } = categories(table.getChild('label'))
  const out = new Table({
    value: makeVector(numbers(table.getChild('value'))),
    sparse: vectorFromArray(nullsOut(numbers(table.getChild('sparse'))), new Float64()),
    time: vectorFromArray(numbers(table.getChild('time')), new TimestampMillisecond()),
    label: vectorFromArray(
      Array.from(codes, (code) => labels[code]),
      new Dictionary(new Utf8(), new Int32()),
    ),
  })
  return tableToIPC(out, 'stream')
}
