import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gateVerdict, type Evidence, type GateSettings } from '../../../../src/forecast/auto/gate.js'

const gate: GateSettings = {
  minFolds: 8,
  alpha: 0.05,
  notWorseThanSeasonalNaive: true,
  coverageTolerance: 0.15,
  maxBias: 0.25,
  minSkill: 0,
  maxRmse: undefined,
  maxMape: undefined,
}
const good: Evidence = {
  rows: 400,
  rowsNeeded: 16,
  failure: null,
  horizon: 14,
  folds: 16,
  chosen: 'median',
  benchmark: 'mean',
  skill: 0.3,
  pValue: 0.01,
  realityCheck: 0.01,
  dieboldMariano: 0.002,
  statistic: 3.5,
  loss: 0.7,
  seasonalLoss: 0.9,
  coverage: 0.82,
  intervalWidth: 0.8,
  bias: 0.1,
  biasPValue: 0.4,
  rmse: 12,
  mape: 0.2,
  finite: true,
}
const failedCodes = (evidence: Partial<Evidence>, change: Partial<GateSettings> = {}, p?: number): string[] =>
  gateVerdict({ ...good, ...evidence }, { ...gate, ...change }, p)
    .reasons.filter(({ passed }) => !passed)
    .map(({ code }) => code)

test('good evidence is published, and every check is listed with what was measured and required', () => {
  const { publish, reasons, display, summary } = gateVerdict(good, gate)
  assert.equal(publish, true)
  assert.equal(display, 'numbers')
  assert.equal(
    summary,
    'The forecast may be published: in 16 trials on the past it erred 30 % less than the mean forecast, and its 80 % interval held 82 % of the values.',
  )
  assert.deepEqual(
    reasons.map(({ code, measured, required }) => [code, measured, required]),
    [
      ['NOT_ENOUGH_FOLDS', 16, 8],
      ['NO_SKILL', 0.01, 0.05],
      ['WORSE_THAN_SEASONAL_NAIVE', 0.7, 0.9],
      ['COVERAGE', 0.82, 0.8],
      ['BIAS', 0.1, 0.25],
      ['LIMIT', 0.3, 0],
      ['NON_FINITE', null, null],
    ],
  )
})

test('each check fails by itself', () => {
  const table: [string, Partial<Evidence>, Partial<GateSettings>][] = [
    ['NOT_ENOUGH_FOLDS', { folds: 7 }, {}],
    ['NO_SKILL', { pValue: 0.051 }, {}],
    ['WORSE_THAN_SEASONAL_NAIVE', { loss: 0.95 }, {}],
    ['COVERAGE', { coverage: 0.6 }, {}],
    ['COVERAGE', { coverage: null }, {}],
    ['BIAS', { bias: 0.3, biasPValue: 0.01 }, {}],
    ['LIMIT', {}, { minSkill: 0.4 }],
    ['LIMIT', {}, { maxRmse: 10 }],
    ['LIMIT', { mape: null }, { maxMape: 0.5 }],
    ['NON_FINITE', { finite: false }, {}],
  ]
  for (const [code, evidence, change] of table) assert.deepEqual(failedCodes(evidence, change), [code])
})

test('what lies on the edge passes', () => {
  assert.deepEqual(failedCodes({ folds: 8, pValue: 0.05, loss: 0.9, coverage: 0.65 }), [])
  // a bias that may be chance, and a significant one that is small
  assert.deepEqual(failedCodes({ bias: 0.5, biasPValue: 0.06 }), [])
  assert.deepEqual(failedCodes({ bias: 0.25, biasPValue: 0.001 }), [])
})

test('without a season, or when it was not asked for, the seasonal naive forecast is no bar', () => {
  assert.deepEqual(failedCodes({ seasonalLoss: null, loss: 5 }), [])
  assert.deepEqual(failedCodes({ loss: 5 }, { notWorseThanSeasonalNaive: false }), [])
})

test('a q-value takes the place of the p-value', () => {
  assert.deepEqual(failedCodes({}, {}, 0.2), ['NO_SKILL'])
  assert.deepEqual(failedCodes({ pValue: 0.2 }, {}, 0.02), [])
})

test('a refused forecast shows its interval, one that is not finite nothing', () => {
  const refused = gateVerdict({ ...good, pValue: 0.6, skill: -0.02 }, gate)
  assert.equal(refused.display, 'interval')
  assert.equal(
    refused.summary,
    'The forecast is not published: no model predicts this series reliably better than its mean or its last value; only a plain forecast with its wide interval is shown.',
  )
  assert.equal(
    refused.reasons[1].message,
    'median errs 2 % more than the mean forecast: p 0.6 (reality check 0.01, Diebold–Mariano 0.002), at most 0.05 is asked for',
  )
  assert.equal(gateVerdict({ ...good, finite: false }, gate).display, 'none')
})

test('without a history there is one reason only, with a gate and without', () => {
  for (const asked of [gate, false] as const) {
    const verdict = gateVerdict(
      { ...good, rows: 1, chosen: null, failure: 'the history has 1 row with a value' },
      asked,
    )
    assert.equal(verdict.publish, false)
    assert.equal(verdict.display, 'none')
    assert.deepEqual(verdict.reasons, [
      {
        code: 'NOT_ENOUGH_HISTORY',
        message: 'the history has 1 row with a value',
        measured: 1,
        required: 16,
        passed: false,
      },
    ])
  }
})

test('gate false publishes unchecked and says so', () => {
  const { publish, reasons } = gateVerdict({ ...good, pValue: 1 }, false)
  assert.equal(publish, true)
  assert.deepEqual(
    reasons.map(({ code }) => code),
    ['GATE_OFF'],
  )
})

test('a verdict survives JSON', () => {
  const verdict = gateVerdict(good, gate)
  assert.deepEqual(JSON.parse(JSON.stringify(verdict)), verdict)
})
