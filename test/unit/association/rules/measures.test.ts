/**
 * Measures of one rule from a 2×2 table small enough for the back of an envelope: 20 baskets, 8 with the antecedent, 10 with the consequent,
 * 6 with both. Cells: 6 both, 2 left only, 4 right only, 8 neither.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MEASURE_NAMES, measureOf, type TableMeasureName } from '../../../../src/association/rules/measures.js'

const [both, a, c, n] = [6, 8, 10, 20]
// entropies and information in nats, from the definition
const information = 0.3 * Math.log(1.5) + 0.1 * Math.log(0.5) + 0.2 * Math.log(2 / 3) + 0.4 * Math.log(4 / 3)
const z = 1.959963984540054

const byHand: Record<TableMeasureName, number> = {
  antecedent_support: 0.4,
  consequent_support: 0.5,
  support: 0.3,
  confidence: 0.75,
  lift: 1.5, // .75 / .5
  representativity: 1,
  leverage: 0.1, // .3 − .4·.5
  conviction: 2, // .5 / .25
  zhangs_metric: 5 / 9, // .1 / max(.3·.6, .4·.2)
  jaccard: 0.5, // 6 of 12
  certainty: 0.5, // .25 / .5
  kulczynski: 0.675, // of .75 and .6
  cosine: 6 / Math.sqrt(80),
  phi: 40 / Math.sqrt(8 * 10 * 12 * 10), // (6·8 − 2·4) over the root of the margins
  odds_ratio: 6, // 48 / 8
  odds_ratio_corrected: (6.5 * 8.5) / (2.5 * 4.5),
  chi_squared: (20 * 1600) / 9600,
  chi_squared_p: 0.06788915486182893, // scipy.stats.chi2.sf(10 / 3, 1)
  fisher_p: 10695 / 125970, // (C(10,6)C(10,2) + C(10,7)C(10,1) + C(10,8)) / C(20,8): 9450 + 1200 + 45
  hyper_lift: 1, // 6 / 6: P(X ≤ 6) = 1 − 1245/125970 = .9901, P(X ≤ 5) is less than .99
  hyper_confidence: 1 - 10695 / 125970,
  j_measure: 0.3 * Math.log(1.5) + 0.1 * Math.log(0.5),
  mutual_information: information / -(0.4 * Math.log(0.4) + 0.6 * Math.log(0.6)),
  gini: (2 / 3) * 2 * 0.25 ** 2, // ½ − .4·(2·.75·.25) − .6·(2·⅓·⅔) impurities
  imbalance_ratio: 2 / 12,
  all_confidence: 0.6,
  max_confidence: 0.75,
  added_value: 0.25,
  relative_risk: 0.75 / (4 / 12),
  yule_q: 5 / 7,
  yule_y: (Math.sqrt(6) - 1) / (Math.sqrt(6) + 1),
  coverage: 0.4,
  doc: 0.75 - 4 / 12,
  standardised_lift: 5 / 7, // 6 baskets of the 1 to 8 that the margins allow
  confidence_lower: (6 + z ** 2 / 2 - z * Math.sqrt(1.5 + z ** 2 / 4)) / (8 + z ** 2),
  confidence_upper: (6 + z ** 2 / 2 + z * Math.sqrt(1.5 + z ** 2 / 4)) / (8 + z ** 2),
  lift_lower: 1.5 * Math.exp(-z * Math.sqrt(1 / 6 - 1 / 8 - 1 / 10 + 2 / 20)),
  lift_upper: 1.5 * Math.exp(z * Math.sqrt(1 / 6 - 1 / 8 - 1 / 10 + 2 / 20)),
}

for (const [name, expected] of Object.entries(byHand)) {
  test(`${name} of the table is ${expected}`, () => {
    const got = measureOf(name as TableMeasureName)(both, a, c, n)
    assert.ok(Math.abs(got - expected) <= 1e-14 * Math.max(1, Math.abs(expected)), `${got}`)
  })
}

test('every measure has a hand-worked value, improvement apart, which needs more than one table', () => {
  assert.deepEqual(
    MEASURE_NAMES.filter((name) => !(name in byHand)),
    ['improvement'],
  )
})

/** Values where a cell or a margin is empty: [both, nA, nC, n]. */
const edges: [TableMeasureName, [number, number, number, number], number][] = [
  ['conviction', [3, 3, 4, 5], Infinity],
  ['odds_ratio', [3, 3, 4, 5], Infinity],
  ['odds_ratio', [3, 3, 5, 5], NaN], // 0 / 0
  ['relative_risk', [3, 3, 3, 5], Infinity],
  ['hyper_lift', [1, 1, 1, 200], Infinity], // chance gives 0 in 99 of 100 cases
  ['zhangs_metric', [5, 5, 5, 5], 0],
  ['certainty', [3, 3, 5, 5], 0],
  ['phi', [3, 3, 5, 5], NaN],
  ['doc', [4, 5, 4, 5], NaN],
  ['gini', [4, 5, 4, 5], 0],
  ['yule_q', [3, 3, 4, 5], 1],
  ['yule_y', [3, 3, 4, 5], 1],
  ['standardised_lift', [1, 1, 3, 5], 1],
  ['j_measure', [5, 5, 5, 5], 0],
  ['mutual_information', [2, 2, 2, 4], 1],
  ['confidence_upper', [4, 4, 4, 9], 1],
  ['lift_lower', [5, 5, 5, 5], 1],
]

for (const [name, [nAC, nA, nC, all], expected] of edges) {
  test(`${name} of ${nAC} of ${nA} and ${nC} in ${all} baskets is ${expected}`, () => {
    assert.equal(measureOf(name)(nAC, nA, nC, all), expected)
  })
}

test('symmetric measures are equal for a rule and its reverse, to the last bit', () => {
  for (const name of ['lift', 'leverage', 'fisher_p', 'hyper_lift', 'hyper_confidence', 'phi', 'chi_squared'] as const)
    assert.equal(measureOf(name)(7, 11, 23, 97), measureOf(name)(7, 23, 11, 97))
})

test('the variance of ln lift is that of independent sides where all cells are equal', () => {
  // (1 − ½)(1 − ½) / (400·½·½) = 1/400
  const spread = Math.log(measureOf('lift_upper')(100, 200, 200, 400)) / z
  assert.ok(Math.abs(spread ** 2 - 1 / 400) < 1e-15)
})
