import assert from 'node:assert/strict'
import { test } from 'node:test'
import { associated, explainedBy } from '../../../../src/regression/causes/associated.js'
import type { FeatureColumn } from '../../../../src/regression/columns.js'
import { machineMonths } from '../../../support/machine-months.js'

const { month, temperature, volume, location } = machineMonths({ seed: 1, rows: 240, r2: 0 })
const places = [...new Set(location)]

function numeric(name: string, values: readonly number[]): FeatureColumn {
  return { name, kind: 'numeric', values: Float32Array.from(values), labels: [] }
}

function category(name: string, codes: readonly number[], labels: readonly string[]): FeatureColumn {
  return { name, kind: 'category', values: Float32Array.from(codes), labels }
}

test('a temperature that follows the month up and down is in its group; a volume that does not is alone', () => {
  const { group, nearest } = associated([
    numeric('month', month),
    numeric('volume', volume),
    numeric('temperature', temperature),
  ])
  assert.deepEqual([...group], [0, 1, 0])
  assert.deepEqual([...nearest], [2, -1, 0])
})

test('a region that follows from the place is in its group', () => {
  const codes = location.map((place) => places.indexOf(place))
  const { group } = associated([
    category('place', codes, places),
    numeric('volume', volume),
    category(
      'region',
      codes.map((code) => code % 2),
      ['north', 'south'],
    ),
  ])
  assert.deepEqual([...group], [0, 1, 0])
})

test('η² is 1 for what is constant within the labels, and about 0 for noise, whatever the number of labels', () => {
  const labels = Int32Array.from(month, (_, row) => Math.floor(row / 6))
  assert.equal(explainedBy(numeric('block', [...labels]), labels), 1)
  assert.ok(Math.abs(explainedBy(numeric('volume', volume), labels)) < 0.15)
})

test('by hand: 1, 3 | 5, 7 has total 20 and within 4, so η² = 1 − (4/20)·(3/2) = .7', () => {
  const found = explainedBy(numeric('x', [1, 3, 5, 7]), Int32Array.of(0, 0, 1, 1))
  assert.ok(Math.abs(found - 0.7) < 1e-12)
})
