/** The answers of `causes` as tables. */
import type { Table } from 'apache-arrow'
import { boolean, float64, int32, text, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import type { Verdict } from '../../verdict/verdict.js'
import type { Assessment } from './assess.js'
import { valueName } from './feature-profile.js'
import type { GroupData } from './group-data.js'
import type { JudgedFeature } from './judge-features.js'

/** A group with all that was found out about it. */
export interface GroupResult {
  readonly data: GroupData
  /** Null where the group was not assessed. */
  readonly assessment: Assessment | null
  readonly features: readonly JudgedFeature[]
  readonly verdict: Verdict
  readonly pValue: number
  readonly qValue: number
}

/** Column `by` of the given groups, a row each. */
export type WriteBy = (groups: Int32Array) => OutputColumn

/** Rows of some groups, with the column `by` in front. */
function grouped<Row>(
  results: readonly GroupResult[],
  writeBy: WriteBy,
  rowsOf: (result: GroupResult) => readonly Row[],
  columnsOf: (rows: readonly Row[]) => [string, OutputColumn][],
  note?: string,
): Table {
  const rows = results.map(rowsOf)
  const groups = Int32Array.from(rows.flatMap((own, group) => own.map(() => group)))
  const columns: [string, OutputColumn][] = [['by', writeBy(groups)], ...columnsOf(rows.flat())]
  return note === undefined ? writeTable(columns) : writeTable(columns, { note })
}

function numbers<Row>(rows: readonly Row[], of: (row: Row) => number): OutputColumn {
  return float64(Float64Array.from(rows, of))
}

/** Why a feature of a group is not published: the group's first failed check, or its own. */
function codeOf({ verdict }: GroupResult, feature: JudgedFeature): string | null {
  const failed = verdict.reasons.find(({ passed }) => !passed)
  return failed?.code ?? feature.code
}

/** Features of each group; those of a published group by importance, those of a refused one in their order, without figures: no ranking. */
export function causesTable(results: readonly GroupResult[], writeBy: WriteBy): Table {
  const rowsOf = (result: GroupResult) => {
    const { assessment, verdict, features, data } = result
    const shown = verdict.publish ? (assessment?.ranking ?? null) : null
    const rows = features.map((judged) => {
      const { feature, members, standsForAll } = judged
      const others = members.filter((other) => other !== feature).map((other) => data.columns[other].name)
      const shape = shown?.shapes[feature] ?? null
      const code = codeOf(result, judged)
      return {
        name: data.columns[feature].name,
        importance: shown?.importances.importance[feature] ?? NaN,
        lower: shown?.importances.lower[feature] ?? NaN,
        upper: shown?.importances.upper[feature] ?? NaN,
        share: shown?.importances.share[feature] ?? NaN,
        pValue: shown === null ? NaN : judged.pValue,
        qValue: shown === null ? NaN : judged.qValue,
        stability: shown?.importances.stability[feature] ?? NaN,
        group: members.map((member) => data.columns[member].name).join(' + '),
        direction: shape?.direction ?? null,
        shape:
          shape === null
            ? null
            : shape.text + (standsForAll ? ` (not to be told apart from ${others.join(', ')})` : ''),
        published: verdict.publish && code === null,
        code,
      }
    })
    return shown === null ? rows : rows.sort((a, b) => b.importance - a.importance)
  }
  return grouped(results, writeBy, rowsOf, (rows) => [
    ['feature', text(rows.map(({ name }) => name))],
    ['importance', numbers(rows, ({ importance }) => importance)],
    ['share', numbers(rows, ({ share }) => share)],
    ['p_value', numbers(rows, ({ pValue }) => pValue)],
    ['q_value', numbers(rows, ({ qValue }) => qValue)],
    ['rank_stability', numbers(rows, ({ stability }) => stability)],
    ['group', text(rows.map(({ group }) => group))],
    ['direction', text(rows.map(({ direction }) => direction))],
    ['shape', text(rows.map(({ shape }) => shape))],
    ['published', boolean(Uint8Array.from(rows, ({ published }) => Number(published)))],
    ['code', text(rows.map(({ code }) => code))],
    ['importance_lower', numbers(rows, ({ lower }) => lower)],
    ['importance_upper', numbers(rows, ({ upper }) => upper)],
  ])
}

/** Changes of published features, by row of the table. */
export function actionsTable(results: readonly GroupResult[], writeBy: WriteBy): Table {
  const rowsOf = ({ assessment, verdict, features, data }: GroupResult) => {
    const ranking = assessment?.ranking ?? null
    if (ranking === null || !verdict.publish) return []
    const published = new Set(features.flatMap(({ code, feature }) => (code === null ? [feature] : [])))
    return ranking.actions
      .filter(({ feature }) => published.has(feature))
      .map((action) => ({ ...action, row: data.source[action.row], column: data.columns[action.feature] }))
      .sort((a, b) => a.row - b.row || a.feature - b.feature)
  }
  return grouped(
    results,
    writeBy,
    rowsOf,
    (rows) => [
      ['row', int32(Int32Array.from(rows, ({ row }) => row))],
      ['feature', text(rows.map(({ column }) => column.name))],
      ['from', text(rows.map(({ column, from }) => valueName(column, from)))],
      ['to', text(rows.map(({ column, to }) => valueName(column, to)))],
      ['gain', numbers(rows, ({ gain }) => gain)],
      ['gain_lower', numbers(rows, ({ lower }) => lower)],
      ['gain_upper', numbers(rows, ({ upper }) => upper)],
    ],
    'what rows with such values have looked like: association, not what a change would do',
  )
}

/** Held-out predictions of the rows of assessed groups, by row of the table. */
export function predictionsTable(results: readonly GroupResult[], writeBy: WriteBy): Table {
  const rowsOf = ({ assessment, data }: GroupResult) => {
    if (assessment === null) return []
    const { prediction, lower, upper } = assessment.heldOut
    return Array.from(data.source, (row, i) => ({
      row,
      y: data.target[i],
      prediction: prediction[i],
      lower: lower[i],
      upper: upper[i],
    })).sort((a, b) => a.row - b.row)
  }
  return grouped(results, writeBy, rowsOf, (rows) => [
    ['row', int32(Int32Array.from(rows, ({ row }) => row))],
    ['y', numbers(rows, ({ y }) => y)],
    ['yhat', numbers(rows, ({ prediction }) => prediction)],
    ['yhat_lower', numbers(rows, ({ lower }) => lower)],
    ['yhat_upper', numbers(rows, ({ upper }) => upper)],
  ])
}

/** A row a group. */
export function scoresTable(results: readonly GroupResult[], writeBy: WriteBy): Table {
  const of = (name: keyof Assessment['scores']) => (result: GroupResult) => result.assessment?.scores[name] ?? NaN
  return grouped(
    results,
    writeBy,
    (result) => [result],
    (rows) => [
      ['n', int32(Int32Array.from(rows, ({ data }) => data.target.length))],
      ['mse', numbers(rows, of('mse'))],
      ['rmse', numbers(rows, of('rmse'))],
      ['mae', numbers(rows, of('mae'))],
      ['r2', numbers(rows, of('r2'))],
      ['baseline_rmse', numbers(rows, of('baselineRmse'))],
      ['linear_rmse', numbers(rows, of('linearRmse'))],
      ['skill', numbers(rows, of('skill'))],
      ['skill_lower', numbers(rows, of('skillLower'))],
      ['skill_upper', numbers(rows, of('skillUpper'))],
      ['p_value', numbers(rows, ({ pValue }) => pValue)],
      ['q_value', numbers(rows, ({ qValue }) => qValue)],
    ],
  )
}

/** A row a group: the verdict on it. */
export function verdictsTable(results: readonly GroupResult[], writeBy: WriteBy): Table {
  const failed = results.map(({ verdict }) => verdict.reasons.filter(({ passed }) => !passed))
  return grouped(
    results,
    writeBy,
    (result) => [result],
    (rows) => [
      ['rows', int32(Int32Array.from(rows, ({ data }) => data.target.length))],
      ['publish', boolean(Uint8Array.from(rows, ({ verdict }) => Number(verdict.publish)))],
      ['p_value', numbers(rows, ({ pValue }) => pValue)],
      ['q_value', numbers(rows, ({ qValue }) => qValue)],
      ['skill', numbers(rows, ({ assessment }) => assessment?.scores.skill ?? NaN)],
      ['display', text(rows.map(({ verdict }) => verdict.display))],
      ['summary', text(rows.map(({ verdict }) => verdict.summary))],
      ['code', text(failed.map((reasons) => reasons[0]?.code ?? null))],
      [
        'message',
        text(failed.map((reasons) => (reasons.length === 0 ? null : reasons.map(({ message }) => message).join('; ')))),
      ],
    ],
  )
}
