/**
 * Seeded random numbers: one stream per (seed, id), so that a result never depends on how work was spread or ordered.
 *
 * Generator: sfc32 (Doty-Humphrey, PractRand, 2010), 128 bits of state, seeded by hashing `seed` and `id` with the MurmurHash3 mixer
 * (Appleby, 2011). Normals: ziggurat with 128 layers (Marsaglia & Tsang 2000, with the tail and the independent layer bits of Doornik 2005).
 * Gamma: Marsaglia & Tsang 2000. Poisson: multiplication below mean 10, PTRS above (Hörmann 1993). Inverse Gaussian: Michael,
 * Schucany & Haas 1976.
 */

/** A stream of random numbers. All draws advance the same state. */
export interface RandomStream {
  /** 32 random bits as an unsigned integer. */
  bits(): number
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number
  /** Standard normal. */
  normal(): number
  /** Exponential with mean 1. */
  exponential(): number
  /** Laplace with location 0 and the given scale (mean absolute value = scale). */
  laplace(scale: number): number
  /** Poisson count with the given mean ≥ 0. */
  poisson(mean: number): number
  /** Gamma with the given shape > 0 and scale 1. */
  gamma(shape: number): number
  /** Inverse Gaussian with the given mean > 0 and shape > 0. */
  inverseGaussian(mean: number, shape: number): number
  /** Uniform integer in [0, n). */
  below(n: number): number
}

const LAYERS = 128
const TAIL = 3.442619855899
const LAYER_AREA = 9.91256303526217e-3

interface Ziggurat {
  /** Right edge of each layer; x[0] is the width of the base strip, x[LAYERS] = 0. */
  readonly x: Float64Array
  /** x[i + 1] / x[i]: below this share the point certainly lies under the curve. */
  readonly inner: Float64Array
}

let ziggurat: Ziggurat | undefined

function zigguratTables(): Ziggurat {
  if (ziggurat !== undefined) return ziggurat
  const x = new Float64Array(LAYERS + 1)
  let density = Math.exp(-0.5 * TAIL * TAIL)
  x[0] = LAYER_AREA / density
  x[1] = TAIL
  for (let i = 2; i < LAYERS; i++) {
    x[i] = Math.sqrt(-2 * Math.log(LAYER_AREA / x[i - 1] + density))
    density = Math.exp(-0.5 * x[i] * x[i])
  }
  const inner = new Float64Array(LAYERS)
  for (let i = 0; i < LAYERS; i++) inner[i] = x[i + 1] / x[i]
  ziggurat = { x, inner }
  return ziggurat
}

/**
 * Open the stream of `id` under `seed`.
 *
 * @param seed any finite number; default streams of the package use 0
 * @param id what the stream is for, e.g. the name of a series; another id gives an independent stream
 * @example
 * randomStream(1, 'shop').uniform() === randomStream(1, 'shop').uniform()   // true
 */
export function randomStream(seed: number, id: string = ''): RandomStream {
  const key = `${seed}|${id}`
  let a = mix(key, 0x9e3779b9)
  let b = mix(key, 0x243f6a88)
  let c = mix(key, 0xb7e15162)
  let counter = 1
  const { x, inner } = zigguratTables()

  function bits(): number {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let i = 0; i < 12; i++) bits()

  function uniform(): number {
    return ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992
  }

  /** Uniform on (0, 1]: safe under a logarithm. */
  function positive(): number {
    return 1 - uniform()
  }

  function normal(): number {
    for (;;) {
      const word = bits()
      const layer = word & 127
      // 2·U − 1 from the 25 bits that did not choose the layer: steps of 2⁻²⁴ are far below what a simulation can see
      const u = ((word >>> 7) + 0.5) / 16777216 - 1
      const value = u * x[layer]
      if (Math.abs(u) < inner[layer]) return value
      if (layer === 0) {
        let tail: number
        let height: number
        do {
          tail = -Math.log(positive()) / TAIL
          height = -Math.log(positive())
        } while (height + height < tail * tail)
        return u < 0 ? -TAIL - tail : TAIL + tail
      }
      const low = Math.exp(-0.5 * (x[layer] * x[layer] - value * value))
      const high = Math.exp(-0.5 * (x[layer + 1] * x[layer + 1] - value * value))
      if (high + uniform() * (low - high) < 1) return value
    }
  }

  function exponential(): number {
    return -Math.log(positive())
  }

  function laplace(scale: number): number {
    const u = positive()
    return u <= 0.5 ? scale * Math.log(2 * u) : -scale * Math.log(2 * (1 - u) + 2 ** -53)
  }

  function poisson(mean: number): number {
    if (mean < 10) {
      const limit = Math.exp(-mean)
      let count = 0
      for (let product = positive(); product > limit; product *= positive()) count++
      return count
    }
    const b = 0.931 + 2.53 * Math.sqrt(mean)
    const a = -0.059 + 0.02483 * b
    const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    const squeeze = 0.9277 - 3.6224 / (b - 2)
    for (;;) {
      const u = uniform() - 0.5
      const v = positive()
      const distance = 0.5 - Math.abs(u)
      const k = Math.floor(((2 * a) / distance + b) * u + mean + 0.43)
      if (distance >= 0.07 && v <= squeeze) return k
      if (k < 0 || (distance < 0.013 && v > distance)) continue
      if (Math.log((v * inverseAlpha) / (a / (distance * distance) + b)) <= k * Math.log(mean) - mean - logFactorial(k))
        return k
    }
  }

  function gamma(shape: number): number {
    if (shape < 1) return gamma(shape + 1) * positive() ** (1 / shape)
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const z = normal()
      const v = (1 + c * z) ** 3
      if (v <= 0) continue
      if (Math.log(positive()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v
    }
  }

  function inverseGaussian(mean: number, shape: number): number {
    const z = normal()
    const y = mean * z * z
    // the smaller root of the quadratic, in the form that does not cancel for large y
    const sum = y + Math.sqrt(y * (4 * shape + y))
    const first = sum === 0 ? mean : (mean * 4 * shape * y) / (sum * sum)
    return uniform() <= mean / (mean + first) ? first : (mean * mean) / first
  }

  function below(n: number): number {
    return Math.floor(uniform() * n)
  }

  return { bits, uniform, normal, exponential, laplace, poisson, gamma, inverseGaussian, below }
}

/** ln k! by Stirling's series from 10 on, by table below; error < 1e-12. */
function logFactorial(k: number): number {
  if (k < 10) {
    let product = 1
    for (let i = 2; i <= k; i++) product *= i
    return Math.log(product)
  }
  const n = k + 1
  return (n - 0.5) * Math.log(n) - n + 0.9189385332046727 + 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5)
}

/** 32-bit hash of text (MurmurHash3's mixing on UTF-16 units, two a word). */
function mix(text: string, seed: number): number {
  let hash = seed
  for (let i = 0; i < text.length; i += 2) {
    let word = text.charCodeAt(i) | ((i + 1 < text.length ? text.charCodeAt(i + 1) : 0) << 16)
    word = Math.imul(word, 0xcc9e2d51)
    word = (word << 15) | (word >>> 17)
    hash ^= Math.imul(word, 0x1b873593)
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  hash ^= text.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
