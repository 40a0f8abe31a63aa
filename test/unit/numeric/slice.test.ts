import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomStream } from '../../../src/numeric/random.js'
import { sliceStep } from '../../../src/numeric/slice.js'

/** Share of slice draws below each of the points. */
function sharesBelow(logDensity: (x: number) => number, width: number, points: readonly number[]): number[] {
  const random = randomStream(3, 'slice')
  const draws = 40_000
  const below = points.map(() => 0)
  let x = 0.5
  for (let i = 0; i < draws; i++) {
    x = sliceStep(logDensity, x, width, random)
    points.forEach((point, j) => (below[j] += x < point ? 1 / draws : 0))
  }
  return below
}

function assertNear(actual: readonly number[], expected: readonly number[]): void {
  actual.forEach((share, i) =>
    assert.ok(Math.abs(share - expected[i]) < 0.012, `${actual.join()} for ${expected.join()}`),
  )
}

for (const width of [0.3, 2, 50]) {
  test(`a standard normal comes out for a first guess of ${width}`, () => {
    // Φ(−1.2816) = .1, Φ(.6745) = .75
    assertNear(
      sharesBelow((x) => (-x * x) / 2, width, [-1.2815515655, 0, 0.6744897502]),
      [0.1, 0.5, 0.75],
    )
  })
}

test('a density that ends at 0 is not left', () => {
  const logDensity = (x: number): number => (x < 0 ? -Infinity : -x)
  // exponential: quantiles −ln(1 − p)
  assertNear(sharesBelow(logDensity, 1, [0, Math.log(2), Math.log(10)]), [0, 0.5, 0.9])
})

test('two separate humps are both visited', () => {
  const hump = (x: number, at: number): number => Math.exp(-((x - at) ** 2) / 0.08)
  const logDensity = (x: number): number => Math.log(hump(x, -1) + 3 * hump(x, 1))
  assertNear(sharesBelow(logDensity, 3, [0]), [0.25])
})

test('a point on a spike stays where it is instead of searching for ever', () => {
  const logDensity = (x: number): number => (x === 0.5 ? 0 : -Infinity)
  assert.equal(sliceStep(logDensity, 0.5, 1, randomStream(1)), 0.5)
})
