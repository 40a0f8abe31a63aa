/**
 * Text to codes: every distinct label gets the next number at its first appearance.
 *
 * A dictionary chunk brings codes of its own; they are translated through a table that is filled as codes turn up, so that only
 * used labels are decoded and kept, each dictionary may differ from the last, and equal labels under two codes become one.
 * O(rows + dictionary sizes).
 */
import { isBytes, TypeId } from './arrow-type.js'
import { dictionaryCodes, isNull, totalLength, type Chunk } from './chunk.js'
import { codeError, type ChunkedColumn } from './source-column.js'
import { labelReader } from './text.js'
import { cachedTextCoder } from './text-cache.js'

const UNSEEN = -2

/** The labels so far and the ways to add to them. */
export interface LabelEncoder {
  /** Labels in order of first appearance, without duplicates. */
  readonly labels: string[]
  /** The code of a label, a new one if it was never seen. */
  readonly code: (label: string) => number
  /** The way to encode rows of a chunk. Preparing it may cost a pass over the chunk, so take it once a chunk. */
  readonly over: (chunk: Chunk) => EncodeRows
}

/** Write the codes of rows `from` to `to` to `out` from position `at` on; −1 = null. */
export type EncodeRows = (from: number, to: number, out: Int32Array, at: number) => void

/** An empty encoder; `column` is named when a dictionary turns out to be broken. */
export function labelEncoder(column: ChunkedColumn | null): LabelEncoder {
  const labels: string[] = []
  const known = new Map<string, number>()
  const tables = new Map<readonly Chunk[], Translation>()

  const code = (label: string): number => {
    let found = known.get(label)
    if (found === undefined) {
      found = labels.length
      known.set(label, found)
      labels.push(label)
    }
    return found
  }

  const overValues = (chunk: Chunk): EncodeRows => {
    const codeAt = isBytes(chunk.type) ? cachedTextCoder(chunk, code) : labelCoder(chunk, code)
    return (from, to, out, at) => {
      for (let i = from; i < to; i++) out[at + i - from] = isNull(chunk, i) ? -1 : codeAt(i)
    }
  }

  const overCodes = (chunk: Chunk, dictionary: readonly Chunk[]): EncodeRows => {
    let translation = tables.get(dictionary)
    if (translation === undefined) {
      translation = translationOf(dictionary)
      tables.set(dictionary, translation)
    }
    const { table, label } = translation
    const codes = dictionaryCodes(chunk)
    const translate = (foreign: number): number => {
      if (!(foreign >= 0 && foreign < table.length)) throw codeError(column as ChunkedColumn, foreign, table.length)
      const text = label(foreign)
      table[foreign] = text === null ? -1 : code(text)
      return table[foreign]
    }
    return (from, to, out, at) => {
      const shift = at - from
      let i = from
      while ((i = translateKnown(table, codes, i, to, out, shift)) < to) {
        out[shift + i] = isNull(chunk, i) ? -1 : translate(codes[i])
        i++
      }
      if (chunk.validity === null) return
      for (let i = from; i < to; i++) if (isNull(chunk, i)) out[shift + i] = -1
    }
  }

  const over = (chunk: Chunk): EncodeRows => {
    if (chunk.type.typeId === TypeId.Null) return (from, to, out, at) => out.fill(-1, at, at + to - from)
    return chunk.dictionary === null ? overValues(chunk) : overCodes(chunk, chunk.dictionary)
  }

  return { labels, code, over }
}

/** Translate from row `from` on while codes are known; returns the row that stopped it. A code outside the table reads undefined. */
function translateKnown(
  table: Int32Array,
  codes: Int32Array,
  from: number,
  to: number,
  out: Int32Array,
  shift: number,
): number {
  for (let i = from; i < to; i++) {
    const code = table[codes[i]]
    if (!(code >= -1)) return i
    out[shift + i] = code
  }
  return to
}

/** A function that gives the code of row i. */
function labelCoder(chunk: Chunk, code: (label: string) => number): (i: number) => number {
  const read = labelReader(chunk)
  if (chunk.type.typeId !== TypeId.Float) return (i) => code(read(i))
  return (i) => {
    const label = read(i)
    return label === 'NaN' ? -1 : code(label)
  }
}

/** From a dictionary's codes to the encoder's: `UNSEEN` until a code turns up. */
interface Translation {
  readonly table: Int32Array
  readonly label: (code: number) => string | null
}

function translationOf(dictionary: readonly Chunk[]): Translation {
  const parts = dictionary.map((chunk) => ({ chunk, read: labelReader(chunk) }))
  const label = (code: number): string | null => {
    let i = code
    for (const { chunk, read } of parts) {
      if (i < chunk.length) {
        const text = isNull(chunk, i) ? null : read(i)
        return text === 'NaN' && chunk.type.typeId === TypeId.Float ? null : text
      }
      i -= chunk.length
    }
    return null
  }
  return { table: new Int32Array(totalLength(dictionary)).fill(UNSEEN), label }
}

/** Codes and labels with only the labels that are used, in order of first appearance. */
export function recode(codes: Int32Array, labels: readonly string[]): { codes: Int32Array; labels: string[] } {
  const table = new Int32Array(labels.length).fill(UNSEEN)
  const used: string[] = []
  const out = new Int32Array(codes.length)
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]
    if (code < 0) {
      out[i] = -1
      continue
    }
    if (table[code] === UNSEEN) {
      table[code] = used.length
      used.push(labels[code])
    }
    out[i] = table[code]
  }
  return { codes: out, labels: used }
}
