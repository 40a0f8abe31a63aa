/**
 * Posterior means and standard deviations against Stan's NUTS, parameter by parameter (make.py writes the fixture).
 *
 * Both samplers are right only up to Monte-Carlo error: a mean may differ by 4 of its joint standard errors, √(mcse² + sd²/ess). For standard
 * deviations, whose error depends on the tails, Stan's own error is taken and scaled to our effective size. Prophet's forecasts of the same
 * draws are compared loosely: they rest on 1,000 simulated futures, and yhat on the mean of the coefficients instead of that of yhat.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { posterior, predict, type ForecastOptions, type PosteriorModel } from '../../../src/forecast/index.js'
import { numbers } from '../../unit/forecast/series-for-tests.js'

interface StanCase {
  readonly name: string
  readonly data: string
  readonly options: { readonly growth?: 'logistic'; readonly seasonality_mode?: 'multiplicative' }
  readonly cap: number | null
  readonly history: { readonly ds: string[]; readonly y: number[] } | null
  readonly parameters: Readonly<Record<'mean' | 'sd' | 'mcse_mean' | 'mcse_sd' | 'ess', number[]>> & {
    readonly parameter: string[]
  }
  readonly future: string[]
  readonly forecast: Readonly<Record<'yhat' | 'trend' | 'yearly' | 'yearly_lower' | 'yearly_upper', number[]>>
}

const { cases } = JSON.parse(readFileSync(new URL('stan.json', import.meta.url), 'utf8')) as { cases: StanCase[] }
const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = join(process.env['BODKIN_DATA'] ?? resolve(root, '..', 'shared', 'data'), 'forecast')

function historyOf({ data, history }: StanCase): { ds: string[]; y: number[] } | undefined {
  if (history !== null) return history
  const path = join(folder, `${data}.csv`)
  if (!existsSync(path)) return undefined
  const rows = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.replaceAll('"', '').split(','))
  return { ds: rows.map(([ds]) => ds), y: rows.map(([, y]) => Number(y)) }
}

/** The table of diagnostics by parameter. */
function summaryOf({
  diagnostics,
}: PosteriorModel): Map<string, { mean: number; sd: number; rHat: number; ess: number }> {
  const [mean, sd, rHat, ess] = ['mean', 'sd', 'r_hat', 'ess'].map((name) => numbers(diagnostics, name))
  const names = Array.from(diagnostics.getChild('parameter') ?? [], String)
  return new Map(names.map((name, i) => [name, { mean: mean[i], sd: sd[i], rHat: rHat[i], ess: ess[i] }]))
}

for (const entry of cases) {
  test(`the posterior is that of Stan: ${entry.name}`, async (context) => {
    const history = historyOf(entry)
    if (history === undefined) return context.skip(`${entry.data}.csv is not in ${folder}`)
    const { growth, seasonality_mode: seasonalityMode } = entry.options
    const options: ForecastOptions = {
      ...(growth !== undefined && { growth }),
      ...(seasonalityMode !== undefined && { seasonalityMode }),
      ...(entry.cap !== null && { cap: entry.cap }),
    }
    const model = await posterior(history, options, { thin: entry.history === null ? 4 : 2 })
    const summary = summaryOf(model)
    const { parameter, mean, sd, mcse_mean: meanError, mcse_sd: sdError, ess } = entry.parameters
    assert.deepEqual([...summary.keys()].toSorted(), parameter.toSorted())
    parameter.forEach((name, i) => {
      const ours = summary.get(name)!
      assert.ok(ours.rHat < 1.01, `${name}: R-hat ${ours.rHat}`)
      assert.ok(ours.ess > 1000, `${name}: effective size ${ours.ess}`)
      const between = (ours.mean - mean[i]) / Math.hypot(meanError[i], ours.sd / Math.sqrt(ours.ess))
      assert.ok(Math.abs(between) < 4, `${name}: mean ${ours.mean}, Stan's ${mean[i]}, ${between} standard errors`)
      const spread = (ours.sd - sd[i]) / (sdError[i] * Math.sqrt(1 + ess[i] / ours.ess))
      assert.ok(Math.abs(spread) < 4, `${name}: sd ${ours.sd}, Stan's ${sd[i]}, ${spread} standard errors`)
    })

    const table = predict(model, { ds: entry.future }, { draws: 4000 })
    const scale = Math.max(...entry.forecast.yhat.map(Math.abs))
    for (const column of ['yhat', 'trend'] as const) {
      numbers(table, column).forEach((value, i) => {
        const expected = entry.forecast[column][i]
        assert.ok(Math.abs(value - expected) < 0.01 * scale, `${column}: ${value}, Prophet's ${expected}`)
      })
    }
    const lower = numbers(table, 'yearly_lower')
    const upper = numbers(table, 'yearly_upper')
    entry.future.forEach((day, i) => {
      const { yearly_lower: theirLower, yearly_upper: theirUpper } = entry.forecast
      const width = theirUpper[i] - theirLower[i]
      assert.ok(Math.abs(lower[i] - theirLower[i]) < 0.15 * width, `${day}: ${lower[i]}, Prophet's ${theirLower[i]}`)
      assert.ok(Math.abs(upper[i] - theirUpper[i]) < 0.15 * width, `${day}: ${upper[i]}, Prophet's ${theirUpper[i]}`)
    })
  })
}
