/**
 * Sums of values by cell (a period of a series), the same whatever the order of the rows.
 *
 * Values are brought together by a counting sort over the cells, sorted within each, and added in ascending order with the rounding errors
 * kept beside (Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, 1974):
 *
 *   t = s + x;   c += |s| ≥ |x| ? (s − t) + x : (x − t) + s;   s = t;   at the end s + c
 *
 * O(rows · log(rows a cell)).
 */

/**
 * @param cells cell of each row; rows below 0 are left out
 * @param values one a row; rows with NaN are left out
 * @param count number of cells
 * @returns `sums` a cell (0 for none), `sizes`: how many values each sum has
 */
export function sumCells(
  cells: Int32Array,
  values: Float64Array,
  count: number,
): { sums: Float64Array; sizes: Int32Array } {
  const sizes = new Int32Array(count)
  for (let row = 0; row < cells.length; row++) if (cells[row] >= 0 && !Number.isNaN(values[row])) sizes[cells[row]]++
  const ends = new Int32Array(count)
  for (let cell = 1; cell < count; cell++) ends[cell] = ends[cell - 1] + sizes[cell - 1]
  const gathered = new Float64Array(count === 0 ? 0 : ends[count - 1] + sizes[count - 1])
  for (let row = 0; row < cells.length; row++) {
    if (cells[row] >= 0 && !Number.isNaN(values[row])) gathered[ends[cells[row]]++] = values[row]
  }
  const sums = new Float64Array(count)
  for (let cell = 0; cell < count; cell++) {
    const start = ends[cell] - sizes[cell]
    if (sizes[cell] > 1) gathered.subarray(start, ends[cell]).sort()
    sums[cell] = sum(gathered, start, ends[cell])
  }
  return { sums, sizes }
}

function sum(values: Float64Array, start: number, end: number): number {
  let total = 0
  let rest = 0
  for (let i = start; i < end; i++) {
    const value = values[i]
    const next = total + value
    rest += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return total + rest
}
