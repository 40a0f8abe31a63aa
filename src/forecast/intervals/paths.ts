/**
 * Simulated futures of the model: many paths of the trend, noise on top.
 *
 * A future has Poisson(S·(t_max − 1)) bends, uniform on (1, t_max], with sizes Laplace(0, b); S is the number of changepoints and b the mean
 * |δ| of the fit. Every row of every future gets its own noise Normal(0, σ). Inside the history the trend does not move. Rows are worked
 * through in blocks, ascending in time, so memory does not grow with them. O(rows · draws).
 *
 * A model with draws from its posterior starts every future from a draw of its own: trend, components, b and σ are that draw's.
 *
 * Taylor & Letham 2018, §3.1.4 (Prophet's intervals).
 */
import { BodkinError } from '../../errors.js'
import { randomStream, type RandomStream } from '../../numeric/random.js'
import { trendOf, type IntervalInput, type Scenarios } from './bands.js'

/** Rows simulated at a time. */
const BLOCK = 64
/** Bends over all draws at most: far beyond any sensible horizon. */
const MOST_BENDS = 2e7

/** Simulated values of some rows. The arrays are used again for the next block; their values may be reordered within a row. */
export interface PathBlock {
  /** Which rows of the input, ascending in time. */
  readonly rows: Uint32Array
  /** Values of row `rows[r]` in draw d at r·draws + d. */
  readonly trend: Float64Array
  readonly yhat: Float64Array
  /** Components and their totals in each draw, of a model with draws. */
  readonly components: ReadonlyMap<string, Float64Array> | undefined
}

/** Simulate, and hand over block after block. */
export function simulatePaths(
  input: IntervalInput,
  draws: number,
  random: RandomStream,
  visit: (block: PathBlock) => void,
): void {
  for (const block of pathBlocks(input, draws, random)) visit(block)
}

/** Simulate block after block, as they are asked for. */
export function* pathBlocks(
  input: IntervalInput,
  draws: number,
  random: RandomStream,
): Generator<PathBlock, void, undefined> {
  const { t, argument, trend, yhat, gain, floor } = input
  const rows = t.length
  const scenarios = input.scenarios?.(draws)
  const order = Uint32Array.from(t.keys()).sort((a, b) => t[a] - t[b] || a - b)
  const bendScale = scenarios?.bendScale ?? new Float64Array(draws).fill(input.bendScale)
  const bends = drawBends(input.bendRate, bendScale, rows === 0 ? 0 : t[order[rows - 1]], draws, random)
  const next = Uint32Array.from(bends.first.subarray(0, draws))
  // a draw's argument of the trend moves away from the fitted one by slope·t − offset
  const slope = new Float64Array(draws)
  const offset = new Float64Array(draws)
  const sigma = scenarios?.sigma ?? new Float64Array(draws).fill(input.sigma)
  const noise = noiseSource(input, sigma, draws, random)
  const { steps } = input.errors ?? {}
  const regressors = openRegressors(input, draws, scenarios, random)
  const { first } = bends
  const trends = new Float64Array(BLOCK * draws)
  const yhats = new Float64Array(BLOCK * draws)
  for (let from = 0; from < rows; from += BLOCK) {
    const part = order.subarray(from, from + BLOCK)
    const scenario = scenarios?.at(part)
    const moves = regressors.map((regressor) => regressor.next(part))
    if (scenario !== undefined) for (const move of moves) addToComponents(move, scenario.components)
    const added = scenario?.components.get('additive_terms')
    const share = scenario?.components.get('multiplicative_terms')
    for (let r = 0; r < part.length; r++) {
      const row = part[r]
      const time = t[row]
      const [level, centre, factor] = [trend[row], yhat[row], gain[row]]
      for (let d = 0, at = r * draws; d < draws; d++, at++) {
        let n = next[d]
        if (n < first[d + 1] && bends.time[n] < time) {
          for (; n < first[d + 1] && bends.time[n] < time; n++) {
            slope[d] += bends.size[n]
            offset[d] += bends.size[n] * bends.time[n]
          }
          next[d] = n
        }
        const bent = slope[d] * time - offset[d]
        if (scenario === undefined || added === undefined || share === undefined) {
          const moved = bent === 0 ? 0 : trendOf(input, row, argument[row] + bent) - level
          trends[at] = level + moved
          yhats[at] = centre + factor * moved + (steps === undefined ? sigma[d] * random.normal() : noise(row, d))
        } else {
          const drawn = trendOf(input, row, scenario.argument[at] + bent)
          trends[at] = drawn
          yhats[at] = floor[row] + (drawn - floor[row]) * (1 + share[at]) + added[at] + noise(row, d)
        }
      }
    }
    if (scenario === undefined) for (const move of moves) addToForecasts(move, part, input, trends, yhats)
    yield { rows: part, trend: trends, yhat: yhats, components: scenario?.components }
  }
}

/** What futures of a regressor do to y, or to the share of the trend: the value of the block's row r in draw d at r·draws + d. */
interface RegressorMove {
  readonly name: string
  readonly mode: 'additive' | 'multiplicative'
  readonly values: Float64Array
}

/** Futures of the regressors that are forecast themselves, in step with the blocks of rows. Each has a random stream of its own. */
function openRegressors(
  { regressors }: IntervalInput,
  draws: number,
  scenarios: Scenarios | undefined,
  random: RandomStream,
): { readonly next: (rows: Uint32Array) => RegressorMove }[] {
  return regressors.map(({ name, mode, feature, unit, weight, centre, forecast, futures }) => {
    const blocks = futures(draws, randomStream(random.bits(), name))
    const weights = scenarios?.coefficient(feature).map((coefficient) => coefficient * unit)
    return {
      next(rows) {
        const values = new Float64Array(rows.length * draws)
        const block = blocks.next().value
        if (block === undefined) return { name, mode, values }
        for (let r = 0; r < rows.length; r++) {
          if (forecast[rows[r]] === 0) continue
          for (let d = 0, at = r * draws; d < draws; d++, at++) {
            values[at] = (weights === undefined ? weight : weights[d]) * (block.values[at] - centre[rows[r]])
          }
        }
        return { name, mode, values }
      },
    }
  })
}

/** In futures with coefficients of their own the components carry a move, and with them y. */
function addToComponents({ name, mode, values }: RegressorMove, components: ReadonlyMap<string, Float64Array>): void {
  for (const column of [name, `${mode}_terms`]) {
    const sums = components.get(column)
    if (sums !== undefined) for (let i = 0; i < values.length; i++) sums[i] += values[i]
  }
}

function addToForecasts(
  { mode, values }: RegressorMove,
  rows: Uint32Array,
  { floor }: IntervalInput,
  trends: Float64Array,
  yhats: Float64Array,
): void {
  const draws = values.length / rows.length
  for (let i = 0; i < values.length; i++) {
    yhats[i] += mode === 'additive' ? values[i] : values[i] * (trends[i] - floor[rows[Math.floor(i / draws)]])
  }
}

/** The noise of a row in a draw: fresh for every row, or along an autoregressive path of the draw. */
function noiseSource(
  { errors }: IntervalInput,
  sigma: Float64Array,
  draws: number,
  random: RandomStream,
): (row: number, draw: number) => number {
  if (errors === undefined) return (_row, d) => sigma[d] * random.normal()
  const { autoregression: phi, steps } = errors
  const p = phi.length
  const length = p + steps.reduce((most, step) => Math.max(most, step), 0)
  const paths = new Float64Array(length * draws)
  for (let d = 0; d < draws; d++) {
    for (let at = d * length + p; at < (d + 1) * length; at++) {
      let value = sigma[d] * random.normal()
      for (let i = 0; i < p; i++) value += phi[i] * paths[at - 1 - i]
      paths[at] = value
    }
  }
  return (row, d) => (steps[row] === 0 ? sigma[d] * random.normal() : paths[d * length + p + steps[row] - 1])
}

/** Bends of all draws: those of draw d stand at first[d] … first[d + 1], ascending in time. */
interface Bends {
  readonly first: Uint32Array
  readonly time: Float64Array
  readonly size: Float64Array
}

function drawBends(
  bendRate: number,
  bendScale: Float64Array,
  last: number,
  draws: number,
  random: RandomStream,
): Bends {
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
    const times = new Float64Array(count)
    for (let i = 0; i < count; i++) times[i] = 1 + reach * random.uniform()
    for (const at of times.sort()) {
      time.push(at)
      size.push(random.laplace(bendScale[d]))
    }
    first[d + 1] = time.length
  }
  return { first, time: Float64Array.from(time), size: Float64Array.from(size) }
}
