/** What every public function says to input that it cannot use: code and whole message. */
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
  type ForecastOptions,
} from '../../../src/forecast/index.js'
import { daily } from './series-for-tests.js'

type Table = Record<string, unknown[]>
const ds = ['2024-01-01', '2024-01-02', '2024-01-03']
const history: Table = { ds, y: [1, 2, 4] }
const irregular: Table = { ds: ['2024-01-01', '2024-01-02', '2024-01-04', '2024-01-09'], y: [1, 2, 4, 3] }
const model = fit(history)
const withRegressor = fit({ ...history, price: [1, 2, 5] }, { regressors: [{ name: 'price' }] })
const examples = '"2024-01-31" or "2024-01-31T10:00:00Z"'
const needsFrequency =
  'the frequency of the history (2024-01-01 to 2024-01-09) cannot be inferred, its steps are too irregular: give option "frequency", or a table of times'

function refuses(name: string, code: string, message: string, call: () => unknown): void {
  test(`${name}: ${message}`, () => assert.throws(call, { name: 'BodkinError', code, message }))
}

const tables: [string, Table, string, string][] = [
  ['no time column', { when: ds, amount: [1, 2, 4] }, 'COLUMN', 'history has no column "ds": it has "when", "amount"'],
  [
    'a slip in a column name',
    { sales: [1], dss: ds },
    'DATA',
    'history must have columns of one length, got 1 rows in "sales" and 3 in "dss"',
  ],
  [
    'a time that is none',
    { ...history, ds: ['2024-01-01', 'soon', '2024-01-03'] },
    'DATA',
    `column "ds", row 1: must be an ISO 8601 date or time such as ${examples}, got "soon"`,
  ],
  [
    'a date that does not exist',
    { ...history, ds: ['2024-01-01', '2024-02-30', '2024-03-01'] },
    'DATA',
    `column "ds", row 1: must be an ISO 8601 date or time such as ${examples}, got "2024-02-30"`,
  ],
  [
    'a zoned time',
    { ...history, ds: ['2024-01-01', '2024-01-02T00:00+02:00', '2024-01-03'] },
    'DATA',
    'column "ds", row 1: must be UTC, got "2024-01-02T00:00+02:00": convert to UTC first (new Date(text))',
  ],
  [
    'an invalid Date',
    { ...history, ds: [new Date(NaN), new Date(0), new Date(1)] },
    'DATA',
    'column "ds", row 0: must be a valid time, got an invalid Date',
  ],
  [
    'numbers for times',
    { ...history, ds: [1, 2, 3] },
    'COLUMN',
    'column "ds", row 0: must be a Date or ISO 8601 text, got 1: wrap numbers as times first (new Date(milliseconds))',
  ],
  [
    'a missing time',
    { ...history, ds: ['2024-01-01', null, '2024-01-03'] },
    'DATA',
    'column "ds", row 1: must have a time, got null',
  ],
  ['an infinite value', { ...history, y: [1, Infinity, 2] }, 'DATA', 'column "y", row 1: must be finite, got Infinity'],
  [
    'a value without bounds',
    { ...history, y: [1, -1e200, 2] },
    'DATA',
    'column "y", row 1: must be between -1e+150 and 1e+150, got -1e+200',
  ],
  [
    'text for values',
    { ...history, y: ['1', '2', '3'] },
    'COLUMN',
    'column "y", row 0: must be a number, got "1": text and times are never read as numbers',
  ],
]
const callers: [string, (table: Table) => unknown][] = [
  ['fit', (table) => fit(table)],
  ['mean', (table) => mean(table)],
  ['naive', (table) => naive(table)],
  ['seasonalNaive', (table) => seasonalNaive(table)],
]
for (const [caller, call] of callers) {
  for (const [name, table, code, message] of tables) refuses(`${caller}, ${name}`, code, message, () => call(table))
  refuses(
    `${caller}, all null`,
    'DATA',
    `${caller} needs at least 2 rows with a value in "y", got 0 and 3 without`,
    () => call({ ds, y: [null, null, null] }),
  )
  refuses(
    `${caller}, one value`,
    'DATA',
    `${caller} needs at least 2 rows with a value in "y", got 1 and 2 without`,
    () => call({ ds, y: [null, 5, NaN] }),
  )
  refuses(`${caller}, no rows`, 'DATA', `${caller} needs at least 2 rows with a value in "y", got 0`, () =>
    call({ ds: [], y: [] }),
  )
}
refuses(
  'fit, one time only',
  'DATA',
  'fit needs observations at two different times at least, got 3 rows, all at 2024-01-01',
  () => fit({ ...history, ds: [ds[0], ds[0], ds[0]] }),
)
refuses(
  'fit, the wrong name of the value column',
  'COLUMN',
  'history has no column "sale": did you mean "sales"?',
  () => fit({ ds, sales: [1, 2, 3] }, { value: 'sale' }),
)

const wave = { name: 'wave', period: 30, fourierOrder: 2 }
const options: [unknown, string, string][] = [
  [{ growht: 'flat' }, 'OPTION', 'unknown option "growht": did you mean "growth"?'],
  [
    { changepoint_prior_scale: 1 },
    'OPTION',
    'unknown option "changepoint_prior_scale": did you mean "changepointPriorScale"?',
  ],
  [{ changepointRange: 1.2 }, 'OPTION', 'option "changepointRange" must be a number in [0, 1], got 1.2'],
  [{ changepointCount: 2.5 }, 'OPTION', 'option "changepointCount" must be an integer of at least 0, got 2.5'],
  [
    { changepointPriorScale: 0 },
    'OPTION',
    'option "changepointPriorScale" must be a number above 0 (1e-100 to 1e100), got 0',
  ],
  [
    { seasonalityPriorScale: -1 },
    'OPTION',
    'option "seasonalityPriorScale" must be a number above 0 (1e-100 to 1e100), got -1',
  ],
  [
    { holidaysPriorScale: NaN },
    'OPTION',
    'option "holidaysPriorScale" must be a number above 0 (1e-100 to 1e100), got NaN',
  ],
  [
    { yearlySeasonality: 'yes' },
    'OPTION',
    'option "yearlySeasonality" must be "auto", true, false or a Fourier order (an integer of at least 0), got "yes"',
  ],
  [
    { weeklySeasonality: 1e9 },
    'LIMIT',
    'the model must have at most 4000 columns (changepoints, Fourier terms, holidays, regressors), got 2000000001',
  ],
  [{ intervalWidth: 80 }, 'OPTION', 'option "intervalWidth" must be a number in (0, 1), got 80'],
  [{ seed: 0.5 }, 'OPTION', 'option "seed" must be an integer, got 0.5'],
  [{ scaling: 'none' }, 'OPTION', 'option "scaling" must be "absmax" or "minmax", got "none"'],
  [{ time: 7 }, 'OPTION', 'option "time" must be the name of a column, got 7'],
  [{ changepoints: '2024-01-02' }, 'OPTION', 'option "changepoints" must be an array, got "2024-01-02"'],
  [
    { changepoints: [7] },
    'OPTION',
    'option "changepoints[0]" must be a Date or ISO 8601 text in UTC such as "2024-01-31", got 7',
  ],
  [
    { changepoints: ['2023-01-01'] },
    'OPTION',
    'option "changepoints" must lie inside the history, 2024-01-01 to 2024-01-03, got 2023-01-01',
  ],
  [
    { seasonalities: [{ ...wave, name: 'trend' }] },
    'OPTION',
    'option "seasonalities[0].name": the name "trend" is reserved, choose another',
  ],
  [
    { seasonalities: [{ ...wave, name: 'yhat_lower' }] },
    'OPTION',
    'option "seasonalities[0].name": the name "yhat_lower" is reserved, choose another',
  ],
  [
    { seasonalities: [{ ...wave, period: 0 }] },
    'OPTION',
    'option "seasonalities[0].period" must be a number above 0, got 0',
  ],
  [
    { seasonalities: [{ ...wave, fourierOrder: 0 }] },
    'OPTION',
    'option "seasonalities[0].fourierOrder" must be an integer of at least 1, got 0',
  ],
  [{ seasonalities: [{ ...wave, order: 3 }] }, 'OPTION', 'unknown option "seasonalities[0].order"'],
  [
    { seasonalities: [wave, { ...wave, period: 8 }] },
    'OPTION',
    'the name "wave" must belong to one component, got a seasonality and a seasonality',
  ],
  [{ seasonalities: [{ ...wave, condition: 'open' }] }, 'COLUMN', 'history has no column "open": it has "ds", "y"'],
  [
    { regressors: [{ name: 'yearly' }] },
    'OPTION',
    'option "regressors[0].name": the name "yearly" is reserved, choose another',
  ],
  [{ regressors: [{ name: 'y' }] }, 'OPTION', 'option "regressors[0].name": the name "y" is reserved, choose another'],
  [{ regressors: [{ name: 'price' }] }, 'COLUMN', 'history has no column "price": it has "ds", "y"'],
  [{ regressors: ['price'] }, 'OPTION', 'option "regressors[0]" must be an object, got "price"'],
  [{ holidays: 'FR' }, 'DATA', 'holidays must be a table (Arrow, arquero, danfo, columns or rows), got "FR"'],
  [
    { holidays: { name: ['a'], ds: ['2024-01-01'] } },
    'COLUMN',
    'holidays has no column "holiday": it has "name", "ds"',
  ],
  [null, 'OPTION', 'option "options" must be an object, got null'],
  [new Map([['growth', 'flat']]), 'OPTION', 'option "options" must be an object, got an empty object'],
]
for (const [value, code, message] of options)
  refuses('fit, options', code, message, () => fit(history, value as ForecastOptions))
refuses('fit, a condition that is neither', 'DATA', 'column "open", row 0: must be true, false, 0 or 1, got 2', () =>
  fit({ ...history, open: [2, 1, 0] }, { seasonalities: [{ ...wave, condition: 'open' }] }),
)
refuses('fit, a missing condition', 'DATA', 'column "open", row 1: must be true or false, got null', () =>
  fit({ ...history, open: [true, null, false] }, { seasonalities: [{ ...wave, condition: 'open' }] }),
)
refuses(
  'fit, one name for two regressors',
  'OPTION',
  'the name "x" must belong to one component, got a regressor and a regressor',
  () => fit({ ...history, x: [1, 2, 3] }, { regressors: [{ name: 'x' }, { name: 'x' }] }),
)
refuses(
  'fit, one name for a holiday and a regressor',
  'OPTION',
  'the name "x" must belong to one component, got a holiday and a regressor',
  () => fit({ ...history, x: [1, 2, 3] }, { regressors: [{ name: 'x' }], holidays: [{ holiday: 'x', ds: ds[0] }] }),
)

const futures: [unknown, string, string][] = [
  [{ periods: -1 }, 'OPTION', 'option "periods" must be an integer in [0, 10000000], got -1'],
  [{ periods: 1.5 }, 'OPTION', 'option "periods" must be an integer in [0, 10000000], got 1.5'],
  [{ periods: '3' }, 'OPTION', 'option "periods" must be an integer in [0, 10000000], got "3"'],
  [{ periods: 1, freqency: 'D' }, 'OPTION', 'unknown option "freqency": did you mean "frequency"?'],
  [
    { periods: 1, frequency: 'daily' },
    'OPTION',
    'option "frequency" must be a unit of s, min, h, D, B, W, MS, M, MD, QS, YS, with a count in front as wanted (5min), got "daily"',
  ],
  [{ periods: 1, includeHistory: 1 }, 'OPTION', 'option "includeHistory" must be true or false, got 1'],
  [{ when: ['2024-02-01'] }, 'COLUMN', 'future has no column "ds": it has "when"'],
  [
    { ds: ['soon'] },
    'DATA',
    `column "ds" of future, row 0: must be an ISO 8601 date or time such as ${examples}, got "soon"`,
  ],
  [{}, 'DATA', 'future must be a table (Arrow, arquero, danfo, columns or rows), got an empty object'],
  [null, 'DATA', 'future must be a table (Arrow, arquero, danfo, columns or rows), got null'],
  [undefined, 'DATA', 'future must be a table (Arrow, arquero, danfo, columns or rows), got undefined'],
  [30, 'DATA', 'future must be a table (Arrow, arquero, danfo, columns or rows), got 30'],
]
for (const [future, code, message] of futures) {
  refuses('predict, future', code, message, () => predict(model, future as never))
  refuses('predict of a baseline, future', code, message, () => predict(mean(history), future as never))
}
refuses(
  'predict, periods with a regressor',
  'COLUMN',
  'predict with "periods" cannot know the future of column "price": give a table with "ds" and "price"',
  () => predict(withRegressor, { periods: 1 }),
)
refuses('predict, no regressor', 'COLUMN', 'future has no column "price": it has "ds"', () =>
  predict(withRegressor, { ds: ['2024-02-01'] }),
)
refuses('predict, a regressor without a value', 'DATA', 'column "price", row 0: must be finite, got null', () =>
  predict(withRegressor, { ds: ['2024-02-01'], price: [null] }),
)
refuses('predict, no frequency', 'OPTION', needsFrequency, () => predict(fit(irregular), { periods: 1 }))
refuses('predict of a baseline, no frequency', 'OPTION', needsFrequency, () =>
  predict(naive(irregular), { periods: 1 }),
)
refuses('decompose, no regressor', 'COLUMN', 'argument "ds" has no column "price": it has "ds"', () =>
  decompose(withRegressor, { ds: ['2024-02-01'] }),
)

const settings: [unknown, string][] = [
  [{ interval: 'bayes' }, 'option "interval" must be'],
  [{ draws: 0 }, 'option "draws" must be an integer in [1, 100000], got 0'],
  [{ seed: 1.5 }, 'option "seed" must be an integer, got 1.5'],
  [{ intervalWidth: 1 }, 'option "intervalWidth" must be a number in (0, 1), got 1'],
  [{ intervalwidth: 0.9 }, 'unknown option "intervalwidth": did you mean "intervalWidth"?'],
  [null, 'option "options" must be an object, got null'],
]
for (const [value, message] of settings) {
  test(`predict, options: ${message}`, () => {
    assert.throws(
      () => predict(model, { periods: 1 }, value as never),
      (error: { code?: string; message?: string }) =>
        error.code === 'OPTION' && error.message?.startsWith(message) === true,
    )
  })
}

refuses(
  'seasonalNaive, no usual season',
  'OPTION',
  'option "season" is needed: the history\'s frequency (irregular) has no usual season',
  () => seasonalNaive(irregular),
)
refuses('seasonalNaive, a season of none', 'OPTION', 'option "season" must be an integer of at least 1, got 0', () =>
  seasonalNaive(history, { season: 0 }),
)
refuses('seasonalNaive, an option of fit', 'OPTION', 'unknown option "growth"', () =>
  seasonalNaive(history, { growth: 'flat' } as never),
)

const noModels: [unknown, string][] = [
  [null, 'null'],
  [undefined, 'undefined'],
  [7, '7'],
  ['model', '"model"'],
  [{}, 'an empty object'],
  [history, 'an object with ds, y'],
  [{ kind: 'additive' }, 'an object with kind'],
  [Promise.resolve(model), 'an empty object'],
  [JSON.parse(toJSON(model)), 'an object with format, version, model'],
  [(JSON.parse(toJSON(model)) as { model: unknown }).model, 'an object with kind, settings, time, …'],
]
for (const [value, shown] of noModels) {
  const broken = value as ForecastModel
  const message = (caller: string): string => `${caller} needs a model (from fit, a baseline or fromJSON), got ${shown}`
  refuses('no model', 'OPTION', message('predict'), () => predict(broken, { periods: 1 }))
  refuses('no model', 'OPTION', message('decompose'), () => decompose(broken))
  refuses('no model', 'OPTION', message('changepoints'), () => changepoints(broken))
  refuses('no model', 'OPTION', message('toJSON'), () => toJSON(broken))
}
refuses(
  'decompose, a baseline',
  'OPTION',
  'decompose needs an additive model (from fit), got a baseline of kind "naive"',
  () => decompose(naive(history)),
)

const nonsense: unknown[] = [
  null,
  undefined,
  0,
  NaN,
  '',
  'x',
  true,
  5n,
  Symbol('s'),
  () => 1,
  [],
  {},
  [1],
  [null],
  new Date(0),
  new Map(),
  new Float64Array(2),
  /x/,
  Object.create(null),
  { ds: 7 },
  { ds: [{}], y: [[]] },
  { ds: [5n], y: [Symbol('y')] },
]
const functions: [string, (value: never) => unknown][] = [
  ['fit', (value) => fit(value)],
  ['fit options', (value) => fit(history, value)],
  ['mean', (value) => mean(value)],
  ['mean options', (value) => mean(history, value)],
  ['naive', (value) => naive(value)],
  ['naive options', (value) => naive(history, value)],
  ['seasonalNaive', (value) => seasonalNaive(value)],
  ['seasonalNaive options', (value) => seasonalNaive(daily(20), value)],
  ['predict model', (value) => predict(value, { periods: 1 })],
  ['predict future', (value) => predict(model, value)],
  ['predict future of a baseline', (value) => predict(mean(history), value)],
  ['predict options', (value) => predict(model, { periods: 1 }, value)],
  ['decompose model', (value) => decompose(value)],
  ['decompose ds', (value) => decompose(model, value)],
  ['changepoints', (value) => changepoints(value)],
  ['toJSON', (value) => toJSON(value)],
  ['fromJSON', (value) => fromJSON(value)],
  ...(
    [
      'time',
      'value',
      'growth',
      'changepoints',
      'changepointCount',
      'changepointRange',
      'changepointPriorScale',
      'yearlySeasonality',
      'seasonalities',
      'seasonalityPriorScale',
      'holidays',
      'holidaysPriorScale',
      'regressors',
      'scaling',
      'intervalWidth',
      'seed',
    ] as const
  ).map((key): [string, (value: never) => unknown] => [`fit, ${key}`, (value) => fit(history, { [key]: value })]),
]
for (const [name, call] of functions) {
  test(`${name}: nonsense of every kind is taken or refused with a BodkinError, never a TypeError`, () => {
    for (const value of nonsense) {
      try {
        call(value as never)
      } catch (error) {
        assert.equal((error as Error).name, 'BodkinError', `${String((error as Error).stack)}`)
      }
    }
  })
}
