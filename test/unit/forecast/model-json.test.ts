import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  changepoints,
  decompose,
  fit,
  fromJSON,
  mean,
  naive,
  predict,
  seasonalNaive,
  toJSON,
  type ForecastModel,
} from '../../../src/forecast/index.js'
import { randomStream } from '../../../src/numeric/random.js'
import { bytes, daily, days, noise } from './series-for-tests.js'

function rich(): ForecastModel {
  const { ds, y } = daily(60)
  const open = ds.map((_, i) => i % 14 < 7)
  return fit(
    { ds, y, open, x: noise(60, 2) },
    {
      weeklySeasonality: false,
      seasonalities: [{ name: 'w', period: 7, fourierOrder: 2, condition: 'open' }],
      holidays: [{ holiday: 'fête', ds: '2023-01-10', lower_window: -1 }],
      regressors: [{ name: 'x' }],
    },
  )
}

const future = { ds: days('2023-03-02', 4), open: [true, false, true, true], x: [0, 1, 2, 3] }
const models: [string, ForecastModel, typeof future | { periods: number }][] = [
  ['daily', fit(daily(40)), { periods: 9 }],
  ['flat', fit(daily(40), { growth: 'flat' }), { periods: 9 }],
  ['with a condition, a holiday and a regressor', rich(), future],
  [
    'with minmax and own changepoints',
    fit(daily(40), { scaling: 'minmax', changepoints: ['2023-01-20'] }),
    { periods: 9 },
  ],
  [
    'irregular in time',
    fit({ ds: ['2024-01-01', '2024-01-02', '2024-01-04', '2024-01-09'], y: [1, 2, 4, 3] }),
    { ds: days('2024-02-01', 4), open: [], x: [] },
  ],
  ['with a transform', fit(daily(40), { transform: 'log1p' }), { periods: 9 }],
  ['with holidays of a country by period', fit(daily(40), { country: 'DE', holidayMatch: 'period' }), { periods: 9 }],
  [
    'with a regressor of its own model',
    fit({ ...daily(40), x: noise(40) }, { regressors: [{ name: 'x', predictor: {} }] }),
    { periods: 9 },
  ],
  ['mean', mean(daily(20)), { periods: 9 }],
  ['naive', naive(daily(20)), { periods: 9 }],
  ['seasonal naive', seasonalNaive(daily(20)), { periods: 9 }],
  ['seasonal naive without a spread', seasonalNaive(daily(7)), { periods: 9 }],
]
for (const [name, model, ahead] of models) {
  test(`a model ${name} comes back the same: predictions to the byte, and the text`, () => {
    const text = toJSON(model)
    const back = fromJSON(text)
    const rows = 'ds' in ahead && ahead.x.length === 0 ? { ds: ahead.ds } : ahead
    assert.equal(bytes(predict(back, rows)), bytes(predict(model, rows)))
    assert.equal(toJSON(back), text)
    if (model.kind !== 'additive') return
    assert.equal(bytes(decompose(back)), bytes(decompose(model)))
    assert.equal(bytes(changepoints(back)), bytes(changepoints(model)))
  })
}

test('a model is frozen, as is the one read back', () => {
  for (const model of [rich(), fromJSON(toJSON(rich()))]) {
    assert.ok(Object.isFrozen(model) && Object.isFrozen(model.history) && Object.isFrozen(model.settings))
  }
})

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** The text of the rich model with the value at a path replaced; undefined deletes. */
function damaged(path: string, value: Json | undefined): string {
  const document = JSON.parse(toJSON(rich())) as Json
  const keys = path.split('.')
  let at = document as Record<string, Json>
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, Json>
  const last = keys.at(-1)!
  if (value === undefined) delete at[last]
  else at[last] = value
  return JSON.stringify(document)
}

const damage: [string, Json | undefined, string][] = [
  ['format', 'prophet', 'document "format" must be "bodkin.forecast", got "prophet"'],
  ['version', 2, 'document "version" must be an integer in [1, 1], got 2'],
  ['model.kind', 'boosted', 'unknown document'],
  ['model.fit', undefined, 'document "model.fit" must be'],
  ['model.fit.sigma', 0, 'document "model.fit.sigma" must be a number above 0, got 0'],
  ['model.fit.sigma', null, 'document "model.fit.sigma" must be a number above 0, got null'],
  ['model.fit.delta', [1], 'document "model.fit.delta" must be 25 numbers, one a changepoint, got an array of 1'],
  ['model.fit.beta.2', 'x', 'document "model.fit.beta[2]" must be a finite number, got "x"'],
  ['model.fit.beta', [], 'document "model.fit.beta" must be 7 numbers, one a feature, got an empty array'],
  [
    'model.fit.features.0',
    'other',
    'document "model.fit.features" must be the names of the components’ features, got an array of 7',
  ],
  [
    'model.changepoints.0',
    9e15,
    'document "model.changepoints[0]" must be ascending times in milliseconds, got 9000000000000000',
  ],
  ['model.history.y', [1, 2], 'document "model.history.y" must be 60 numbers, one a time, got an array of 2'],
  ['model.history.ds', [], 'document "model.history.ds" must be at least 2 times, got an empty array'],
  ['model.history.columns', {}, 'document "model.history.columns" must be'],
  ['model.time.start', 5, 'document "model.time.start" must be the first time of the history, got 5'],
  ['model.time.frequency', 'fortnight', 'document "model.time.frequency" must be a frequency or null, got "fortnight"'],
  ['model.scale.y', -1, 'document "model.scale.y" must be a number above 0, got -1'],
  [
    'model.components.0.fourierOrder',
    1e9,
    'document "model.components[0].fourierOrder" must be an integer in [1, 100000], got 1000000000',
  ],
  [
    'model.components.0.kind',
    'spline',
    'document "model.components[0].kind" must be "seasonality", "holiday" or "regressor", got "spline"',
  ],
  [
    'model.components.1.days',
    [],
    'document "model.components[1].days" must be a list for each offset, got an empty array',
  ],
  ['model.settings.growth', 'wild', 'document "model.settings.growth" must be'],
  ['model.surprise', 1, 'unknown document "model.surprise"'],
]
for (const [path, value, message] of damage) {
  test(`a damaged document, ${path} = ${JSON.stringify(value)?.slice(0, 30) ?? 'gone'}: ${message}`, () => {
    assert.throws(
      () => fromJSON(damaged(path, value)),
      (error: { code?: string; message?: string }) => {
        assert.equal(error.code, 'FORMAT')
        assert.ok(error.message?.startsWith(message), error.message)
        return true
      },
    )
  })
}

for (const [text, message] of [
  ['', 'a model document must be JSON text: Unexpected end of JSON input'],
  ['null', 'document must be an object, got null'],
  ['[]', 'document must be an object, got an empty array'],
  ['{}', 'document "format" must be "bodkin.forecast", got undefined'],
  ['{"format":"bodkin.forecast","model":null}', 'document "model" must be an object, got null'],
]) {
  test(`no model: ${text === '' ? 'empty text' : text}`, () => {
    assert.throws(() => fromJSON(text), { code: 'FORMAT', message })
  })
}

/** Small models that have between them everything that a document may hold. */
function everything(): string[] {
  const { ds, y } = daily(16)
  const rows = { ds, y, x: noise(16, 2), open: ds.map((_, i) => i % 14 < 7) }
  const model = fit(rows, {
    changepointCount: 2,
    weeklySeasonality: 1,
    transform: 'softplus',
    holidayMatch: 'period',
    seasonalities: [{ name: 'w', period: 7, fourierOrder: 1, condition: 'open' }],
    holidays: [{ holiday: 'fête', ds: '2023-01-10', lower_window: -1 }],
    regressors: [{ name: 'x', predictor: { changepointCount: 1, weeklySeasonality: false, transform: 'none' } }],
    autoregression: 1,
  })
  const conformal = { coverage: 0.8, achieved: 0.75, reach: Float64Array.of(1, 2), halfWidth: Float64Array.of(1, 1) }
  const { fit: point } = model
  const draws = 2
  const posterior = {
    chains: 2,
    k: new Float64Array(draws),
    m: new Float64Array(draws),
    sigma: new Float64Array(draws).fill(0.1),
    delta: new Float64Array(draws * point.delta.length),
    beta: new Float64Array(draws * point.beta.length),
  }
  const saturating = fit(rows, { growth: 'logistic', cap: 90, changepointCount: 1, weeklySeasonality: false })
  return [
    toJSON({ ...model, conformal, settings: { ...model.settings, country: 'DE' } }),
    toJSON({ ...model, posterior }),
    toJSON(saturating),
    toJSON(naive({ ds, y })),
  ]
}

/** A document is refused with FORMAT, or read as a model that can be used. */
function readsOrRefuses(text: string, used: boolean, note: string): boolean {
  let model: ForecastModel
  try {
    model = fromJSON(text)
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'FORMAT', `${String((error as Error).stack)} ${note}`)
    return false
  }
  if (used && model.kind === 'additive') {
    decompose(model)
    changepoints(model)
  }
  return true
}

test('5,000 documents with damaged text are refused with FORMAT, or read as a model that can be used', (t) => {
  const random = randomStream(99)
  const texts = everything()
  const junk = ['null', '-1', '1e999', '""', '[]', '{}', 'true', '1e300', '"__proto__"', '0']
  let read = 0
  for (let trial = 0; trial < 5000; trial++) {
    const text = texts[trial % texts.length]
    const at = random.below(text.length)
    const span = 1 + random.below(trial % 2 === 0 ? 3 : 40)
    const middle =
      trial % 3 === 0 ? '' : trial % 3 === 1 ? junk[random.below(junk.length)] : text[random.below(text.length)]
    read += Number(readsOrRefuses(text.slice(0, at) + middle + text.slice(at + span), trial % 20 === 0, `at ${at}`))
  }
  assert.ok(read > 100 && read < 2500, String(read))
  t.diagnostic(`${read} of 5,000 read`)
})

test('5,000 documents with damaged values but sound grammar: FORMAT or a model, nothing else', (t) => {
  const random = randomStream(7)
  const texts = everything()
  const values: Json[] = [null, -1, 0, 0.5, 1e300, -1e300, '', 'x', 'W', true, [], {}, [[]], '__proto__', [null], 1e9]
  let read = 0
  for (let trial = 0; trial < 5000; trial++) {
    let at = JSON.parse(texts[trial % texts.length]) as { [key: string]: Json }
    const document = at
    for (let depth = 0; ; depth++) {
      const keys = Object.keys(at)
      const key = keys[random.below(keys.length)]
      const child = at[key]
      const leaf = typeof child !== 'object' || child === null || Object.keys(child).length === 0
      if (leaf || random.uniform() < 0.1 + 0.05 * depth) {
        if (random.uniform() < 0.2) delete at[key]
        else at[key] = values[random.below(values.length)]
        break
      }
      at = child as { [key: string]: Json }
    }
    read += Number(readsOrRefuses(JSON.stringify(document), trial % 5 === 0, `of document ${trial}`))
  }
  assert.ok(read > 100 && read < 2500, String(read))
  t.diagnostic(`${read} of 5,000 read`)
})
