/**
 * Daily series of many shops, made by a seeded recipe: level, slope, a pattern of the week, a wave of the year, noise; three decimals, so that a
 * CSV holds them exactly. Series i is the same whatever the number of series.
 */

/** Rows of a series. */
export const rowsEach = 730
const day = 86_400_000
const start = Date.UTC(2022, 0, 1)

/** Names of the series in order: `s00000` … */
export function keyOf(series) {
  return `s${String(series).padStart(5, '0')}`
}

/** The first day of a series: the same for all, or a day later for each (over 2,000 days, then again). */
export function firstDay(series, ownDates) {
  return start + (ownDates ? series % 2000 : 0) * day
}

/** Write the values of a series into `y` from `at` on. */
export function fillSeries(series, y, at) {
  const random = mulberry32(series + 1)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const level = 50 + 100 * random()
  const slope = (random() - 0.4) * 0.05
  const [week, year, noise] = [0.15 * level, 0.1 * level, 0.08 * level]
  const pattern = Array.from({ length: 7 }, () => week * normal())
  const phase = 2 * Math.PI * random()
  for (let t = 0; t < rowsEach; t++) {
    const wave = year * Math.sin((2 * Math.PI * t) / 365.25 + phase)
    y[at + t] = Math.round(1000 * (level + slope * t + pattern[t % 7] + wave + noise * normal())) / 1000
  }
}

/** Times of one series, milliseconds. */
export function daysFrom(first, count) {
  return Array.from({ length: count }, (_, t) => first + t * day)
}

/** A generator of numbers in [0, 1): Tommy Ettinger's mulberry32. */
function mulberry32(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
