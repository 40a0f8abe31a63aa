/**
 * Against SciPy (make-tails.py): erfc and χ² to 1e-12 relative, far out as well. Hypergeometric tails against exact fractions of integers,
 * with which SciPy agrees to 1e-14 (`worstOfScipy` in the fixture).
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { chiSquaredUpper } from '../../../src/numeric/chi-squared.js'
import { erfc } from '../../../src/numeric/erfc.js'
import {
  hypergeometricLower,
  hypergeometricQuantile,
  hypergeometricUpper,
} from '../../../src/numeric/hypergeometric.js'

type Table = [x: number, population: number, successes: number, draws: number]

const expected = JSON.parse(readFileSync(new URL('tails.json', import.meta.url), 'utf8')) as {
  erfc: { x: number; p: number }[]
  chiSquaredUpper: { x: number; p: number }[]
  hypergeometric: [...Table, upper: number, lower: number][]
  hypergeometricQuantile: [share: number, population: number, successes: number, draws: number, x: number][]
}

function assertNear(got: number, p: number, what: string): void {
  // below that SciPy's numbers are denormal or 0
  if (p > 1e-300) assert.ok(Math.abs(got - p) <= 1e-12 * p, `${what}: ${got} against ${p}`)
  else assert.ok(got < 1e-299, `${what}: ${got} against ${p}`)
}

test('erfc agrees with SciPy to 1e-12 relative', () => {
  for (const { x, p } of expected.erfc) assertNear(erfc(x), p, `x = ${x}`)
})

test('the upper tail of χ² agrees with SciPy to 1e-12 relative', () => {
  for (const { x, p } of expected.chiSquaredUpper) assertNear(chiSquaredUpper(x), p, `x = ${x}`)
})

test('hypergeometric tails agree with exact fractions to 1e-12 relative', () => {
  assert.ok(expected.hypergeometric.length > 150)
  for (const [x, population, successes, draws, upper, lower] of expected.hypergeometric) {
    const what = `x = ${x}, ${successes} of ${population}, ${draws} drawn`
    assertNear(hypergeometricUpper(x, population, successes, draws), upper, `P(X ≥ x), ${what}`)
    assertNear(hypergeometricLower(x, population, successes, draws), lower, `P(X ≤ x), ${what}`)
  }
})

test('hypergeometric quantiles are those of exact fractions', () => {
  for (const [share, population, successes, draws, x] of expected.hypergeometricQuantile)
    assert.equal(hypergeometricQuantile(share, population, successes, draws), x)
})
