/**
 * The tables of this experiment, as files that every contender reads: a line a row, features x0 … x7, the target and the fold, apart by commas.
 *
 *   y = 10 sin(π x0 x1) + 20 (x2 − .5)² + 10 x3 + 5 x4 + N(0, 1),  x uniform in [0, 1) in steps of 2^−8, fold = row mod 5
 *
 * (Friedman, Multivariate Adaptive Regression Splines, 1991.) With 256 values a column every tool that has 256 bins cuts where it likes.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const cache = new URL('../../.bench-cache/regression/', import.meta.url)
export const featureCount = 8
export const foldCount = 5

/** Write a table; returns the path. */
export function friedmanFile(rows) {
  mkdirSync(cache, { recursive: true })
  const file = new URL(`friedman-${rows}.csv`, cache)
  const random = mulberry(rows)
  const lines = Array.from({ length: rows }, (_, row) => {
    const x = Array.from({ length: featureCount }, () => Math.floor(random() * 256) / 256)
    const noise = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const y = 10 * Math.sin(Math.PI * x[0] * x[1]) + 20 * (x[2] - 0.5) ** 2 + 10 * x[3] + 5 * x[4] + noise
    return `${x.join(',')},${y},${row % foldCount}\n`
  })
  writeFileSync(file, lines.join(''))
  return fileURLToPath(file)
}

/** The columns of such a file. */
export function readColumns(file) {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const names = [...Array.from({ length: featureCount }, (_, j) => `x${j}`), 'y', 'fold']
  const columns = Object.fromEntries(names.map((name) => [name, new Float64Array(lines.length)]))
  lines.forEach((line, row) => line.split(',').forEach((cell, j) => (columns[names[j]][row] = Number(cell))))
  return columns
}

/** Mulberry32, uniform in [0, 1). */
function mulberry(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), bits | 61)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}
