import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { estimateTheta } from '../../../src/forecast/baselines/theta/estimate.js'
import {
  firstLine,
  forecastLine,
  nextLine,
  varianceFactors,
  wholeLine,
} from '../../../src/forecast/baselines/theta/lines.js'
import { fitTheta, forecastTheta, type ThetaMethod } from '../../../src/forecast/baselines/theta/theta.js'
import { randomStream } from '../../../src/numeric/random.js'

const METHODS: readonly (ThetaMethod | 'auto')[] = [
  'standard',
  'optimized',
  'dynamic-standard',
  'dynamic-optimized',
  'auto',
]

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length)
  for (let i = 0; i < expected.length; i++) {
    assert.ok(Math.abs(actual[i] - expected[i]) <= tolerance, `at ${i}: ${actual[i]} is not ${expected[i]}`)
  }
}

describe('lines', () => {
  test('a line grown row by row is the least-squares line of the rows', () => {
    const random = randomStream(1)
    const y = Float64Array.from({ length: 9 }, () => random.normal())
    let line = firstLine(y[0])
    for (let i = 1; i < y.length; i++) line = nextLine(line, y[i])
    const whole = wholeLine(y)
    close([line.intercept, line.slope, line.mean], [whole.intercept, whole.slope, whole.mean], 1e-12)
  })

  test('the classic method is simple smoothing with half the slope as drift', () => {
    // Hyndman & Billah 2003: forecasts rise by B/2 a row once (1 − α)^T is gone
    const position = {
      dynamic: false,
      alpha: 0.5,
      weight: 0.5,
      level: 10,
      rows: 200,
      line: { rows: 200, mean: 0, intercept: 0, slope: 3 },
    }
    close(forecastLine(position, 3), [13, 14.5, 16], 1e-12)
    close(varianceFactors(position, 3), [1, 1.25, 1.5], 1e-12)
  })

  test('the variance of the dynamic model is that of simulated paths', () => {
    const line = { rows: 20, mean: 5, intercept: 1, slope: 0.4 }
    const position = { dynamic: true, alpha: 0.4, weight: 0.7, level: 9, rows: 20, line }
    const factors = varianceFactors(position, 6)
    const centre = forecastLine(position, 6)
    const random = randomStream(2)
    const squares = new Float64Array(6)
    const paths = 20_000
    for (let k = 0; k < paths; k++) {
      let now = position
      for (let h = 0; h < 6; h++) {
        const value = forecastLine(now, 1)[0] + random.normal()
        squares[h] += (value - centre[h]) ** 2 / paths
        now = {
          dynamic: true,
          alpha: 0.4,
          weight: 0.7,
          rows: now.rows + 1,
          level: 0.4 * value + 0.6 * now.level,
          line: nextLine(now.line, value),
        }
      }
    }
    for (let h = 0; h < 6; h++) assert.ok(Math.abs(squares[h] / factors[h] - 1) < 0.05, `h ${h + 1}`)
  })
})

describe('estimate', () => {
  test('no other start, weight and smoothing near the estimate has smaller errors', () => {
    const random = randomStream(3)
    const y = Float64Array.from({ length: 50 }, (_, t) => 0.5 + 0.01 * t + 0.1 * random.normal())
    const best = estimateTheta(y, false, undefined)
    const { intercept, slope } = wholeLine(y)
    for (let k = 0; k < 500; k++) {
      const alpha = Math.min(0.99, Math.max(0.1, best.alpha + 0.1 * random.normal()))
      const weight = Math.min(1, Math.max(0, best.weight + 0.2 * random.normal()))
      let level = best.start + 0.2 * random.normal()
      let sum = 0
      for (let i = 0; i < y.length; i++) {
        const power = (1 - alpha) ** i
        const share = intercept * power + (slope * (1 - power * (1 - alpha))) / alpha
        if (i >= 3) sum += (y[i] - level - weight * share) ** 2
        level = alpha * y[i] + (1 - alpha) * level
      }
      assert.ok(sum >= best.errorSum - 1e-6)
    }
  })
})

describe('fitTheta and forecastTheta', () => {
  test('a constant is repeated without error', () => {
    for (const method of METHODS) {
      for (const rows of [1, 2, 5, 8, 40]) {
        const { yhat, deviation } = forecastTheta(fitTheta(new Float64Array(rows).fill(7), 4, { method }), 5)
        close(yhat, [7, 7, 7, 7, 7], 1e-9)
        assert.deepEqual([...deviation], [0, 0, 0, 0, 0])
      }
    }
  })

  test('a line is continued where θ is estimated', () => {
    const y = Float64Array.from({ length: 30 }, (_, t) => 3 * t - 10)
    for (const method of ['optimized', 'dynamic-optimized', 'auto'] as const) {
      close(forecastTheta(fitTheta(y, 1, { method }), 3).yhat, [80, 83, 86], 1e-4)
    }
  })

  test('a multiplicative season for positive values, an additive one otherwise, none where there is none', () => {
    const random = randomStream(4)
    const y = Float64Array.from({ length: 60 }, (_, t) => (50 + t) * [1.3, 0.9, 0.8, 1][t % 4] + random.normal())
    const state = fitTheta(y, 4)
    assert.equal(state.seasonality, 'M')
    const { yhat } = forecastTheta(state, 4)
    close(yhat, [110 * 1.3, 111 * 0.9, 112 * 0.8, 113], 6)
    assert.equal(
      fitTheta(
        y.map((value) => value - 80),
        4,
      ).seasonality,
      'A',
    )
    assert.equal(
      fitTheta(
        Float64Array.from({ length: 60 }, (_, t) => Math.sqrt(t)),
        52,
      ).seasonality,
      'N',
    )
  })

  test('the season comes back in order when the history ends within one', () => {
    const y = Float64Array.from({ length: 38 }, (_, t) => [8, 4, 2, 6][t % 4])
    close(forecastTheta(fitTheta(y, 4), 4).yhat, [2, 6, 8, 4], 1e-6)
  })

  test('another unit gives the same forecast in that unit', () => {
    const random = randomStream(5)
    const y = Float64Array.from(
      { length: 48 },
      (_, t) => 100 + t + 10 * Math.cos((Math.PI * t) / 6) + 3 * random.normal(),
    )
    const plain = forecastTheta(fitTheta(y, 12), 12)
    for (const factor of [1e-9, 1 / 3, 1e6]) {
      const scaled = forecastTheta(
        fitTheta(
          y.map((value) => value * factor),
          12,
        ),
        12,
      )
      close(
        scaled.yhat.map((value) => value / factor),
        plain.yhat,
        1e-4,
      )
      close(
        scaled.deviation.map((value) => value / factor),
        plain.deviation,
        1e-4,
      )
    }
  })

  test('auto is the method with the smallest one-step error', () => {
    const random = randomStream(6)
    let level = 0
    const y = Float64Array.from({ length: 80 }, () => (level += random.normal() + 0.3))
    const sums = (['standard', 'optimized', 'dynamic-standard', 'dynamic-optimized'] as const).map(
      (method) =>
        estimateTheta(y, method.startsWith('dynamic'), method.endsWith('standard') ? 0.5 : undefined).errorSum,
    )
    const { method } = fitTheta(y, 1, { method: 'auto' })
    const chosen = estimateTheta(y, method.startsWith('dynamic'), method.endsWith('standard') ? 0.5 : undefined)
    assert.ok(chosen.errorSum <= Math.min(...sums) * (1 + 1e-9))
  })

  test('anything finite gives finite forecasts', () => {
    const random = randomStream(7)
    const sizes = [1e-320, 1e-300, 1e-9, 1, 1e6, 1e150, 1e307]
    for (let k = 0; k < 600; k++) {
      const size = sizes[k % sizes.length]
      const rows = 1 + random.below(14)
      const shape = random.below(5)
      const y = Float64Array.from({ length: rows }, (_, t) => {
        if (shape === 0) return size
        if (shape === 1) return size * random.normal()
        if (shape === 2) return t === rows >> 1 ? size : 0
        if (shape === 3) return t % 2 ? size : size * 1e-12
        return size * (1 + 1e-12 * random.normal())
      })
      const state = fitTheta(y, [1, 2, 4, 12][random.below(4)], { method: METHODS[k % METHODS.length] })
      const { yhat, deviation } = forecastTheta(state, 20)
      for (const values of [yhat, deviation, state.fitted, [state.sigma]]) {
        assert.ok(values.every(Number.isFinite), `series ${k}: ${[...y].join(', ')}`)
      }
    }
  })
})
