/** Cutoffs and metrics against Prophet 1.5 (make.py): cutoffs to the millisecond, metrics to 1e-12 relative, which leaves room for another order of sums. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { cutoffs } from '../../../src/forecast/evaluation/cutoffs.js'
import { metrics } from '../../../src/forecast/evaluation/metrics.js'

interface CutoffCase {
  readonly name: string
  readonly ds: readonly number[]
  readonly horizon: string
  readonly initial: string
  readonly period: string
  readonly cutoffs: readonly number[]
}

interface MetricCase {
  readonly name: string
  readonly frame: Readonly<Record<'ds' | 'cutoff' | 'y' | 'yhat' | 'yhat_lower' | 'yhat_upper', readonly number[]>>
  readonly results: readonly (Readonly<Record<string, readonly (number | string | null)[]>> & {
    readonly rolling_window: number
  })[]
}

function read<Case>(file: string): Case[] {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Case[]
}

const dates = (milliseconds: readonly number[]): Date[] => milliseconds.map((time) => new Date(time))

for (const { name, ds, cutoffs: expected, ...durations } of read<CutoffCase>('./cutoffs.json')) {
  test(`cutoffs equal Prophet's: ${name}, ${durations.horizon} ahead every ${durations.period}`, () => {
    const history = { ds: dates(ds), y: ds.map((_, i) => i) }
    assert.deepEqual(cutoffs(history, durations), dates(expected))
  })
}

for (const { name, frame, results } of read<MetricCase>('./metrics.json')) {
  const cv = { ...frame, ds: dates(frame.ds), cutoff: dates(frame.cutoff) }
  for (const { rolling_window: rollingWindow, horizon, ...columns } of results) {
    test(`metrics equal Prophet's: ${name}, rolling window ${rollingWindow}`, () => {
      const table = metrics(cv, { rollingWindow })
      const shared = table.schema.fields.map((field) => field.name).filter((column) => column !== 'horizon')
      const beyondProphet = ['bias', 'mean_width']
      assert.deepEqual(shared, [...Object.keys(columns), ...beyondProphet])
      assertClose(Array.from(table.getChild('horizon')!), horizon, 'horizon')
      for (const [column, values] of Object.entries(columns))
        assertClose(Array.from(table.getChild(column)!), values, column)
    })
  }
}

function assertClose(
  actual: readonly (number | null)[],
  expected: readonly (number | string | null)[],
  what: string,
): void {
  assert.equal(actual.length, expected.length, what)
  expected.forEach((value, i) => {
    const wanted = value === null ? null : Number(value)
    if (wanted === null || !Number.isFinite(wanted)) assert.equal(actual[i], wanted, `${what} ${i}`)
    else
      assert.ok(
        Math.abs(actual[i]! - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted)),
        `${what} ${i}: ${actual[i]} and ${wanted}`,
      )
  })
}
