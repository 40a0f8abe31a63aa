/**
 * Fewer marks without a false picture.
 *
 * A drawing of w pixels cannot show more than w columns. Where a series has more than five rows for four pixels, consecutive rows are put into steps of
 * k rows, and each step keeps its lowest, highest and mean value: the range band covers every row (nothing is dropped), the line is an
 * honest average. k is a multiple of the season (7 for days, 24 for hours), so that steps do not beat with it (k = 5 would show waves of
 * weekends that are not there). A smooth curve is thinned to the corners that a reader could see (Ramer 1972; Douglas & Peucker 1973).
 *
 * Cost: O(n) for steps, O(n log n) usually for corners.
 */

/** Steps of a series: parallel arrays; NaN where a step holds no row. */
export interface Steps {
  /** Middle of the step, ms since 1970. */
  readonly time: Float64Array
  readonly mean: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The usual distance of neighbouring rows in ms: the median over at most 1,001 neighbours; 0 for fewer than two rows. `times` sorted. */
export function typicalStep(times: Float64Array): number {
  if (times.length < 2) return 0
  const stride = Math.max(1, Math.floor((times.length - 1) / 1000))
  const steps: number[] = []
  for (let i = 0; i + 1 < times.length; i += stride) steps.push(times[i + 1] - times[i])
  steps.sort((a, b) => a - b)
  return steps[steps.length >> 1]
}

/**
 * How many rows to put into one step for `rows` rows `stepMs` apart on `pixels` pixels; 1 means: draw every row.
 *
 * `rowsPerStep(5479, 840, 86_400_000)` → `7`
 */
export function rowsPerStep(rows: number, pixels: number, stepMs: number): number {
  if (rows <= 1.25 * pixels) return 1
  const season = stepMs === dayMs ? 7 : stepMs > 0 && stepMs <= hourMs ? Math.round(dayMs / stepMs) : 1
  return Math.ceil(rows / pixels / season) * season
}

/** Put sorted rows into steps of `width` ms from `origin` on; a missing value (NaN) is left out of its step. */
export function intoSteps(times: Float64Array, values: Float64Array, origin: number, width: number): Steps {
  if (times.length === 0) return emptySteps(0)
  const first = Math.floor((times[0] - origin) / width)
  const count = Math.floor((times[times.length - 1] - origin) / width) - first + 1
  const steps = emptySteps(count)
  const rows = new Int32Array(count)
  for (let i = 0; i < times.length; i++) {
    const value = values[i]
    if (!Number.isFinite(value)) continue
    const j = Math.floor((times[i] - origin) / width) - first
    steps.mean[j] = rows[j] === 0 ? value : steps.mean[j] + value
    steps.low[j] = rows[j] === 0 ? value : Math.min(steps.low[j], value)
    steps.high[j] = rows[j] === 0 ? value : Math.max(steps.high[j], value)
    rows[j]++
  }
  for (let j = 0; j < count; j++) {
    steps.time[j] = origin + (first + j + 0.5) * width
    steps.mean[j] /= rows[j]
  }
  return steps
}

function emptySteps(count: number): Steps {
  const missing = (): Float64Array => new Float64Array(count).fill(Number.NaN)
  return { time: missing(), mean: missing(), low: missing(), high: missing() }
}

/**
 * Rows of a curve that must stay so that no dropped point lies further than `tolerance` (a share of the curve's height) from the drawn line,
 * measured along y. Ends stay. `corners([0, 1, 2, 3], [0, 1, 2, 0], 0.001)` → `[0, 2, 3]`
 */
export function corners(x: Float64Array, y: Float64Array, tolerance: number): number[] {
  const n = x.length
  if (n <= 2) return Array.from({ length: n }, (_, i) => i)
  let low = Infinity
  let high = -Infinity
  for (const value of y) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const allowed = (high - low) * tolerance
  const keep = new Uint8Array(n)
  keep[0] = keep[n - 1] = 1
  const spans: [number, number][] = [[0, n - 1]]
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [from, to] = span
    const slope = (y[to] - y[from]) / (x[to] - x[from] || 1)
    let worst = allowed
    let corner = -1
    for (let i = from + 1; i < to; i++) {
      const distance = Math.abs(y[i] - (y[from] + slope * (x[i] - x[from])))
      if (distance > worst) {
        worst = distance
        corner = i
      }
    }
    if (corner < 0) continue
    keep[corner] = 1
    spans.push([from, corner], [corner, to])
  }
  const kept: number[] = []
  for (let i = 0; i < n; i++) if (keep[i] === 1) kept.push(i)
  return kept
}
