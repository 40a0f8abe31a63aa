/**
 * Against Prophet (make.py): with Prophet's own parameters in our model, every prediction and every component must be Prophet's, so that
 * the model is the same one; and our optimum must not be above Prophet's, whose optimiser (L-BFGS) stops a little early.
 *
 * Tolerances: predictions to 1e-9 of the scale of y (sums of up to fifty terms in another order); times and scales to 1e-14.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { negativeLogPosterior } from '../../../src/forecast/additive/likelihood.js'
import { changepoints, fit, predict, type AdditiveModel, type ForecastOptions } from '../../../src/forecast/index.js'
import { dates, numbers } from '../../unit/forecast/series-for-tests.js'

type Columns = Readonly<Record<string, (number | string | boolean | null)[]>>
interface Case {
  readonly name: string
  readonly options: ForecastOptions
  readonly history: Columns
  readonly holidays: Columns | null
  readonly future: Columns
  readonly model: {
    readonly scale: number
    readonly floor: number
    readonly t: number[]
    readonly k: number
    readonly m: number
    readonly delta: number[]
    readonly sigma: number
    readonly beta: Readonly<Record<string, number>>
    readonly priorScales: Readonly<Record<string, number>>
    readonly changepoints: string[]
  }
  readonly rows: number[]
  readonly predictions: {
    readonly history: Readonly<Record<string, number[]>>
    readonly future: Readonly<Record<string, number[]>>
  }
}

const { cases } = JSON.parse(readFileSync(new URL('prophet.json', import.meta.url), 'utf8')) as { cases: Case[] }

function fitCase({ options, history, holidays }: Case): AdditiveModel {
  return fit(history, holidays === null ? options : { ...options, holidays })
}

/** Our model with Prophet's parameters in the place of its own; coefficients go by the name of their feature. */
function withProphetsParameters(model: AdditiveModel, { model: prophet }: Case): AdditiveModel {
  const { k, m, sigma } = prophet
  const beta = Float64Array.from(model.fit.features, (name) => prophet.beta[name])
  return { ...model, fit: { ...model.fit, k, m, sigma, delta: Float64Array.from(prophet.delta), beta } }
}

/** Our likelihood of a model's parameters on its own history. */
function objectiveOf(model: AdditiveModel, { model: prophet }: Case): number {
  const { history, scale, settings } = model
  const { k, m, sigma, delta, beta, features } = model.fit
  const yhat = numbers(predict(model, historyTable(history), { interval: 'none' }), 'yhat')
  const sse = history.y.reduce((sum, value, i) => sum + ((value - yhat[i]) / scale.y) ** 2, 0)
  return negativeLogPosterior({
    rows: history.y.length,
    sse,
    sigma,
    k,
    m,
    delta,
    beta,
    changepointPriorScale: settings.changepointPriorScale,
    priorScales: Float64Array.from(features, (name) => prophet.priorScales[name]),
  })
}

function historyTable({ ds, columns }: AdditiveModel['history']): Record<string, ArrayLike<unknown>> {
  return { ds: Array.from(ds, (ms) => new Date(ms)), ...columns }
}

/** Case by case how many nats our optimum lies below Prophet's, and what is proven of it. */
const gained: { readonly name: string; readonly nats: number; readonly proven: string }[] = []

for (const entry of cases) {
  const { model: prophet } = entry

  test(`${entry.name}: times, scale, changepoints and features are Prophet's`, () => {
    const model = fitCase(entry)
    assert.ok(Math.abs(model.scale.y / prophet.scale - 1) < 1e-14, `${model.scale.y} against ${prophet.scale}`)
    assert.equal(model.scale.floor, prophet.floor)
    const span = model.time.end - model.time.start
    entry.rows.forEach((row, i) => {
      const t = (model.history.ds[row] - model.time.start) / span
      assert.ok(Math.abs(t - prophet.t[i]) < 1e-14, `row ${row}: t ${t} against ${prophet.t[i]}`)
    })
    assert.deepEqual(
      dates(changepoints(model)),
      prophet.changepoints.map((text) => (text.length === 16 ? `${text}:00` : text)),
    )
    assert.deepEqual(model.fit.features.toSorted(), Object.keys(prophet.beta).toSorted())
    const byName = new Map(model.components.map(({ name, priorScale }) => [name, priorScale]))
    for (const [feature, scale] of Object.entries(prophet.priorScales)) {
      const name = feature.split('_delim_')[0]
      assert.equal(byName.get(name), scale, feature)
    }
  })

  test(`${entry.name}: with Prophet's parameters our predictions are Prophet's`, () => {
    const model = withProphetsParameters(fitCase(entry), entry)
    const parts = [
      {
        wanted: entry.predictions.history,
        table: predict(model, historyTable(model.history), { interval: 'none' }),
        rows: entry.rows,
      },
      { wanted: entry.predictions.future, table: predict(model, entry.future, { interval: 'none' }), rows: undefined },
    ]
    for (const { wanted, table, rows } of parts) {
      for (const [column, values] of Object.entries(wanted)) {
        const all = numbers(table, column)
        const ours = rows === undefined ? all : rows.map((row) => all[row])
        assert.equal(ours.length, values.length)
        ours.forEach((value, i) =>
          assert.ok(
            Math.abs(value - values[i]) <= 1e-9 * prophet.scale,
            `${column}, ${i}: ${value} against ${values[i]}`,
          ),
        )
      }
    }
  })

  test(`${entry.name}: our objective is not above that of Prophet's parameters`, () => {
    const model = fitCase(entry)
    const own = objectiveOf(model, entry)
    assert.ok(Math.abs(own - model.fit.objective) < 1e-8 * (1 + Math.abs(own)), `${own} against ${model.fit.objective}`)
    const theirs = objectiveOf(withProphetsParameters(model, entry), entry)
    assert.ok(model.fit.objective <= theirs + 1e-9, `${model.fit.objective} against ${theirs}`)
    assert.ok(theirs - model.fit.objective < 20, `${theirs - model.fit.objective} nats apart: not the same model`)
    // a product of trend and season is solved on rows, not on moments: the conditions hold to fewer digits, the objective to all that count
    const linear = model.settings.growth !== 'logistic' && model.components.every(({ mode }) => mode === 'additive')
    assert.ok(model.fit.certificate.kktResidual <= (linear ? 1e-8 : 1e-3), String(model.fit.certificate.kktResidual))
    gained.push({ name: entry.name, nats: theirs - model.fit.objective, proven: model.fit.certificate.kind })
  })
}

test("our optimum is nowhere above Prophet's: the table of nats below it", (t) => {
  assert.equal(gained.length, cases.length)
  assert.ok(gained.every(({ nats }) => nats >= -1e-9))
  for (const { name, nats, proven } of gained)
    t.diagnostic(`${nats.toFixed(3).padStart(8)}  ${proven.padEnd(6)}  ${name}`)
})
