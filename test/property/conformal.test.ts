/**
 * Conformal intervals by simulation: many training tables of one kind, each with fresh rows of the same kind. The mean share of fresh rows that
 * are covered must lie within its own standard error of what theory says: 1 − α for 'split' (at most 1/(m + 1) above), at least 1 − 2α for
 * 'cv+' and 'jackknife+', which in practice are near 1 − α as well.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomStream } from '../../src/numeric/random.js'
import { conformal } from '../../src/regression/evaluation/conformal/conformal.js'
import type { ConformalMethod, ConformalOptions } from '../../src/regression/evaluation/conformal/conformal-options.js'

interface Sample extends Readonly<Record<string, number[]>> {
  readonly x: number[]
  readonly z: number[]
  readonly machine: number[]
  readonly y: number[]
}

/** A curve, a useless column, noise that grows with x and has a long tail, and machines that differ by `spread`. */
function sampleOf(id: string, rows: number, machines: number, spread: number): Sample {
  const random = randomStream(7, id)
  const effects = Array.from({ length: machines }, () => spread * random.normal())
  const machine = Array.from({ length: rows }, (_, i) => i % machines)
  const x = machine.map(() => random.uniform())
  const z = machine.map(() => random.uniform())
  const y = x.map((value, i) => Math.sin(5 * value) + effects[machine[i]] + (0.2 + value) * random.laplace(0.4))
  return { x, z, machine, y }
}

/** Mean coverage of fresh rows over the tables, with its standard error, and the mean of `achieved`. */
async function simulate(
  tables: number,
  rows: number,
  options: Partial<ConformalOptions>,
  machines = 1,
  spread = 0,
): Promise<{ mean: number; error: number; achieved: number }> {
  const shares: number[] = []
  let achieved = 0
  for (let t = 0; t < tables; t++) {
    const train = sampleOf(`train ${t}`, rows, machines, spread)
    const fresh = sampleOf(`fresh ${t}`, 100, 100, spread)
    const result = await conformal(train, {
      target: 'y',
      features: ['x', 'z'],
      rounds: 10,
      learningRate: 0.3,
      maxDepth: 2,
      seed: t,
      ...options,
    })
    let covered = 0
    let row = 0
    for (const { yhat_lower, yhat_upper } of result.predict(fresh)) {
      covered += Number(yhat_lower <= fresh.y[row] && fresh.y[row] <= yhat_upper)
      row++
    }
    shares.push(covered / 100)
    achieved += result.achieved / tables
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / tables
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (tables - 1)
  return { mean, error: Math.sqrt(variance / tables), achieved }
}

const cases: [ConformalMethod, number, number, number][] = [
  ['split', 80, 0.8, 150],
  ['split', 160, 0.9, 100],
  ['cv+', 60, 0.8, 60],
  ['cv+', 60, 0.9, 60],
  ['jackknife+', 30, 0.8, 40],
  ['jackknife+', 30, 0.9, 40],
]
for (const [method, rows, coverage, tables] of cases) {
  test(`${method} on ${rows} rows covers ${coverage} of fresh ones, and says so`, async () => {
    const { mean, error, achieved } = await simulate(tables, rows, { method, coverage })
    const calibrated = method === 'split' ? rows / 4 : rows
    assert.ok(mean >= coverage - 3 * error, `${mean} ± ${error}`)
    // ties apart, split covers at most 1/(m + 1) more; the others have no such bound, but are not lavish
    const above = method === 'split' ? 1 / (calibrated + 1) : 0.04
    assert.ok(mean <= coverage + above + 3 * error, `${mean} ± ${error}`)
    assert.ok(Math.abs(achieved - mean) < 0.04, `achieved ${achieved} against ${mean}`)
  })
}

test('rows of new machines are covered when whole machines are held out, and are not when rows are', async () => {
  const byUnit = await simulate(40, 96, { method: 'cv+', folds: 12, unit: 'machine', coverage: 0.8 }, 12, 1)
  assert.ok(byUnit.mean >= 0.8 - 3 * byUnit.error, `${byUnit.mean} ± ${byUnit.error}`)
  const known: Partial<ConformalOptions> = { method: 'cv+', coverage: 0.8, features: ['x', 'z', 'machine'] }
  const byRow = await simulate(40, 96, known, 12, 1)
  assert.ok(byRow.mean < 0.8 - 3 * byRow.error, `${byRow.mean} ± ${byRow.error}`)
})

test('predictions and bounds of a bounded target lie in [0, 1] and in order', async () => {
  const row = fc.record({
    x: fc.double({ min: -5, max: 5, noNaN: true }),
    y: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 4, maxLength: 25 }),
      fc.constantFrom('split' as const, 'cv+' as const, 'jackknife+' as const),
      fc.double({ min: 0.05, max: 0.99, noNaN: true }),
      async (rows, method, coverage) => {
        const options = { target: 'y', objective: 'logistic', method, coverage, folds: 3, rounds: 5 } as const
        const { predict, achieved, guarantee } = await conformal(rows, options)
        for (const { yhat, yhat_lower, yhat_upper } of predict(rows)) {
          assert.ok(yhat >= 0 && yhat <= 1 && yhat_lower >= 0 && yhat_upper <= 1 && yhat_lower <= yhat_upper)
        }
        assert.ok(achieved >= 0 && achieved <= 1 && guarantee >= 0 && guarantee <= coverage)
      },
    ),
    { numRuns: 40, seed: 3 },
  )
})
