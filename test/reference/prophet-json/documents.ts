/** The fixtures of make.py, and the models whose documents Prophet read for them. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { fit } from '../../../src/forecast/fit.js'
import type { AdditiveModel } from '../../../src/forecast/model.js'
import { fromProphet } from '../../../src/forecast/prophet-json/from-prophet.js'
import { daily, days, noise } from '../../unit/forecast/series-for-tests.js'

export type Columns = Readonly<Record<string, (number | string | boolean)[]>>

/** A document by Prophet, and what it predicts from it. */
export interface ProphetCase {
  readonly name: string
  readonly document: Readonly<Record<string, unknown>>
  readonly future: Columns
  readonly predictions: Readonly<Record<string, number[]>>
}

/** A document by this package, and what Prophet predicts from it: the future, and yhat of the history. */
export interface PackageCase {
  readonly name: string
  readonly document: string
  readonly future: Columns
  readonly predictions: Readonly<Record<string, number[]>>
  readonly yhat: number[]
}

export function readFixture<T>(name: string): T {
  return JSON.parse(gunzipSync(readFileSync(new URL(name, import.meta.url))).toString()) as T
}

/** A model and rows to predict, under this package's names of columns. */
export interface OwnModel {
  readonly name: string
  readonly model: AdditiveModel
  readonly future: Columns
}

/** Models that `fit` made, with what Prophet writes in another way; and Prophet's own, read and written again. */
export function ownModels(): OwnModel[] {
  const { ds, y } = daily(70)
  const ahead = days('2023-03-05', 12).map((day) => day.toISOString().slice(0, -1))
  const limit = ds.map((_, i) => 30 + i / 50)
  const rich = fit(
    { day: ds, sales: y, open: ds.map((_, i) => i % 14 < 7), x: noise(70, 2), z: noise(70, 3).map((v) => v * 1e-5) },
    {
      time: 'day',
      value: 'sales',
      changepointCount: 5,
      weeklySeasonality: 2,
      seasonalities: [{ name: 'w', period: 3.5, fourierOrder: 1, condition: 'open', mode: 'multiplicative' }],
      holidays: {
        holiday: ['fête', 'fête', 'B', 'a', '𝔸', '豈'],
        ds: ['2023-01-10', '2023-03-07', '2023-02-01', '2023-02-20', '2023-01-30', '2023-02-05'],
        lower_window: [-1, -2, 0, 0, 0, 0],
        upper_window: [1, 11, 0, 1, 0, 0],
        prior_scale: [3, 3, null, null, 0.5, 1],
      },
      holidaysMode: 'multiplicative',
      regressors: [
        { name: 'x', priorScale: 2, mode: 'multiplicative' },
        { name: 'z', standardize: false, priorScale: 1e6 },
      ],
    },
  )
  const high = 2 + Math.max(...y)
  const low = Math.min(...y) - 2
  return [
    { name: 'daily', model: fit({ ds, y }, { changepointCount: 7 }), future: { ds: ahead } },
    {
      name: 'flat, minmax',
      model: fit({ ds, y }, { growth: 'flat', scaling: 'minmax', seasonalityMode: 'multiplicative' }),
      future: { ds: ahead },
    },
    {
      name: 'holidays, regressors and conditions',
      model: rich,
      future: {
        day: ahead,
        open: ahead.map((_, i) => i % 2 === 0),
        x: noise(12, 5),
        z: noise(12, 6).map((value) => value * 1e-5),
      },
    },
    {
      name: 'logistic between numbers',
      model: fit({ ds, y }, { growth: 'logistic', cap: high, floor: low, changepointCount: 3 }),
      future: { ds: ahead },
    },
    {
      name: 'logistic below a column',
      model: fit(
        { ds, y: y.map((value) => value / 4), limit },
        { growth: 'logistic', cap: 'limit', changepointCount: 3, weeklySeasonality: false },
      ),
      future: { ds: ahead, limit: ahead.map(() => 33) },
    },
    {
      name: 'own changepoints, hourly, huge values',
      model: fit(
        {
          ds: Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2024, 1, 28, i))),
          y: noise(60, 4).map((v) => 3e17 + v * 1e17),
        },
        { changepoints: ['2024-02-28T07:00', '2024-02-29T03:00:00.250Z'], dailySeasonality: 2 },
      ),
      future: { ds: ['2024-03-01T12:00:00', '2024-03-02T00:00:00'] },
    },
    {
      name: 'no features, no changepoints',
      model: fit({ ds, y }, { changepointCount: 0, weeklySeasonality: false }),
      future: { ds: ahead },
    },
    ...readFixture<ProphetCase[]>('prophet.json.gz').map(({ name, document, future }) => ({
      name: `Prophet’s own: ${name}`,
      model: fromProphet(JSON.stringify(document)),
      future,
    })),
  ]
}

/** The rows as Prophet wants them: its own names of columns, limits in columns. */
export function prophetFuture({ model: { settings }, future }: OwnModel): Columns {
  const { [settings.time]: ds, ...columns } = future
  const limits = (['cap', 'floor'] as const).flatMap((name) => {
    const limit = settings.growth === 'logistic' ? settings[name] : undefined
    if (limit === undefined) return []
    return [[name, typeof limit === 'string' ? future[limit] : ds.map(() => limit)]]
  })
  return { ds, ...columns, ...Object.fromEntries(limits) } as Columns
}
