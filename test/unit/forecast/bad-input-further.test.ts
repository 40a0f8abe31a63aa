/** What the functions around `fit` and `predict` say to input that they cannot use: code and whole message. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  arima,
  calibrate,
  changepoints,
  crossValidate,
  cutoffs,
  decompose,
  drift,
  ets,
  fit,
  fromJSON,
  fromProphet,
  mean,
  metrics,
  regressorCoefficients,
  sample,
  theta,
  toProphet,
  tune,
} from '../../../src/forecast/index.js'
import { daily } from './series-for-tests.js'

const history = { ds: ['2024-01-01', '2024-01-02', '2024-01-03'], y: [1, 2, 4] }
const model = fit(daily(20))
const baseline = mean(history)
const noTable = 'must be a table (Arrow, arquero, danfo, columns or rows), got'
const span =
  'option "horizon" must be a number of days above 0, or text such as "36 days", "6 hours", "12 months" or "2 years", got'
const date = 'must be a Date or ISO 8601 text in UTC such as "2024-01-31"'
const noModel = 'needs a model (from fit, a baseline or fromJSON), got'
const noAdditive = 'needs an additive model (from fit), got a baseline of kind "mean"'
const none = null as never

type Call = () => unknown
const table: [string, string, string, Call][] = [
  ['decompose', 'DATA', `argument "ds" ${noTable} an empty object`, () => decompose(model, {})],
  ['decompose', 'DATA', `argument "ds" ${noTable} 5`, () => decompose(model, 5 as never)],
  [
    'decompose',
    'COLUMN',
    'argument "ds" has no column "ds": it has "when"',
    () => decompose(model, { when: ['2024-01-01'] }),
  ],
  [
    'decompose',
    'DATA',
    'column "ds" of argument "ds", row 0: must be an ISO 8601 date or time such as "2024-01-31" or "2024-01-31T10:00:00Z", got "soon"',
    () => decompose(model, { ds: ['soon'] }),
  ],
  ['sample', 'OPTION', `sample ${noAdditive}`, () => sample(baseline, { periods: 1 })],
  ['sample', 'OPTION', `sample ${noModel} null`, () => sample(none, { periods: 1 })],
  [
    'sample',
    'OPTION',
    'option "draws" must be an integer in [1, 100000], got 0',
    () => sample(model, { periods: 1 }, { draws: 0 }),
  ],
  ['sample', 'OPTION', 'option "seed" must be an integer, got 0.5', () => sample(model, { periods: 1 }, { seed: 0.5 })],
  [
    'sample',
    'OPTION',
    'unknown option "drws": did you mean "draws"?',
    () => sample(model, { periods: 1 }, { drws: 5 } as never),
  ],
  ['sample', 'DATA', `future ${noTable} an empty object`, () => sample(model, {} as never)],
  [
    'sample',
    'LIMIT',
    'sample must give at most 50000000 rows, got 100000 rows × 1000 draws',
    () => sample(model, { periods: 100_000 }),
  ],
  ['changepoints', 'OPTION', `changepoints ${noAdditive}`, () => changepoints(baseline)],
  ['regressorCoefficients', 'OPTION', `regressorCoefficients ${noAdditive}`, () => regressorCoefficients(baseline)],
  ['regressorCoefficients', 'OPTION', `regressorCoefficients ${noModel} null`, () => regressorCoefficients(none)],
  [
    'regressorCoefficients',
    'OPTION',
    'regressorCoefficients needs a model with regressors, got one without',
    () => regressorCoefficients(model),
  ],
  ['toProphet', 'OPTION', `toProphet ${noModel} null`, () => toProphet(none)],
  ['fromProphet', 'FORMAT', 'a Prophet document must be JSON text, got 5', () => fromProphet(5 as never)],
  ['fromJSON', 'FORMAT', 'a model document must be JSON text, got 5', () => fromJSON(5 as never)],
  ['fit', 'OPTION', `option "changepoints[0]" ${date}, got "soon"`, () => fit(history, { changepoints: ['soon'] })],
  [
    'fit',
    'OPTION',
    `option "changepoints[1]" ${date}, got an invalid Date`,
    () => fit(history, { changepoints: ['2024-01-02', new Date(NaN)] }),
  ],
  [
    'fit',
    'OPTION',
    `option "changepoints[0]" ${date} (convert with new Date(text)), got "2024-01-02T00:00+02:00"`,
    () => fit(history, { changepoints: ['2024-01-02T00:00+02:00'] }),
  ],
  [
    'fit',
    'OPTION',
    'option "regressors[0].predictor.regressors[0].name" must be another column: a model of a regressor cannot read that regressor itself, got "x"',
    () =>
      fit({ ...history, x: [1, 3, 2] }, { regressors: [{ name: 'x', predictor: { regressors: [{ name: 'x' }] } }] }),
  ],
  ['calibrate', 'OPTION', `calibrate ${noModel} null`, () => calibrate(none, {})],
  ['calibrate', 'DATA', `cv ${noTable} an empty object`, () => calibrate(model, {})],
  [
    'calibrate',
    'OPTION',
    'option "coverage" must be a number in (0, 1), got 1',
    () => calibrate(model, {}, { coverage: 1 }),
  ],
  ['metrics', 'DATA', `cv ${noTable} an empty object`, () => metrics({})],
  ['cutoffs', 'OPTION', `${span} "soon"`, () => cutoffs(history, { horizon: 'soon' })],
  ['cutoffs', 'OPTION', `${span} undefined`, () => cutoffs(history, {} as never)],
  [
    'ets',
    'OPTION',
    'option "damped" must be "auto" or true or false, got 1',
    () => ets(history, { damped: 1 as never }),
  ],
  ['ets', 'OPTION', 'option "season" must be an integer in [1, 1000000], got 0', () => ets(history, { season: 0 })],
  [
    'ets',
    'OPTION',
    'option "form" must be "auto" or an object with error, trend, damped, season, got "XYZ"',
    () => ets(history, { form: 'XYZ' as never }),
  ],
  [
    'theta',
    'OPTION',
    'option "method" must be "standard", "optimized", "dynamic-standard", "dynamic-optimized" or "auto", got "x"',
    () => theta(history, { method: 'x' as never }),
  ],
  [
    'theta',
    'OPTION',
    'option "season" must be an integer in [1, 1000000], got 1.5',
    () => theta(history, { season: 1.5 }),
  ],
  ['arima', 'OPTION', 'option "maxP" must be an integer in [0, 20], got -1', () => arima(history, { maxP: -1 })],
  [
    'arima',
    'OPTION',
    'option "season" must be an integer in [1, 100000], got -1',
    () => arima(history, { season: -1 }),
  ],
  [
    'arima',
    'OPTION',
    'option "order" must be "auto" or an object with p, d, q, P, D, Q, season, constant, got an array of 3',
    () => arima(history, { order: [1, 0, 0] as never }),
  ],
]
const baselines = { drift, ets, theta, arima }
for (const [name, call] of Object.entries(baselines)) {
  table.push(
    [
      name,
      'DATA',
      `${name} needs at least 2 rows with a value in "y", got 1`,
      () => call({ ds: ['2024-01-01'], y: [1] }),
    ],
    [name, 'DATA', 'column "y", row 1: must be finite, got Infinity', () => call({ ...history, y: [1, Infinity, 2] })],
    [name, 'DATA', `history ${noTable} 5`, () => call(5 as never)],
    [name, 'COLUMN', 'history has no column "z": it has "ds", "y"', () => call(history, { value: 'z' })],
    [name, 'OPTION', 'unknown option "growth"', () => call(history, { growth: 'flat' } as never)],
    [name, 'OPTION', 'option "options" must be an object, got null', () => call(history, none)],
    [
      name,
      'OPTION',
      'option "intervalWidth" must be a number in (0, 1), got 1',
      () => call(history, { intervalWidth: 1 }),
    ],
  )
}
for (const [name, code, message, call] of table) {
  test(`${name}: ${message}`, () => assert.throws(call, { name: 'BodkinError', code, message }))
}

const later: [string, string, string, () => Promise<unknown>][] = [
  [
    'crossValidate',
    'OPTION',
    `option "cutoffs[0]" ${date}, got "soon"`,
    () => crossValidate(daily(50), {}, { horizon: 5, cutoffs: ['soon'] }),
  ],
  ['crossValidate', 'OPTION', `${span} -1`, () => crossValidate(daily(50), {}, { horizon: -1 })],
  [
    'crossValidate',
    'OPTION',
    'option "workers" must be an integer in [0, 64], got 65',
    () => crossValidate(daily(50), {}, { horizon: 5, workers: 65 }),
  ],
  [
    'crossValidate',
    'OPTION',
    'option "signal" must be an AbortSignal, got "stop"',
    () => crossValidate(daily(50), {}, { horizon: 5, signal: 'stop' as never }),
  ],
  [
    'tune',
    'OPTION',
    'option "onProgress" must be a function, got true',
    () => tune(daily(50), {}, { horizon: 5, onProgress: true as never }),
  ],
  [
    'tune',
    'OPTION',
    `option "cutoffs[0]" ${date}, got 7`,
    () => tune(daily(50), {}, { horizon: 5, cutoffs: [7 as never] }),
  ],
]
for (const [name, code, message, call] of later) {
  test(`${name}: ${message}`, () => assert.rejects(call, { name: 'BodkinError', code, message }))
}
