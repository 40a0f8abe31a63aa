import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rules, significance, fpGrowth, transactions } from '../../../../src/association/index.js'
import { pairMatrix } from '../../../../src/association/significance/pair-matrix.js'
import { randomStream } from '../../../../src/numeric/random.js'

test('a pair has the adjusted lift that significance gives the rule', async () => {
  const random = randomStream(5)
  const items = Array.from({ length: 900 }, () =>
    ['a', 'b', 'c', 'd', 'e', 'f'].filter((_, i) => random.uniform() < 0.1 + i / 10),
  )
  const tx = transactions({ items }, { items: 'items' })
  const all = rules(fpGrowth(tx, { minCount: 1, maxLength: 2 }), { minThreshold: 0 })
  const tested = await significance(all, tx, { method: 'stratified' })
  const { counts, expected } = pairMatrix(tx, [0, 1, 2, 3, 4, 5], null)
  assert.equal(tested.numRows, 30)
  for (const { antecedents, consequents, count, adjusted_lift } of tested.toArray()) {
    const [from, to] = [antecedents, consequents].map((side: Iterable<string>) => tx.labels.indexOf([...side][0]))
    const at = from * 6 + to
    assert.equal(counts[at], count)
    assert.ok(Math.abs(counts[at] / expected[at] / adjusted_lift - 1) < 1e-12)
  }
})
