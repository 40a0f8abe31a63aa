import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Table } from 'apache-arrow'
import type { TableLike } from '../../../../src/arrow/table-like.js'
import type { Progress } from '../../../../src/parallel/run-options.js'
import { crossValidate, type CrossValidateOptions } from '../../../../src/regression/evaluation/cross-validate.js'
import { noisyTable } from '../../../support/noisy-table.js'
import { tableDigest } from '../../../support/table-digest.js'

const column = (table: Table, name: string): number[] => [...(table.getChild(name) ?? [])] as number[]

test('a model of one leaf predicts the mean of the other rows', async () => {
  // leave one out: mean of the other three; learning rate 1 and nothing to split on
  const table = { x: [1, 1, 1, 1], y: [2, 4, 6, 8] }
  const { predictions, scores, pooled } = await crossValidate(table, { target: 'y', folds: 4, rounds: 1 })
  const byRow = new Map(column(predictions, 'row').map((row, i) => [row, column(predictions, 'yhat')[i]]))
  assert.deepEqual(
    [0, 1, 2, 3].map((row) => byRow.get(row)),
    [6, Math.fround(16 / 3), Math.fround(14 / 3), 4],
  )
  assert.deepEqual(
    predictions.schema.fields.map(({ name }) => name),
    ['row', 'fold', 'repeat', 'y', 'yhat'],
  )
  assert.deepEqual(
    scores.schema.fields.map(({ name }) => name),
    ['repeat', 'fold', 'rows', 'mse', 'rmse', 'mae', 'r2'],
  )
  assert.equal(scores.numRows, 4)
  // errors 4, 4/3, 4/3, 4
  assert.ok(Math.abs((pooled.mae as number) - 8 / 3) < 1e-6)
  assert.ok(Math.abs((pooled.mse as number) - (16 + 16 / 9) / 2) < 1e-5)
  assert.ok(Math.abs((pooled.r2 as number) - (1 - (16 + 16 / 9) / 2 / 5)) < 1e-6)
  assert.equal(scores.getChild('r2')?.get(0), null, 'one row has no r2')
})

test('with weights, training and scores count rows by them', async () => {
  const table = { x: [1, 1, 1, 1], y: [2, 4, 6, 8], w: [1, 1, 2, 0], u: [0, 1, 1, 0] }
  const { predictions, pooled } = await crossValidate(table, {
    target: 'y',
    weight: 'w',
    unit: 'u',
    folds: 2,
    rounds: 1,
  })
  const byRow = new Map(column(predictions, 'row').map((row, i) => [row, column(predictions, 'yhat')[i]]))
  // without unit 0: (4 + 2·6) / 3; without unit 1: 2
  assert.deepEqual(
    [0, 1, 2, 3].map((row) => byRow.get(row)),
    [Math.fround(16 / 3), 2, 2, Math.fround(16 / 3)],
  )
  assert.ok(Math.abs((pooled.mae as number) - (10 / 3 + 2 + 2 * 4) / 4) < 1e-6)
})

test('every row is predicted once a repeat, and repeats differ', async () => {
  const table = noisyTable(60, 1)
  const { predictions, scores } = await crossValidate(table, { target: 'y', folds: 3, repeats: 2, rounds: 5 })
  assert.equal(predictions.numRows, 120)
  assert.deepEqual(column(scores, 'repeat'), [0, 0, 0, 1, 1, 1])
  assert.deepEqual(column(scores, 'rows'), [20, 20, 20, 20, 20, 20])
  const rows = column(predictions, 'row')
  assert.deepEqual(
    rows.slice(0, 60).toSorted((a, b) => a - b),
    Array.from({ length: 60 }, (_, i) => i),
  )
  assert.notDeepEqual(rows.slice(0, 60), rows.slice(60))
})

test('unit and time columns are no features, unless they are named', async () => {
  // the unit gives y away; held out by unit nothing is left of that
  const unit = Array.from({ length: 40 }, (_, i) => i % 8)
  const table = { unit, noise: unit.map((_, i) => (i * 7) % 11), y: unit.map((u) => u * 10) }
  const { pooled } = await crossValidate(table, { target: 'y', unit: 'unit', folds: 4, rounds: 20 })
  assert.ok((pooled.r2 as number) < 0.2, `${pooled.r2}`)
  const naive = await crossValidate(table, { target: 'y', features: ['unit', 'noise'], folds: 4, rounds: 20 })
  assert.ok((naive.pooled.r2 as number) > 0.95, `${naive.pooled.r2}`)
})

test('forward in time only later rows are predicted', async () => {
  const day = Array.from({ length: 12 }, (_, i) => new Date(Date.UTC(2024, 0, 12 - i)))
  const { predictions } = await crossValidate(
    { day, x: day.map((_, i) => i % 3), y: day.map((_, i) => i) },
    { target: 'y', time: 'day', folds: 3, rounds: 2 },
  )
  // blocks of three days; the table runs backwards, so the first block is rows 9 to 11
  assert.deepEqual(column(predictions, 'row'), [6, 7, 8, 3, 4, 5, 0, 1, 2])
})

test('logistic adds log_loss, and with labels 0 and 1 also auc, precision and recall', async () => {
  const { x, z } = noisyTable(80, 2)
  const share = x.map((value) => 0.2 + 0.6 * value)
  const label = x.map((value, i) => Number(value + 0.2 * z[i] > 0.6))
  const options: CrossValidateOptions = { target: 'y', objective: 'logistic', rounds: 20, maxDepth: 2 }
  const shares = await crossValidate({ x, z, y: share }, options)
  assert.deepEqual(Object.keys(shares.pooled), ['mse', 'rmse', 'mae', 'r2', 'log_loss'])
  const labels = await crossValidate({ x, z, y: label }, options)
  assert.deepEqual(Object.keys(labels.pooled), ['mse', 'rmse', 'mae', 'r2', 'log_loss', 'auc', 'precision', 'recall'])
  assert.ok((labels.pooled.auc as number) > 0.9)
  const strict = await crossValidate({ x, z, y: label }, { ...options, threshold: 0.99 })
  assert.ok((strict.pooled.recall as number) < (labels.pooled.recall as number))
})

test('a quantile has its pinball loss', async () => {
  const { pooled } = await crossValidate(noisyTable(60, 3), {
    target: 'y',
    objective: 'quantile',
    quantiles: [0.9],
    rounds: 10,
  })
  assert.ok((pooled.pinball as number) > 0)
})

test('workers change nothing, and progress counts the folds', async () => {
  const table = noisyTable(80, 4)
  const options: CrossValidateOptions = { target: 'y', folds: 4, repeats: 2, rounds: 10, subsample: 0.7, maxDepth: 3 }
  const seen: Progress[] = []
  const [none, one, two] = await Promise.all(
    [0, 1, 2].map((workers) =>
      crossValidate(table, {
        ...options,
        workers,
        ...(workers === 2 ? { onProgress: (p: Progress) => seen.push(p) } : {}),
      }),
    ),
  )
  for (const other of [one, two]) {
    assert.equal(tableDigest(other.predictions), tableDigest(none.predictions))
    assert.equal(tableDigest(other.scores), tableDigest(none.scores))
  }
  assert.deepEqual(
    seen.map(({ done, total, label }) => `${done}/${total} ${label}`),
    [1, 2, 3, 4, 5, 6, 7, 8].map((done) => `${done}/8 cross-validation`),
  )
})

test('a raised signal stops it', async () => {
  const controller = new AbortController()
  const running = crossValidate(noisyTable(100, 5), {
    target: 'y',
    folds: 20,
    signal: controller.signal,
    onProgress: ({ done }) => {
      if (done === 2) controller.abort()
    },
  })
  await assert.rejects(running, { name: 'BodkinError', code: 'ABORTED', message: "stopped by the caller's signal" })
})

test('this thread goes on answering within a fit, and a signal stops it there', async () => {
  const signal = AbortSignal.timeout(50)
  // so many rounds would take hours
  const running = crossValidate(noisyTable(500, 6), { target: 'y', folds: 2, rounds: 1_000_000, signal })
  await assert.rejects(running, { code: 'ABORTED' })
})

test('a constant target is predicted, not refused', async () => {
  const { pooled } = await crossValidate({ x: [1, 2, 3, 4], y: [5, 5, 5, 5] }, { target: 'y', folds: 2 })
  assert.equal(pooled.rmse, 0)
  assert.ok(Number.isNaN(pooled.r2))
})

const table = { x: [1, 2, 3, 4, 5, 6], u: ['a', 'a', 'b', 'b', 'c', null], y: [1, 2, 3, 4, 5, 6] }
const bad: [unknown, unknown, string, string][] = [
  [table, {}, 'OPTION', 'option "target" must be the name of a column, got undefined'],
  [table, { target: 'z' }, 'COLUMN', 'table has no column "z": it has "x", "u", "y"'],
  [table, { target: 'y', folds: 1 }, 'OPTION', 'option "folds" must be an integer in [2, 1000000], got 1'],
  [table, { target: 'y', fold: 3 }, 'OPTION', 'unknown option "fold": did you mean "folds"?'],
  [table, { target: 'y', folds: 7 }, 'DATA', '7 folds need at least 7 rows, got 6: give a smaller option "folds"'],
  [table, { target: 'y', unit: 'u' }, 'DATA', 'column "u", row 5: must have a unit, got null'],
  [table, { target: 'y', time: 'u' }, 'DATA', 'column "u", row 5: must have a time, got null'],
  [
    table,
    { target: 'y', earlyStopping: { rounds: 5 } },
    'OPTION',
    'option "earlyStopping" needs validation rows, which crossValidate has none of: let tune choose "rounds"',
  ],
  [
    table,
    { target: 'y', objective: 'quantile', quantiles: [0.1, 0.9] },
    'OPTION',
    'option "quantiles" must have one level in crossValidate, got 2',
  ],
  [{ ...table, y: [1, 2, 3, 4, 5, null] }, { target: 'y' }, 'DATA', 'column "y", row 5: must be finite, got null'],
  [
    { ...table, w: [1, 0, 0, 0, 0, 0] },
    { target: 'y', weight: 'w', folds: 6 },
    'DATA',
    'a fold has only weights of 0 among the rows that it learns from: give fewer folds',
  ],
  [{ x: [1], y: [1] }, { target: 'y' }, 'DATA', 'crossValidate needs at least two rows, got 1'],
  [table, { target: 'y', threshold: 2 }, 'OPTION', 'option "threshold" must be a number in [0, 1], got 2'],
  [table, { target: 'y', workers: -1 }, 'OPTION', 'option "workers" must be an integer in [0, 64], got -1'],
  [table, undefined, 'OPTION', 'option "options" must be an object, got undefined'],
]
for (const [given, options, code, message] of bad) {
  test(message, async () => {
    const running = crossValidate(given as TableLike, options as CrossValidateOptions)
    await assert.rejects(running, { name: 'BodkinError', code, message })
  })
}
