/**
 * Tables and models that every contender reads, as files.
 *
 * synthetic: `columns` columns of x[r][j] = (h(r·32 + j + 12345) >>> 8)/2^24, float32, column after column, h the 32-bit mixer of MurmurHash3
 * (Appleby 2011). The target y = 40·t·(1 − t) + 20·(x2 − .5)² + 10·x3 + 5·x4 with t = x0·x1, without noise: these experiments time predictions.
 * One model serves bodkin and XGBoost: bodkin trains it on the first rows and writes it as XGBoost's JSON.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { importBodkin } from '../../harness/bodkin.mjs'

const cache = new URL('../../.bench-cache/regression/', import.meta.url)
export const columnCount = 16
export const parameters = { rounds: 100, maxDepth: 6, learningRate: 0.1 }

/** Write the table; returns the path. */
export function syntheticFile(rows) {
  mkdirSync(cache, { recursive: true })
  const file = new URL(`synthetic-${rows}.f32`, cache)
  if (!existsSync(file)) writeFileSync(file, new Uint8Array(synthetic(rows).buffer))
  return fileURLToPath(file)
}

/** Train the model on the first rows of the recipe and write it for XGBoost; returns the path. */
export async function modelFile(trainingRows, rounds = parameters.rounds) {
  mkdirSync(cache, { recursive: true })
  const { fit, toXGBoost } = await importBodkin('regression/index.js')
  const columns = columnsOf(synthetic(trainingRows), trainingRows)
  const model = fit({ ...columns, y: targetOf(columns, trainingRows) }, { target: 'y', ...parameters, rounds })
  const file = new URL(`model-${trainingRows}-${rounds}.json`, cache)
  writeFileSync(file, toXGBoost(model))
  return fileURLToPath(file)
}

/** The columns of a file, by name. */
export function readColumns(file) {
  const bytes = readFileSync(file)
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  return columnsOf(values, values.length / columnCount)
}

function columnsOf(values, rows) {
  const names = Array.from({ length: columnCount }, (_, j) => `x${j}`)
  return Object.fromEntries(names.map((name, j) => [name, values.slice(j * rows, (j + 1) * rows)]))
}

function targetOf({ x0, x1, x2, x3, x4 }, rows) {
  return Float64Array.from({ length: rows }, (_, row) => {
    const t = x0[row] * x1[row]
    return 40 * t * (1 - t) + 20 * (x2[row] - 0.5) ** 2 + 10 * x3[row] + 5 * x4[row]
  })
}

function synthetic(rows) {
  const values = new Float32Array(rows * columnCount)
  for (let j = 0; j < columnCount; j++) {
    for (let row = 0; row < rows; row++) values[j * rows + row] = (mix(row * 32 + j + 12345) >>> 8) / 2 ** 24
  }
  return values
}

function mix(key) {
  let bits = key | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
