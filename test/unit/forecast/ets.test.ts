import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isAdmissible } from '../../../src/forecast/baselines/ets/admissible.js'
import { classicalSeason } from '../../../src/forecast/baselines/ets/classical-decomposition.js'
import { estimateForm } from '../../../src/forecast/baselines/ets/estimate.js'
import { fitEts, forecastEts, type EtsState } from '../../../src/forecast/baselines/ets/ets.js'
import { candidateForms, formName, parameterCount, type EtsForm } from '../../../src/forecast/baselines/ets/form.js'
import { initialState } from '../../../src/forecast/baselines/ets/initial-state.js'
import { etsLikelihood } from '../../../src/forecast/baselines/ets/likelihood.js'
import { loessFreedom, loessSeason } from '../../../src/forecast/baselines/ets/loess-decomposition.js'
import { isSeasonal } from '../../../src/forecast/baselines/ets/seasonality-test.js'
import { randomStream, type RandomStream } from '../../../src/numeric/random.js'

const ANN: EtsForm = { error: 'A', trend: 'N', damped: false, season: 'N' }

/** Level, trend, season and noise, above zero. */
function shop(rows: number, m: number, random: RandomStream): Float64Array {
  return Float64Array.from(
    { length: rows },
    (_, t) => 100 + 0.2 * t + 15 * Math.sin((2 * Math.PI * t) / m) + 3 * random.normal(),
  )
}

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length)
  for (let i = 0; i < expected.length; i++) {
    assert.ok(Math.abs(actual[i] - expected[i]) <= tolerance, `at ${i}: ${actual[i]} is not ${expected[i]}`)
  }
}

describe('forms', () => {
  test('fifteen forms for positive seasonal data, six without positive values, none of them A with M', () => {
    assert.equal(candidateForms(true, true, 'auto').length, 15)
    assert.equal(candidateForms(false, true, 'auto').length, 6)
    assert.deepEqual(candidateForms(false, false, false).map(formName), ['ETS(A,N,N)', 'ETS(A,A,N)'])
    assert.ok(!candidateForms(true, true, 'auto').some(({ error, season }) => error === 'A' && season === 'M'))
  })

  test('parameters count smoothing, states and variance', () => {
    assert.equal(parameterCount(ANN, 12), 3) // α, level, σ
    assert.equal(parameterCount({ error: 'M', trend: 'A', damped: true, season: 'M' }, 12), 18) // α β γ φ, l b, 11 seasons, σ
  })
})

describe('likelihood', () => {
  test('simple smoothing by hand', () => {
    // level 10, α ½: errors 2, 1, −½ (levels 11, 11½, 11¼)
    const likelihood = etsLikelihood(
      Float64Array.of(12, 12, 11),
      1,
      ANN,
      { level: 10, slope: 0, seasons: new Float64Array(0) },
      1,
      1e-30,
    )
    const x = Float64Array.of(0.5, 0)
    close([likelihood.value(x)], [3 * Math.log(4 + 1 + 0.25)], 1e-12)
    const { level, fitted } = likelihood.finish(x)
    assert.equal(level, 11.25)
    assert.deepEqual([...fitted], [10, 11, 11.5])
  })

  test('the gradient of every form agrees with differences', () => {
    const y = shop(60, 4, randomStream(1)).map((value) => value / 100)
    for (const form of candidateForms(true, true, 'auto')) {
      const likelihood = etsLikelihood(y, 4, form, initialState(y, 4, form), 0.05, 1e-30)
      const { size, lower, upper } = likelihood
      const x = Float64Array.from({ length: size }, (_, i) =>
        upper[i] < Infinity ? lower[i] + 0.35 * (upper[i] - lower[i]) : 0.1 * (i % 3),
      )
      const gradient = new Float64Array(size)
      likelihood.value(x)
      likelihood.gradient(x, gradient)
      for (let i = 0; i < size; i++) {
        const step = 1e-6
        const ahead = x.slice()
        const behind = x.slice()
        ahead[i] += step
        behind[i] -= step
        const slope = (likelihood.value(ahead) - likelihood.value(behind)) / (2 * step)
        assert.ok(Math.abs(slope - gradient[i]) < 1e-5 * (1 + Math.abs(slope)), `${formName(form)} ${i}`)
      }
    }
  })

  test('no small step from the estimate raises the likelihood', () => {
    const y = shop(80, 4, randomStream(2)).map((value) => value / 128)
    const form: EtsForm = { error: 'M', trend: 'A', damped: false, season: 'M' }
    const estimate = estimateForm(y, 4, form)
    assert.ok(estimate)
    // the same point as a random nearby search around it
    const random = randomStream(3)
    const likelihood = etsLikelihood(y, 4, form, initialState(y, 4, form), 0.01, 1e-30)
    const x = new Float64Array(likelihood.size)
    x.set([estimate.alpha, estimate.beta / estimate.alpha, estimate.gamma / (1 - estimate.alpha)])
    for (let k = 0; k < 300; k++) {
      const trial = x.map((value, i) =>
        Math.min(likelihood.upper[i], Math.max(likelihood.lower[i], value + 0.3 * random.normal())),
      )
      assert.ok(likelihood.value(trial) >= estimate.minusTwoLogLikelihood - 1e-6)
    }
  })
})

describe('admissible parameters', () => {
  const room = new Float64Array(30)
  test('small parameters are, and so is the border of a season that never moves', () => {
    assert.equal(isAdmissible(0.2, 0.02, 0.1, 1, 12, room), true)
    assert.equal(isAdmissible(0.5, 0, 1e-4, 1, 7, room), true)
  })
  test('part of the usual region is not: a root of modulus above 1', () => {
    // numpy: max|roots| of the polynomial is 1.04402 here and 0.82169 for α .3, β .3, γ .7, m = 4
    assert.equal(isAdmissible(0.2, 0.2, 0.8, 1, 12, room), false)
    assert.equal(isAdmissible(0.3, 0.3, 0.7, 1, 4, room), true)
  })
})

describe('season', () => {
  test('classical decomposition finds an exact pattern on a line', () => {
    const pattern = [3, -1, -2]
    const y = Float64Array.from({ length: 12 }, (_, t) => 5 + 2 * t + pattern[t % 3])
    close(classicalSeason(y, 3, false), pattern, 1e-12)
  })

  test('loess decomposition finds an exact pattern on a line, but for a little at the ends', () => {
    const pattern = Float64Array.from({ length: 12 }, (_, j) => Math.cos((2 * Math.PI * j) / 12))
    const y = Float64Array.from({ length: 96 }, (_, t) => 5 + 0.1 * t + pattern[t % 12])
    close(
      loessSeason(y, 12),
      y.map((_, t) => pattern[t % 12]),
      0.05,
    )
  })

  test('a season of two cycles takes little more than m − 1 degrees of freedom, a long history more', () => {
    assert.ok(loessFreedom(104, 52) > 51 && loessFreedom(104, 52) < 60)
    assert.ok(loessFreedom(1440, 24) > 5 * 23 && loessFreedom(1440, 24) < 15 * 23)
  })

  test('the autocorrelation tells a season from noise', () => {
    const random = randomStream(4)
    assert.equal(isSeasonal(shop(120, 12, random), 12), true)
    assert.equal(
      isSeasonal(
        Float64Array.from({ length: 120 }, () => 0.1),
        12,
      ),
      false,
    )
    let found = 0
    for (let k = 0; k < 100; k++) {
      if (
        isSeasonal(
          Float64Array.from({ length: 120 }, () => random.normal()),
          12,
        )
      )
        found++
    }
    assert.ok(found <= 20, `${found} of 100`)
  })

  test('a season of 52 weeks is taken out beforehand and comes back in the forecast', () => {
    const y = shop(208, 52, randomStream(5))
    const state = fitEts(y, 52)
    assert.equal(state.decomposed, true)
    assert.equal(state.season, 52)
    const { yhat } = forecastEts(state, 52)
    const truth = Float64Array.from(
      { length: 52 },
      (_, h) => 100 + 0.2 * (208 + h) + 15 * Math.sin((2 * Math.PI * h) / 52),
    )
    const error = yhat.reduce((sum, value, h) => sum + Math.abs(value - truth[h]), 0) / 52
    assert.ok(error < 5, `mean error ${error}`)
  })

  test('noise of 52 weeks stays whole most of the time', () => {
    const random = randomStream(6)
    let plain = 0
    for (let k = 0; k < 20; k++) {
      if (
        !fitEts(
          Float64Array.from({ length: 156 }, () => 50 + random.normal()),
          52,
        ).decomposed
      )
        plain++
    }
    assert.ok(plain >= 6, `${plain} of 8`)
  })
})

describe('fitEts and forecastEts', () => {
  test('a constant is repeated without error', () => {
    for (const rows of [1, 2, 3, 7, 40]) {
      const { yhat, deviation } = forecastEts(fitEts(new Float64Array(rows).fill(7), 4), 6)
      assert.deepEqual([...yhat], new Array(6).fill(7))
      assert.deepEqual([...deviation], new Array(6).fill(0))
    }
  })

  test('a line is continued without error', () => {
    const { yhat, deviation } = forecastEts(
      fitEts(
        Float64Array.from({ length: 20 }, (_, t) => 3 * t - 10),
        1,
      ),
      4,
    )
    close(yhat, [50, 53, 56, 59], 1e-9)
    close(deviation, [0, 0, 0, 0], 1e-9)
  })

  test('an exact season is repeated', () => {
    const y = Float64Array.from({ length: 24 }, (_, t) => [4, 9, 2, 5][t % 4])
    close(forecastEts(fitEts(y, 4), 6).yhat, [4, 9, 2, 5, 4, 9], 1e-6)
  })

  test('zeros and negative values take additive forms only', () => {
    const y = shop(96, 12, randomStream(7))
    assert.equal(
      fitEts(
        y.map((value) => value - 120),
        12,
      ).form.error,
      'A',
    )
    const withZero = y.slice()
    withZero[40] = 0
    assert.deepEqual([fitEts(withZero, 12).form.error, fitEts(withZero, 12).form.season], ['A', 'A'])
  })

  test('another unit gives the same forecast in that unit', () => {
    const y = shop(96, 12, randomStream(8))
    const plain = forecastEts(fitEts(y, 12), 12)
    for (const factor of [1e-9, 1 / 3, 1e6]) {
      const scaled = forecastEts(
        fitEts(
          y.map((value) => value * factor),
          12,
        ),
        12,
      )
      close(
        scaled.yhat.map((value) => value / factor),
        plain.yhat,
        1e-3,
      )
      close(
        scaled.deviation.map((value) => value / factor),
        plain.deviation,
        1e-3,
      )
    }
  })

  test('a given form is fitted, and a form that cannot be is an error that says why', () => {
    const y = shop(48, 12, randomStream(9))
    const form: EtsForm = { error: 'M', trend: 'A', damped: true, season: 'M' }
    assert.deepEqual(fitEts(y, 12, { form }).form, form)
    assert.throws(() => fitEts(y.slice(0, 15), 12, { form }), {
      code: 'DATA',
      message: 'ETS(M,Ad,M) needs at least 20 rows, got 15',
    })
    assert.throws(
      () =>
        fitEts(
          y.map((value) => value - 101),
          12,
          { form },
        ),
      {
        code: 'DATA',
        message: /^ETS\(M,Ad,M\) needs values above 0, got -/,
      },
    )
    assert.throws(() => fitEts(y, 1, { form }), {
      code: 'OPTION',
      message: 'ETS(M,Ad,M) needs a season of at least 2 rows, got 1',
    })
    assert.throws(() => fitEts(y, 12, { form: { ...form, error: 'A' } }), { code: 'OPTION' })
  })

  test('a trend is damped, or not, when asked', () => {
    const y = shop(60, 1, randomStream(10)).map((value, t) => value + 2 * t)
    assert.equal(fitEts(y, 1, { damped: false }).form.damped, false)
    assert.ok(fitEts(y, 1, { damped: false }).form.trend === 'A')
    const { form } = fitEts(y, 1, { damped: true })
    assert.ok(form.trend === 'N' || form.damped)
  })

  test('one-step errors and forecasts continue each other: one more row moves the state as the recursion says', () => {
    const y = shop(60, 4, randomStream(11))
    const state = fitEts(y, 4, { form: { error: 'A', trend: 'A', damped: false, season: 'A' } })
    const { yhat } = forecastEts(state, 1)
    close([yhat[0]], [state.level + state.slope + state.seasonal[0]], 1e-9)
    assert.equal(state.fitted.length, 60)
  })

  test('two to four rows are smoothed half way', () => {
    const state = fitEts(Float64Array.of(10, 20), 12)
    assert.equal(formName(state.form), 'ETS(A,N,N)')
    assert.equal(state.level, 15)
    close(forecastEts(state, 2).deviation, [10, 10 * Math.sqrt(1.25)], 1e-12)
  })

  test('anything finite gives finite forecasts', () => {
    const random = randomStream(12)
    const sizes = [1e-320, 1e-300, 1e-9, 1, 1e6, 1e150, 1e307]
    for (let k = 0; k < 250; k++) {
      const y = oddSeries(random, sizes[k % sizes.length])
      const state = fitEts(y, [1, 2, 4, 7, 12, 24, 52][random.below(7)])
      const { yhat, deviation } = forecastEts(state, 20)
      for (const values of [yhat, deviation, state.fitted, [state.sigma, state.level, state.slope]]) {
        assert.ok(values.every(Number.isFinite), `series ${k}: ${[...y].join(', ')}`)
      }
      assert.ok(deviation.every((value) => value >= 0))
    }
  })
})

/** A short series of some odd shape: constant, steps, one spike, huge and tiny together, mostly zero. */
function oddSeries(random: RandomStream, size: number): Float64Array {
  const rows = 1 + random.below(14)
  const shape = random.below(6)
  const spike = random.below(rows)
  return Float64Array.from({ length: rows }, (_, t) => {
    const z = random.normal()
    if (shape === 0) return size
    if (shape === 1) return size * z
    if (shape === 2) return t === spike ? size : 0
    if (shape === 3) return t % 2 ? size : size * 1e-12
    if (shape === 4) return size * (1 + 1e-12 * z)
    return random.uniform() < 0.7 ? 0 : size * Math.abs(z)
  })
}

describe('deviations', () => {
  const common = { season: 1, gamma: 0, phi: 1, slope: 0, seasonal: new Float64Array(0), decomposed: false }
  const rest = { aicc: NaN, logLikelihood: NaN, fitted: new Float64Array(0) }

  test('additive errors by the closed form', () => {
    // ETS(A,A,N): c_j = α + βj = .5 + .1j → 1, 1 + .36, 1 + .36 + .49
    const state: EtsState = {
      ...common,
      ...rest,
      form: { ...ANN, trend: 'A' },
      alpha: 0.5,
      beta: 0.1,
      level: 3,
      sigma: 2,
    }
    close(forecastEts(state, 3).deviation, [2, 2 * Math.sqrt(1.36), 2 * Math.sqrt(1.85)], 1e-12)
  })

  for (const form of [
    { error: 'A', trend: 'A', damped: true, season: 'A' },
    { error: 'M', trend: 'N', damped: false, season: 'N' },
    { error: 'M', trend: 'A', damped: true, season: 'A' },
    { error: 'M', trend: 'N', damped: false, season: 'M' },
    { error: 'M', trend: 'A', damped: false, season: 'M' },
  ] as const) {
    test(`${formName(form)} has the spread of simulated paths, beyond one season too`, () => {
      const seasonal = form.season === 'N' ? [] : form.season === 'A' ? [20, -5, -15] : [1.4, 0.9, 0.7]
      const state: EtsState = {
        ...rest,
        form,
        season: Math.max(1, seasonal.length),
        alpha: 0.4,
        beta: form.trend === 'A' ? 0.1 : 0,
        gamma: form.season === 'N' ? 0 : 0.3,
        phi: form.damped ? 0.9 : 1,
        level: 100,
        slope: form.trend === 'A' ? 2 : 0,
        seasonal: Float64Array.from(seasonal),
        sigma: form.error === 'A' ? 5 : 0.1,
        decomposed: false,
      }
      const horizon = 8
      const { yhat, deviation } = forecastEts(state, horizon)
      const random = randomStream(13)
      const paths = 10_000
      const squares = new Float64Array(horizon)
      for (let k = 0; k < paths; k++) {
        const path = simulate(state, horizon, random)
        for (let h = 0; h < horizon; h++) squares[h] += (path[h] - yhat[h]) ** 2 / paths
      }
      // the relative standard error of a standard deviation from 10,000 normal draws is .7 %; heavier tails double it
      for (let h = 0; h < horizon; h++) {
        assert.ok(
          Math.abs(Math.sqrt(squares[h]) / deviation[h] - 1) < 0.03,
          `h ${h + 1}: ${Math.sqrt(squares[h])}, ${deviation[h]}`,
        )
      }
    })
  }
})

/** One future path, straight from the equations. */
function simulate(state: EtsState, horizon: number, random: RandomStream): Float64Array {
  const { form, alpha, beta, gamma, phi, season, sigma } = state
  let { level, slope } = state
  const seasonal = state.seasonal.slice()
  return Float64Array.from({ length: horizon }, (_, h) => {
    const k = h % season
    const smooth = level + phi * slope
    const times = form.season === 'M'
    const s = form.season === 'N' ? 0 : seasonal[k]
    const forecast = times ? smooth * s : smooth + s
    const e = sigma * random.normal() * (form.error === 'M' ? forecast : 1)
    level = smooth + alpha * (times ? e / s : e)
    slope = phi * slope + beta * (times ? e / s : e)
    if (form.season !== 'N') seasonal[k] = s + gamma * (times ? e / smooth : e)
    return forecast + e
  })
}
