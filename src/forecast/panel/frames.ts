/**
 * Which series share their times and further columns: a hash of the values finds candidates, a comparison decides.
 *
 * Rows are looked at through their sorted row numbers, nothing is copied. The last frame is tried first, for tables in which all series
 * have one. O(rows of the series · columns), a comparison a series.
 */
import type { PanelFrame } from './panel.js'

/** A frame, and where the row numbers of the first series that has it begin. */
export interface FoundFrame extends PanelFrame {
  readonly begin: number
}

/** Frames so far, and the way to the frame of a further series. */
export interface FrameFinder {
  readonly frames: readonly FoundFrame[]
  /** Position in `frames` of the frame of the rows order[begin] … order[begin + rows − 1]; a new one when no series had it before. */
  readonly find: (begin: number, rows: number) => number
}

/** Find frames among rows; `order`: row numbers of all series, each series' ascending in time. */
export function frameFinder(
  order: Uint32Array,
  ds: Float64Array,
  columns: Readonly<Record<string, Float64Array>>,
): FrameFinder {
  const frames: FoundFrame[] = []
  const byHash = new Map<number, number[]>()
  const parts = [ds, ...Object.values(columns)]
  let positions = 0

  const equal = (begin: number, rows: number, frame: FoundFrame): boolean =>
    rows === frame.rows && parts.every((values) => sameValues(values, order, begin, frame.begin, rows))

  return {
    frames,
    find(begin, rows) {
      const last = frames.length - 1
      if (last >= 0 && equal(begin, rows, frames[last])) return last
      const hash = parts.reduce((sum, values) => hashValues(values, order, begin, rows, sum), rows)
      const candidates = byHash.get(hash) ?? []
      const known = candidates.find((frame) => equal(begin, rows, frames[frame]))
      if (known !== undefined) return known
      byHash.set(hash, [...candidates, frames.length])
      frames.push({ start: positions, rows, begin })
      positions += rows
      return frames.length - 1
    },
  }
}

function sameValues(values: Float64Array, order: Uint32Array, a: number, b: number, rows: number): boolean {
  for (let i = 0; i < rows; i++) if (values[order[a + i]] !== values[order[b + i]]) return false
  return true
}

/** A 32-bit hash of doubles by their bits. */
function hashValues(values: Float64Array, order: Uint32Array, begin: number, rows: number, seed: number): number {
  const one = new Float64Array(1)
  const words = new Int32Array(one.buffer)
  let hash = seed
  for (let i = 0; i < rows; i++) {
    one[0] = values[order[begin + i]]
    hash = Math.imul(hash ^ words[0], 0x01000193)
    hash = Math.imul(hash ^ words[1] ^ (hash >>> 15), 0x85ebca6b)
  }
  return hash ^ (hash >>> 13)
}
