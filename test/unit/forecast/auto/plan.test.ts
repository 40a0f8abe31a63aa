import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAutoOptions, type AutoOptions } from '../../../../src/forecast/auto/auto-options.js'
import { planSeries, type Plan } from '../../../../src/forecast/auto/plan.js'

function plan(rows: number, stepMinutes: number, options: Partial<AutoOptions> = {}): Plan {
  const { settings, recipeOf } = readAutoOptions({ horizon: 3, ...options })
  const history = {
    ds: Float64Array.from({ length: rows }, (_, t) => Date.UTC(2024, 0, 1) + t * stepMinutes * 60_000),
    y: Float64Array.from({ length: rows }, (_, t) => 10 + Math.sin(t)),
    columns: {},
  }
  return planSeries({ history, settings, recipe: recipeOf(history), future: undefined, id: '' })
}

const names = ({ variants }: Plan): string[] => variants.map(({ name }) => name)

test('a season beyond a year of weeks is left to the other candidates, unless exponential smoothing is asked for', () => {
  assert.ok(names(plan(400, 60)).includes('ets'))
  assert.ok(!names(plan(400, 5)).includes('ets'))
  assert.ok(names(plan(400, 5, { candidates: ['ets', 'theta'] })).includes('ets'))
})

test('holidays that match by period match the rows whose period holds them', () => {
  // Mondays; the holidays are Wednesdays
  const holidays = { holiday: ['fair', 'fair', 'fair'], ds: ['2024-01-10', '2024-02-14', '2024-05-01'] }
  const unmatched = (holidayMatch: 'date' | 'period'): number =>
    plan(52, 7 * 24 * 60, { holidays, holidayMatch }).profile.unmatchedHolidays.length
  assert.equal(unmatched('date'), 1)
  assert.equal(unmatched('period'), 0)
})
