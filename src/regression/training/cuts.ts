/**
 * Cut points of a numeric feature: where its bins end.
 *
 * With at most `maxBin` distinct values every value is a bin, and its cut is the next larger value, so that no training row stands on a
 * guess. With more, cuts are weighted quantiles: of the ranks k·W/maxBin (W the sum of weights) the values whose middle rank is nearest. The
 * last cut lies above the largest value: max + |max| + 1e-5. A value x is in the first bin whose cut is above x.
 *
 * The quantiles are XGBoost's (Chen & Guestrin 2016, appendix; `SetPrune` of its weighted summary, once to 8·maxBin entries and once to
 * maxBin + 1), taken from the exact summary of all rows; XGBoost takes them from a sketch, which is the same on a few thousand rows and
 * within 1/(8·maxBin) of the ranks on more.
 * Cost: a sort of the column.
 */
import { sortFloats } from '../../numeric/sort-floats.js'

/** Entries that the first of the two prunings keeps, by bin. */
const FIRST_PRUNING = 8

/** Distinct values with the weight below (`low`) and up to and with (`high`) each. */
interface Summary {
  readonly values: Float32Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/**
 * Cuts of one feature, ascending; none when it has no value.
 *
 * @param values one a row, NaN = null
 * @param weights one a row, or null for equal ones
 */
export function numericCuts(values: Float32Array, weights: Float64Array | null, maxBin: number): Float32Array {
  const sorted = sortedValues(values)
  if (sorted.length === 0) return new Float32Array(0)
  const exact = summarise(sorted, values, weights)
  // with a code for missing beside them, 256 quantiles would need two bytes a cell: one fewer will do
  const most = maxBin === 256 && exact.values.length > 256 && sorted.length < values.length ? 255 : maxBin
  const { values: points } = prune(prune(exact, most * FIRST_PRUNING), most + 1)
  const inner = Math.min(points.length, most) - 1
  const cuts = new Float32Array(inner + 1)
  cuts.set(points.subarray(1, inner + 1))
  const last = points[points.length - 1]
  cuts[inner] = Math.fround(last + Math.fround(Math.abs(last) + Math.fround(1e-5)))
  return cuts
}

/** The values that are there, ascending. */
function sortedValues(values: Float32Array): Float32Array {
  const present = new Float32Array(values.length)
  let count = 0
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row])) present[count++] = values[row]
  return sortFloats(present.subarray(0, count))
}

/** Distinct values of a sorted column with their ranks; `sorted` is overwritten. */
function summarise(sorted: Float32Array, values: Float32Array, weights: Float64Array | null): Summary {
  let count = 0
  const ranks = new Float64Array(sorted.length + 1)
  for (let i = 0; i < sorted.length; i++) {
    if (count === 0 || sorted[i] !== sorted[count - 1]) sorted[count++] = sorted[i]
    ranks[count] = i + 1
  }
  const distinct = sorted.subarray(0, count)
  if (weights !== null) {
    ranks.fill(0)
    for (let row = 0; row < values.length; row++) {
      if (!Number.isNaN(values[row])) ranks[binOf(distinct, values[row])] += weights[row]
    }
    for (let i = 1; i <= count; i++) ranks[i] += ranks[i - 1]
  }
  return { values: distinct, low: ranks.subarray(0, count), high: ranks.subarray(1, count + 1) }
}

/** At most `size` of the entries: the first, the last, and those nearest to equal steps of rank between them. */
function prune({ values, low, high }: Summary, size: number): Summary {
  const count = values.length
  if (count <= size) return { values, low, high }
  const begin = high[0]
  const range = low[count - 1] - begin
  const steps = size - 1
  const kept = [0]
  let i = 1
  for (let k = 1; k < steps; k++) {
    const twice = 2 * ((k * range) / steps + begin)
    while (i < count - 1 && twice >= high[i + 1] + low[i + 1]) i++
    if (i === count - 1) break
    // of the two neighbours the one whose span of ranks is nearer
    const next = twice < high[i] + low[i + 1] ? i : i + 1
    if (next !== kept[kept.length - 1]) kept.push(next)
  }
  if (kept[kept.length - 1] !== count - 1) kept.push(count - 1)
  return {
    values: Float32Array.from(kept, (entry) => values[entry]),
    low: Float64Array.from(kept, (entry) => low[entry]),
    high: Float64Array.from(kept, (entry) => high[entry]),
  }
}

/** Number of `cuts` that are at most `value`: its bin, or `cuts.length` above the last cut. O(log cuts). */
export function binOf(cuts: Float32Array, value: number): number {
  let base = 0
  let length = cuts.length
  while (length > 0) {
    const half = length >> 1
    if (cuts[base + half] <= value) {
      base += half + 1
      length -= half + 1
    } else length = half
  }
  return base
}

/** Cells of a grid over the range of the cuts, by cut. */
const CELLS_A_CUT = 4

/**
 * `binOf` for many values: a grid over the cuts' range says between which cuts a cell lies, nearly always one or two, so that a value takes a
 * few steps instead of log₂(cuts). The cell of a value is monotone in it, so a cut in a lower cell is below the value and a cut in a higher
 * cell above it.
 */
export function binFinder(cuts: Float32Array): (value: number) => number {
  const count = cuts.length
  if (count < 8) return (value) => binOf(cuts, value)
  const cells = count * CELLS_A_CUT
  const low = cuts[0]
  const scale = cells / (cuts[count - 2] - low)
  const cellOf = (value: number): number => {
    const cell = (value - low) * scale
    return cell > 0 ? (cell < cells ? Math.floor(cell) + 1 : cells + 1) : 0
  }
  // first[c]: cuts in cells below c
  const first = new Uint16Array(cells + 3)
  for (let i = 0; i < count; i++) first[cellOf(cuts[i]) + 1]++
  for (let c = 1; c < first.length; c++) first[c] += first[c - 1]
  return (value) => {
    const cell = cellOf(value)
    let base = first[cell]
    let length = first[cell + 1] - base
    while (length > 0) {
      const half = length >> 1
      if (cuts[base + half] <= value) {
        base += half + 1
        length -= half + 1
      } else length = half
    }
    return base
  }
}
