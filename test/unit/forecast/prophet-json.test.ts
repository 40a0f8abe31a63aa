import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BodkinError } from '../../../src/errors.js'
import { fit, fromJSON, naive, predict, toJSON, type AdditiveModel } from '../../../src/forecast/index.js'
import { fromProphet } from '../../../src/forecast/prophet-json/from-prophet.js'
import { toProphet } from '../../../src/forecast/prophet-json/to-prophet.js'
import { randomStream } from '../../../src/numeric/random.js'
import { bytes, daily, days, noise, numbers } from './series-for-tests.js'

const future = { ds: days('2023-03-02', 6), open: [true, false, true, true, false, true], x: [0, 1, 2, 3, 0, 1] }

/** A model with a component of every kind. */
function rich(rows = 60): AdditiveModel {
  const { ds, y } = daily(rows)
  return fit(
    { ds, y, open: ds.map((_, i) => i % 14 < 7), x: noise(rows, 2) },
    {
      changepointCount: 4,
      seasonalities: [{ name: 'half', period: 3.5, fourierOrder: 1, condition: 'open', priorScale: 3 }],
      holidays: [
        { holiday: 'fête', ds: '2023-01-10', lower_window: -1, upper_window: 0 },
        { holiday: 'fête', ds: '2023-03-04', lower_window: -2, upper_window: 1 },
        { holiday: 'Ashes', ds: '2023-02-22', lower_window: 0, upper_window: 0 },
      ],
      holidaysMode: 'multiplicative',
      regressors: [{ name: 'x', mode: 'multiplicative' }],
    },
  )
}

/** Logistic growth between a column and a number. */
function saturating(rows = 40): AdditiveModel {
  const { ds, y } = daily(rows)
  const options = { growth: 'logistic', cap: 'cap', floor: 40, changepointCount: 2, weeklySeasonality: false } as const
  return fit({ ds, y, cap: ds.map((_, i) => 62 + i / 9) }, options)
}

const models: [string, AdditiveModel, typeof future | { ds: Date[]; cap?: number[]; floor?: number[] }][] = [
  ['daily', fit(daily(60)), future],
  ['flat', fit(daily(60), { growth: 'flat', scaling: 'minmax' }), future],
  ['with every kind of component', rich(), future],
  ['with limits', saturating(), { ds: future.ds, cap: future.ds.map(() => 70), floor: future.ds.map(() => 40) }],
  ['without changepoints and features', fit(daily(13), { changepointCount: 0 }), future],
]
for (const [name, model, rows] of models) {
  test(`a model ${name} comes back from Prophet's document: predictions, objective, optimality`, () => {
    const back = fromProphet(toProphet(model))
    const [ours, theirs] = [model, back].map((entry) => predict(entry, rows, { interval: 'none' }))
    assert.deepEqual(theirs.schema.names, ours.schema.names)
    for (const column of ours.schema.names.filter((entry) => entry !== 'ds')) {
      numbers(theirs, String(column)).forEach((value, i) => {
        const wanted = numbers(ours, String(column))[i]
        assert.ok(Math.abs(value - wanted) < 1e-12 * model.scale.y, `${String(column)}, row ${i}: ${value}, ${wanted}`)
      })
    }
    assert.ok(Math.abs(back.fit.objective - model.fit.objective) < 1e-8 * Math.abs(model.fit.objective))
    assert.equal(back.fit.certificate.kind, 'local')
    assert.ok(back.fit.certificate.kktResidual < 1e-6, `${back.fit.certificate.kktResidual}`)
    assert.equal(back.fit.certificate.activeChangepoints, model.fit.certificate.activeChangepoints)
    assert.equal(bytes(predict(fromJSON(toJSON(back)), rows)), bytes(predict(back, rows)))
    assert.equal(toProphet(fromProphet(toProphet(back))), toProphet(back))
  })
}

test('the settings come back, so that a refit gives the same model', () => {
  const { history, settings, components, fit: found } = fromProphet(toProphet(rich()))
  const before = rich().settings
  assert.deepEqual(
    { ...settings, holidaysMode: 'multiplicative', seasonalities: [], regressors: [] },
    { ...before, seasonalities: [], regressors: [] },
  )
  assert.deepEqual(settings.seasonalities, [{ ...before.seasonalities[0], mode: 'additive' }])
  assert.deepEqual(settings.regressors, [{ ...before.regressors[0], priorScale: 10 }])
  const table = { ds: Array.from(history.ds, (ms) => new Date(ms)), y: history.y, ...history.columns }
  const again = fit(table, settings)
  assert.deepEqual(
    again.components.map(({ name }) => name),
    components.filter(({ kind }) => kind !== 'holiday').map(({ name }) => name),
  )
  assert.notEqual(again.fit.objective, found.objective)
})

test('a model is frozen, and tells of a holiday without a row and of a floor that multiplies', () => {
  const model = fromProphet(toProphet(rich()))
  assert.ok(Object.isFrozen(model) && Object.isFrozen(model.history) && Object.isFrozen(model.fit))
  assert.deepEqual(
    model.notes.map((note) => note.slice(0, note.indexOf(' has'))),
    ['"fête_delim_-2"', '"fête_delim_+1"'],
  )
  const floored = fromProphet(toProphet(fit(daily(60), { scaling: 'minmax', seasonalityMode: 'multiplicative' })))
  assert.match(floored.notes.join('\n'), /Prophet multiplies the whole trend/)
})

test('worse coefficients have a higher objective and a larger residual', () => {
  const model = rich()
  const { objective, certificate } = fromProphet(toProphet(model)).fit
  const moved = fromProphet(toProphet({ ...model, fit: { ...model.fit, m: model.fit.m + 0.01 } })).fit
  assert.ok(moved.objective > objective && moved.certificate.kktResidual > 1 + certificate.kktResidual)
})

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
const TEXTS = ['changepoints', 'history_dates', 'train_holiday_names', 'holidays', 'history', 'train_component_cols']

/** A document with the texts inside it parsed. */
function opened(text: string): Record<string, Json> {
  const document = JSON.parse(text) as Record<string, Json>
  for (const key of TEXTS) if (typeof document[key] === 'string') document[key] = JSON.parse(document[key]) as Json
  return document
}

function closed(document: Readonly<Record<string, Json>>): string {
  const entries = Object.entries(document).map(([key, value]) => [
    key,
    TEXTS.includes(key) && typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
  ])
  return JSON.stringify(Object.fromEntries(entries))
}

/** The document of the rich model with the value at a path replaced; undefined deletes. */
function damaged(path: string, value: Json | undefined, text: string = toProphet(rich())): string {
  const document = opened(text)
  const keys = path.split('/')
  let at = document
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, Json>
  if (value === undefined) delete at[keys.at(-1)!]
  else at[keys.at(-1)!] = value
  return closed(document)
}

const refusals: [string, Json | undefined, string][] = [
  ['growth', 'cubic', 'document "growth" must be "linear", "logistic" or "flat", got "cubic"'],
  ['y_scale', 0, 'document "y_scale" must be a number above 0, got 0'],
  ['interval_width', 1, 'document "interval_width" must be a number in (0, 1), got 1'],
  ['params', undefined, 'document "params" must be an object with k, m, sigma_obs, delta, beta, got undefined'],
  ['params/sigma_obs', [[0]], 'document "params.sigma_obs" must be above 0, got 0'],
  ['params/delta', [[0, 0]], 'document "params.delta" must be rows of 4 numbers, got "rows of 2"'],
  ['params/m', [[1], [2]], 'document "params.m" must be 1 rows, as params.k, got 2'],
  ['params/beta/0/3', '1', 'document "params.beta[0]" must be 14 finite numbers, got "1"'],
  ['params/k', [[1e300]], 'document "params" must be coefficients with finite predictions, got Infinity'],
  ['history/data/5/y', null, 'document "history.data[5].y" must be a finite number, got null'],
  ['history/data/5/open', 2, 'document "history.data[5].open" must be true or false, got 2'],
  [
    'history/data/1/ds',
    '2023-02-31T00:00:00.000',
    'document "history.data[1].ds" must be a time to the millisecond, such as "2024-01-31T00:00:00.000", got "2023-02-31T00:00:00.000"',
  ],
  [
    'history/data/1/ds',
    '2022-01-01T00:00:00.000',
    'document "history.data[1].ds" must be not before the row above, got "2022-01-01"',
  ],
  ['history', '[', 'document "history" must be text of a pandas table (orient "table"), got "["'],
  ['start', 0, 'document "start" must be 1672531200, the first time of the history in whole milliseconds, got 0'],
  ['t_scale', 1, 'document "t_scale" must be 5097600, the length of the history in whole milliseconds, got 1'],
  [
    'changepoints_t/1',
    0.9,
    'document "changepoints_t[1]" must be 0.4067796610169492, the place of changepoint 2023-01-25, got 0.9',
  ],
  ['seasonalities/1/weekly/period', -1, 'document "seasonalities[1].weekly.period" must be a number above 0, got -1'],
  [
    'seasonalities/1/weekly/fourier_order',
    1e15,
    'document "seasonalities" must be part of at most 4000 columns in all, got 2000000000000012',
  ],
  [
    'seasonalities/0',
    ['weekly', 'half', 'half'],
    'document "seasonalities": the name "half" must belong to one component, got a seasonality and a seasonality',
  ],
  ['extra_regressors/1/x/std', 0, 'document "extra_regressors[1].x.std" must be a number above 0, got 0'],
  [
    'holidays/data/0/holiday',
    'other',
    'document "holidays" must have a row for each of the model\'s holidays, got none for "Ashes"',
  ],
  [
    'holidays/data/1/prior_scale',
    7,
    'document "holidays": column "prior_scale", row 2: must be the same for all dates of "fête", got 7 and 10',
  ],
  [
    'train_component_cols/data/0/weekly',
    0,
    'document "train_component_cols.data[0].weekly" must be 1 for weekly_delim_1, got 0',
  ],
  [
    'country_holidays',
    'FR',
    'document "country_holidays" must be null: the dates of a country’s holidays are not in the document, since Prophet makes them anew from tables of its own; fit with those dates in the table "holidays", got "FR"',
  ],
]
for (const [path, value, message] of refusals) {
  test(`a document whose ${path} is ${JSON.stringify(value)?.slice(0, 30) ?? 'missing'} is refused with the path`, () => {
    assert.throws(() => fromProphet(damaged(path, value)), { code: 'FORMAT', message })
  })
}

test('a window that grew after the fit is refused, since its effect was not fitted', () => {
  assert.throws(() => fromProphet(damaged('holidays/data/1/upper_window', 3)), {
    code: 'FORMAT',
    message: 'document "train_component_cols.data" must be 16 rows, one a feature, got an array of 14',
  })
})

test('a date that was added after the fit acts in the future, as in Prophet', () => {
  const rows = opened(toProphet(rich()))['holidays'] as { data: Record<string, Json>[] }
  const more = [
    ...rows.data,
    { ...rows.data[0], ds: '2023-03-03T00:00:00.000' },
    { ...rows.data[0], holiday: 'unseen' },
  ]
  const table = predict(fromProphet(damaged('holidays/data', more)), future, { interval: 'none' })
  assert.deepEqual(
    numbers(table, 'Ashes').map((value) => value !== 0),
    [false, true, false, false, false, false],
  )
  assert.ok(!table.schema.names.includes('unseen'))
})

test('documents of older versions, without scaling and holidays_mode and with zoned times, are read', () => {
  const document = opened(toProphet(fit(daily(30))))
  for (const key of ['scaling', 'y_min', 'holidays_mode', '__prophet_version']) delete document[key]
  const text = closed(document).replaceAll('T00:00:00.000\\"', 'T00:00:00.000Z\\"')
  assert.ok(text.includes('000Z'))
  assert.equal(toProphet(fromProphet(text)), toProphet(fit(daily(30))))
})

const foreign: [string, unknown, RegExp][] = [
  ['no text', { growth: 'linear' }, /^a Prophet document must be JSON text, got an object with growth$/],
  ['no JSON', 'growth: linear', /^a Prophet document must be JSON text: /],
  ['NaN, as Python writes it', '{"y_scale": NaN}', /^a Prophet document must be JSON text: /],
  ['a list', '[]', /^document must be an object with growth, .*, got an empty array$/],
  ['null', 'null', /^document must be an object with growth, .*, got null$/],
  ['a model of this package', toJSON(fit(daily(20))), /^document "growth" must be .*, got undefined$/],
  ['deep nesting', '['.repeat(200_000) + ']'.repeat(200_000), /^document must be an object/],
  [
    'deep nesting inside',
    damaged('history', 'X').replace('"X"', '['.repeat(1e5) + ']'.repeat(1e5)),
    /"history" must be text/,
  ],
  ['a cut text', toProphet(rich()).slice(0, -40), /^a Prophet document must be JSON text: /],
]
for (const [name, text, message] of foreign) {
  test(`${name} is refused`, () => assert.throws(() => fromProphet(text as string), { code: 'FORMAT', message }))
}

test('documents that ask for much work in little text are refused at once', () => {
  const wide = {
    holiday: 'fête',
    ds: '2023-01-10T00:00:00.000',
    lower_window: -3660,
    upper_window: 3660,
    prior_scale: 1,
  }
  const rows = Array.from({ length: 50 }, () => wide)
  assert.throws(() => fromProphet(damaged('holidays/data', rows)), {
    code: 'FORMAT',
    message: 'document "holidays" must have windows of 200000 days in all, got 366050',
  })
  const narrow = rows.slice(0, 1).map((row) => ({ ...row, upper_window: 1e9 }))
  assert.throws(() => fromProphet(damaged('holidays/data', narrow)), {
    code: 'FORMAT',
    message: /"holidays.data\[0\].upper_window"/,
  })
  assert.throws(() => fromProphet(damaged('params/k', new Array(30_000).fill(1))), {
    code: 'FORMAT',
    message: 'document "params.k" must be at most 21821 draws, got 30000',
  })
  const long = 'n'.repeat(100_000)
  assert.throws(() => fromProphet(damaged('seasonalities/0/0', long)), {
    code: 'FORMAT',
    message: /1 to 1,000 characters/,
  })
})

/** Everything that a fuzzer may put in the place of a value. */
const HOSTILE = JSON.parse(
  `[null, true, false, 0, -1, 0.5, 1e308, -1e308, 5e-324, 9007199254740992, 1e15, 3, "", "x", "__proto__", "constructor",
  "2024-02-30T00:00:00.000", "9999-12-31T00:00:00.000Z", "ds", "y", "{}", "[", "{\\"data\\":[{}]}", [], {}, [[]], [[[1]]], [null],
  {"data": []}, {"__proto__": 1}, [[1], [2]], [1, 2, 3]]`,
) as Json[]

/** Change one value somewhere inside: replace, delete, repeat or swap it. */
function mutate(root: Record<string, Json>, random: () => number): void {
  const pick = (size: number): number => Math.min(size - 1, Math.floor(random() * size))
  let at = root as Record<string, Json> | Json[]
  for (;;) {
    const keys = Object.keys(at)
    if (keys.length === 0) return
    const key = keys[pick(keys.length)]
    const inside = (at as Record<string, Json>)[key]
    if (typeof inside === 'object' && inside !== null && random() < 0.85) {
      at = inside
      continue
    }
    const record = at as Record<string, Json>
    switch (pick(5)) {
      case 0:
        if (Array.isArray(at)) at.splice(Number(key), 1)
        else delete record[key]
        return
      case 1:
        if (Array.isArray(at)) at.push(inside)
        else record[`${key} `] = inside
        return
      case 2: {
        const other = keys[pick(keys.length)]
        ;[record[key], record[other]] = [record[other], record[key]]
        return
      }
      default:
        record[key] = structuredClone(HOSTILE[pick(HOSTILE.length)])
    }
  }
}

/** The document of the rich model with its coefficients as so many draws. */
function withRows(rows: number, model = rich()): string {
  const text = toProphet(model)
  const { params } = opened(text)
  const repeated = Object.entries(params as Record<string, Json[]>).map(([key, [row]]) => [
    key,
    new Array(rows).fill(row),
  ])
  return damaged('params', Object.fromEntries(repeated) as Json, text)
}

test('draws become the posterior of the model, chain after chain', () => {
  const text = damaged(
    'params/k',
    Array.from({ length: 8 }, (_, i) => i / 100),
    withRows(8),
  )
  const model = fromProphet(text)
  assert.equal(model.posterior?.chains, 4)
  assert.deepEqual(Array.from(model.posterior.k), [0, 0.04, 0.01, 0.05, 0.02, 0.06, 0.03, 0.07])
  assert.ok(Math.abs(model.fit.k - 0.035) < 1e-15)
  const back = JSON.parse(toProphet(model)) as { mcmc_samples: number; fit_kwargs: object; params: { k: number[][] } }
  assert.deepEqual(back.params.k.flat(), [0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07])
  assert.deepEqual([back.mcmc_samples, back.fit_kwargs], [4, { chains: 4 }])
  assert.throws(() => fromProphet(damaged('fit_kwargs', { chains: 3 }, text)), {
    code: 'FORMAT',
    message: 'document "fit_kwargs.chains" must be a divisor of the 8 draws, got 3',
  })
})

test('10,000 damaged documents give FORMAT errors only, or models that are whole', (t) => {
  const models = [rich(15), saturating(15), fit(daily(15), { growth: 'flat' })]
  const texts = [...models.map(toProphet), withRows(8, rich(15))]
  const generator = randomStream(7, 'fuzz')
  const random = (): number => generator.uniform()
  let refused = 0
  for (let i = 0; i < 10_000; i++) {
    const document = opened(texts[i % texts.length])
    const turns = 1 + Math.floor(random() * 2)
    for (let turn = 0; turn < turns; turn++) mutate(document, random)
    let text = closed(document)
    if (random() < 0.05) text = text.slice(0, Math.floor(random() * text.length))
    let model: AdditiveModel
    try {
      model = fromProphet(text)
    } catch (error) {
      assert.ok(error instanceof BodkinError && error.code === 'FORMAT', `${String(error)} of document ${i}`)
      refused++
      continue
    }
    if (i % 4 === 0) assert.doesNotThrow(() => fromJSON(toJSON(model)), `document ${i}`)
  }
  assert.ok(refused > 5000 && refused < 9700, `${refused} refused`)
  t.diagnostic(`${refused} of 10,000 refused`)
})

const { ds, y } = daily(60)
const inexpressible: [string, Parameters<typeof toProphet>[0], string][] = [
  ['a baseline', naive({ ds, y }), 'toProphet needs an additive model (from fit), got a baseline of kind "naive"'],
  [
    'a damped trend',
    fit({ ds, y }, { damped: true }),
    'toProphet cannot write option "damped" (true): Prophet has none',
  ],
  [
    'a floor without saturation',
    fit({ ds, y }, { floor: 3 }),
    'toProphet cannot write option "floor" (3): Prophet has none',
  ],
  [
    'a transform',
    fit({ ds, y }, { transform: 'softplus' }),
    'toProphet cannot write option "transform" ("softplus"): Prophet has none',
  ],
  [
    'autoregressive errors',
    fit({ ds, y }, { autoregression: 1 }),
    'toProphet cannot write autoregressive errors: Prophet has none',
  ],
  [
    'a column named as one of Prophet',
    fit({ ds, y, t: noise(60) }, { regressors: [{ name: 't' }] }),
    'toProphet cannot write column "t": Prophet has one of that name',
  ],
  [
    'holidays of two modes',
    fromJSON(
      toJSON(rich()).replace(
        '"priorScale":10,"mode":"multiplicative","offsets"',
        '"priorScale":10,"mode":"additive","offsets"',
      ),
    ),
    'toProphet needs holidays of one mode, got additive and multiplicative ones',
  ],
  [
    'windows with gaps',
    fromJSON(toJSON(rich()).replace('"offsets":[0]', '"offsets":[2]').replace('"Ashes_delim_+0"', '"Ashes_delim_+2"')),
    'toProphet needs holidays that are dates with windows around them, got "Ashes", whose windows have gaps',
  ],
]
for (const [name, model, message] of inexpressible) {
  test(`toProphet refuses ${name}`, () => assert.throws(() => toProphet(model), { code: 'OPTION', message }))
}
