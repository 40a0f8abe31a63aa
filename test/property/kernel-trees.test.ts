/** The tree kernel and its twin: the same bits for any table and any options; and boosting never fails for reasons of its own. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { BodkinError } from '../../src/errors.js'
import { forceTwin } from '../../src/kernel/simd.js'
import { randomStream, type RandomStream } from '../../src/numeric/random.js'
import { binColumns, type BinnedMatrix } from '../../src/regression/training/binning.js'
import { boost, type Boosted } from '../../src/regression/training/boost.js'
import type { FeatureColumn } from '../../src/regression/columns.js'
import { treeSettings, type TreeOptions } from '../../src/regression/options.js'
import { predictBinned } from '../../src/regression/training/predict-binned.js'
import { toResponses } from '../../src/regression/model/link.js'

function columnsOf(stream: RandomStream, rows: number, features: number): FeatureColumn[] {
  return Array.from({ length: features }, (_, f): FeatureColumn => {
    const holes = stream.below(3) === 0 ? 0.2 : 0
    const levels = stream.below(4) === 0 ? 1 + stream.below(stream.below(6) === 0 ? 300 : 8) : 0
    const grid = 10 ** stream.below(4)
    const draw = (): number => (levels > 0 ? stream.below(levels) : Math.round(stream.normal() * grid) / grid)
    const values = Float32Array.from({ length: rows }, () => (stream.uniform() < holes ? NaN : draw()))
    const labels = Array.from({ length: levels }, (_label, code) => `label ${code}`)
    return { name: `f${f}`, kind: levels > 0 ? 'category' : 'numeric', values, labels }
  })
}

function optionsOf(stream: RandomStream, columns: readonly FeatureColumn[]): TreeOptions {
  const maybe = <T>(value: T): T | undefined => (stream.below(4) === 0 ? value : undefined)
  const objectives = [
    'squarederror',
    'logistic',
    'pseudohuber',
    'absoluteerror',
    'quantile',
    'poisson',
    'gamma',
    'tweedie',
  ] as const
  const objective = objectives[stream.below(8)]
  const numeric = columns.filter(({ kind }) => kind === 'numeric').map(({ name }) => name)
  return {
    objective,
    ...(objective === 'quantile' ? { quantiles: [0.1, 0.5, 0.8].slice(stream.below(3)) } : {}),
    rounds: 1 + stream.below(4),
    maxDepth: maybe(stream.below(9)),
    maxLeaves: maybe(stream.below(9)),
    growPolicy: maybe('lossguide'),
    minChildWeight: maybe(stream.below(3)),
    minRows: maybe(stream.below(9)),
    gamma: maybe(stream.uniform()),
    lambda: maybe(stream.below(3)),
    alpha: maybe(stream.uniform()),
    maxDeltaStep: maybe(stream.uniform()),
    subsample: maybe(0.5),
    colsampleByTree: maybe(0.5),
    colsampleByNode: maybe(0.5),
    maxBin: maybe(2 + stream.below(300)),
    maxCatToOnehot: maybe(1 + stream.below(9)),
    maxCatThreshold: maybe(1 + stream.below(9)),
    hessianScaled: maybe(true),
    monotone: maybe(Object.fromEntries(numeric.map((name) => [name, stream.below(2) === 0 ? 1 : -1]))),
    interactions: maybe([columns.map(({ name }) => name).slice(1)]),
    seed: stream.below(100),
  }
}

interface Problem {
  readonly matrix: BinnedMatrix
  readonly labels: Float64Array
  readonly weights: Float64Array | null
  readonly options: TreeOptions
}

function problemOf(seed: number): Problem {
  const stream = randomStream(seed, 'problem')
  const rows = 1 + stream.below(stream.below(4) === 0 ? 700 : 60)
  const columns = columnsOf(stream, rows, 1 + stream.below(6))
  const options = optionsOf(stream, columns)
  const labels = Float64Array.from({ length: rows }, () => stream.uniform() + 1e-3).map((y) => Math.min(y, 1))
  const weights = stream.below(3) === 0 ? labels.map(() => stream.below(3) + 0.5) : null
  return { matrix: binColumns(columns, treeSettings(options), weights), labels, weights, options }
}

function run({ matrix, labels, weights, options }: Problem, twin: boolean): Boosted {
  forceTwin(twin)
  try {
    return boost(matrix, { labels, weights }, treeSettings(options))
  } finally {
    forceTwin(false)
  }
}

describe('growing trees', () => {
  it('gives the same bits with WebAssembly and without', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const problem = problemOf(seed)
        assert.deepEqual(run(problem, false), run(problem, true))
      }),
      { numRuns: 300 },
    )
  })

  it('keeps predictions finite, and those of bounded targets inside (0, 1)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const problem = problemOf(seed)
        const { objective } = treeSettings(problem.options)
        const found = predictBinned(problem.matrix, run(problem, false), objective)
        toResponses(objective, found)
        assert.ok(found.every((value) => Number.isFinite(value)))
        if (objective === 'logistic') assert.ok(found.every((value) => value >= 0 && value <= 1))
      }),
      { numRuns: 300 },
    )
  })

  it('never leaves the training error of squared error above that of the mean', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const problem = { ...problemOf(seed), weights: null, options: { rounds: 3, lambda: 0 } }
        const { labels, matrix } = problem
        const found = predictBinned(matrix, run(problem, false), 'squarederror')
        const mean = labels.reduce((sum, y) => sum + y, 0) / labels.length
        const error = labels.reduce((sum, y, row) => sum + (y - found[row]) ** 2, 0)
        const most = labels.reduce((sum, y) => sum + (y - mean) ** 2, 0)
        assert.ok(error <= most + 1e-6, `${error} above ${most}`)
      }),
      { numRuns: 200 },
    )
  })

  it('meets 10,000 option objects of any kind with settings or a BodkinError', () => {
    const stream = randomStream(1, 'options')
    const keys = Object.keys(treeSettings())
    const values = [
      0,
      1,
      -1,
      0.5,
      7,
      NaN,
      Infinity,
      '',
      'auto',
      'gamma',
      true,
      null,
      [],
      [0.5],
      [['a']],
      {},
      { a: 1 },
      () => 1,
    ]
    let read = 0
    for (let i = 0; i < 10_000; i++) {
      const options = Object.fromEntries(
        Array.from({ length: stream.below(3) }, () => [
          keys[stream.below(keys.length)],
          values[stream.below(values.length)],
        ]),
      )
      try {
        treeSettings(options as TreeOptions)
        read++
      } catch (error) {
        assert.ok(error instanceof BodkinError, String(error))
        assert.equal(error.code, 'OPTION')
      }
    }
    assert.ok(read > 1000, `${read} were fine`)
  })
})
