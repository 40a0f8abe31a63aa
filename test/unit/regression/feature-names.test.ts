import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readTable } from '../../../src/arrow/read-table.js'
import { featureNames } from '../../../src/regression/feature-names.js'

const source = readTable({ x: [1, 2], y: [3, 4], w: [1, 1], unit: ['a', 'b'] })

describe('featureNames', () => {
  it('takes every column without another part, in the table’s order', () => {
    assert.deepEqual(featureNames(source, undefined, ['y', 'w', undefined]), ['x', 'unit'])
  })

  it('takes the columns that are named, in that order', () => {
    assert.deepEqual(featureNames(source, ['unit', 'x'], ['y', undefined]), ['unit', 'x'])
  })

  const refused: readonly [
    what: string,
    features: readonly string[] | undefined,
    others: readonly string[],
    code: string,
    message: string,
  ][] = [
    ['no column left', undefined, ['x', 'y', 'w', 'unit'], 'DATA', 'table has no column left for a feature'],
    ['an empty array', [], ['y'], 'OPTION', 'option "features" must name at least one column, got an empty array'],
    [
      'a name that comes twice',
      ['x', 'w', 'x'],
      ['y'],
      'OPTION',
      'option "features" must name different columns without another part, got "x"',
    ],
    [
      'the target',
      ['x', 'y'],
      ['y'],
      'OPTION',
      'option "features" must name different columns without another part, got "y"',
    ],
  ]
  for (const [what, features, others, code, message] of refused) {
    it(`refuses ${what}`, () => assert.throws(() => featureNames(source, features, others), { code, message }))
  }
})
