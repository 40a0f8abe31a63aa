/**
 * What XGBoost 3.2 says of its models (make.py), and what this package says of the same ones: importances, SHAP values and interactions.
 *
 * XGBoost sums contributions in float32, so a small one that is left of large ones differs in absolute, not in relative terms: the tolerance is
 * 1e-5 of the number or of the row's largest, whichever is larger.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importance, type ImportanceType } from '../../../src/regression/model/importance.js'
import { shap } from '../../../src/regression/model/shap/shap.js'
import { fromXGBoost } from '../../../src/regression/documents/xgboost-json/from-xgboost.js'
import { CASES, PLACES, floats, readCase, table } from './fixtures.js'

const SHAP_ROWS = 40
const PAIR_ROWS = 12

function head(name: string, rows: number, margin: string | undefined): Record<string, ArrayLike<unknown>> {
  const all = margin === undefined ? table(name) : { ...table(name), margin: floats(margin) }
  return Object.fromEntries(Object.entries(all).map(([key, values]) => [key, Array.from(values).slice(0, rows)]))
}

function assertClose(ours: readonly number[], theirs: ArrayLike<number>, width: number, what: string): void {
  assert.equal(ours.length, theirs.length, what)
  for (let start = 0; start < ours.length; start += width) {
    const scale = Math.max(...Array.from({ length: width }, (_, i) => Math.abs(theirs[start + i])))
    for (let i = start; i < start + width; i++) {
      const gap = Math.abs(ours[i] - theirs[i])
      assert.ok(gap <= 1e-5 * scale, `${what}, number ${i}: ${ours[i]} against ${theirs[i]}`)
    }
  }
}

/** Columns of features and bias, row-major. */
function matrix(result: ReturnType<typeof shap>, features: readonly string[]): number[] {
  const columns = [...features, 'bias'].map((name) => result.getChild(name)!.toArray() as Float64Array)
  return Array.from(
    { length: result.numRows * columns.length },
    (_, i) => columns[i % columns.length][Math.floor(i / columns.length)],
  )
}

for (const name of CASES) {
  test(`explained as by XGBoost, ${name}: importances, contributions, interactions`, () => {
    const stored = readCase(name)
    const model = fromXGBoost(stored.document, name === 'named-categories' ? { labels: { place: PLACES } } : {})
    for (const [type, scores] of Object.entries(stored.importance)) {
      const result = importance(model, { type: type as ImportanceType })
      result.toArray().forEach((row) => {
        const { feature, importance: value } = row!.toJSON() as { feature: string; importance: number }
        const theirs = scores[feature] ?? 0
        assert.ok(Math.abs(value - theirs) <= 1e-5 * theirs, `${type} of ${feature}: ${value} against ${theirs}`)
      })
    }
    const more = stored.baseMargin === undefined ? {} : { baseMargin: 'margin' }
    const width = stored.features.length + 1
    const contributions = shap(model, head(name, SHAP_ROWS, stored.baseMargin), more)
    assertClose(matrix(contributions, stored.features), floats(stored.shap), width, 'contribution')
    const pairs = shap(model, head(name, PAIR_ROWS, stored.baseMargin), { interactions: true, ...more })
    assertClose(matrix(pairs, stored.features), floats(stored.interactions), width * width, 'interaction')
  })
}
