/** A forest's margins by the quickest way there is: the kernel for many rows and forests it can take, else row by row. Both give the same bits. */
import { addForestByKernel } from '../../kernel/forest.js'
import type { FeatureColumn } from '../columns.js'
import type { Forest } from './forest.js'
import { addLeaves } from './walk-forest.js'

/** Fewer rows are walked down before the kernel's program is written. */
const LEAST_ROWS = 128

/**
 * Add the leaves of all trees to `margins`, rows × outputs, which holds the base margins.
 *
 * @param average whether a row whose label is unknown (−1) takes the mean of both sides
 */
export function addForest(
  forest: Forest,
  columns: readonly FeatureColumn[],
  rows: number,
  outputs: number,
  margins: Float32Array,
  average: boolean,
): void {
  const values = columns.map((column) => column.values)
  const done = !average && rows >= LEAST_ROWS && addForestByKernel(forest, values, rows, outputs, margins)
  if (!done) addLeaves(forest, columns, rows, outputs, margins, average)
}
