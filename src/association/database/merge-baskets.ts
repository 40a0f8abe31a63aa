/**
 * Equal baskets merged, and all of them in lexicographic order: neighbours share long prefixes, which is what a prefix tree is built from,
 * and the result does not depend on the order of the baskets. O(N + t log t) for t baskets of N items.
 */
import { digitsFor, sortByKey } from './packed-sort.js'
import { runSteps, type Steps } from './steps.js'

/** Lists of integers behind each other. */
export interface Lists {
  readonly offsets: Int32Array
  readonly values: Int32Array
}

/** Lists with how many baskets each stands for. */
export interface WeightedLists extends Lists {
  readonly weights: Int32Array
}

/**
 * Equal lists once, empty ones left out, in lexicographic order.
 *
 * @param base values are 0 … base − 1, ascending within a list
 * @param weights how many baskets each list stands for; default one
 */
export function mergeBaskets(lists: Lists, base: number, weights?: Int32Array): WeightedLists {
  return runSteps(mergingBaskets(lists, base, weights))
}

/** The same in steps. */
export function* mergingBaskets({ offsets, values }: Lists, base: number, weights?: Int32Array): Steps<WeightedLists> {
  const order = lexicographicOrder({ offsets, values }, base)
  yield
  const count = order.length
  const outOffsets = new Int32Array(count + 1)
  const outValues = new Int32Array(values.length)
  const outWeights = new Int32Array(count)
  let kept = 0
  let end = 0
  for (let k = 0; k < count; k++) {
    const from = offsets[order[k]]
    const to = offsets[order[k] + 1]
    const weight = weights === undefined ? 1 : weights[order[k]]
    if (kept > 0 && isEqual(outValues, outOffsets[kept - 1], end, values, from, to)) {
      outWeights[kept - 1] += weight
      continue
    }
    for (let i = from; i < to; i++) outValues[end++] = values[i]
    outWeights[kept++] = weight
    outOffsets[kept] = end
  }
  return {
    offsets: outOffsets.slice(0, kept + 1),
    values: outValues.slice(0, end),
    weights: outWeights.slice(0, kept),
  }
}

function isEqual(a: Int32Array, from: number, to: number, b: Int32Array, start: number, end: number): boolean {
  if (to - from !== end - start) return false
  for (let i = from, j = start; i < to; i++, j++) if (a[i] !== b[j]) return false
  return true
}

/** The lists that are not empty, a prefix before what it begins. */
function lexicographicOrder({ offsets, values }: Lists, base: number): Int32Array {
  const order = new Int32Array(offsets.length - 1)
  let size = 0
  for (let t = 0; t + 1 < offsets.length; t++) if (offsets[t + 1] > offsets[t]) order[size++] = t
  const digits = digitsFor(base + 1)
  const keys = new Float64Array(size)

  // The lists order[from] to order[to − 1] agree on their first `depth` values.
  const sortFrom = (from: number, to: number, depth: number): void => {
    for (let k = from; k < to; k++) {
      const start = offsets[order[k]] + depth
      const end = offsets[order[k] + 1]
      let key = 0
      // values count from 1: 0 stands for the end of a list
      for (let i = start; i < start + digits; i++) key = key * (base + 1) + (i < end ? values[i] + 1 : 0)
      keys[k] = key
    }
    sortByKey(keys, order, from, to - 1)
    const next = depth + digits
    for (let first = from; first < to;) {
      let last = first + 1
      while (last < to && keys[last] === keys[first]) last++
      // a list that ended before has its end in the key, and all others of that key ended there too
      if (last - first > 1 && offsets[order[first] + 1] - offsets[order[first]] >= next) sortFrom(first, last, next)
      first = last
    }
  }
  sortFrom(0, size, 0)
  return order.subarray(0, size)
}
