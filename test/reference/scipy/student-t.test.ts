/**
 * Against SciPy's `t.sf` (make-student-t.py): 1e-12 relative in the tails as well, which leaves no room for a wrong branch or constant. For
 * tens of thousands of degrees of freedom the continued fraction loses digits, 1e-10 is left.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { studentTUpper } from '../../../src/numeric/student-t.js'

const { studentTUpper: expected } = JSON.parse(readFileSync(new URL('student-t.json', import.meta.url), 'utf8')) as {
  studentTUpper: { t: number; freedom: number; p: number }[]
}

test("the upper tail of Student's t agrees with SciPy to 1e-12 relative", () => {
  assert.ok(expected.length > 400)
  for (const { t, freedom, p } of expected) {
    const got = studentTUpper(t, freedom)
    assert.ok(
      Math.abs(got - p) <= (freedom > 1000 ? 1e-10 : 1e-12) * p,
      `t = ${t}, ${freedom} degrees of freedom: ${got} against ${p}`,
    )
  }
})
