import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../../../../src/arrow/table-like.js'
import type { Progress } from '../../../../../src/parallel/run-options.js'
import { conformal } from '../../../../../src/regression/evaluation/conformal/conformal.js'
import type {
  ConformalMethod,
  ConformalOptions,
} from '../../../../../src/regression/evaluation/conformal/conformal-options.js'
import { predict } from '../../../../../src/regression/model/predict.js'
import { noisyTable } from '../../../../support/noisy-table.js'
import { tableDigest } from '../../../../support/table-digest.js'

const column = (table: Table, name: string): number[] => [...(table.getChild(name) ?? [])] as number[]
const small: ConformalOptions = { target: 'y', rounds: 15, maxDepth: 2, learningRate: 0.2 }

for (const method of ['split', 'cv+', 'jackknife+'] as const) {
  test(`${method}: predictions with bounds around them`, async () => {
    const table = noisyTable(60, 1)
    const result = await conformal(table, { ...small, method })
    const bounds = result.predict(noisyTable(20, 2))
    assert.deepEqual(
      bounds.schema.fields.map(({ name }) => name),
      ['yhat', 'yhat_lower', 'yhat_upper'],
    )
    assert.deepEqual(column(bounds, 'yhat'), [...predict(result.model, noisyTable(20, 2))])
    for (const { yhat, yhat_lower, yhat_upper } of bounds) {
      assert.ok(yhat_lower < yhat && yhat < yhat_upper, `${yhat_lower} ${yhat} ${yhat_upper}`)
      assert.ok(yhat_upper - yhat_lower < 3)
    }
    assert.equal(result.method, method)
    assert.equal(result.coverage, 0.8)
    assert.equal(result.calibrated, method === 'split' ? 15 : 60)
    assert.ok(result.achieved > 0.6 && result.achieved <= 1, `${result.achieved}`)
  })
}

test('the notes say what was promised and what was achieved', async () => {
  const { notes, guarantee, achieved } = await conformal(noisyTable(60, 1), { ...small, method: 'jackknife+' })
  assert.ok(Math.abs(guarantee - 0.6) < 1e-12)
  assert.deepEqual(notes, [
    `jackknife+: 60 rows calibrate; asked for 80 %, promised for any data 60 %, achieved in the cross-check ${Math.round(achieved * 1000) / 10} %.`,
  ])
})

test('too few rows for the coverage: the bounds are infinite, and the notes say how many are needed', async () => {
  const { predict: withBounds, notes } = await conformal(noisyTable(8, 3), { ...small, features: ['x'], coverage: 0.9 })
  const bounds = withBounds(noisyTable(3, 4))
  assert.deepEqual(column(bounds, 'yhat_lower'), [-Infinity, -Infinity, -Infinity])
  assert.deepEqual(column(bounds, 'yhat_upper'), [Infinity, Infinity, Infinity])
  assert.equal(notes[1], 'Intervals are infinite: 90 % needs at least 9 rows that calibrate.')
})

test('bounds keep to what the target can be', async () => {
  const { x, z } = noisyTable(60, 5)
  const share = x.map((value, i) => Math.min(1, Math.max(0, value + 0.3 * (z[i] - 0.5))))
  const logistic = await conformal({ x, z, y: share }, { ...small, objective: 'logistic', method: 'cv+' })
  for (const { yhat_lower, yhat_upper } of logistic.predict({ x, z })) {
    assert.ok(yhat_lower >= 0 && yhat_upper <= 1 && yhat_lower <= yhat_upper)
  }
  const counts = await conformal(
    { x, z, y: x.map((value) => Math.floor(3 * value)) },
    { ...small, objective: 'poisson' },
  )
  assert.ok(column(counts.predict({ x, z }), 'yhat_lower').every((value) => value >= 0))
  const few = await conformal({ x: [1, 2], y: [0.2, 0.4] }, { ...small, objective: 'logistic', coverage: 0.9 })
  assert.deepEqual(column(few.predict({ x: [1] }), 'yhat_lower'), [0])
  assert.deepEqual(column(few.predict({ x: [1] }), 'yhat_upper'), [1])
})

test('the default method follows the rows, or the units', async () => {
  const methodOf = async (rows: number, unit?: string): Promise<ConformalMethod> => {
    const table = { ...noisyTable(rows, 6), machine: Array.from({ length: rows }, (_, i) => i % 12) }
    return (await conformal(table, { ...small, rounds: 1, ...(unit === undefined ? { features: ['x'] } : { unit }) }))
      .method
  }
  assert.equal(await methodOf(100), 'jackknife+')
  assert.equal(await methodOf(101), 'cv+')
  assert.equal(await methodOf(1000), 'split')
  assert.equal(await methodOf(1000, 'machine'), 'jackknife+')
})

test('by unit, intervals are those of new units: wide where units differ', async () => {
  const machine = Array.from({ length: 120 }, (_, i) => i % 12)
  const { x, y } = noisyTable(120, 7)
  const table = { machine, x, y: y.map((value, i) => value + 3 * Math.sin(machine[i] * 7)) }
  const width = async (options: Partial<ConformalOptions>): Promise<number> => {
    const { predict: withBounds } = await conformal(table, { ...small, ...options, method: 'cv+', folds: 6 })
    const [{ yhat_lower, yhat_upper }] = withBounds({ x: [0.5], machine: [3] })
    return yhat_upper - yhat_lower
  }
  const known = await width({ features: ['x', 'machine'] })
  const unknown = await width({ unit: 'machine' })
  assert.ok(unknown > 2 * known, `${unknown} against ${known}`)
})

test('workers change nothing, and progress counts the models', async () => {
  const table = noisyTable(50, 8)
  const seen: Progress[] = []
  const onProgress = (progress: Progress): number => seen.push(progress)
  const options: ConformalOptions = { ...small, method: 'cv+', folds: 4 }
  const [none, two] = [await conformal(table, options), await conformal(table, { ...options, workers: 2, onProgress })]
  assert.equal(tableDigest(two.predict(table)), tableDigest(none.predict(table)))
  assert.equal(two.achieved, none.achieved)
  assert.deepEqual(
    seen.map(({ done, total, label }) => `${done}/${total} ${label}`),
    ['1/5 conformal', '2/5 conformal', '3/5 conformal', '4/5 conformal', '5/5 conformal'],
  )
})

const table = { x: [1, 2, 3, 4], u: ['a', 'a', 'a', 'a'], y: [1, 2, 3, 4] }
const long = { x: Array.from({ length: 2001 }, (_, i) => i), y: Array.from({ length: 2001 }, (_, i) => i % 7) }
const bad: [unknown, unknown, string, string][] = [
  [table, {}, 'OPTION', 'option "target" must be the name of a column, got undefined'],
  [table, { target: 'y', coverage: 1 }, 'OPTION', 'option "coverage" must be a number in (0, 1), got 1'],
  [table, { target: 'y', method: 'cv' }, 'OPTION', 'option "method" must be "split", "cv+" or "jackknife+", got "cv"'],
  [
    table,
    { target: 'y', objective: 'quantile', quantiles: [0.5] },
    'OPTION',
    'option "objective" must predict a centre in conformal, got "quantile": take "absoluteerror" for medians',
  ],
  [
    table,
    { target: 'y', earlyStopping: { rounds: 3 } },
    'OPTION',
    'option "earlyStopping" needs validation rows, which conformal has none of: let tune choose "rounds"',
  ],
  [table, { target: 'y', baseMargin: 'x' }, 'OPTION', 'unknown option "baseMargin"'],
  [
    table,
    { target: 'y', method: 'cv+' },
    'DATA',
    '10 folds need at least 10 rows, got 4: give a smaller option "folds"',
  ],
  [
    { ...table, w: [0, 1, 0, 0] },
    { target: 'y', weight: 'w', method: 'jackknife+' },
    'DATA',
    'a fold has only weights of 0 among the rows that it learns from: give fewer folds',
  ],
  [table, { target: 'y', unit: 'u', method: 'split' }, 'DATA', 'method "split" needs at least two units, got 1'],
  [
    table,
    { target: 'y', unit: 'u', method: 'jackknife+' },
    'DATA',
    'method "jackknife+" needs at least two units, got 1',
  ],
  [
    long,
    { target: 'y', method: 'jackknife+' },
    'LIMIT',
    'method "jackknife+" fits a model a row, at most 2000, got 2001: take "cv+" or "split"',
  ],
  [{ x: [1], y: [1] }, { target: 'y' }, 'DATA', 'conformal needs at least two rows, got 1'],
]
for (const [given, options, code, message] of bad) {
  test(message, async () => {
    await assert.rejects(conformal(given as TableLike, options as ConformalOptions), {
      name: 'BodkinError',
      code,
      message,
    })
  })
}
