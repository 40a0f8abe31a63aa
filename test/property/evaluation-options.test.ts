/** Random options, sound and unsound: a result or a BodkinError that says what is wrong, never another error. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BodkinError } from '../../src/errors.js'
import { uptime } from '../../src/prepare/uptime.js'
import { conformal } from '../../src/regression/evaluation/conformal/conformal.js'
import { crossValidate } from '../../src/regression/evaluation/cross-validate.js'
import { fit } from '../../src/regression/training/fit.js'
import { linearBaseline } from '../../src/regression/evaluation/linear-baseline.js'
import { permutationImportance } from '../../src/regression/evaluation/permutation-importance.js'
import { tune } from '../../src/regression/evaluation/tune.js'
import { noisyTable } from '../support/noisy-table.js'

const table = {
  ...noisyTable(24, 1),
  unit: Array.from({ length: 24 }, (_, i) => i % 6),
  label: Array.from({ length: 24 }, (_, i) => (i * 5) % 2),
  holes: Array.from({ length: 24 }, (_, i) => (i % 5 === 0 ? null : i)),
  day: Array.from({ length: 24 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + (i % 9)))),
}
const model = fit(table, { target: 'y', features: ['x', 'z', 'town'], rounds: 3 })

const columnName = fc.constantFrom('x', 'z', 'town', 'y', 'unit', 'label', 'holes', 'day', 'nothing')
const odd = fc.oneof(
  fc.constantFrom<unknown>(null, NaN, Infinity, -1, 0, 2 ** 40, '', 'x', [], {}, true, () => 1),
  fc.array(columnName, { maxLength: 3 }),
  fc.double(),
)
/** Mostly sound values of an option, some that are not. */
const mixed = (sound: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: sound }, { weight: 1, arbitrary: odd })

const columns = {
  target: mixed(fc.constantFrom('label', 'label', 'y')),
  features: mixed(fc.uniqueArray(fc.constantFrom('x', 'z', 'town', 'holes', 'unit'), { minLength: 1, maxLength: 4 })),
}
const trees = {
  objective: mixed(fc.constantFrom('squarederror', 'logistic', 'absoluteerror', 'pseudohuber', 'poisson')),
  rounds: fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, -1, 'x', 2.5) },
  ),
  maxDepth: mixed(fc.integer({ min: 1, max: 3 })),
  subsample: mixed(fc.constantFrom(0.5, 1)),
  minRows: mixed(fc.integer({ min: 0, max: 5 })),
  seed: mixed(fc.integer({ min: 0, max: 99 })),
}
const folds = {
  folds: mixed(fc.integer({ min: 2, max: 5 })),
  repeats: fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 1, max: 2 }) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(0, 'x', null) },
  ),
  unit: mixed(fc.constantFrom('unit', 'town')),
  time: mixed(fc.constant('day')),
  weight: mixed(fc.constantFrom('x', 'unit')),
}
const some = (model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<never> =>
  fc
    .record({ target: columns.target, ...model, misspelt: fc.constant(1) }, { requiredKeys: ['target'] })
    .map((options) => {
      // an unknown option now and then, not always
      const { misspelt, ...rest } = options as Record<string, unknown>
      return (misspelt === 1 && Object.keys(rest).length % 7 === 0 ? options : rest) as never
    })

let results = 0
async function calls(run: () => unknown): Promise<void> {
  try {
    await run()
    results++
  } catch (error) {
    assert.ok(error instanceof BodkinError, `${(error as Error).stack}`)
    assert.ok(error.message.length > 10)
  }
}

const cases: [string, fc.Arbitrary<never>, number, (options: never) => unknown][] = [
  [
    'crossValidate',
    some({ features: columns.features, ...trees, ...folds }),
    1500,
    (options) => crossValidate(table, options),
  ],
  [
    'tune',
    some({
      features: columns.features,
      ...trees,
      ...folds,
      grid: mixed(fc.constantFrom({ maxDepth: [1, 2] }, { rounds: [1, 3], lambda: [0, 1] })),
    }),
    800,
    // the default grid goes to 400 rounds
    (options) => tune(table, { grid: { rounds: [2, 3] }, ...(options as object) } as never),
  ],
  [
    'conformal',
    some({
      features: columns.features,
      ...trees,
      folds: folds.folds,
      unit: folds.unit,
      method: mixed(fc.constantFrom('split', 'cv+', 'jackknife+')),
      coverage: mixed(fc.double({ min: 0.1, max: 0.95, noNaN: true })),
    }),
    600,
    async (options) => (await conformal(table, options)).predict(table),
  ],
  [
    'linearBaseline',
    some({ features: columns.features, ridge: mixed(fc.constantFrom(0, 1)), weight: folds.weight }),
    1500,
    (options) => linearBaseline(table, options).predict(table),
  ],
  [
    'permutationImportance',
    some({
      repeats: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constantFrom<unknown>(0, 'x')),
      metric: mixed(fc.constantFrom('rmse', 'r2', 'auc')),
      groups: mixed(fc.constant([['x', 'z']])),
    }),
    1000,
    (options) => permutationImportance(model, table, options),
  ],
]
for (const [name, options, numRuns, call] of cases) {
  test(`${name}: ${numRuns} random options give a result or a BodkinError`, async () => {
    results = 0
    await fc.assert(
      fc.asyncProperty(options, (given) => calls(() => call(given))),
      { numRuns, seed: 1 },
    )
    assert.ok(results > numRuns / 20, `${results} results`)
  })
}

test('prepare.uptime: random tables give a result with uptime in [0, 1] or a BodkinError', async () => {
  const cell = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.date({ min: new Date('2024-01-01'), max: new Date('2025-01-01'), noInvalidDate: true }),
    },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, '2024-05-01', 'soon', 7, new Date(NaN), '9999-12-31') },
  )
  const row = fc.record({
    machine: fc.constantFrom('A', 'B', null, 'C'),
    start: cell,
    end: fc.oneof(cell, fc.constant(null)),
  })
  const options = fc.record(
    {
      scheduled: fc.constantFrom<unknown>(1, 160, 0, 'plan'),
      timezone: fc.constantFrom('UTC', 'Europe/Lisbon', 'Pacific/Apia', 'Mars'),
      from: cell,
      until: cell,
    },
    { requiredKeys: [] },
  )
  let found = 0
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 4 }), options, (rows, given) =>
      calls(() => {
        const columns = { machine: 'machine', start: 'start', end: 'end' }
        for (const { uptime: share } of uptime(rows, columns, given as never).table) assert.ok(share >= 0 && share <= 1)
        found++
      }),
    ),
    { numRuns: 1500, seed: 2 },
  )
  assert.ok(found > 50, `${found}`)
})
