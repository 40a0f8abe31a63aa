/** arquero: `fromArrow`, then a scan of the column; `toArrow` on the way out. */
import { readFileSync } from 'node:fs'
import { dictionary, list, timestamp, utf8 } from '@uwdata/flechette'
import { fromArrow, table as arqueroTable, toArrow, toArrowIPC } from 'arquero'
import { digestCodes, digestListColumn, digestLists, digestListStream, digestNumbers, digestStream } from './digest.mjs'
import { packageVersion } from '../harness/package-version.mjs'
import { codeOf, nullsOut } from './plain.mjs'
import { nestedItems } from './recipe.mjs'

export const versions = () => ({ arquero: packageVersion('arquero') })

export function prepare(task, { file, rows }) {
  if (task.startsWith('lists out')) {
    const nested = nestedItems(rows)
    const types = { items: list(dictionary(utf8())) }
    return task === 'lists out'
      ? {
          run: () => toArrow(arqueroTable({ items: nested }), { types }),
          answer: (table) => digestListColumn(table.getChild('items'), rows),
        }
      : {
          run: () => toArrowIPC(arqueroTable({ items: nested }), { types, format: 'stream' }),
          answer: digestListStream,
        }
  }
  const bytes = readFileSync(file)
  if (task === 'pipeline') return { run: () => pipeline(bytes), answer: digestStream }
  const table = fromArrow(bytes)
  const column = (name) => table.column(name)
  const tasks = {
    float64: { run: () => numbers(column('value')), answer: digestNumbers },
    nullable: { run: () => numbers(column('sparse')), answer: digestNumbers },
    time: { run: () => numbers(column('time')), answer: digestNumbers },
    codes: { run: () => categories(column('label')), answer: digestCodes },
    lists: { run: () => lists(column('items')), answer: digestLists },
  }
  return tasks[task]
}

function numbers(column) {
  const values = new Float64Array(column.length)
  for (let i = 0; i < values.length; i++) values[i] = column.at(i) ?? Number.NaN
  return values
}

function categories(column) {
  const known = new Map()
  const codes = new Int32Array(column.length)
  for (let i = 0; i < codes.length; i++) codes[i] = codeOf(known, column.at(i))
  return { codes, labels: [...known.keys()] }
}

function lists(column) {
  const known = new Map()
  const offsets = new Int32Array(column.length + 1)
  const codes = []
  for (let i = 0; i < column.length; i++) {
    for (const text of column.at(i)) codes.push(codeOf(known, text))
    offsets[i + 1] = codes.length
  }
  return { offsets, codes: Int32Array.from(codes), labels: [...known.keys()] }
}

function pipeline(bytes) {
  const table = fromArrow(bytes)
  const { codes, labels } = categories(table.column('label'))
  const out = arqueroTable({
    value: numbers(table.column('value')),
    sparse: nullsOut(numbers(table.column('sparse'))),
    time: numbers(table.column('time')),
    label: Array.from(codes, (code) => labels[code]),
  })
  return toArrowIPC(out, { types: { time: timestamp(), label: dictionary(utf8()) }, format: 'stream' })
}
