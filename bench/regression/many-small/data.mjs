/**
 * Many small tables as one file: table after table, column after column, float32: x0 … x3, then y. Values are
 * (h(key) >>> 8)/2^24 with h the finaliser of MurmurHash3 (Appleby 2011) and key = (table·rows + row)·8 + column + 1; y = x0 + x1·x2 + noise, the
 * noise the sum of three further values less 1.5.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const cache = new URL('../../.bench-cache/regression/', import.meta.url)
export const columnCount = 4

/** Write the tables; returns the path. */
export function tablesFile(tables, rows) {
  mkdirSync(cache, { recursive: true })
  const file = new URL(`small-${tables}-${rows}.f32`, cache)
  if (!existsSync(file)) {
    const values = new Float32Array(tables * rows * (columnCount + 1))
    let at = 0
    for (let table = 0; table < tables; table++) {
      const value = (row, column) => (mix((table * rows + row) * 8 + column + 1) >>> 8) / 2 ** 24
      for (let column = 0; column < columnCount; column++) {
        for (let row = 0; row < rows; row++) values[at++] = value(row, column)
      }
      for (let row = 0; row < rows; row++) {
        const noise = value(row, 4) + value(row, 5) + value(row, 6) - 1.5
        values[at++] = value(row, 0) + value(row, 1) * value(row, 2) + noise
      }
    }
    writeFileSync(file, new Uint8Array(values.buffer))
  }
  return fileURLToPath(file)
}

/** The tables: arrays by column name. */
export function readTables(file, rows) {
  const bytes = readFileSync(file)
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  const size = rows * (columnCount + 1)
  return Array.from({ length: values.length / size }, (_, table) => {
    const column = (index) => values.slice(table * size + index * rows, table * size + (index + 1) * rows)
    return { x0: column(0), x1: column(1), x2: column(2), x3: column(3), y: column(4) }
  })
}

function mix(key) {
  let bits = key | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
