/** Against SciPy's `norm.ppf` (make.py): both are good to a few ulps, so 1e-12 relative leaves room for neither a wrong digit nor a wrong branch. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { normalQuantile } from '../../../src/numeric/normal.js'

const { normalQuantile: expected } = JSON.parse(readFileSync(new URL('scipy.json', import.meta.url), 'utf8')) as {
  normalQuantile: { p: number; z: number }[]
}

test('the normal quantile agrees with SciPy to 1e-12 relative from 5e-324 to 1 − 1e-15', () => {
  assert.ok(expected.length > 250)
  for (const { p, z } of expected) {
    const error = Math.abs(normalQuantile(p) - z)
    assert.ok(error <= 1e-12 * Math.abs(z) + (p === 0.5 ? 1e-16 : 0), `p = ${p}: ${normalQuantile(p)} against ${z}`)
  }
})
