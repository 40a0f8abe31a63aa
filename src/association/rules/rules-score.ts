/**
 * The value of a split by a measure, for the search of rules.
 */
import { measureOf, signOf, type MeasureName } from './measures.js'
import { improvement } from './measures-improvement.js'
import type { Lattice } from './rules-lattice.js'
import type { RuleSearch } from './rules-search.js'

/** The value of a split by rows of the lattice as it is now; more is better. */
export function scoreOf(metric: MeasureName, sets: Lattice): RuleSearch['score'] {
  if (metric === 'improvement') return (whole, left, right) => improvement(sets, whole, left, right)
  const { counts, transactions } = sets
  const measure = measureOf(metric)
  const sign = signOf(metric)
  return (whole, left, right) => sign * measure(counts[whole], counts[left], counts[right], transactions)
}
