/**
 * A panel: the histories of many series out of one table, in a few arrays of shared memory.
 *
 * Series that have the same times (and the same further columns) point to one frame, so that these are held once, cross to workers
 * without a copy, and are prepared once. A worker gets the data and positions in them, and cuts out the history that it needs.
 */
import type { Keys } from '../../arrow/key-columns.js'
import type { ErrorCode } from '../../errors.js'
import type { History } from '../history.js'

/** The values of all series. */
export interface PanelData {
  /** Times of the frames, one frame after another; milliseconds since 1970-01-01 UTC, ascending within a frame. */
  readonly ds: Float64Array
  /** Further columns by name, at the positions of `ds`. */
  readonly columns: Readonly<Record<string, Float64Array>>
  /** Values of the series, one series after another. */
  readonly y: Float64Array
}

/** Times and further columns that some series share: so many positions of `ds` from `start` on. */
export interface PanelFrame {
  readonly start: number
  readonly rows: number
}

/** Why a series has no history. */
export interface SeriesFailure {
  readonly code: ErrorCode
  readonly message: string
  /** Rows that it must have, when what is wrong is that it has fewer. */
  readonly needed?: number
}

/** One series: a group of rows. */
export interface PanelSeries {
  /** Its keys as messages show them; a name that no other series has. */
  readonly id: string
  /** Rows that have a value. */
  readonly rows: number
  /** Position of its frame in `frames`; −1 when it has no history. */
  readonly frame: number
  /** Position of its first value in `y`. */
  readonly start: number
  readonly failure: SeriesFailure | undefined
}

/** A table of many series, settled. */
export interface Panel {
  readonly keys: Keys
  readonly data: PanelData
  readonly frames: readonly PanelFrame[]
  /** In ascending order of their keys: group g of `keys` is series g. */
  readonly series: readonly PanelSeries[]
}

/** The history of a series, as views. */
export function historyOf({ ds, columns, y }: PanelData, { start, rows }: PanelFrame, first: number): History {
  const cut = (values: Float64Array): Float64Array => values.subarray(start, start + rows)
  return {
    ds: cut(ds),
    y: y.subarray(first, first + rows),
    columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, cut(values)])),
  }
}

/** For each frame the history of the first series that has it: for what depends on times and further columns alone. */
export function frameHistories({ data, frames, series }: Panel): History[] {
  const histories: History[] = []
  for (const { frame, start } of series) {
    // frames are numbered in the order in which series first have them
    if (frame === histories.length) histories.push(historyOf(data, frames[frame], start))
  }
  return histories
}
