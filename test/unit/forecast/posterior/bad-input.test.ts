/** What `posterior` and Laplace bounds say to input that they cannot use: code and whole message. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  fit,
  mean,
  posterior,
  predict,
  type ForecastOptions,
  type PredictOptions,
} from '../../../../src/forecast/index.js'
import { daily, days } from '../series-for-tests.js'

const history = daily(30)

const runs: [Record<string, unknown>, string][] = [
  [{ draws: 3 }, 'option "draws" must be an integer in [4, 100000], got 3'],
  [{ draws: 100.5 }, 'option "draws" must be an integer in [4, 100000], got 100.5'],
  [{ warmup: -1 }, 'option "warmup" must be an integer in [0, 1000000], got -1'],
  [{ warmup: NaN }, 'option "warmup" must be an integer in [0, 1000000], got NaN'],
  [{ thin: 0 }, 'option "thin" must be an integer in [1, 1000], got 0'],
  [{ chains: 0 }, 'option "chains" must be an integer in [1, 64], got 0'],
  [{ chains: '4' }, 'option "chains" must be an integer in [1, 64], got "4"'],
  [{ workers: -1 }, 'option "workers" must be an integer in [0, 64], got -1'],
  [{ seed: 0.5 }, 'option "seed" must be an integer, got 0.5'],
  [{ signal: 'stop' }, 'option "signal" must be an AbortSignal, got "stop"'],
  [{ onProgress: true }, 'option "onProgress" must be a function, got true'],
  [{ warmUp: 10 }, 'unknown option "warmUp": did you mean "warmup"?'],
  [{ samples: 10 }, 'unknown option "samples"'],
]
for (const [run, message] of runs) {
  test(message, async () => {
    await assert.rejects(posterior(history, {}, run), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'OPTION')
      assert.ok(error.message.startsWith(message), error.message)
      return true
    })
  })
}

test('what is no options object', async () => {
  await assert.rejects(posterior(history, {}, 5 as never), {
    code: 'OPTION',
    message: 'option "options" must be an object, got 5',
  })
})

test('options and tables of fit are refused as fit refuses them', async () => {
  await assert.rejects(posterior(history, { growth: 'cubic' } as never), {
    code: 'OPTION',
    message: 'option "growth" must be "linear", "logistic" or "flat", got "cubic"',
  })
  await assert.rejects(posterior({ ds: ['2024-01-01'], y: [1] }), {
    code: 'DATA',
    message: 'fit needs at least 2 rows with a value in "y", got 1',
  })
})

test('too many numbers to keep', async () => {
  await assert.rejects(posterior(history, { changepointCount: 0 }, { draws: 100_000, chains: 64 }), {
    code: 'LIMIT',
    message: 'posterior must keep at most 50000000 numbers, got 64 chains × 100000 draws × 9 parameters',
  })
})

test('a constant has no noise to have a posterior', async () => {
  await assert.rejects(posterior({ ds: days('2024-01-01', 20), y: new Array(20).fill(3) }), {
    code: 'DATA',
    message: 'posterior needs a history with noise: y is constant, and σ would run to 0',
  })
})

const exact: [string, ForecastOptions][] = [
  ['linear', {}],
  ['multiplicative', { seasonalityMode: 'multiplicative' }],
]
for (const [name, options] of exact) {
  test(`nor has a history that the model reproduces: ${name}`, async () => {
    const rows = { ds: days('2024-01-01', 60), y: Array.from({ length: 60 }, (_, i) => 10 + i / 4) }
    await assert.rejects(posterior(rows, options, { draws: 4, warmup: 50_000 }), {
      code: 'DATA',
      message: 'posterior needs a history with noise: this one is reproduced exactly, and σ would run to 0',
    })
  })
}

const multiplicative = fit(history, { seasonalityMode: 'multiplicative' })
const refusals: [Parameters<typeof predict>[0], PredictOptions, string][] = [
  [multiplicative, {}, 'needs additive components and linear or flat growth: use posterior for this model'],
  [mean(history), {}, 'needs an additive model (from fit), got a baseline of kind "mean"'],
  [fit(history), { interval: 'none' }, 'has no use when "interval" is "none"'],
  [fit(history), { total: 'W' }, 'has no use beside "total": sums have no components'],
  [
    await posterior(history, {}, { draws: 4, warmup: 5, chains: 1 }),
    {},
    'is for models from fit: this one has draws, and its bounds are theirs',
  ],
]
for (const [model, options, why] of refusals) {
  test(`Laplace bounds: ${why}`, () => {
    assert.throws(() => predict(model, { periods: 3 }, { ...options, componentBounds: 'laplace' }), {
      code: 'OPTION',
      message: `option "componentBounds": "laplace" ${why}`,
    })
  })
}

test('component bounds of an unknown kind', () => {
  assert.throws(() => predict(fit(history), { periods: 3 }, { componentBounds: 'exact' } as never), {
    code: 'OPTION',
    message: 'option "componentBounds" must be "point" or "laplace", got "exact"',
  })
})
