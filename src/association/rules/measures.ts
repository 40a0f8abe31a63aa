/**
 * All measures of rules by the names of their columns.
 */
import { BodkinError, didYouMean, show } from '../../errors.js'
import type { Rule } from '../../options/rules.js'
import * as core from './measures-core.js'
import type { Measure } from './measures-core.js'
import * as further from './measures-further.js'
import * as intervals from './measures-intervals.js'

/** Measures that every table of rules has. */
type CoreMeasureName =
  | 'antecedent_support'
  | 'consequent_support'
  | 'support'
  | 'confidence'
  | 'lift'
  | 'representativity'
  | 'leverage'
  | 'conviction'
  | 'zhangs_metric'
  | 'jaccard'
  | 'certainty'
  | 'kulczynski'

/** Measures on request, from the rule's own counts. */
type FurtherMeasureName =
  | 'cosine'
  | 'phi'
  | 'odds_ratio'
  | 'odds_ratio_corrected'
  | 'chi_squared'
  | 'chi_squared_p'
  | 'fisher_p'
  | 'hyper_lift'
  | 'hyper_confidence'
  | 'j_measure'
  | 'mutual_information'
  | 'gini'
  | 'imbalance_ratio'
  | 'all_confidence'
  | 'max_confidence'
  | 'added_value'
  | 'relative_risk'
  | 'yule_q'
  | 'yule_y'
  | 'coverage'
  | 'doc'
  | 'standardised_lift'
  | 'confidence_lower'
  | 'confidence_upper'
  | 'lift_lower'
  | 'lift_upper'

/** Columns of every table of rules, in order. */
export const CORE_MEASURES: Readonly<Record<CoreMeasureName, Measure>> = {
  antecedent_support: core.antecedentSupport,
  consequent_support: core.consequentSupport,
  support: core.support,
  confidence: core.confidence,
  lift: core.lift,
  representativity: core.representativity,
  leverage: core.leverage,
  conviction: core.conviction,
  zhangs_metric: core.zhangsMetric,
  jaccard: core.jaccard,
  certainty: core.certainty,
  kulczynski: core.kulczynski,
}

/** Columns on request, from the rule's own counts. */
const FURTHER_MEASURES: Readonly<Record<FurtherMeasureName, Measure>> = {
  cosine: further.cosine,
  phi: further.phi,
  odds_ratio: further.oddsRatio,
  odds_ratio_corrected: further.correctedOddsRatio,
  chi_squared: further.chiSquared,
  chi_squared_p: further.chiSquaredP,
  fisher_p: further.fisherP,
  hyper_lift: further.hyperLift,
  hyper_confidence: further.hyperConfidence,
  j_measure: further.jMeasure,
  mutual_information: further.mutualInformation,
  gini: further.gini,
  imbalance_ratio: further.imbalanceRatio,
  all_confidence: further.allConfidence,
  max_confidence: further.maxConfidence,
  added_value: further.addedValue,
  relative_risk: further.relativeRisk,
  yule_q: further.yuleQ,
  yule_y: further.yuleY,
  coverage: further.coverage,
  doc: further.differenceOfConfidence,
  standardised_lift: further.standardisedLift,
  confidence_lower: intervals.confidenceLower,
  confidence_upper: intervals.confidenceUpper,
  lift_lower: intervals.liftLower,
  lift_upper: intervals.liftUpper,
}

/** A measure that the rule's own counts settle. */
export type TableMeasureName = CoreMeasureName | FurtherMeasureName

/** A measure of rules, by the name of its column; `improvement` also looks at the rules with fewer items on the left. */
export type MeasureName = TableMeasureName | 'improvement'

const MEASURES: Readonly<Record<TableMeasureName, Measure>> = { ...CORE_MEASURES, ...FURTHER_MEASURES }

/** All names. */
export const MEASURE_NAMES: readonly MeasureName[] = [...(Object.keys(MEASURES) as TableMeasureName[]), 'improvement']

/** Measures of which less is better. */
const FALLING: ReadonlySet<MeasureName> = new Set<MeasureName>(['fisher_p', 'chi_squared_p'])

/** The function behind a name. */
export function measureOf(name: TableMeasureName): Measure {
  return MEASURES[name]
}

/** 1 when more is better, −1 when less is. */
export function signOf(name: MeasureName): 1 | -1 {
  return FALLING.has(name) ? -1 : 1
}

/** An option that names a measure. */
export function measureRule(): Rule<MeasureName> {
  const expected = 'the name of a measure'
  return {
    expected,
    read(value, place) {
      const found = MEASURE_NAMES.find((name) => name === value)
      if (found !== undefined) return found
      const text = typeof value === 'string' ? value : ''
      const hint = didYouMean(text, MEASURE_NAMES) || ` (one of ${MEASURE_NAMES.join(', ')})`
      const message = `${place.noun} ${JSON.stringify(place.path)} must be ${expected}, got ${show(value)}${hint}`
      throw new BodkinError(place.code, message, { [place.noun]: place.path, value })
    },
  }
}
