/** Files of baskets (see data.mjs) as the contenders in Node take them. */
import { readFileSync } from 'node:fs'
import { Data, Dictionary, Field, Int32, List, makeData, Table, Utf8, vectorFromArray, Vector } from 'apache-arrow'

/** Baskets as lists of labels: what the rivals take. */
export function readLists(file) {
  return linesOf(file).map((line) => (line === '' ? [] : line.split('\t')))
}

/** Baskets as a table with one column `items`, a list of dictionary codes: what bodkin takes. */
export function readBasketTable(file) {
  return listTable(readLists(file))
}

/** The same of lists of labels. */
export function listTable(lists) {
  const codes = new Map()
  const offsets = new Int32Array(lists.length + 1)
  lists.forEach((items, i) => (offsets[i + 1] = offsets[i] + items.length))
  const values = new Int32Array(offsets[lists.length])
  let at = 0
  for (const items of lists)
    for (const item of items) {
      if (!codes.has(item)) codes.set(item, codes.size)
      values[at++] = codes.get(item)
    }
  const child = categories(values, [...codes.keys()])
  const type = new List(new Field('item', child.type, true))
  return new Table({ items: new Vector([new Data(type, 0, lists.length, 0, [offsets], [child])]) })
}

/** Codes and their labels as the data of a dictionary column. */
export function categories(codes, labels) {
  const dictionary = vectorFromArray(labels, new Utf8())
  return makeData({ type: new Dictionary(new Utf8(), new Int32()), data: codes, dictionary })
}

function linesOf(file) {
  return readFileSync(file, 'utf8').replace(/\n$/, '').split('\n')
}
