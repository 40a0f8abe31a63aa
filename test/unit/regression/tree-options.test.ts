import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { treeSettings, type TreeOptions } from '../../../src/regression/options.js'

describe('treeSettings', () => {
  it("gives XGBoost's defaults", () => {
    const settings = treeSettings()
    assert.equal(settings.learningRate, 0.3)
    assert.equal(settings.maxDepth, 6)
    assert.equal(settings.lambda, 1)
    assert.equal(settings.maxBin, 256)
    assert.equal(settings.maxCatToOnehot, 4)
    assert.equal(settings.earlyStopping, null)
    assert.ok(Object.isFrozen(settings))
  })

  it('limits the step of poisson to .7 unless told otherwise', () => {
    assert.equal(treeSettings({ objective: 'poisson' }).maxDeltaStep, 0.7)
    assert.equal(treeSettings({ objective: 'poisson', maxDeltaStep: 0 }).maxDeltaStep, 0)
    assert.equal(treeSettings().maxDeltaStep, 0)
  })

  it('watches the loss of the objective', () => {
    const watched = (options: TreeOptions): string | undefined =>
      treeSettings({ ...options, earlyStopping: { rounds: 5 } }).earlyStopping?.metric
    assert.equal(watched({}), 'rmse')
    assert.equal(watched({ objective: 'logistic' }), 'logloss')
    assert.equal(watched({ objective: 'pseudohuber' }), 'mphe')
    assert.equal(watched({ objective: 'absoluteerror' }), 'mae')
    assert.equal(watched({ objective: 'quantile', quantiles: [0.5] }), 'quantile')
    assert.equal(watched({ objective: 'poisson' }), 'poisson-nloglik')
    assert.equal(watched({ objective: 'gamma' }), 'gamma-nloglik')
    assert.equal(watched({ objective: 'tweedie' }), 'tweedie-nloglik')
  })

  const refused: readonly [options: unknown, message: string][] = [
    [{ maxdepth: 3 }, 'unknown option "maxdepth": did you mean "maxDepth"?'],
    [{ rounds: 0 }, 'option "rounds" must be an integer in [1, 1000000], got 0'],
    [{ learningRate: 0 }, 'option "learningRate" must be a number in (0, 1], got 0'],
    [{ maxBin: 1 }, 'option "maxBin" must be an integer in [2, 65535], got 1'],
    [{ maxBin: 70_000 }, 'option "maxBin" must be an integer in [2, 65535], got 70000'],
    [{ lambda: -1 }, 'option "lambda" must be a number of at least 0, got -1'],
    [{ subsample: 0 }, 'option "subsample" must be a number in (0, 1], got 0'],
    [{ tweediePower: 2 }, 'option "tweediePower" must be a number in (1, 2), got 2'],
    [
      { objective: 'mse' },
      'option "objective" must be "squarederror", "logistic", "pseudohuber", "absoluteerror", "quantile", "poisson", "gamma" or "tweedie", got "mse"',
    ],
    [{ objective: 'quantile' }, 'option "quantiles" must be given for objective "quantile", got none'],
    [{ quantiles: [0.5] }, 'option "quantiles" needs objective "quantile", got "squarederror"'],
    [
      { objective: 'quantile', quantiles: [] },
      'option "quantiles" must be levels in (0, 1), ascending, got an empty array',
    ],
    [{ objective: 'quantile', quantiles: [0.5, 0.5] }, 'option "quantiles[1]" must be above the one before, got 0.5'],
    [{ objective: 'quantile', quantiles: [1] }, 'option "quantiles[0]" must be a number in (0, 1), got 1'],
    [{ monotone: { x: 2 } }, 'option "monotone.x" must be 1, 0 or −1, got 2'],
    [{ monotone: [1] }, 'option "monotone" must be an object of 1 or −1 by feature, got an array of 1'],
    [{ interactions: [['a', 3]] }, 'option "interactions[0][1]" must be the name of a feature, got 3'],
    [{ baseScore: 'mean' }, 'option "baseScore" must be "auto" or a finite number, got "mean"'],
    [{ objective: 'logistic', baseScore: 1 }, 'option "baseScore" must be in (0, 1) for objective "logistic", got 1'],
    [{ objective: 'gamma', baseScore: 0 }, 'option "baseScore" must be above 0 for objective "gamma", got 0'],
    [
      { earlyStopping: { rounds: 5, metric: 'r2' } },
      'option "earlyStopping.metric" must be "rmse", "mae", "logloss", "auc", "mphe", "quantile", "poisson-nloglik", "gamma-nloglik", "gamma-deviance" or "tweedie-nloglik", got "r2"',
    ],
    [null, 'option "options" must be an object, got null'],
  ]
  for (const [options, message] of refused) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      assert.throws(() => treeSettings(options as TreeOptions), { code: 'OPTION', message })
    })
  }
})
