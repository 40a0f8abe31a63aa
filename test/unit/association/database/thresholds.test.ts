import assert from 'node:assert/strict'
import { test } from 'node:test'
import { minCountOf } from '../../../../src/association/database/thresholds.js'
import { randomStream } from '../../../../src/numeric/random.js'

test('shares that no double holds exactly still mean the count that is meant', () => {
  assert.equal(minCountOf(0.07, 100), 7) // .07 · 100 = 7.000000000000001
  assert.equal(minCountOf(0.14, 100), 14)
  assert.equal(minCountOf(0.28, 100), 28)
  assert.equal(minCountOf(0.29, 100), 29)
  assert.equal(minCountOf(5 / 6, 6), 5)
  assert.equal(minCountOf(1, 6), 6)
  assert.equal(minCountOf(1e-9, 6), 1)
})

test('a thousand random pairs agree with the definition: the smallest c with c / n ≥ minSupport', () => {
  const random = randomStream(7)
  for (let pair = 0; pair < 1000; pair++) {
    const n = 1 + random.below(1000)
    // half of the shares are quotients themselves, or one unit beside them
    const near = (1 + random.below(n)) / n
    const minSupport = pair % 2 === 0 ? near : Math.min(1, near * (1 + (random.below(5) - 2) * Number.EPSILON))
    let count = 1
    while (count / n < minSupport) count++
    assert.equal(minCountOf(minSupport, n), count, `${minSupport} of ${n}`)
  }
})
