/** On which side of the usual course a window lies. */
import { average } from '../../numeric/average.js'

/** Share of the days that must lie on one side. */
const ONE_SIDED = 0.7

/** 1 above, −1 below, 0 when days on both sides make the window. */
export function sideOf(distances: Float64Array): -1 | 0 | 1 {
  const sign = average(distances) > 0 ? 1 : -1
  let days = 0
  for (const value of distances) if (value * sign > 0) days++
  return days >= ONE_SIDED * distances.length ? sign : 0
}
