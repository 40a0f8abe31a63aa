/** bodkin's door to Arrow: any table in → typed arrays, typed arrays → an apache-arrow Table. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { bodkinVersions, requireBodkin } from '../harness/bodkin.mjs'
import { digestCodes, digestListColumn, digestLists, digestListStream, digestNumbers, digestStream } from './digest.mjs'
import { itemLists, items } from './recipe.mjs'

// The inner modules lie apart in the CommonJS build alone, which makes tables of the CommonJS copy.
const { tableFromIPC, tableToIPC } = createRequire(import.meta.url)('apache-arrow')
const { readTable } = requireBodkin('arrow/read-table.js')
const { numericColumn } = requireBodkin('arrow/numeric-column.js')
const { timeColumn } = requireBodkin('arrow/time-column.js')
const { categoryColumn } = requireBodkin('arrow/category-column.js')
const { listColumn } = requireBodkin('arrow/list-column.js')
const { writeTable } = requireBodkin('arrow/write-table.js')

export const versions = bodkinVersions

export function prepare(task, { file, rows }) {
  if (task.startsWith('lists out')) {
    const { offsets, codes } = itemLists(rows)
    const write = () => writeTable({ items: { kind: 'list', offsets, codes, labels: items } })
    return task === 'lists out'
      ? { run: write, answer: (table) => digestListColumn(table.getChild('items'), rows) }
      : { run: () => tableToIPC(write(), 'stream'), answer: digestListStream }
  }
  const bytes = readFileSync(file)
  if (task === 'pipeline') return { run: () => pipeline(bytes), answer: digestStream }
  const table = tableFromIPC(bytes)
  const tasks = {
    float64: { run: () => numericColumn(readTable(table), 'value').values, answer: digestNumbers },
    nullable: { run: () => numericColumn(readTable(table), 'sparse').values, answer: digestNumbers },
    time: { run: () => timeColumn(readTable(table), 'time'), answer: digestNumbers },
    codes: { run: () => categoryColumn(readTable(table), 'label'), answer: digestCodes },
    lists: { run: () => listColumn(readTable(table), 'items'), answer: digestLists },
  }
  return tasks[task]
}

function pipeline(bytes) {
  const source = readTable(tableFromIPC(bytes))
  const table = writeTable({
    value: { kind: 'float64', values: numericColumn(source, 'value').values },
    sparse: { kind: 'float64', values: numericColumn(source, 'sparse').values },
    time: { kind: 'time', values: timeColumn(source, 'time') },
    label: { kind: 'category', ...categoryColumn(source, 'label') },
  })
  return tableToIPC(table, 'stream')
}
