/** Intervals by simulation: bounds are the (1 ± width)/2 quantiles of the simulated futures (paths.ts), row by row; of components too where futures differ in them. */
import { quantileBounds } from '../../numeric/quantile-bounds.js'
import type { RandomStream } from '../../numeric/random.js'
import type { Bands, Bounds, IntervalInput } from './bands.js'
import { simulatePaths } from './paths.js'

export function simulatedBands(input: IntervalInput, draws: number, random: RandomStream): Bands {
  const { t, trend, width } = input
  const bands = {
    yhatLower: new Float64Array(t.length),
    yhatUpper: new Float64Array(t.length),
    trendLower: Float64Array.from(trend),
    trendUpper: Float64Array.from(trend),
    components: new Map<string, Bounds>(),
  }
  const find = quantileBounds(draws, (1 - width) / 2, (1 + width) / 2)
  const boundsOf = (name: string): Bounds => {
    const known = bands.components.get(name)
    if (known !== undefined) return known
    const bounds = { lower: new Float64Array(t.length), upper: new Float64Array(t.length) }
    bands.components.set(name, bounds)
    return bounds
  }
  simulatePaths(input, draws, random, ({ rows, components, ...values }) => {
    for (const [name, drawn] of components ?? []) {
      const { lower, upper } = boundsOf(name)
      rows.forEach((row, r) => {
        ;[lower[row], upper[row]] = find(drawn, r * draws)
      })
    }
    rows.forEach((row, r) => {
      ;[bands.yhatLower[row], bands.yhatUpper[row]] = find(values.yhat, r * draws)
      // inside the history one trend does not move
      if (t[row] <= 1 && components === undefined) return
      ;[bands.trendLower[row], bands.trendUpper[row]] = find(values.trend, r * draws)
    })
  })
  return bands
}
