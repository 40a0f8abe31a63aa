import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Table } from 'apache-arrow'
import { BodkinError } from '../../../../src/index.js'
import { causes, type Causes } from '../../../../src/regression/causes/causes.js'
import type { CausesOptions } from '../../../../src/regression/causes/causes-options.js'
import { predict } from '../../../../src/regression/model/predict.js'
import { randomStream } from '../../../../src/numeric/random.js'
import { machineFeatures, machineMonths, stacked } from '../../../support/machine-months.js'

type Row = Record<string, unknown>

function rows(table: Table): Row[] {
  return table.toArray().map((row: { toJSON(): Row }) => row.toJSON())
}

function published(result: Causes, by: string | null = null): unknown[] {
  return rows(result.causes)
    .filter((row) => row.by === by && row.published === true)
    .map(({ feature }) => feature)
}

function reason(result: Causes, code: string): Causes['verdict']['reasons'][number] | undefined {
  return result.verdict.reasons.find((one) => one.code === code)
}

const task = { target: 'uptime', exposure: 'hours', features: machineFeatures, unit: null } as const

const vending = stacked({
  'Deep freezer': machineMonths({ seed: 11, rows: 120, r2: 0.6 }),
  'Coffee bar': machineMonths({ seed: 12, rows: 120, r2: 0 }),
  'Snack tower': machineMonths({ seed: 13, rows: 240, r2: 0.3 }),
  'Water cooler': machineMonths({ seed: 14, rows: 24, r2: 0.6 }),
})
const answer = causes(vending, { ...task, by: 'type', actionable: ['location', 'volume'] })

test('one call, a verdict a type: planted causes are found, noise and short tables are refused', async () => {
  const result = await answer
  assert.deepEqual(
    rows(result.verdicts).map(({ by, rows: n, publish, code }) => [by, n, publish, code]),
    [
      ['Coffee bar', 120, false, 'NO_SKILL'],
      ['Deep freezer', 120, true, null],
      ['Snack tower', 240, true, null],
      ['Water cooler', 24, false, 'TOO_FEW_ROWS'],
    ],
  )
  assert.deepEqual(published(result, 'Deep freezer').toSorted(), ['location', 'temperature'])
  assert.deepEqual(published(result, 'Snack tower').toSorted(), ['location', 'temperature'])
  assert.equal(result.verdict.publish, true)
  assert.equal(
    result.verdict.summary,
    'Causes were found in 2 of 4 groups: type "Deep freezer" and type "Snack tower"; refused: type "Coffee bar" and type "Water cooler".',
  )
})

test('a refused group has rows without a ranking, in the order of the features', async () => {
  const refused = rows((await answer).causes).filter(({ by }) => by === 'Coffee bar')
  assert.deepEqual(
    refused.map(({ feature }) => feature),
    machineFeatures,
  )
  for (const { importance, share, p_value, shape, published: shown, code } of refused)
    assert.deepEqual([importance, share, p_value, shape, shown, code], [null, null, null, null, false, 'NO_SKILL'])
})

test('the columns are those of the contract, and more', async () => {
  const { causes: table, actions, predictions, scores, verdicts } = await answer
  const names = (of: Table): string => of.schema.fields.map(({ name }) => name).join(' ')
  assert.equal(
    names(table),
    'by feature importance share p_value q_value rank_stability group direction shape published code importance_lower importance_upper',
  )
  assert.equal(names(actions), 'by row feature from to gain gain_lower gain_upper')
  assert.equal(names(predictions), 'by row y yhat yhat_lower yhat_upper')
  assert.equal(
    names(scores),
    'by n mse rmse mae r2 baseline_rmse linear_rmse skill skill_lower skill_upper p_value q_value',
  )
  assert.equal(names(verdicts), 'by rows publish p_value q_value skill display summary code message')
})

test('direction and shape say what was planted: heat costs uptime, and so does Nancy', async () => {
  const freezer = rows((await answer).causes).filter(({ by }) => by === 'Deep freezer')
  const heat = freezer.find(({ feature }) => feature === 'temperature') as Row
  assert.equal(heat.direction, 'down')
  assert.match(heat.shape as string, /^above 2\d(\.\d+)?: −0\.0\d+/)
  assert.equal(heat.group, 'month + temperature')
  const place = freezer.find(({ feature }) => feature === 'location') as Row
  assert.equal(place.direction, 'by label')
  const shares = freezer.reduce((sum, { share }) => sum + (share as number), 0)
  assert.ok(Math.abs(shares - 1) < 1e-12)
})

test('actions are of published features that may be changed, with a gain whose interval lies above 0', async () => {
  const { actions } = await answer
  const found = rows(actions)
  assert.ok(found.length > 20)
  for (const { by, row, feature, from, to, gain, gain_lower: lower, gain_upper: upper } of found) {
    assert.equal(feature, 'location')
    assert.equal(vending.type[row as number], by)
    assert.equal(vending.location[row as number], from)
    assert.notEqual(from, to)
    assert.ok((lower as number) > 0 && (lower as number) < (gain as number) && (gain as number) < (upper as number))
  }
})

test('predictions are held out, within [0, 1] with their intervals, and as good as the scores say', async () => {
  const { predictions, scores } = await answer
  const own = rows(predictions).filter(({ by }) => by === 'Snack tower')
  assert.equal(own.length, 240)
  let inside = 0
  for (const { y, yhat, yhat_lower: lower, yhat_upper: upper } of own as Record<string, number>[]) {
    assert.ok(lower >= 0 && lower <= yhat && yhat <= upper && upper <= 1)
    inside += Number(lower <= y && y <= upper)
  }
  assert.ok(inside >= 0.75 * 240 && inside <= 0.85 * 240, `${inside} of 240`)
  const {
    skill,
    skill_lower: low,
    skill_upper: high,
    r2,
    rmse,
    baseline_rmse: base,
  } = rows(scores).find(({ by }) => by === 'Snack tower') as Record<string, number>
  assert.ok(low < skill && skill < high && skill > 0.1)
  assert.ok(rmse < base && Math.abs(1 - (rmse / base) ** 2 - skill) < 1e-12 && r2 < skill + 0.05)
})

test('models predict, within [0, 1], and each is its group’s own', async () => {
  const { models } = await answer
  assert.deepEqual(Object.keys(models), ['Coffee bar', 'Deep freezer', 'Snack tower'])
  const model = models['Deep freezer']
  assert.equal(model.objective, 'logistic')
  const yhat = predict(model, vending)
  assert.ok(yhat.every((value) => value > 0 && value < 1))
})

test('uptime near .99 on 150 rows: the location is found; without scaled Hessians no tree splits, and the verdict says so', async () => {
  const random = randomStream(1, 'trap')
  const places = ['Lyon', 'Nice', 'Paris', 'Lille', 'Brest', 'Nancy']
  const effects = [0.002, 0.001, 0, 0, -0.004, -0.012]
  const codes = Array.from({ length: 150 }, () => random.below(6))
  const table = {
    location: codes.map((code) => places[code]),
    temperature: codes.map(() => 17 + 8 * random.normal()),
    volume: codes.map(() => random.normal()),
    uptime: codes.map((code) => Math.min(1, 0.99 + effects[code] + 0.006 * random.normal())),
  }
  assert.deepEqual(published(await causes(table, { target: 'uptime' })), ['location'])
  const plain = await causes(table, { target: 'uptime', objective: 'logistic', hessianScaled: false, minRows: 0 })
  assert.deepEqual(published(plain), [])
  assert.match(plain.verdict.summary, /Warning: no split was possible in any tree .* set hessianScaled/)
})

test('leaks refuse, or warn when asked to', async () => {
  const table = { ...machineMonths({ seed: 3, rows: 120, r2: 0.3 }) }
  const downtime = table.uptime.map((share, row) => (1 - share) * 500 + 0.01 * table.volume[row] ** 0.5)
  const options = { ...task, features: ['location', 'volume', 'downtime'] }
  const refused = await causes({ ...table, downtime }, options)
  assert.equal(refused.verdict.publish, false)
  assert.equal(refused.verdict.display, 'none')
  assert.ok((reason(refused, 'LEAKAGE')?.measured ?? 0) > 0.98)
  assert.match(refused.verdict.summary, /^No causes of uptime are shown: "downtime" alone explains \d+\.\d+ %/)
  const warned = await causes({ ...table, downtime }, { ...options, gate: { leakage: 'warn' } })
  assert.equal(warned.verdict.publish, true)
  assert.match(warned.verdict.summary, /Warning: "downtime" alone explains/)
})

test('fewer than five machines with equally long histories cannot be exchanged', async () => {
  const table = machineMonths({ seed: 5, rows: 48, r2: 0.6 })
  const result = await causes(table, { ...task, unit: 'machine' })
  const few = reason(result, 'TOO_FEW_UNITS')
  assert.deepEqual([few?.measured, few?.required, few?.passed], [4, 5, false])
  assert.equal(result.causes.numRows, 4)
  // found by its name as well
  assert.equal(reason(await causes(table, { ...task, unit: undefined }), 'TOO_FEW_UNITS')?.measured, 4)
  assert.equal(reason(await causes(table, task), 'TOO_FEW_UNITS'), undefined)
})

test('a season that all machines share gets no credit when the machine and the month are told', async () => {
  const table = machineMonths({ seed: 6, rows: 120, r2: 0 })
  const uptime = table.uptime.map((share, row) => share - 0.05 * Number(table.month[row] > 6))
  const options = { ...task, features: ['month', 'volume'] }
  assert.equal((await causes({ ...table, uptime }, options)).verdict.publish, true)
  const told = await causes({ ...table, uptime }, { ...options, unit: 'machine', time: 'month' })
  assert.equal(reason(told, 'NO_SKILL')?.passed, false)
  assert.match(told.verdict.summary, /n = 120 in 10 units, detectable R² ≥ 0\.\d\d/)
})

test('a constant target, limits, and no gate at all', async () => {
  const table = machineMonths({ seed: 7, rows: 60, r2: 0 })
  const constant = await causes({ ...table, uptime: table.uptime.map(() => 0.9) }, task)
  assert.deepEqual(
    constant.verdict.reasons.filter(({ passed }) => !passed).map(({ code, message }) => [code, message]),
    [['CONSTANT_TARGET', 'uptime is the same in every row']],
  )
  assert.deepEqual(Object.keys(constant.models), [])
  const open = await causes(table, { ...task, gate: false })
  assert.deepEqual(
    open.verdict.reasons.map(({ code }) => code),
    ['GATE_OFF'],
  )
  assert.ok(rows(open.causes).every(({ p_value: p }) => typeof p === 'number'))
  const limited = await causes(machineMonths({ seed: 8, rows: 120, r2: 0.6 }), {
    ...task,
    gate: { minR2: 0.9, maxRmse: 1 },
  })
  assert.deepEqual(
    limited.verdict.reasons.filter(({ code }) => code === 'LIMIT').map(({ passed }) => passed),
    [false, true],
  )
})

test('a target outside [0, 1] is fitted with squared error, missing values and unseen labels are no trouble', async () => {
  const table = machineMonths({ seed: 9, rows: 120, r2: 0.6 })
  const downtime = table.uptime.map((share) => 720 * (1 - share))
  const location = table.location.map((place, row) => (row % 9 === 0 ? null : place))
  const temperature = table.temperature.map((value, row) => (row % 7 === 0 ? null : value))
  const options = { ...task, target: 'downtime', better: 'lower', actionable: ['location'] } as const
  const result = await causes({ ...table, downtime, location, temperature }, options)
  assert.equal(result.models.all.objective, 'squarederror')
  assert.equal(result.verdict.publish, true)
  assert.ok(rows(result.actions).every(({ gain }) => (gain as number) > 0))
  assert.equal(predict(result.models.all, { ...table, location: location.map(() => 'Metz') }).length, 120)
})

test('a group of few rows borrows the others’ trees, and its model says so; a group of noise gains nothing', async () => {
  const big = machineMonths({ seed: 200, rows: 240, r2: 0.5 })
  const small = machineMonths({ seed: 100, rows: 48, r2: 0.5 })
  const noise = machineMonths({ seed: 300, rows: 48, r2: 0 })
  const skillOf = (result: Causes, by: string | null): number =>
    rows(result.scores).find((row) => row.by === by)?.skill as number
  const quick = { ...task, gate: { permutations: 19, alpha: 0.01 } }
  const together = await causes(stacked({ big, noise, small }), { ...quick, by: 'type' })
  assert.ok(skillOf(together, 'small') > skillOf(await causes(small, quick), null) + 0.1)
  assert.ok(skillOf(together, 'noise') < 0.05)
  assert.match(together.models.small.notes.join(), /^the first 60 trees are those of the other groups' rows, at \d+ %$/)
  assert.deepEqual(together.models.big.notes, [])
  // borrowed or not, it is a model like any other
  const { trees, bestRounds } = together.models.small
  assert.equal(trees.rounds.length - 1, bestRounds)
  assert.equal(predict(together.models.small, small).length, 48)
})

const months = machineMonths({ seed: 10, rows: 60, r2: 0 })
const bad: readonly [string, Record<string, unknown>, Record<string, unknown>, string][] = [
  ['no target', {}, { target: undefined }, 'option "target" must be a column name, got undefined'],
  ['a slip', {}, { expsure: 'hours' }, 'unknown option "expsure": did you mean "exposure"?'],
  ['a slip in the gate', {}, { gate: { alfa: 0.1 } }, 'unknown option "gate.alfa": did you mean "alpha"?'],
  ['a level of 1', {}, { gate: { alpha: 1 } }, 'option "gate.alpha" must be a number in (0, 1), got 1'],
  [
    'few draws',
    {},
    { gate: { permutations: 9 } },
    'option "gate.permutations" must be an integer in [19, 100000], got 9',
  ],
  [
    'no such gate',
    {},
    { gate: true },
    'option "gate" must be false or an object with alpha, permutations, minRows, leakage, minR2, maxRmse, got true',
  ],
  ['a wrong leakage', {}, { gate: { leakage: 'no' } }, 'option "gate.leakage" must be "error" or "warn", got "no"'],
  ['a wrong side', {}, { better: 'up' }, 'option "better" must be "higher" or "lower", got "up"'],
  [
    'what is no feature',
    {},
    { actionable: ['hours'] },
    'option "actionable" must name features (month, location, temperature, volume), each once, got "hours"',
  ],
  [
    'what may be changed, twice',
    {},
    { actionable: ['volume', 'volume'] },
    'option "actionable" must name features (month, location, temperature, volume), each once, got "volume" twice',
  ],
  [
    'the target among the features',
    {},
    { features: ['uptime', 'month'] },
    'option "features" must name different columns without another part, got "uptime"',
  ],
  [
    'early stopping',
    {},
    { earlyStopping: { rounds: 5 } },
    'option "earlyStopping" needs validation rows, which causes has none of: let tune choose "rounds"',
  ],
  ['no such column', {}, { by: 'typ' }, 'table has no column "typ"'],
  [
    'a null target',
    { uptime: months.uptime.map((y, i) => (i === 3 ? null : y)) },
    {},
    'column "uptime", row 3: must be finite, got null',
  ],
  [
    'a negative exposure',
    { hours: months.hours.map((h, i) => (i === 7 ? -1 : h)) },
    {},
    'column "hours", row 7: must be a finite weight of at least 0, got -1',
  ],
  [
    'a machine without a name',
    { machine: months.machine.map((name, i) => (i === 5 ? null : name)) },
    { unit: 'machine' },
    'column "machine", row 5: must have a unit, got null',
  ],
]

for (const [what, columns, options, message] of bad)
  test(`bad input: ${what}`, async () => {
    await assert.rejects(
      causes({ ...months, ...columns }, { ...task, ...options } as unknown as CausesOptions),
      (error) => {
        assert.ok(error instanceof BodkinError)
        assert.ok(error.message.startsWith(message), error.message)
        return true
      },
    )
  })

test('one cause among many features, and one group with causes among many, are found', async () => {
  const random = randomStream(5, 'many features')
  const normal = (count: number): number[] => Array.from({ length: count }, () => random.normal())
  const x = normal(80)
  const noise = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`noise ${i}`, normal(80)]))
  const wide = await causes({ y: x.map((value) => 2 * value + random.normal()), x, ...noise }, { target: 'y' })
  assert.deepEqual(published(wide), ['x'])
  assert.ok((rows(wide.causes).find(({ feature }) => feature === 'x')?.q_value as number) <= 0.05)

  const group = Array.from({ length: 480 }, (_, i) => `type ${Math.floor(i / 40)}`)
  const a = normal(480)
  const y = a.map((value, i) => (i < 40 ? 3 * value : 0) + random.normal())
  const { verdict } = await causes({ y, a, group }, { target: 'y', by: 'group' })
  assert.match(verdict.summary, /^Causes were found in 1 of 12 groups: group "type 0"; refused: /)
})

test('a target that differs only beyond single precision is refused as constant', async () => {
  const x = Array.from({ length: 40 }, (_, i) => i)
  const expected = 'No causes of y are shown: y differs so little that it is the same in every row in single precision.'
  for (const y of [x.map((value) => 1e9 + value / 2), x.map((value) => 1e-200 * value)]) {
    const { verdict } = await causes({ x, y }, { target: 'y' })
    assert.equal(verdict.summary, expected)
  }
})

test('no rows are an error, and a raised signal stops', async () => {
  await assert.rejects(causes({ uptime: [], month: [] }, { target: 'uptime' }), {
    message: 'causes needs at least one row, got none',
  })
  const signal = AbortSignal.abort()
  await assert.rejects(causes(months, { ...task, signal }), { code: 'ABORTED' })
})

test('progress is told for groups, features and models', async () => {
  const labels = new Set<string>()
  await causes(machineMonths({ seed: 8, rows: 60, r2: 0.6 }), { ...task, onProgress: ({ label }) => labels.add(label) })
  assert.deepEqual([...labels], ['causes: groups', 'causes: features', 'causes: models'])
})
