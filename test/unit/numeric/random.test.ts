import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomStream, type RandomStream } from '../../../src/numeric/random.js'

const N = 200_000

/** Mean and variance of many draws against theory, within 5 standard errors; `kurtosis` is that of the theory (fourth central moment / variance²). */
function assertMoments(draw: () => number, mean: number, variance: number, kurtosis: number): void {
  let sum = 0
  let squares = 0
  for (let i = 0; i < N; i++) {
    const centred = draw() - mean
    sum += centred
    squares += centred * centred
  }
  const meanError = sum / N / Math.sqrt(variance / N)
  const varianceError = (squares / N - variance) / (variance * Math.sqrt((kurtosis - 1) / N))
  assert.ok(Math.abs(meanError) < 5, `mean off by ${meanError} standard errors`)
  assert.ok(Math.abs(varianceError) < 5, `variance off by ${varianceError} standard errors`)
}

/** mean, variance, kurtosis of each distribution */
const distributions: [string, (random: RandomStream) => number, number, number, number][] = [
  ['uniform', (r) => r.uniform(), 1 / 2, 1 / 12, 1.8],
  ['normal', (r) => r.normal(), 0, 1, 3],
  ['exponential', (r) => r.exponential(), 1, 1, 9],
  ['Laplace of scale 3', (r) => r.laplace(3), 0, 18, 6],
  ['Poisson of mean 0.01', (r) => r.poisson(0.01), 0.01, 0.01, 3 + 100],
  ['Poisson of mean 3', (r) => r.poisson(3), 3, 3, 3 + 1 / 3],
  ['Poisson of mean 9.99', (r) => r.poisson(9.99), 9.99, 9.99, 3 + 1 / 9.99],
  ['Poisson of mean 10', (r) => r.poisson(10), 10, 10, 3.1],
  ['Poisson of mean 250', (r) => r.poisson(250), 250, 250, 3 + 1 / 250],
  ['Poisson of mean 1e6', (r) => r.poisson(1e6), 1e6, 1e6, 3],
  ['gamma of shape 0.3', (r) => r.gamma(0.3), 0.3, 0.3, 3 + 6 / 0.3],
  ['gamma of shape 1', (r) => r.gamma(1), 1, 1, 9],
  ['gamma of shape 7.5', (r) => r.gamma(7.5), 7.5, 7.5, 3 + 6 / 7.5],
  // mean μ, variance μ³/λ, excess kurtosis 15 μ/λ
  ['inverse Gaussian of mean 2 and shape 5', (r) => r.inverseGaussian(2, 5), 2, 8 / 5, 3 + 6],
  ['inverse Gaussian of mean 0.5 and shape 0.5', (r) => r.inverseGaussian(0.5, 0.5), 0.5, 0.25, 3 + 15],
  ['an integer below 6', (r) => r.below(6), 2.5, 35 / 12, (3 / 5) * (3 - 4 / 35)],
]
for (const [name, draw, mean, variance, kurtosis] of distributions) {
  test(`${name} has the mean and the variance of theory`, () => {
    const random = randomStream(11, name)
    assertMoments(() => draw(random), mean, variance, kurtosis)
  })
}

test('normal draws have the tails of theory: beyond 2, 3 and 3.5', () => {
  const random = randomStream(3)
  const beyond = [2, 3, 3.5].map((limit) => ({ limit, count: 0 }))
  for (let i = 0; i < N; i++) {
    const size = Math.abs(random.normal())
    for (const entry of beyond) if (size > entry.limit) entry.count++
  }
  const shares = [0.0455002639, 0.0026997961, 0.0004652582]
  beyond.forEach(({ limit, count }, i) => {
    const error = (count - N * shares[i]) / Math.sqrt(N * shares[i])
    assert.ok(Math.abs(error) < 5, `beyond ${limit}: off by ${error} standard errors`)
  })
})

test('the Laplace draw is finite and symmetric, its size exponential', () => {
  const random = randomStream(4)
  let positive = 0
  let far = 0
  for (let i = 0; i < N; i++) {
    const value = random.laplace(1)
    assert.ok(Number.isFinite(value))
    if (value > 0) positive++
    if (Math.abs(value) > 3) far++
  }
  assert.ok(Math.abs(positive - N / 2) < 5 * Math.sqrt(N / 4), `${positive} positive`)
  assert.ok(Math.abs(far - N * Math.exp(-3)) < 5 * Math.sqrt(N * Math.exp(-3)), `${far} beyond 3`)
})

test('uniform numbers lie in [0, 1) and fill its hundredths evenly', () => {
  const random = randomStream(8)
  const counts = new Float64Array(100)
  for (let i = 0; i < N; i++) {
    const u = random.uniform()
    assert.ok(u >= 0 && u < 1)
    counts[Math.floor(u * 100)]++
  }
  const chi = counts.reduce((sum, count) => sum + (count - N / 100) ** 2 / (N / 100), 0)
  assert.ok(Math.abs(chi - 99) < 5 * Math.sqrt(2 * 99), `chi-square ${chi} of 99 degrees of freedom`)
})

test('integers below n take every value and no other', () => {
  const random = randomStream(1)
  const seen = new Set(Array.from({ length: 1000 }, () => random.below(7)))
  assert.deepEqual([...seen].toSorted(), [0, 1, 2, 3, 4, 5, 6])
})

test('the same seed and id give the same bytes', () => {
  const [a, b] = [randomStream(42, 'shop'), randomStream(42, 'shop')]
  for (let i = 0; i < 1000; i++) assert.ok(Object.is(a.normal(), b.normal()))
})

test('the first numbers of a stream are fixed: another generator would change every simulated interval', () => {
  const random = randomStream(0)
  assert.deepEqual(
    Array.from({ length: 4 }, () => random.bits()),
    [1776574370, 2180793142, 731680543, 3965893452],
  )
  const shop = randomStream(1, 'shop')
  assert.deepEqual(
    [shop.uniform(), shop.normal(), shop.poisson(20), shop.gamma(2)],
    [0.7956878764292573, 0.1017070792672143, 18, 1.92646957578539],
  )
})

const close: [string, () => RandomStream, () => RandomStream][] = [
  ['neighbouring seeds', () => randomStream(1), () => randomStream(2)],
  ['neighbouring ids', () => randomStream(0, 'a'), () => randomStream(0, 'b')],
  ['ids that differ in length only', () => randomStream(0, 'a'), () => randomStream(0, 'a\0')],
  ['seed and id changing places', () => randomStream(1, '2'), () => randomStream(12, '')],
  ['a seed and its opposite', () => randomStream(1), () => randomStream(-1)],
]
for (const [name, first, second] of close) {
  test(`${name} give streams that share nothing: no equal word, no correlation`, () => {
    const [a, b] = [first(), second()]
    let equal = 0
    let product = 0
    for (let i = 0; i < 50_000; i++) {
      const [x, y] = [a.uniform(), b.uniform()]
      if (x === y) equal++
      product += (x - 0.5) * (y - 0.5)
    }
    assert.equal(equal, 0)
    assert.ok(Math.abs(product) < (5 * Math.sqrt(50_000)) / 12, `correlation ${(product * 12) / 50_000}`)
  })
}
