/**
 * A short answer for a long one: how many rows and nulls, and a hash of the values, so that the driver can compare without moving them.
 * Labels are hashed by their number in the recipe, whatever codes a contender gave them.
 */
import { createHash } from 'node:crypto'
import { tableFromIPC } from 'apache-arrow'

/** Of one double a row, NaN = null. */
export function digestNumbers(values) {
  const canonical = Float64Array.from(values)
  let nulls = 0
  for (let i = 0; i < canonical.length; i++) {
    if (!Number.isNaN(canonical[i])) continue
    canonical[i] = Number.NaN
    nulls++
  }
  return { rows: canonical.length, nulls, hash: createHash('sha256').update(canonical).digest('hex').slice(0, 16) }
}

/** Of one code a row into `labels` (texts that end in their number), −1 = null. */
export function digestCodes({ codes, labels }) {
  const numbers = Float64Array.from(labels, numberOf)
  return digestNumbers(Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : numbers[code])))
}

/** Of lists as offsets and codes into `labels`. */
export function digestLists({ offsets, codes, labels }) {
  const { hash } = digestCodes({ codes, labels })
  return { rows: offsets.length - 1, nulls: 0, hash: `${digestNumbers(offsets).hash} ${hash}` }
}

/** Of an Arrow column of lists of texts, row by row through its own `get`. */
export function digestListColumn(vector, length) {
  const offsets = new Float64Array(length + 1)
  const numbers = []
  for (let i = 0; i < length; i++) {
    for (const text of vector.get(i)) numbers.push(numberOf(text))
    offsets[i + 1] = numbers.length
  }
  return { rows: length, nulls: 0, hash: `${digestNumbers(offsets).hash} ${digestNumbers(numbers).hash}` }
}

/** Of the four columns of an IPC stream, read back by apache-arrow. */
export function digestStream(bytes) {
  const table = tableFromIPC(bytes)
  const read = (name, number) =>
    digestNumbers(Float64Array.from(table.getChild(name), (value) => (value === null ? Number.NaN : number(value))))
  const parts = [read('value', Number), read('sparse', Number), read('time', Number), read('label', numberOf)]
  return {
    rows: table.numRows,
    nulls: parts.reduce((sum, part) => sum + part.nulls, 0),
    hash: parts.map((part) => part.hash).join(' '),
  }
}

/** Of the lists of an IPC stream, read back by apache-arrow. */
export function digestListStream(bytes) {
  const table = tableFromIPC(bytes)
  return digestListColumn(table.getChild('items'), table.numRows)
}

function numberOf(text) {
  return Number(text.split(' ')[1])
}
