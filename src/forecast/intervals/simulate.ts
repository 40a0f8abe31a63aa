/** Intervals by simulation: bounds are the (1 ± width)/2 quantiles of the simulated futures (paths.ts), row by row. */
import { quantileInPlace } from '../../numeric/quantile.js'
import type { RandomStream } from '../../numeric/random.js'
import type { Bands, IntervalInput } from './bands.js'
import { simulatePaths } from './paths.js'

export function simulatedBands(input: IntervalInput, draws: number, random: RandomStream): Bands {
  const { t, trend, width } = input
  const bands = {
    yhatLower: new Float64Array(t.length),
    yhatUpper: new Float64Array(t.length),
    trendLower: Float64Array.from(trend),
    trendUpper: Float64Array.from(trend),
  }
  const [low, high] = [(1 - width) / 2, (1 + width) / 2]
  simulatePaths(input, draws, random, ({ rows, ...values }) => {
    rows.forEach((row, r) => {
      const [start, end] = [r * draws, (r + 1) * draws]
      bands.yhatLower[row] = quantileInPlace(values.yhat, low, start, end)
      bands.yhatUpper[row] = quantileInPlace(values.yhat, high, start, end)
      // inside the history the trend does not move
      if (t[row] <= 1) return
      bands.trendLower[row] = quantileInPlace(values.trend, low, start, end)
      bands.trendUpper[row] = quantileInPlace(values.trend, high, start, end)
    })
  })
  return bands
}
