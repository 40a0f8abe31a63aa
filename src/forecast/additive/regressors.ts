/**
 * Regressors: further columns with a linear effect.
 *
 *   feature = (x − shift) / scale,   shift and scale the history's mean and sample standard deviation when standardised, else 0 and 1
 *
 * 'auto' standardises unless the values are exactly 0 and 1; a column with one distinct value is never standardised.
 */
import type { Mode, RegressorSettings } from '../options.js'
import type { Frame } from './frame.js'

export interface RegressorComponent {
  readonly kind: 'regressor'
  readonly name: string
  readonly priorScale: number
  readonly mode: Mode
  readonly shift: number
  readonly scale: number
}

/** Settle a regressor on the history's values. */
export function regressorComponent(
  { name, priorScale, standardize, mode }: RegressorSettings,
  values: Float64Array,
  usual: { readonly priorScale: number; readonly mode: Mode },
): RegressorComponent {
  const distinct = new Set<number>()
  for (let t = 0; t < values.length && distinct.size < 3; t++) distinct.add(values[t])
  const binary = distinct.size === 2 && distinct.has(0) && distinct.has(1)
  const wanted = distinct.size > 1 && (standardize === 'auto' ? !binary : standardize)
  const { mean, sd } = wanted ? momentsOf(values) : { mean: 0, sd: 1 }
  // values so small that their squares vanish count as constant
  return {
    kind: 'regressor',
    name,
    priorScale: priorScale ?? usual.priorScale,
    mode: mode ?? usual.mode,
    shift: sd > 0 ? mean : 0,
    scale: sd > 0 ? sd : 1,
  }
}

/** Mean and sample standard deviation, in two passes. */
function momentsOf(values: Float64Array): { mean: number; sd: number } {
  let sum = 0
  for (const value of values) sum += value
  const mean = sum / values.length
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) }
}

export function regressorColumn({ name, shift, scale }: RegressorComponent, { columns }: Frame): Float64Array {
  return columns[name].map((value) => (value - shift) / scale)
}
