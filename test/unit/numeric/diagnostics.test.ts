import assert from 'node:assert/strict'
import { test } from 'node:test'
import { convergence } from '../../../src/numeric/diagnostics.js'

interface Recipe {
  readonly chains: number
  readonly length: number
  /** Correlation of neighbours. */
  readonly phi: number
  /** What happens to the last chain. */
  readonly shift?: number
  readonly scale?: number
  readonly round?: boolean
}

/** Autoregressive chains from a sine that is as good as random: anybody can make them again. */
function chainsOf({ chains, length, phi, shift = 0, scale = 1, round = false }: Recipe): Float64Array {
  const draws = new Float64Array(chains * length)
  for (let c = 0; c < chains; c++) {
    let x = 0
    for (let i = 0; i < length; i++) {
      const u = Math.sin((i + 1) * (c + 3) * 12.9898) * 43758.5453
      x = phi * x + (u - Math.floor(u)) - 0.5
      const value = c === chains - 1 ? (x + shift) * scale : x
      draws[c * length + i] = round ? Math.round(value * 10) / 10 : value
    }
  }
  return draws
}

// arviz 0.22.0: ess(method="bulk"), rhat(method="rank")
const known: [string, Recipe, number, number | null][] = [
  ['correlated', { chains: 4, length: 100, phi: 0.7 }, 35.70581296949403, 1.1043050526407339],
  [
    'one apart from the others',
    { chains: 4, length: 100, phi: 0.3, shift: 0.5 },
    13.081112496918438,
    1.2582353152943746,
  ],
  ['one wider than the others', { chains: 4, length: 100, phi: 0.3, scale: 4 }, 287.9754401478669, 1.258296411550416],
  [
    'of odd length with ties',
    { chains: 3, length: 101, phi: 0.5, round: true },
    62.420965456183964,
    1.0579995152078316,
  ],
  ['better than independent', { chains: 4, length: 100, phi: -0.6 }, 1040.823996531185, 1.0231212850997446],
  ['alone', { chains: 1, length: 200, phi: 0.9 }, 14.421161650094858, null],
]
for (const [name, recipe, ess, rHat] of known) {
  test(`R-hat and effective size are those of ArviZ: ${name}`, () => {
    const draws = chainsOf(recipe)
    const before = draws.slice()
    const found = convergence(draws, recipe.chains)
    assert.ok(Math.abs(found.ess / ess - 1) < 1e-9)
    if (rHat !== null) assert.ok(Math.abs(found.rHat / rHat - 1) < 1e-9)
    assert.deepEqual(draws, before)
  })
}

test('a chain that drifts disagrees with itself', () => {
  const drifting = Float64Array.from({ length: 200 }, (_, i) => i)
  const { rHat, ess } = convergence(drifting, 1)
  assert.ok(rHat > 1.5)
  assert.ok(ess < 10)
})

test('draws that are all equal, and chains of three, say nothing', () => {
  const silent = { rHat: NaN, ess: NaN }
  assert.deepEqual(convergence(new Float64Array(40).fill(2), 4), silent)
  assert.deepEqual(convergence(Float64Array.of(1, 2, 3), 1), silent)
})
