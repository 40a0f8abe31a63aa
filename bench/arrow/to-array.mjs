/** apache-arrow's own bulk access, `vector.toArray()`, and what it takes to get numbers and codes out of that. */
import { readFileSync } from 'node:fs'
import { tableFromIPC } from 'apache-arrow'
import { bodkinVersions } from '../harness/bodkin.mjs'
import { digestCodes, digestLists, digestNumbers } from './digest.mjs'
import { encode, encodeLists } from './plain.mjs'

export const versions = () => ({ 'apache-arrow': bodkinVersions()['apache-arrow'] })

export function prepare(task, { file }) {
  const table = tableFromIPC(readFileSync(file))
  const array = (name) => table.getChild(name).toArray()
  const tasks = {
    float64: { run: () => Float64Array.from(array('value')), answer: digestNumbers },
    nullable: { run: () => Float64Array.from(array('sparse')), answer: digestNumbers },
    time: { run: () => Float64Array.from(array('time'), Number), answer: digestNumbers },
    codes: { run: () => encode(array('label')), answer: digestCodes },
    lists: { run: () => encodeLists(array('items').map((list) => list.toArray())), answer: digestLists },
  }
  return tasks[task]
}
