/**
 * Against scikit-learn (make.py). Both work in double precision on the same formulas: 1e-10 relative. Its ridge here has the same standardised
 * columns, so the penalties mean the same; without a penalty predictions are unique, coefficients of labels are not.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { linearBaseline } from '../../../src/regression/evaluation/linear-baseline.js'
import { score, type ScoreName } from '../../../src/regression/evaluation/metrics.js'

interface Scores {
  readonly y: number[]
  readonly p: number[]
  readonly label: number[]
  readonly share: number[]
  readonly w: number[] | null
  readonly regression: Partial<Record<ScoreName, number>>
  readonly classification: Partial<Record<ScoreName, number>>
}

interface Ridge {
  readonly ridge: number
  readonly hours: number[]
  readonly heat: number[]
  readonly town: string[]
  readonly y: number[]
  readonly w: number[] | null
  readonly predictions: number[]
  readonly slopes: [number, number]
}

const expected = JSON.parse(readFileSync(new URL('scikit-learn.json', import.meta.url), 'utf8')) as {
  scores: Scores[]
  ridge: Ridge[]
}

function assertNear(got: number, wanted: number, what: string, tolerance = 1e-10): void {
  assert.ok(Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted)), `${what}: ${got} against ${wanted}`)
}

for (const { y, p, label, share, w, regression, classification } of expected.scores) {
  test(`scores of ${y.length} rows ${w === null ? 'without' : 'with'} weights agree`, () => {
    const weights = w === null ? null : Float64Array.from(w)
    for (const [name, wanted] of Object.entries(regression)) {
      const got = score(name as ScoreName, Float64Array.from(y), Float64Array.from(p), weights, { quantile: 0.9 })
      assertNear(got, wanted, name)
    }
    for (const [name, wanted] of Object.entries(classification)) {
      const settings = { threshold: 0.6 }
      const got = score(name as ScoreName, Float64Array.from(label), Float64Array.from(share), weights, settings)
      assertNear(got, wanted, name)
    }
  })
}

for (const { ridge, hours, heat, town, y, w, predictions, slopes } of expected.ridge) {
  test(`a linear baseline with ridge ${ridge} ${w === null ? 'without' : 'with'} weights agrees`, () => {
    const table = { hours, heat, town, y, ...(w === null ? {} : { w }) }
    const { coefficients, predict } = linearBaseline(table, {
      target: 'y',
      features: ['hours', 'heat', 'town'],
      ridge,
      ...(w === null ? {} : { weight: 'w' }),
    })
    predict(table).forEach((got, row) => assertNear(got, predictions[row], `row ${row}`, 1e-9))
    const mean = (values: number[]): number =>
      values.reduce((sum, value, i) => sum + value * (w?.[i] ?? 1), 0) /
      (w ?? values.map(() => 1)).reduce((a, b) => a + b)
    for (const [j, values] of [hours, heat].entries()) {
      const centre = mean(values)
      const sd = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
      assertNear((coefficients.getChild('coefficient')?.get(1 + j) as number) * sd, slopes[j], `slope ${j}`, 1e-9)
    }
  })
}
