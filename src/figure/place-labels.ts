/**
 * Where labels go, so that none lies on another. Positions are pixels; both are deterministic and O(n²) at most, for the few labels of a figure.
 */

/**
 * Push positions apart until neighbours are `gap` from each other, moving each as little as a pass down and a pass up allow, within `low` to `high`.
 *
 * Where they cannot all fit, they are spread evenly over the room. `pushApart([10, 12, 50], 10, 0, 60)` → `[10, 20, 50]`
 */
export function pushApart(positions: readonly number[], gap: number, low: number, high: number): number[] {
  const order = positions.map((_, i) => i).sort((a, b) => positions[a] - positions[b] || a - b)
  const room = order.length < 2 ? gap : Math.min(gap, (high - low) / (order.length - 1))
  const placed = new Array<number>(positions.length)
  let floor = low
  for (const i of order) {
    placed[i] = Math.max(positions[i], floor)
    floor = placed[i] + room
  }
  let ceiling = high
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i], ceiling)
    ceiling = placed[i] - room
  }
  return placed
}

/** A label that wants to stand centred over a place. */
export interface WideLabel {
  readonly middle: number
  readonly width: number
}

/**
 * Put labels into rows, in the order given: each into the lowest row (0 is the first) where it touches no other, kept inside `0` to `total`.
 *
 * @returns its row and middle for each, or null where no row of `rows` had room
 * @example
 * intoRows([{ middle: 50, width: 40 }, { middle: 60, width: 40 }], 100, 2)   // [{ row: 0, middle: 50 }, { row: 1, middle: 60 }]
 */
export function intoRows(
  labels: readonly WideLabel[],
  total: number,
  rows: number,
): ({ readonly row: number; readonly middle: number } | null)[] {
  const taken: [left: number, right: number][][] = Array.from({ length: rows }, () => [])
  return labels.map(({ middle: wanted, width }) => {
    const half = width / 2
    const middle = Math.max(half, Math.min(total - half, wanted))
    const row = taken.findIndex((spans) =>
      spans.every(([left, right]) => middle + half <= left || middle - half >= right),
    )
    if (row < 0) return null
    taken[row].push([middle - half, middle + half])
    return { row, middle }
  })
}
