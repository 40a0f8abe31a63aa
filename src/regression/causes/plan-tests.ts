/**
 * Which permutation tests a group gets.
 *
 * The gate: targets exchanged as exchange.ts says. Then for each feature alone, and for each group of associated features:
 *   a feature that stands alone     its column exchanged
 *   features that say the same      all their columns exchanged together (joint); and each by itself among rows in which its nearest one is
 *                                   nearly the same (conditional): what is left then is its own
 * A column that hardly changes within its strata (unit, stretch of time) is exchanged between whole units or runs instead.
 */
import { associated, explainedBy, type Associations } from './associated.js'
import { changes, crossed, exchangeRows, exchangeRuns, exchangeUnits, stretches, type Exchange } from './exchange.js'
import type { GroupData } from './group-data.js'
import { numberBins } from './small-matrix.js'

/** One test of features. */
export interface PlannedTest {
  readonly kind: 'alone' | 'joint' | 'conditional'
  readonly features: readonly number[]
  /** Null where no exchange would change anything: then p is 1. */
  readonly plan: Exchange | null
}

/** Share of a column's variation between the strata from which on it is exchanged between them. */
const BETWEEN = 0.9
/** Share of a column's variation between the strata from which on it counts as their own. */
const OWN = 0.2
/** Rows in which an associated feature counts as nearly the same. */
const ALIKE = 6
const MOST_STRATA = 250

/** How the gate exchanges targets. */
export function gatePlan({ target, units, times }: GroupData): Exchange {
  if (units !== null) return exchangeUnits(units.of)
  return times === null ? exchangeRows(target.length) : exchangeRuns(target.length)
}

/** The tests of features, and how the features hang together. */
export function planTests(data: GroupData): { tests: PlannedTest[]; associations: Associations } {
  const { columns, target, units } = data
  const associations = associated(columns)
  const { group, nearest } = associations
  const within = strataOf(data)
  const tests: PlannedTest[] = []
  columns.forEach((_, f) => {
    const members = columns.flatMap((_column, other) => (group[other] === f ? [other] : []))
    if (members.length === 0) return
    const plan = planOf(members, data, within)
    tests.push({ kind: members.length > 1 ? 'joint' : 'alone', features: members, plan })
    if (members.length === 1) return
    for (const member of members) {
      const alike = alikeIn(nearest[member], data)
      // a column that is no machine's own may come from another machine, or few rows would be left to exchange
      const own = within !== null && explainedBy(columns[member], units?.of ?? within) >= OWN
      const labels = own ? crossed(within, alike) : alike
      const conditional = exchangeRows(target.length, labels)
      const free = changes(conditional, columns[member].values)
      tests.push({ kind: 'conditional', features: [member], plan: free ? conditional : null })
    }
  })
  return { tests, associations }
}

/** Unit, stretch of time, or both: where a feature's rows are exchanged; null = anywhere. */
function strataOf({ target, units, times }: GroupData): Int32Array | null {
  if (times !== null) return stretches(target.length, units?.of ?? null)
  return units?.of ?? null
}

function planOf(members: readonly number[], data: GroupData, within: Int32Array | null): Exchange | null {
  const { columns, target, units } = data
  const rows = target.length
  const between = (): Exchange => (units === null ? exchangeRuns(rows) : exchangeUnits(units.of))
  const fixed = within !== null && members.some((f) => explainedBy(columns[f], within) >= BETWEEN)
  const plan = fixed ? between() : exchangeRows(rows, within ?? undefined)
  return members.some((f) => changes(plan, columns[f].values)) ? plan : null
}

/** Labels of rows in which a feature is nearly the same: a category's code, or runs of a few rows in a number's order. */
function alikeIn(feature: number, { columns, target }: GroupData): Int32Array {
  const { kind, values } = columns[feature]
  if (kind === 'category') return Int32Array.from(values, (code) => (Number.isNaN(code) ? -1 : code))
  return numberBins(values, Math.min(MOST_STRATA, Math.max(2, Math.floor(target.length / ALIKE)))).codes
}
