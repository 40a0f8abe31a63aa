import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { allowedFeatures, resolveConstraints } from '../../../../src/regression/training/constraints.js'
import type { ModelFeature } from '../../../../src/regression/model/tree-model.js'

const features: readonly ModelFeature[] = [
  { name: 'age', kind: 'numeric', labels: [] },
  { name: 'town', kind: 'category', labels: ['Lyon', 'Nice'] },
  { name: 'heat', kind: 'numeric', labels: [] },
]
const every = Int32Array.of(0, 1, 2)

describe('resolveConstraints', () => {
  it('puts directions and sets where the features are', () => {
    const { directions, monotone, sets } = resolveConstraints(
      { monotone: { heat: -1, age: 1 }, interactions: [['heat', 'age'], ['town']] },
      features,
    )
    assert.deepEqual(Array.from(directions), [1, 0, -1])
    assert.equal(monotone, true)
    assert.deepEqual(sets, [new Set([2, 0]), new Set([1])])
  })

  it('without constraints has none', () => {
    const { directions, monotone, sets } = resolveConstraints({ monotone: {}, interactions: [] }, features)
    assert.deepEqual([Array.from(directions), monotone, sets], [[0, 0, 0], false, null])
  })

  it('takes a direction of 0 for none, also of a category', () => {
    assert.equal(resolveConstraints({ monotone: { town: 0, age: 0 }, interactions: [] }, features).monotone, false)
  })

  const refused: readonly [what: string, constraints: Parameters<typeof resolveConstraints>[0], message: string][] = [
    [
      'an unknown name',
      { monotone: { haet: 1 }, interactions: [] },
      'option "monotone" must name features, got "haet": did you mean "heat"?',
    ],
    [
      'a direction of a category',
      { monotone: { town: 1 }, interactions: [] },
      'option "monotone.town" must name a numeric feature, got a category: its labels have no order',
    ],
    [
      'an unknown name in a set',
      { monotone: {}, interactions: [['age'], ['age', 'wind']] },
      'option "interactions[1][1]" must name features, got "wind"',
    ],
  ]
  for (const [what, constraints, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => resolveConstraints(constraints, features), { code: 'OPTION', message })
    })
  }
})

describe('allowedFeatures', () => {
  const sets = [new Set([0, 1]), new Set([1, 2])]

  it('allows everything at the root and without sets', () => {
    assert.equal(allowedFeatures(every, [], sets), every)
    assert.equal(allowedFeatures(every, [0, 2], null), every)
  })

  it('allows what shares a set with the whole path', () => {
    assert.deepEqual(Array.from(allowedFeatures(every, [0], sets)), [0, 1])
    assert.deepEqual(Array.from(allowedFeatures(every, [1], sets)), [0, 1, 2])
    assert.deepEqual(Array.from(allowedFeatures(every, [0, 1], sets)), [0, 1])
  })

  it('allows a feature of the path again, be it in a set or not', () => {
    assert.deepEqual(Array.from(allowedFeatures(every, [2], [new Set([0, 1])])), [2])
  })

  it('allows only candidates', () => {
    assert.deepEqual(Array.from(allowedFeatures(Int32Array.of(1), [0], sets)), [1])
  })
})
