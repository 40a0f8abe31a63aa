/** flechette: its own decoder and columns, `column.toArray()`, and its builders on the way out. */
import { readFileSync } from 'node:fs'
import { dictionary, list, tableFromArrays, tableFromIPC, tableToIPC, timestamp, utf8 } from '@uwdata/flechette'
import { digestCodes, digestListColumn, digestLists, digestListStream, digestNumbers, digestStream } from './digest.mjs'
import { packageVersion } from '../harness/package-version.mjs'
import { encode, encodeLists, nullsOut } from './plain.mjs'
import { nestedItems } from './recipe.mjs'

export const versions = () => ({ '@uwdata/flechette': packageVersion('@uwdata/flechette') })

export function prepare(task, { file, rows }) {
  if (task.startsWith('lists out')) {
    const nested = nestedItems(rows)
    const build = () => tableFromArrays({ items: nested }, { types: { items: list(dictionary(utf8())) } })
    return task === 'lists out'
      ? { run: build, answer: (table) => digestListColumn(table.getChild('items'), rows) }
      : { run: () => tableToIPC(build(), { format: 'stream' }), answer: digestListStream }
  }
  const bytes = readFileSync(file)
  if (task === 'pipeline') return { run: () => pipeline(bytes), answer: digestStream }
  const table = tableFromIPC(bytes)
  const array = (name) => table.getChild(name).toArray()
  const tasks = {
    float64: { run: () => Float64Array.from(array('value')), answer: digestNumbers },
    nullable: { run: () => numbers(array('sparse')), answer: digestNumbers },
    time: { run: () => Float64Array.from(array('time')), answer: digestNumbers },
    codes: { run: () => encode(array('label')), answer: digestCodes },
    lists: { run: () => encodeLists(array('items')), answer: digestLists },
  }
  return tasks[task]
}

function numbers(array) {
  const values = new Float64Array(array.length)
  for (let i = 0; i < values.length; i++) values[i] = array[i] ?? Number.NaN
  return values
}

function pipeline(bytes) {
  const table = tableFromIPC(bytes)
  const array = (name) => table.getChild(name).toArray()
  const { codes, labels } = encode(array('label'))
  const columns = {
    value: Float64Array.from(array('value')),
    sparse: nullsOut(numbers(array('sparse'))),
    time: Float64Array.from(array('time')),
    label: Array.from(codes, (code) => labels[code]),
  }
  return tableToIPC(tableFromArrays(columns, { types: { time: timestamp(), label: dictionary(utf8()) } }), {
    format: 'stream',
  })
}
