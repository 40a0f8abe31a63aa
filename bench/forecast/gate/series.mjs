/**
 * Simulated daily series with a known right verdict. Series i of a kind is the same whatever the number of series.
 *
 * Nothing to predict better than by the mean or the last value: Gaussian white noise, a Gaussian random walk without drift. Something to
 * predict: a weekly pattern whose variance equals that of the noise, a trend with a weekly season, counts of a shop.
 */

/** Rows of a series. */
export const rowsEach = 400
const start = Date.UTC(2023, 0, 2)
const day = 86_400_000

/** Kinds in the order of the tables. `publish`: whether a gate should let them pass. */
export const kinds = [
  { kind: 'white noise', publish: false },
  { kind: 'random walk', publish: false },
  { kind: 'weekly pattern, variance equal to the noise', publish: true },
  { kind: 'trend and weekly season', publish: true },
  { kind: 'counts of a shop', publish: true },
]

/** Rows `{ ds, y }` of one series. */
export function simulate(kind, index) {
  const order = kinds.findIndex((one) => one.kind === kind)
  const random = splitMix(1_000_003 * (order + 1) + index)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const values = makers[kind](normal, random)
  return values.map((y, t) => ({ ds: start + t * day, y }))
}

const each = (value) => Array.from({ length: rowsEach }, (_, t) => value(t))

const makers = {
  'white noise': (normal) => each(() => 100 + normal()),
  'random walk': (normal) => {
    let level = 100
    return each(() => (level += normal()))
  },
  'weekly pattern, variance equal to the noise': (normal) => {
    const pattern = weeklyPattern(normal)
    return each((t) => 100 + pattern[t % 7] + normal())
  },
  'trend and weekly season': (normal) => {
    const pattern = weeklyPattern(normal)
    return each((t) => 100 + 0.05 * t + 2 * pattern[t % 7] + 2 * normal())
  },
  'counts of a shop': (normal, random) => {
    const growth = 0.1 * normal()
    const weekday = [0.8, 0.8, 0.9, 1, 1.3, 1.6, 0.6]
    return each((t) => poisson(20 * weekday[t % 7] * Math.exp((growth * t) / rowsEach + 0.1 * normal()), random))
  },
}

/** Seven values around 0 with variance 1. */
function weeklyPattern(normal) {
  const raw = Array.from({ length: 7 }, normal)
  const mean = raw.reduce((sum, value) => sum + value, 0) / 7
  const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 7)
  return raw.map((value) => (value - mean) / deviation)
}

/** A Poisson number by counting uniform factors (Knuth); the mean is tens at most. */
function poisson(mean, random) {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}

/** A generator of numbers in [0, 1): SplitMix32. */
function splitMix(seed) {
  let state = Math.imul(seed, 0x9e3779b9) >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}
