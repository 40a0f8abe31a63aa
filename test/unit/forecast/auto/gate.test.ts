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
  coverageInside: 0.82,
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
    ['COVERAGE', { coverage: 0.6, coverageInside: 0.6 }, {}],
    ['COVERAGE', { coverage: 1, coverageInside: 0.96 }, {}],
    ['COVERAGE', { coverage: null, coverageInside: null }, {}],
    ['BIAS', { bias: 0.3, biasPValue: 0.01 }, {}],
    ['LIMIT', {}, { minSkill: 0.4 }],
    ['LIMIT', {}, { maxRmse: 10 }],
    ['LIMIT', { mape: null }, { maxMape: 0.5 }],
    ['NON_FINITE', { finite: false }, {}],
  ]
  for (const [code, evidence, change] of table) assert.deepEqual(failedCodes(evidence, change), [code])
})

test('what lies on the edge passes', () => {
  assert.deepEqual(failedCodes({ folds: 8, pValue: 0.05, loss: 0.9, coverage: 0.65, coverageInside: 0.65 }), [])
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
      {
        ...good,
        rows: 1,
        chosen: null,
        failure: { code: 'NOT_ENOUGH_HISTORY', message: 'the history has 1 row with a value', details: {} },
      },
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

test('a fault of the rows keeps its code, and has no number of rows to ask for', () => {
  const failure = { code: 'DATA', message: 'a time stands twice', details: {} } as const
  assert.deepEqual(gateVerdict({ ...good, chosen: null, failure }, gate).reasons, [
    { code: 'DATA', message: 'a time stands twice', measured: null, required: null, passed: false },
  ])
})

test('without a choice the reason is a short history only where it is one', () => {
  const short = gateVerdict({ ...good, rows: 10, chosen: null }, gate)
  assert.equal(short.summary, 'No forecast is shown: the history has 10 rows, 16 are needed.')
  const { reasons, display, summary } = gateVerdict({ ...good, chosen: null }, gate)
  assert.deepEqual([reasons.map(({ code }) => code), display], [['NO_SKILL'], 'interval'])
  assert.equal(
    summary,
    'The forecast is not published: none of the candidates could be fitted at every point of the past; only a plain forecast with its wide interval is shown.',
  )
})

test('values on the bounds count as held below, and not above', () => {
  const exact = gateVerdict({ ...good, coverage: 1, coverageInside: 0 }, gate)
  assert.equal(exact.publish, true)
  assert.equal(
    exact.reasons[3].message,
    'the 80 % interval held 100 % of past values (0 % without those on its bounds), 80 % ± 15 % is asked for',
  )
  // an interval that nothing reaches is too wide all the same
  assert.deepEqual(failedCodes({ coverage: 1, coverageInside: 1 }), ['COVERAGE'])
})

test('an interval that could not be measured is not said to have failed', () => {
  assert.equal(
    gateVerdict({ ...good, coverage: null, coverageInside: null }, gate).summary,
    'The forecast is not published: it was tried too seldom on the past to measure its interval; only a plain forecast with its wide interval is shown.',
  )
  assert.equal(
    gateVerdict({ ...good, bias: null }, gate).summary,
    'The forecast is not published: it was tried too seldom on the past to measure its bias; only a plain forecast with its wide interval is shown.',
  )
})

test('a difference of no whole percent is none', () => {
  const message = (skill: number): string => gateVerdict({ ...good, skill }, gate).reasons[1].message
  for (const skill of [0, 0.004, -0.004]) {
    assert.ok(message(skill).startsWith('median errs as much as the mean forecast: p'), message(skill))
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
