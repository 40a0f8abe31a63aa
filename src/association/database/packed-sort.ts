/**
 * Sorting lists of small integers by packing the first few of each into one double: ⌊53 / log₂ base⌋ digits are exact there, and doubles
 * that lie side by side are sorted several times faster than lists that have to be looked up. Quicksort (Hoare 1962) with the median of three,
 * insertion below 24; the order of equal keys is left open, so callers look further where keys are equal.
 */

/** How many numbers below `base` one double holds. `digitsFor(100)` → 7 */
export function digitsFor(base: number): number {
  return Math.max(1, Math.floor(53 / Math.log2(Math.max(2, base)) - 1e-9))
}

const SHORT = 24

/** Sort `keys[low]` to `keys[high]` ascending, `values` moved along. */
export function sortByKey(keys: Float64Array, values: Int32Array, low: number, high: number): void {
  while (high - low > SHORT) {
    const pivot = median(keys[low], keys[(low + high) >> 1], keys[high])
    let i = low
    let j = high
    while (i <= j) {
      while (keys[i] < pivot) i++
      while (keys[j] > pivot) j--
      if (i > j) break
      const key = keys[i]
      keys[i] = keys[j]
      keys[j] = key
      const value = values[i]
      values[i++] = values[j]
      values[j--] = value
    }
    // the smaller part by recursion, so that the stack stays shallow
    if (j - low < high - i) {
      sortByKey(keys, values, low, j)
      low = i
    } else {
      sortByKey(keys, values, i, high)
      high = j
    }
  }
  for (let i = low + 1; i <= high; i++) {
    const key = keys[i]
    const value = values[i]
    let j = i
    for (; j > low && keys[j - 1] > key; j--) {
      keys[j] = keys[j - 1]
      values[j] = values[j - 1]
    }
    keys[j] = key
    values[j] = value
  }
}

function median(a: number, b: number, c: number): number {
  return a < b ? (b < c ? b : Math.max(a, c)) : a < c ? a : Math.max(b, c)
}
