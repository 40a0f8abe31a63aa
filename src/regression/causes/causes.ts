/**
 * Why does the machine stand still? One model, one test and one verdict a group: options → groups → tests and assessments → verdicts → tables.
 */
import type { Table } from 'apache-arrow'
import { keyValues } from '../../arrow/key-values.js'
import { readTable } from '../../arrow/read-table.js'
import type { TableLike } from '../../arrow/table-like.js'
import { text } from '../../arrow/write-table.js'
import { benjaminiHochberg } from '../../numeric/false-discovery.js'
import { withPool } from '../../parallel/pool.js'
import type { Verdict } from '../../verdict/verdict.js'
import type { BinnedMatrix } from '../training/binning.js'
import { modelOf } from '../training/fit.js'
import type { TreeModel } from '../model/tree-model.js'
import { resolveCausesOptions, type CausesOptions, type CausesSettings } from './causes-options.js'
import {
  actionsTable,
  causesTable,
  predictionsTable,
  scoresTable,
  verdictsTable,
  type GroupResult,
  type WriteBy,
} from './causes-tables.js'
import { groupVerdict, overallCauses, type GroupEvidence } from './causes-verdict.js'
import { examine, factsOf, type Examined } from './examine.js'
import type { GroupData } from './group-data.js'
import { judgeFeatures, type JudgedFeature } from './judge-features.js'
import { readGroups, type Groups } from './read-groups.js'

/** What `causes` gives. Every table has the column `by` in front: the group's key, null without groups. */
export interface Causes {
  /**
   * A row a feature of each group: `feature, importance` (in the target's unit), `share, p_value, q_value, rank_stability, group` (features that
   * cannot be told apart share one), `direction, shape, published, code` (why not), `importance_lower, importance_upper` (90 %, by how far the folds' models agree). A refused group's features have no figures: there is no
   * ranking of noise.
   */
  readonly causes: Table
  /** A row a change worth looking at: `row, feature, from, to, gain, gain_lower, gain_upper`; of published features only. Association, not effect. */
  readonly actions: Table
  /** The model of all rows of each group that could be assessed, by the group's label; `all` without groups. */
  readonly models: Readonly<Record<string, TreeModel>>
  /** Held-out predictions: `row, y, yhat, yhat_lower, yhat_upper`. */
  readonly predictions: Table
  /** A row a group: `n, mse, rmse, mae, r2, baseline_rmse, linear_rmse, skill, skill_lower, skill_upper, p_value, q_value`. */
  readonly scores: Table
  readonly verdict: Verdict
  /** A row a group: `rows, publish, p_value, q_value, skill, display, summary, code, message`. */
  readonly verdicts: Table
}

/**
 * Which features explain a target, group by group, and whether the evidence is good enough to say so.
 *
 * A group is published only if it passes every check of the gate: TOO_FEW_ROWS, TOO_FEW_UNITS, CONSTANT_TARGET, LEAKAGE, NO_SKILL (a
 * permutation test of what the features explain; over groups by its q-value), LIMIT. Within a published group a feature is published unless
 * it is NOT_SIGNIFICANT (its own permutation test, q-value over the features) or UNSTABLE (held-out importance not above 0, or another
 * rank in most folds).
 *
 * The same seed gives the same bytes whatever the number of workers and the order of rows.
 *
 * @param table one row an observation, e.g. a machine's month
 * @throws (rejects) BodkinError `OPTION`, `COLUMN`, `DATA` for options or columns that cannot be used; `ABORTED`. Groups without
 *   evidence are verdicts, never errors
 * @example
 * const { causes, verdict } = await regression.causes(months, { target: 'uptime', by: 'type', unit: 'machine', exposure: 'scheduled_hours' })
 * verdict.summary   // 'Causes were found in 2 of 6 groups: type "B" and type "E"; refused: …'
 */
export async function causes(table: TableLike, options: CausesOptions): Promise<Causes> {
  const settings = resolveCausesOptions(options)
  const source = readTable(table)
  const groups = readGroups(source, settings)
  const found = await withPool(settings.run.workers, (pool) => examine(groups, settings, pool))
  const results = conclude(groups, found, settings)
  const keys = settings.by === undefined ? null : keyValues(source, settings.by)
  const writeBy: WriteBy = (ids) => (keys === null ? text(Array.from(ids, () => null)) : keys.write(ids))
  const verdicts = results.map(({ verdict }) => verdict)
  return Object.freeze({
    causes: causesTable(results, writeBy),
    actions: actionsTable(results, writeBy),
    models: modelsOf(groups, results, settings),
    predictions: predictionsTable(results, writeBy),
    scores: scoresTable(results, writeBy),
    verdict:
      keys === null
        ? verdicts[0]
        : overallCauses(
            results.map(({ verdict, features }, g) => ({
              verdict,
              called: callOf(settings.by, groups.labels[g]),
              found: features.some(({ code }) => code === null),
            })),
            settings.gated,
          ),
    verdicts: verdictsTable(results, writeBy),
  })
}

/** Verdicts: q-values over the groups, then features within each. */
function conclude({ groups, labels }: Groups, found: readonly Examined[], settings: CausesSettings): GroupResult[] {
  const { gate, gated, by, target } = settings
  const pValues = Float64Array.from(found, ({ work }) => work?.pValue ?? NaN)
  const qValues = benjaminiHochberg(pValues)
  return groups.map((data, g) => {
    const { small, work } = found[g]
    const importances = work?.assessment.ranking?.importances
    const tested = work?.tested ?? null
    const features =
      tested === null || importances === undefined
        ? untested(data)
        : judgeFeatures(tested.tests, tested.pValues, tested.associations, importances, gate.alpha)
    const published = features.filter(({ code }) => code === null)
    const importance = importances?.importance ?? new Float64Array(features.length)
    published.sort((a, b) => importance[b.feature] - importance[a.feature])
    const evidence: GroupEvidence = {
      ...factsOf(data),
      leaks: work?.leaks ?? [],
      pValue: pValues[g],
      qValue: qValues[g],
      grouped: by !== undefined,
      columns: small.width,
      scores: work?.assessment.scores ?? null,
      found: published.map(({ feature }) => data.columns[feature].name),
      notes: work?.assessment.boosted.notes ?? [],
      called: by === undefined ? '' : callOf(by, labels[g]),
      target,
    }
    return {
      data,
      assessment: work?.assessment ?? null,
      features,
      verdict: groupVerdict(evidence, gate, gated),
      pValue: pValues[g],
      qValue: qValues[g],
    }
  })
}

/** Features of a group that was not tested. */
function untested({ columns }: GroupData): JudgedFeature[] {
  return columns.map((_, feature) => ({
    feature,
    pValue: NaN,
    qValue: NaN,
    members: [feature],
    standsForAll: false,
    code: 'NOT_SIGNIFICANT',
  }))
}

/** `type "A"`. */
function callOf(by: string | undefined, label: string | null): string {
  return `${by} ${label === null ? 'null' : JSON.stringify(label)}`
}

function modelsOf(
  { labels }: Groups,
  results: readonly GroupResult[],
  { by, target }: CausesSettings,
): Readonly<Record<string, TreeModel>> {
  const models = results.flatMap(({ assessment }, g): [string, TreeModel][] => {
    if (assessment === null) return []
    const { boosted, features, settings, notes } = assessment
    const matrix: Pick<BinnedMatrix, 'features' | 'notes'> = { features, notes }
    return [[by === undefined ? 'all' : (labels[g] ?? 'null'), modelOf(boosted, matrix, settings, target)]]
  })
  return Object.freeze(Object.fromEntries(models))
}
