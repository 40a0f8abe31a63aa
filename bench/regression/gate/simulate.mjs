/**
 * Machine-months with a known right answer; a program apart from the one under test.
 *
 * A table is rows/12 machines of one place each × 12 months:
 *
 *   temperature = 17 + 9·cos(2π(month − 7)/12) + 3·N      volume = e^(6.9 + .4·N)      hours uniform on 248 … 743
 *   f           = effect of the place − .25·max(0, temperature − 22), standardised within the table
 *   noise       = √icc·N of the machine + √(1 − icc)·N·√(451/hours)
 *   uptime      = .88 + .04·(√R²·f + √(1 − R²)·noise), cut to [0, 1]
 *
 * Place and temperature are causes; volume and month are not. icc: how much of the noise is the machine's own, the same in all its months.
 */

const places = { Lyon: 0.9, Nice: 0.5, Paris: 0.3, Lille: 0, Brest: -0.4, Nancy: -1.3 }

/** The features of a table, and which of them are causes. */
export const features = ['month', 'location', 'temperature', 'volume']
export const causes = ['location', 'temperature']

/** A table of `rows` machine-months. `seed` any integer ≥ 0. */
export function simulate({ seed, rows, r2, icc }) {
  const { uniform, normal } = generator(seed * 1_000_003 + rows)
  const names = Object.keys(places)
  const table = { machine: [], month: [], location: [], temperature: [], volume: [], hours: [], uptime: [] }
  const signal = []
  const noise = []
  for (let machine = 0; machine < rows / 12; machine++) {
    const location = names[Math.floor(uniform() * names.length)]
    const own = normal()
    for (let month = 1; month <= 12; month++) {
      const temperature = 17 + 9 * Math.cos((2 * Math.PI * (month - 7)) / 12) + 3 * normal()
      const hours = 248 + 495 * uniform()
      table.machine.push(`M${machine}`)
      table.month.push(month)
      table.location.push(location)
      table.temperature.push(temperature)
      table.volume.push(Math.exp(6.9 + 0.4 * normal()))
      table.hours.push(hours)
      signal.push(places[location] - 0.25 * Math.max(0, temperature - 22))
      noise.push(Math.sqrt(icc) * own + Math.sqrt(1 - icc) * normal() * Math.sqrt(451 / hours))
    }
  }
  const mean = signal.reduce((sum, f) => sum + f, 0) / rows
  const deviation = Math.sqrt(signal.reduce((sum, f) => sum + (f - mean) ** 2, 0) / rows)
  for (let row = 0; row < rows; row++) {
    const f = (signal[row] - mean) / deviation
    const uptime = 0.88 + 0.04 * (Math.sqrt(r2) * f + Math.sqrt(1 - r2) * noise[row])
    table.uptime.push(Math.min(1, Math.max(0, uptime)))
  }
  return table
}

/** mulberry32 (Ettinger 2017) and Box & Muller's normals. */
function generator(seed) {
  let state = seed | 0
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let x = Math.imul(state ^ (state >>> 15), state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  for (let i = 0; i < 8; i++) uniform()
  return { uniform, normal }
}
