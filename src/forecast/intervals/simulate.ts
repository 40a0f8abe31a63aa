/**
 * Intervals by simulation: many futures of the trend, noise on top, quantiles of what they give.
 *
 * A future has Poisson(S·(t_max − 1)) bends, uniform on (1, t_max], with sizes Laplace(0, b); S is the number of changepoints and b the mean
 * |δ| of the fit. Every row of every future gets its own noise Normal(0, σ). Bounds are the (1 ± width)/2 quantiles over the draws. Inside
 * the history the trend does not move. O(rows · draws); rows are worked through in blocks, so memory does not grow with them.
 *
 * Taylor & Letham 2018, §3.1.4 (Prophet's intervals).
 */
import { BodkinError } from '../../errors.js'
import { quantileInPlace } from '../../numeric/quantile.js'
import type { RandomStream } from '../../numeric/random.js'
import { trendOf, type Bands, type IntervalInput } from './bands.js'

/** Rows simulated at a time. */
const BLOCK = 64
/** Bends over all draws at most: far beyond any sensible horizon. */
const MOST_BENDS = 2e7

export function simulatedBands(input: IntervalInput, draws: number, random: RandomStream): Bands {
  const { t, argument, trend, yhat, gain, sigma, width } = input
  const rows = t.length
  const order = Uint32Array.from(t.keys()).sort((a, b) => t[a] - t[b] || a - b)
  const bends = drawBends(input, rows === 0 ? 0 : t[order[rows - 1]], draws, random)
  const next = Uint32Array.from(bends.first.subarray(0, draws))
  // a draw's argument of the trend moves away from the fitted one by slope·t − offset
  const slope = new Float64Array(draws)
  const offset = new Float64Array(draws)
  const moved = new Float64Array(BLOCK * draws)
  const values = new Float64Array(BLOCK * draws)
  const bands = {
    yhatLower: new Float64Array(rows),
    yhatUpper: new Float64Array(rows),
    trendLower: Float64Array.from(trend),
    trendUpper: Float64Array.from(trend),
  }
  const [low, high] = [(1 - width) / 2, (1 + width) / 2]
  for (let from = 0; from < rows; from += BLOCK) {
    const count = Math.min(BLOCK, rows - from)
    for (let d = 0; d < draws; d++) {
      const end = bends.first[d + 1]
      for (let r = 0; r < count; r++) {
        const row = order[from + r]
        while (next[d] < end && bends.time[next[d]] < t[row]) {
          slope[d] += bends.size[next[d]]
          offset[d] += bends.size[next[d]] * bends.time[next[d]]
          next[d]++
        }
        const move =
          slope[d] === 0 ? 0 : trendOf(input, row, argument[row] + slope[d] * t[row] - offset[d]) - trend[row]
        moved[r * draws + d] = move
        values[r * draws + d] = gain[row] * move + sigma * random.normal()
      }
    }
    for (let r = 0; r < count; r++) {
      const row = order[from + r]
      const [start, end] = [r * draws, (r + 1) * draws]
      bands.yhatLower[row] = yhat[row] + quantileInPlace(values, low, start, end)
      bands.yhatUpper[row] = yhat[row] + quantileInPlace(values, high, start, end)
      if (t[row] <= 1) continue
      bands.trendLower[row] = trend[row] + quantileInPlace(moved, low, start, end)
      bands.trendUpper[row] = trend[row] + quantileInPlace(moved, high, start, end)
    }
  }
  return bands
}

/** Bends of all draws: those of draw d stand at first[d] … first[d + 1], ascending in time. */
interface Bends {
  readonly first: Uint32Array
  readonly time: Float64Array
  readonly size: Float64Array
}

function drawBends({ bendRate, bendScale }: IntervalInput, last: number, draws: number, random: RandomStream): Bends {
  const reach = Math.max(0, last - 1)
  const mean = bendRate * reach
  if (mean * draws > MOST_BENDS) {
    throw new BodkinError(
      'LIMIT',
      `simulated intervals ${Math.round(reach)} histories ahead need about ${Math.round(mean)} bends a draw: use interval "analytic" or a nearer future`,
      { reach, draws },
    )
  }
  const first = new Uint32Array(draws + 1)
  const time: number[] = []
  const size: number[] = []
  for (let d = 0; d < draws; d++) {
    const count = mean > 0 ? random.poisson(mean) : 0
    const times = Array.from({ length: count }, () => 1 + reach * random.uniform()).sort((a, b) => a - b)
    for (const at of times) {
      time.push(at)
      size.push(random.laplace(bendScale))
    }
    first[d + 1] = time.length
  }
  return { first, time: Float64Array.from(time), size: Float64Array.from(size) }
}
