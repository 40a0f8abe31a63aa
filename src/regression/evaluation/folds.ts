/**
 * Folds: which rows train and which are held out, by row, by unit, forward in time, or both.
 *
 * K folds, R repeats, n rows. Every way is seeded, and repeat r has a random stream of its own.
 *   by row      a shuffled deck is dealt in K parts whose sizes differ by one at most
 *   by unit     shuffled units go one by one to the part with the fewest rows: all rows of a machine are held out together
 *   in time     the different times are cut into K + 1 blocks; fold k trains on blocks 0 … k and holds out block k + 1, so the past never
 *               learns from the future; rows of one time stay together, and the first block is never held out
 *   unit, time  both: fold k·K + g trains on the rows of other units than part g in blocks 0 … k and holds out part g in block k + 1
 * O(n·K·R). As scikit-learn's KFold, GroupKFold (there the largest unit first, so that repeats would not differ) and TimeSeriesSplit.
 */
import { BodkinError } from '../../errors.js'
import { rankValues } from '../../numeric/counting-order.js'
import { randomStream, type RandomStream } from '../../numeric/random.js'

/** One fit. */
export interface Fold {
  readonly repeat: number
  readonly fold: number
  /** Rows to learn from, ascending. */
  readonly train: Int32Array
  /** Rows to predict, ascending. */
  readonly test: Int32Array
}

/** How rows are split. */
export interface FoldPlan {
  readonly rows: number
  readonly folds: number
  readonly repeats: number
  readonly seed: number
  /** Unit of each row, 0 to count − 1, or null. */
  readonly units: { readonly of: Int32Array; readonly count: number } | null
  /** Time of each row, finite, or null. */
  readonly times: Float64Array | null
}

/**
 * The folds of a plan, repeat by repeat.
 *
 * @throws BodkinError `DATA` when there are fewer rows, units or times than the folds need, `OPTION` for repeats that would not differ
 * @example
 * planFolds({ rows: 4, folds: 2, repeats: 1, seed: 0, units: null, times: null }).map(({ test }) => test.length)   // [2, 2]
 */
export function planFolds(plan: FoldPlan): Fold[] {
  const { rows, folds, repeats, seed, units, times } = plan
  if (times !== null && units === null && repeats > 1) {
    const message = `option "repeats" must be 1 for folds forward in time, which have no chance in them, got ${repeats}`
    throw new BodkinError('OPTION', message, { option: 'repeats', value: repeats })
  }
  if (units !== null) checkEnough(units.count, folds, 'units')
  else if (times === null) checkEnough(rows, folds, 'rows')
  const blocks = times === null ? null : timeBlocks(times, folds)
  const found: Fold[] = []
  for (let repeat = 0; repeat < repeats; repeat++) {
    const random = randomStream(seed, `folds ${repeat}`)
    if (units === null && blocks !== null) {
      for (let fold = 0; fold < folds; fold++) found.push(split(rows, repeat, fold, (row) => blocks[row] - fold - 1))
      continue
    }
    const part = units === null ? rowParts(rows, folds, random) : unitParts(units, folds, random)
    if (blocks === null) {
      for (let fold = 0; fold < folds; fold++)
        found.push(split(rows, repeat, fold, (row) => (part[row] === fold ? 0 : -1)))
      continue
    }
    for (let block = 1; block <= folds; block++) {
      for (let own = 0; own < folds; own++) {
        const side = (row: number): number => {
          if (part[row] === own) return blocks[row] === block ? 0 : 1
          return blocks[row] < block ? -1 : 1
        }
        const fold = split(rows, repeat, (block - 1) * folds + own, side)
        // a unit may have no rows in a block, or all of a block's past
        if (fold.train.length > 0 && fold.test.length > 0) found.push(fold)
      }
    }
  }
  return found
}

/** Rows whose side is below 0 train, those with side 0 are held out, the others rest. */
function split(rows: number, repeat: number, fold: number, side: (row: number) => number): Fold {
  const train = new Int32Array(rows)
  const test = new Int32Array(rows)
  let [trains, tests] = [0, 0]
  for (let row = 0; row < rows; row++) {
    const where = side(row)
    if (where < 0) train[trains++] = row
    else if (where === 0) test[tests++] = row
  }
  return { repeat, fold, train: train.slice(0, trains), test: test.slice(0, tests) }
}

function checkEnough(count: number, folds: number, noun: string): void {
  if (count >= folds) return
  const message = `${folds} folds need at least ${folds} ${noun}, got ${count}: give a smaller option "folds"`
  throw new BodkinError('DATA', message, { folds, [noun]: count })
}

function rowParts(rows: number, folds: number, random: RandomStream): Int32Array {
  const part = new Int32Array(rows)
  shuffled(rows, random).forEach((row, place) => (part[row] = place % folds))
  return part
}

function unitParts({ of, count }: { of: Int32Array; count: number }, folds: number, random: RandomStream): Int32Array {
  const sizes = new Int32Array(count)
  for (const unit of of) sizes[unit]++
  const load = new Int32Array(folds)
  const partOf = new Int32Array(count)
  for (const unit of shuffled(count, random)) {
    let part = 0
    for (let k = 1; k < folds; k++) if (load[k] < load[part]) part = k
    partOf[unit] = part
    load[part] += sizes[unit]
  }
  return of.map((unit) => partOf[unit])
}

/** 0 to `folds` by time: blocks of about as many different times each, the first one with the remainder. */
function timeBlocks(times: Float64Array, folds: number): Int32Array {
  const { ranks, distinct } = rankValues(times)
  if (distinct.length <= folds) {
    const message = `${folds} folds forward in time need at least ${folds + 1} different times, got ${distinct.length}: give a smaller option "folds"`
    throw new BodkinError('DATA', message, { folds, times: distinct.length })
  }
  const size = Math.floor(distinct.length / (folds + 1))
  const first = distinct.length - folds * size
  return ranks.map((rank) => (rank < first ? 0 : 1 + Math.floor((rank - first) / size)))
}

/** 0 to n − 1 in random order (Fisher and Yates). */
export function shuffled(n: number, random: RandomStream): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const held = order[i]
    order[i] = order[j]
    order[j] = held
  }
  return order
}
