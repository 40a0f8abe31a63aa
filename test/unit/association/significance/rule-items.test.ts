import assert from 'node:assert/strict'
import { test } from 'node:test'
import { incidence } from '../../../../src/association/significance/incidence.js'
import { itemsOfRules } from '../../../../src/association/significance/rule-items.js'

// baskets {0 1} {0 1} {0 2} {2 3} {2 3}
const sides = incidence(Int32Array.of(0, 1, 0, 1, 0, 2, 2, 3, 2, 3), Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3, 4, 4), 5, 4)
const only = (...items: number[]): Uint8Array =>
  Uint8Array.from({ length: 4 }, (_, item) => Number(items.includes(item)))

test('an item is mined when it is frequent with one that a side is limited to', () => {
  const both = (antecedents: Uint8Array | null, consequents: Uint8Array | null, minCount = 2): number[] | null => {
    const found = itemsOfRules(sides, minCount, { antecedents, consequents })
    return found === null ? null : [...found]
  }
  assert.equal(both(null, null), null)
  assert.deepEqual(both(null, only(0)), [1, 1, 0, 0])
  assert.deepEqual(both(null, only(0), 1), [1, 1, 1, 0])
  assert.deepEqual(both(only(3), null), [0, 0, 1, 1])
  assert.deepEqual(both(only(1, 2), only(0)), [1, 1, 0, 0])
  assert.deepEqual(both(only(1), only(3)), [0, 0, 0, 0])
})
