/**
 * A panel cut into pieces of work for the pool: series that share a frame stand together, so that a piece prepares it once, and a piece has
 * so few rows that progress, abort and the event loop are served between pieces.
 */
import type { Panel } from './panel.js'

/** Series (positions in the panel) that share a frame. */
export interface FrameSeries {
  readonly frame: number
  readonly series: readonly number[]
}

/** A piece of work. */
export type Chunk = readonly FrameSeries[]

/**
 * Cut a panel; series without a history are left out.
 *
 * @param mostRows rows of a piece; a longer series is a piece of its own
 */
export function chunksOf({ series, frames }: Pick<Panel, 'series' | 'frames'>, mostRows: number): Chunk[] {
  const ofFrame: number[][] = frames.map(() => [])
  series.forEach(({ frame }, i) => {
    if (frame >= 0) ofFrame[frame].push(i)
  })
  const chunks: FrameSeries[][] = []
  let left = 0
  ofFrame.forEach((members, frame) => {
    const { rows } = frames[frame]
    for (let from = 0; from < members.length;) {
      if (chunks.length === 0 || left < rows) {
        chunks.push([])
        left = mostRows
      }
      const count = Math.max(1, Math.min(members.length - from, Math.floor(left / rows)))
      chunks[chunks.length - 1].push({ frame, series: members.slice(from, from + count) })
      from += count
      left -= count * rows
    }
  })
  return chunks
}
