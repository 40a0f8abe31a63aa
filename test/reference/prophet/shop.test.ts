/**
 * A shop with two shocks given as one-off holidays, against Prophet (shop.py): with Prophet's own parameters every component and yhat must be
 * Prophet's, in the history and 30 days ahead, so that windows without a like in the future are the same thing in both; and our optimum must not be above
 * Prophet's, whose optimiser (L-BFGS) stops early. How far that moves its forecast is part of the test.
 *
 * Tolerances: 1e-9 of the scale of y for sums in another order. Where the optimiser stops g nats early, a day with an effect of its own, whose
 * curvature is 1/σ², may be off by σ√(2g); all other rows are tied to their neighbours and are off by less.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { negativeLogPosterior } from '../../../src/forecast/additive/likelihood.js'
import { fit, predict, type AdditiveModel } from '../../../src/forecast/index.js'
import { clearance, sale, shopOrders, shopRevenue } from '../../support/shop.js'
import { numbers } from '../../unit/forecast/series-for-tests.js'

interface Case {
  readonly more: number
  readonly ds: string[]
  readonly y: number[]
  readonly model: {
    readonly k: number
    readonly m: number
    readonly delta: number[]
    readonly sigma: number
    readonly beta: Readonly<Record<string, number>>
  }
  readonly future: string[]
  readonly predictions: Readonly<Record<string, number[]>>
}

const { cases } = JSON.parse(readFileSync(new URL('shop.json', import.meta.url), 'utf8')) as { cases: Case[] }

function fitCase({ ds, y, more }: Case): AdditiveModel {
  return fit(
    { ds, y },
    {
      holidays: {
        holiday: ['clearance', 'sale'],
        ds: ['2023-12-30', '2024-11-20'],
        lower_window: [0, 0],
        upper_window: [20, more],
      },
    },
  )
}

function withProphetsParameters(model: AdditiveModel, { model: { k, m, sigma, delta, beta } }: Case): AdditiveModel {
  const own = { k, m, sigma, delta: Float64Array.from(delta), beta: model.fit.features.map((name) => beta[name]) }
  return { ...model, fit: { ...model.fit, ...own, beta: Float64Array.from(own.beta) } }
}

function largestDifference(model: AdditiveModel, { ds, future, predictions }: Case): [string, number][] {
  const table = predict(model, { ds: [...ds, ...future] }, { interval: 'none' })
  return Object.entries(predictions).map(([column, wanted]) => {
    const ours = numbers(table, column)
    assert.equal(ours.length, wanted.length)
    return [column, Math.max(...ours.map((value, i) => Math.abs(value - wanted[i]))) / model.scale.y]
  })
}

function objectiveOf(model: AdditiveModel): number {
  const { history, scale, fit: parameters, settings } = model
  const ds = Array.from(history.ds, (ms) => new Date(ms))
  const yhat = numbers(predict(model, { ds }, { interval: 'none' }), 'yhat')
  return negativeLogPosterior({
    ...parameters,
    rows: history.y.length,
    sse: history.y.reduce((sum, value, i) => sum + ((value - yhat[i]) / scale.y) ** 2, 0),
    changepointPriorScale: settings.changepointPriorScale,
    priorScales: new Float64Array(parameters.beta.length).fill(10),
  })
}

for (const entry of cases) {
  const name = `a sale of ${entry.more} more days`

  test(`${name}: the fixture is the shop of test/support`, () => {
    const { ds, y } = shopRevenue(shopOrders([clearance, sale(entry.more)]))
    assert.deepEqual(
      ds.map((date) => date.toISOString().slice(0, 10)),
      entry.ds,
    )
    assert.deepEqual(y, entry.y)
    assert.equal(entry.future.length, 30)
  })

  test(`${name}: with Prophet's parameters yhat and every component are Prophet's`, () => {
    for (const [column, difference] of largestDifference(withProphetsParameters(fitCase(entry), entry), entry)) {
      assert.ok(difference <= 1e-9, `${column} is off by ${difference} of the scale`)
    }
  })

  test(`${name}: our objective is not above Prophet's, and the forecasts differ by what its optimiser left`, (t) => {
    const model = fitCase(entry)
    const theirs = objectiveOf(withProphetsParameters(model, entry))
    assert.ok(Math.abs(objectiveOf(model) - model.fit.objective) < 1e-8 * Math.abs(model.fit.objective))
    assert.ok(model.fit.objective <= theirs + 1e-9, `${model.fit.objective} against ${theirs}`)
    assert.equal(model.fit.certificate.kind, 'global')
    const differences = largestDifference(model, entry)
    const left = theirs - model.fit.objective
    assert.ok(left < 2, `${left} nats apart: not the same model`)
    const error = model.fit.sigma * Math.sqrt(2 * left)
    for (const [column, difference] of differences) {
      assert.ok(difference <= error, `${column} is off by ${difference} of the scale, more than ${error}`)
    }
    t.diagnostic(`${left.toFixed(3)} nats below Prophet's optimum, which allows ${error.toExponential(1)} of the scale`)
    t.diagnostic(differences.map(([column, difference]) => `${column} ${difference.toExponential(1)}`).join(', '))
  })
}
