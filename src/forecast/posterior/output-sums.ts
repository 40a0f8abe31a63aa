/** The output columns beside the trend as sums over features: each component, all holidays together, the totals of both modes. */
import { featureColumns, featureCount } from '../additive/components.js'
import type { Frame } from '../additive/frame.js'
import type { AdditiveModel } from '../model.js'

/** column = Σ unit · x_feature · β_feature */
export interface OutputSum {
  readonly name: string
  readonly terms: readonly { readonly feature: number; readonly unit: number }[]
}

/** The sums by the names that `evaluate` gives them; units of y for additive ones, fractions for multiplicative ones. */
export function outputSums({ components, scale }: AdditiveModel): OutputSum[] {
  let next = 0
  const parts = components.map((component) => {
    const unit = component.mode === 'additive' ? scale.y : 1
    return { ...component, terms: Array.from({ length: featureCount(component) }, () => ({ feature: next++, unit })) }
  })
  const sumOf = (name: string, chosen: typeof parts): OutputSum => ({
    name,
    terms: chosen.flatMap(({ terms }) => terms),
  })
  const holidays = parts.filter(({ kind }) => kind === 'holiday')
  return [
    ...parts.map((part) => sumOf(part.name, [part])),
    ...(holidays.length === 0 ? [] : [sumOf('holidays', holidays)]),
    ...(['additive', 'multiplicative'] as const).map((wanted) =>
      sumOf(
        `${wanted}_terms`,
        parts.filter(({ mode }) => mode === wanted),
      ),
    ),
  ]
}

/** The feature columns at the frame's rows, 0/1 columns written out. */
export function denseColumns({ components }: AdditiveModel, frame: Frame): Float64Array[] {
  return components.flatMap((component) =>
    featureColumns(component, frame).map((column) => {
      if (column instanceof Float64Array) return column
      const dense = new Float64Array(frame.ds.length)
      for (const row of column) dense[row] = 1
      return dense
    }),
  )
}
