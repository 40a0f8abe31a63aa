import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { randomStream } from '../../../../src/numeric/random.js'
import { binColumns, type BinnedMatrix } from '../../../../src/regression/training/binning.js'
import { boost, type BoostTarget } from '../../../../src/regression/training/boost.js'
import type { FeatureColumn } from '../../../../src/regression/columns.js'
import { modelOf } from '../../../../src/regression/training/fit.js'
import { treeSettings, type TreeOptions } from '../../../../src/regression/options.js'
import { predictBinned } from '../../../../src/regression/training/predict-binned.js'

function numeric(values: readonly number[], name = 'x'): FeatureColumn {
  return { name, kind: 'numeric', values: Float32Array.from(values), labels: [] }
}

function target(labels: readonly number[], weights: readonly number[] | null = null): BoostTarget {
  return { labels: Float64Array.from(labels), weights: weights && Float64Array.from(weights) }
}

/** 300 rows of three features, one a category, with holes; y depends on the first and the category. */
function table(): { matrix: BinnedMatrix; labels: Float64Array } {
  const stream = randomStream(3)
  const rows = 300
  const draw = (): number => (stream.uniform() < 0.1 ? NaN : Math.round(stream.normal() * 50) / 10)
  const a = Array.from({ length: rows }, draw)
  const b = Array.from({ length: rows }, draw)
  const codes = Array.from({ length: rows }, () => (stream.uniform() < 0.1 ? NaN : stream.below(6)))
  const category: FeatureColumn = {
    name: 'c',
    kind: 'category',
    values: Float32Array.from(codes),
    labels: ['u', 'v', 'w', 'x', 'y', 'z'],
  }
  const labels = Float64Array.from(
    a,
    (value, row) => (value || 0) + ((codes[row] || 0) % 2) * 3 + stream.normal() * 0.1,
  )
  return { matrix: binColumns([numeric(a, 'a'), numeric(b, 'b'), category], { maxBin: 256 }), labels }
}

describe('boost, worked by hand', () => {
  it('splits four rows where the loss falls most and gives the leaves their weights', () => {
    // y = 0 0 3 3 on x = 1 2 3 4; base 1.5, g = 1.5 1.5 −1.5 −1.5, h = 1. At x < 3: G = ±3, H = 2, λ = 1:
    // gains 9/3 + 9/3 − 0²/5 = 6; at x < 2: 2.25/2 + 2.25/4 = 1.6875. Leaves −G/(H + λ)·.5 = ∓.5
    const matrix = binColumns([numeric([1, 2, 3, 4])], { maxBin: 256 })
    const settings = treeSettings({ rounds: 1, learningRate: 0.5, maxDepth: 1 })
    const { trees, baseScore } = boost(matrix, target([0, 0, 3, 3]), settings)
    assert.deepEqual(baseScore, [1.5])
    assert.deepEqual(Array.from(trees.condition), [3, -0.5, 0.5])
    assert.deepEqual(Array.from(trees.gain), [6, 0, 0])
    assert.deepEqual(Array.from(trees.cover), [4, 2, 2])
    assert.deepEqual(Array.from(trees.left), [1, -1, -1])
  })

  it('sends missing values to the side where they belong', () => {
    // without x the target is high, like x = 1: missing joins the left
    const matrix = binColumns([numeric([1, 1, 2, 2, NaN, NaN])], { maxBin: 256 })
    const { trees } = boost(matrix, target([5, 5, 0, 0, 5, 5]), treeSettings({ rounds: 1, maxDepth: 1 }))
    assert.deepEqual([trees.condition[0], trees.defaultLeft[0]], [2, 1])
  })

  it('groups categories by their means and sends the set to the right', () => {
    const codes: FeatureColumn = {
      name: 'c',
      kind: 'category',
      values: Float32Array.of(0, 1, 2, 3, 0, 1, 2, 3),
      labels: ['a', 'b', 'c', 'd'],
    }
    const matrix = binColumns([codes], { maxBin: 256 })
    const { trees } = boost(matrix, target([0, 9, 0, 9, 0, 9, 0, 9]), treeSettings({ rounds: 1, maxDepth: 1 }))
    assert.deepEqual(Array.from(trees.categories), [0, 2])
    assert.ok(trees.condition[1] > trees.condition[2], 'left: the high levels')
  })

  it('with fewer than maxCatToOnehot levels puts one against the rest', () => {
    const codes = Float32Array.of(0, 1, 2, 0, 1, 2)
    const matrix = binColumns([{ name: 'c', kind: 'category', values: codes, labels: ['a', 'b', 'c'] }], {
      maxBin: 256,
    })
    const { trees } = boost(matrix, target([0, 9, 0, 0, 9, 0]), treeSettings({ rounds: 1, maxDepth: 1 }))
    assert.deepEqual(Array.from(trees.categories), [1])
  })

  it('counts rows for minRows whatever their weights', () => {
    const matrix = binColumns([numeric([1, 2, 3, 4, 5, 6])], { maxBin: 256 })
    const labels = target([9, 0, 0, 0, 0, 0], [10, 10, 10, 10, 10, 10])
    const free = boost(matrix, labels, treeSettings({ rounds: 1, maxDepth: 1 }))
    assert.equal(free.trees.condition[0], 2)
    const held = boost(matrix, labels, treeSettings({ rounds: 1, maxDepth: 1, minRows: 3 }))
    assert.equal(held.trees.condition[0], 4)
    const never = boost(matrix, labels, treeSettings({ rounds: 1, maxDepth: 1, minRows: 4 }))
    assert.equal(never.trees.left[0], -1)
  })
})

describe('boost', () => {
  it('learns a subset as if it were the table', () => {
    const { matrix, labels } = table()
    const rows = Int32Array.from({ length: 200 }, (_, i) => i + 50)
    const settings = treeSettings({ rounds: 5, maxDepth: 4 })
    const stride = matrix.features.length
    const alone = { ...matrix, rows: 200, bins: matrix.bins.slice(50 * stride, 250 * stride) }
    const part = boost(matrix, { labels }, settings, rows)
    const whole = boost(alone, { labels: labels.slice(50, 250) }, settings)
    assert.deepEqual(part.trees, whole.trees)
    assert.deepEqual(predictBinned(matrix, part, 'squarederror', { rows }), predictBinned(alone, whole, 'squarederror'))
  })

  it('grows the same tree where nodes outnumber the histograms that memory allows', () => {
    // 24,000 slots: 64 MiB hold 174 histograms, fewer than the nodes of a late level; by loss, nodes come in another order
    const stream = randomStream(4)
    const rows = 8000
    const columns = [0, 1, 2].map((f) =>
      numeric(
        Array.from({ length: rows }, () => stream.normal()),
        `x${f}`,
      ),
    )
    const labels = Float64Array.from(
      columns[0].values,
      (v) => Math.round(64 * Math.sin(9 * v) + 64 * stream.normal()) / 64,
    )
    const matrix = binColumns(columns, { maxBin: rows })
    const options: TreeOptions = { rounds: 1, maxDepth: 10, maxBin: rows, baseScore: 0, minChildWeight: 4 }
    const byLevel = boost(matrix, { labels }, treeSettings(options))
    const byLoss = boost(matrix, { labels }, treeSettings({ ...options, growPolicy: 'lossguide' }))
    assert.ok(byLevel.trees.left.length > 600, `${byLevel.trees.left.length} nodes`)
    // multiples of 1/64 add up exactly in any order
    assert.deepEqual(predictBinned(matrix, byLevel, 'squarederror'), predictBinned(matrix, byLoss, 'squarederror'))
  })

  it('grows the same trees from two bytes a cell as from one', () => {
    const { matrix, labels } = table()
    assert.ok(matrix.bins instanceof Uint8Array)
    const wide = { ...matrix, bins: Uint16Array.from(matrix.bins) }
    for (const options of [{ rounds: 5 }, { rounds: 3, minRows: 5 }, { rounds: 3, subsample: 0.5 }]) {
      const settings = treeSettings(options)
      const [narrow, other] = [matrix, wide].map((one) => boost(one, { labels }, settings))
      assert.deepEqual(other.trees, narrow.trees)
      assert.deepEqual(predictBinned(wide, other, 'squarederror'), predictBinned(matrix, narrow, 'squarederror'))
    }
  })

  it('tells codes above 255 apart at the default maxBin', () => {
    // 300 labels twice each; only the last, whose code 299 is 43 in one byte, has another target
    const labels = Array.from({ length: 300 }, (_, code) => `label ${code}`)
    const codes: FeatureColumn = {
      name: 'c',
      kind: 'category',
      values: Float32Array.from({ length: 600 }, (_, row) => row % 300),
      labels,
    }
    const settings = treeSettings({ rounds: 1, maxDepth: 1, learningRate: 1, lambda: 0, baseScore: 0 })
    const matrix = binColumns([codes], settings)
    assert.ok(matrix.bins instanceof Uint16Array)
    const boosted = boost(matrix, target(Array.from(codes.values, (code) => (code === 299 ? 9 : 0))), settings)
    const fitted = predictBinned(matrix, boosted, 'squarederror')
    assert.deepEqual(
      Array.from(fitted.subarray(0, 300)),
      Array.from(labels, (_, code) => (code === 299 ? 9 : 0)),
    )
  })

  it('keeps monotone features monotone, also for medians', () => {
    const { matrix, labels } = table()
    for (const objective of ['squarederror', 'absoluteerror'] as const) {
      const settings = treeSettings({ rounds: 20, objective, monotone: { a: -1 } })
      const boosted = boost(matrix, { labels }, settings)
      const [stride, first] = [matrix.features.length, matrix.bins.slice(0, matrix.features.length)]
      const bins = new Uint8Array(matrix.counts[0] * stride)
      for (let bin = 0; bin < matrix.counts[0]; bin++) bins.set([bin, first[1], first[2]], bin * stride)
      const line = predictBinned({ ...matrix, rows: matrix.counts[0], bins }, boosted, objective)
      for (let bin = 1; bin < line.length; bin++) assert.ok(line[bin] <= line[bin - 1], `${objective}, bin ${bin}`)
    }
  })

  it('lets only the features of one set meet on a path', () => {
    const { matrix, labels } = table()
    const { trees } = boost(matrix, { labels }, treeSettings({ rounds: 10, interactions: [['a'], ['b', 'c']] }))
    for (let t = 0; t + 1 < trees.offsets.length; t++) {
      const walk = (node: number, path: readonly number[]): void => {
        if (trees.left[node] < 0) return
        const here = [...path, trees.feature[node]]
        assert.ok(here.every((f) => f === 0) || here.every((f) => f > 0), `tree ${t}: ${here}`)
        walk(trees.offsets[t] + trees.left[node], here)
        walk(trees.offsets[t] + trees.right[node], here)
      }
      walk(trees.offsets[t], [])
    }
  })

  it('draws rows and features by the seed, and updates the rows that a tree has not seen', () => {
    const { matrix, labels } = table()
    const options: TreeOptions = {
      rounds: 20,
      subsample: 0.5,
      colsampleByTree: 0.7,
      colsampleByLevel: 0.9,
      colsampleByNode: 0.7,
    }
    const once = boost(matrix, { labels }, treeSettings({ ...options, seed: 1 }))
    const again = boost(matrix, { labels }, treeSettings({ ...options, seed: 1 }))
    const other = boost(matrix, { labels }, treeSettings({ ...options, seed: 2 }))
    assert.deepEqual(once.trees, again.trees)
    assert.notDeepEqual(once.trees, other.trees)
    const fitted = predictBinned(matrix, once, 'squarederror')
    const error = labels.reduce((sum, y, row) => sum + (y - fitted[row]) ** 2, 0) / labels.length
    assert.ok(error < 0.5, `error ${error}`)
  })

  it('says why a model is constant', () => {
    const matrix = binColumns([numeric([1, 2, 3, 4])], { maxBin: 256 })
    const constant = boost(matrix, target([2, 2, 2, 2]), treeSettings())
    assert.deepEqual(constant.notes, ['the target is 2 in every row: the model is one leaf'])
    assert.equal(constant.trees.left.length, 1)
    const single = boost(matrix, target([2, 3, 4, 5]), treeSettings(), Int32Array.of(1))
    assert.deepEqual(single.notes, ['there is only one row: the model is one leaf'])
    const heavy = boost(matrix, target([1, 2, 3, 4]), treeSettings({ minChildWeight: 100, rounds: 2 }))
    assert.deepEqual(heavy.notes, [
      'no split was possible in any tree (minChildWeight 100, minRows 0, maxDepth 6), so the model predicts a constant',
    ])
  })

  it('the trap: uptime near .99 and 150 rows split only when minChildWeight counts rows', () => {
    const matrix = binColumns([numeric(Array.from({ length: 150 }, (_, i) => i % 2))], { maxBin: 256 })
    const uptime = Float64Array.from({ length: 150 }, (_, i) => (i % 2 === 0 ? 0.985 : 0.995))
    const plain = boost(matrix, { labels: uptime }, treeSettings({ objective: 'logistic' }))
    assert.deepEqual(plain.notes, [
      'no split was possible in any tree (minChildWeight 1, minRows 0, maxDepth 6), so the model predicts a constant; ' +
        'Hessians of objective "logistic" can be far below 1 a row: set hessianScaled, or minChildWeight 0 and minRows',
    ])
    const scaled = boost(matrix, { labels: uptime }, treeSettings({ objective: 'logistic', hessianScaled: true }))
    assert.deepEqual(scaled.notes, [])
  })

  it('stops early and remembers the best round', () => {
    const { matrix, labels } = table()
    const all = Int32Array.from({ length: 300 }, (_, row) => row)
    const [train, held] = [all.filter((row) => row % 3 > 0), all.filter((row) => row % 3 === 0)]
    const settings = treeSettings({ rounds: 300, earlyStopping: { rounds: 5, metric: 'mae' } })
    const boosted = boost(matrix, { labels }, settings, train, { matrix, target: { labels }, rows: held })
    const { watched, bestRounds } = boosted
    assert.equal(watched.length, bestRounds + 5)
    assert.equal(Math.min(...watched), watched[bestRounds - 1])
    const margins = predictBinned(matrix, boosted, 'squarederror', { rows: held })
    const mae = held.reduce((sum, row, i) => sum + Math.abs(labels[row] - margins[i]), 0) / held.length
    assert.ok(Math.abs(mae - watched[bestRounds - 1]) < 1e-9)
  })

  it('begins at the base margins', () => {
    const { matrix, labels } = table()
    const settings = treeSettings({ rounds: 3 })
    const baseMargin = labels.map((y) => y - 1)
    const boosted = boost(matrix, { labels, baseMargin }, settings)
    const margins = predictBinned(matrix, boosted, 'squarederror', { baseMargin })
    const worst = labels.reduce((most, y, row) => Math.max(most, Math.abs(y - margins[row])), 0)
    assert.ok(worst < 0.4, `worst ${worst}: every residual was 1`)
  })

  it('packs what a model needs', () => {
    const { matrix, labels } = table()
    const settings = treeSettings({ rounds: 2 })
    const model = modelOf(boost(matrix, { labels }, settings), matrix, settings, 'y')
    assert.equal(model.kind, 'trees')
    assert.deepEqual(
      model.features.map(({ name, kind }) => [name, kind]),
      [
        ['a', 'numeric'],
        ['b', 'numeric'],
        ['c', 'category'],
      ],
    )
    assert.equal(model.bestRounds, 2)
    assert.deepEqual(Array.from(model.trees.rounds), [0, 1, 2])
  })

  it('refuses constraints that name nothing', () => {
    const { matrix, labels } = table()
    const refused: readonly [TreeOptions, string][] = [
      [{ monotone: { aa: 1 } }, 'option "monotone" must name features, got "aa": did you mean "a"?'],
      [
        { monotone: { c: 1 } },
        'option "monotone.c" must name a numeric feature, got a category: its labels have no order',
      ],
      [{ interactions: [['a', 'd']] }, 'option "interactions[0][1]" must name features, got "d"'],
    ]
    for (const [options, message] of refused) {
      assert.throws(() => boost(matrix, { labels }, treeSettings(options)), { code: 'OPTION', message })
    }
    assert.throws(() => boost(matrix, { labels }, treeSettings(), new Int32Array(0)), {
      code: 'DATA',
      message: 'trees need at least one row, got none',
    })
  })
})
