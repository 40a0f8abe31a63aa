import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Table } from 'apache-arrow'
import { BodkinError } from '../../src/index.js'
import { causes, type Causes } from '../../src/regression/causes/causes.js'
import { resolveCausesOptions } from '../../src/regression/causes/causes-options.js'
import { machineFeatures, machineMonths, stacked } from '../support/machine-months.js'

type Row = Record<string, unknown>

function rows(table: Table): Row[] {
  return table.toArray().map((row: { toJSON(): Row }) => row.toJSON())
}

/** All that does not name rows of the table. */
function whole({ causes: found, scores, verdict, verdicts, models }: Causes): string {
  const trees = Object.entries(models).map(([name, { trees: nodes }]) => [name, [...nodes.condition], [...nodes.left]])
  return JSON.stringify([rows(found), rows(scores), rows(verdicts), verdict, trees])
}

const table = stacked({
  a: machineMonths({ seed: 1, rows: 60, r2: 0.6 }),
  b: machineMonths({ seed: 2, rows: 72, r2: 0 }),
})
const options = {
  target: 'uptime',
  by: 'type',
  exposure: 'hours',
  features: machineFeatures,
  actionable: ['location'],
  gate: { permutations: 39 },
} as const

test('another order of rows gives the same bytes', async () => {
  const [plain, timed] = [
    await causes(table, { ...options, unit: null }),
    await causes(table, { ...options, unit: 'machine', time: 'month' }),
  ]
  const order = fc.shuffledSubarray(Array.from(table.month.keys()), { minLength: table.month.length })
  await fc.assert(
    fc.asyncProperty(order, async (rowsOf) => {
      const moved = Object.fromEntries(
        Object.entries(table).map(([name, values]) => [name, rowsOf.map((row) => (values as unknown[])[row])]),
      )
      assert.equal(whole(await causes(moved, { ...options, unit: null })), whole(plain))
      assert.equal(whole(await causes(moved, { ...options, unit: 'machine', time: 'month' })), whole(timed))
    }),
    { numRuns: 4, seed: 1 },
  )
})

test('the number of workers does not change a byte', async () => {
  const here = await causes(table, options)
  for (const workers of [1, 2]) {
    const there = await causes(table, { ...options, workers })
    assert.equal(whole(there), whole(here))
    assert.deepEqual(rows(there.predictions), rows(here.predictions))
    assert.deepEqual(rows(there.actions), rows(here.actions))
  }
})

test('tables of any kind end in a verdict or in an error of the caller, never in a crash', async () => {
  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: -5, max: 5, noNaN: true }) },
    fc.constant(null),
    fc.integer({ min: 0, max: 2 }),
  )
  const tables = fc.integer({ min: 1, max: 45 }).chain((length) => {
    const column = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: length, maxLength: length })
    return fc.record({
      y: column(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 1 }))),
      x: column(cell),
      label: column(fc.constantFrom('a', 'b', null)),
      kind: column(fc.constantFrom('p', 'q', null)),
      unit: column(fc.integer({ min: 0, max: 8 })),
      when: column(fc.integer({ min: 0, max: 20 })),
    })
  })
  const ask = fc.record({
    by: fc.constantFrom(undefined, 'kind'),
    unit: fc.constantFrom(null, 'unit'),
    time: fc.constantFrom(undefined, 'when'),
    actionable: fc.constantFrom([], ['label', 'x']),
    gate: fc.constantFrom(false as const, { permutations: 19, minRows: 10 }),
  })
  await fc.assert(
    fc.asyncProperty(tables, ask, async (data, asked) => {
      try {
        const { causes: found, verdict } = await causes(data, { target: 'y', features: ['x', 'label'], ...asked })
        assert.equal(typeof verdict.publish, 'boolean')
        for (const { p_value: p, q_value: q, share } of rows(found))
          for (const value of [p, q, share] as (number | null)[])
            assert.ok(value === null || (value >= 0 && value <= 1), String(value))
      } catch (error) {
        assert.ok(error instanceof BodkinError, String((error as Error).stack))
      }
    }),
    { numRuns: 60, seed: 2 },
  )
})

test('10,000 option objects of any kind are read or refused as options', () => {
  const names = [
    'target',
    'by',
    'features',
    'unit',
    'time',
    'exposure',
    'actionable',
    'better',
    'coverage',
    'gate',
    'workers',
    'seed',
    'rounds',
    'maxDepth',
    'objective',
    'quantiles',
    'typo',
  ]
  const value = fc.oneof(
    fc.constantFrom('uptime', 'lower', 'logistic', 'quantile', '', null, undefined, true, false),
    fc.double(),
    fc.integer({ min: -3, max: 300 }),
    fc.array(fc.string(), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('alpha', 'permutations', 'minRows', 'leakage', 'minR2', 'else'), fc.anything()),
    fc.anything(),
  )
  let read = 0
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 }), (asked) => {
      try {
        const settings = resolveCausesOptions({ target: 'uptime', ...asked })
        assert.ok(settings.gate.alpha > 0 && settings.gate.alpha < 1)
        read++
      } catch (error) {
        assert.ok(error instanceof BodkinError && error.code === 'OPTION', String(error))
      }
    }),
    { numRuns: 10_000, seed: 3 },
  )
  assert.ok(read > 300, `${read} were read`)
})
