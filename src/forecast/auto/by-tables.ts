/** The answers of `auto` with `by` as tables: the key columns first, rows in ascending order of the keys. */
import type { Table } from 'apache-arrow'
import { boolean, float64, int32, text, time, writeTable, type OutputColumn } from '../../arrow/write-table.js'
import type { Verdict } from '../../verdict/verdict.js'
import type { Panel } from '../panel/panel.js'
import type { Profile } from '../profile/profile.js'
import type { SeriesResult, SeriesVerdict } from './by-verdicts.js'
import {
  errorColumns,
  evaluationColumns,
  forecastTableColumns,
  historyTableColumns,
  type Columns,
} from './evaluation-table.js'
import { shockColumns } from '../shocks/shock-columns.js'
import type { SeriesForecast } from './refit.js'

/** What `auto` gives for many series. Every table has the key columns in front. */
export interface AutoByResult {
  /** `horizon` rows a series that has a forecast: `ds, yhat, yhat_lower, yhat_upper, model, published`; the plain forecast where it is refused. */
  readonly forecast: Table
  /** `ds, y, yhat, yhat_lower, yhat_upper`: fitted values of the model in the forecast. */
  readonly history: Table
  /** Many series keep no models: fit those that are wanted by name (`verdicts.model`). */
  readonly model: null
  /** On the table as a whole: published when at least one series may be. */
  readonly verdict: Verdict
  /** A row a series: `rows, publish, p_value, q_value, model, skill, coverage, display, summary, code, message`. */
  readonly verdicts: Table
  /** A row a candidate of each series, as for one series. */
  readonly evaluation: Table
  /** A row a candidate and step ahead of each series. */
  readonly errors: Table
  /** A row a shock. */
  readonly shocks: Table
  /** Profiles of many series are a table: `profiles`. */
  readonly profile: null
  /** A row a series: `frequency, rows, start, end, duplicates, missing, zeros, negatives, constant, outliers, notes`. */
  readonly profiles: Table
}

/** Names that key columns cannot have, because a table of the result has them. */
export const RESULT_COLUMNS: readonly string[] = `ds y yhat yhat_lower yhat_upper model published
  rows publish p_value q_value skill coverage display summary code message
  folds mae rmse mape mase bias mae_without_shocks mase_without_shocks selected horizon
  start end days direction effect z kind
  frequency duplicates missing zeros negatives constant outliers notes`.split(/\s+/)

/** Write all tables. */
export function writeAutoBy(
  panel: Panel,
  results: readonly SeriesResult[],
  verdicts: readonly SeriesVerdict[],
  verdict: Verdict,
): AutoByResult {
  const keyed = keyedWriter(panel)
  const shown = results.map(({ outcome }, i) => (verdicts[i].verdict.publish ? outcome?.chosen : outcome?.fallback))
  const table = <Row>(
    rowsOf: (outcome: NonNullable<SeriesResult['outcome']>) => readonly Row[],
    columnsOf: (rows: readonly Row[]) => Columns,
  ): Table => {
    const rows = results.map(({ outcome }) => (outcome === undefined ? [] : rowsOf(outcome)))
    return keyed(
      Int32Array.from(rows, ({ length }) => length),
      columnsOf(rows.flat()),
    )
  }
  return Object.freeze({
    forecast: writeForecast(keyed, shown, verdicts),
    history: writeHistory(keyed, shown),
    model: null,
    verdict,
    verdicts: writeVerdicts(keyed, panel, results, verdicts, shown),
    evaluation: table((outcome) => outcome.evaluation, evaluationColumns),
    errors: table((outcome) => outcome.errors, errorColumns),
    shocks: table((outcome) => outcome.shocks, shockColumns),
    profile: null,
    profiles: table((outcome) => [outcome.profile], profileColumns),
  })
}

/** A table with the key columns in front; `counts`: rows of each series. */
type KeyedWriter = (counts: Int32Array, columns: Columns) => Table

function keyedWriter({ keys }: Panel): KeyedWriter {
  return (counts, columns) => {
    const groups = new Int32Array(counts.reduce((sum, count) => sum + count, 0))
    let at = 0
    counts.forEach((count, group) => {
      groups.fill(group, at, at + count)
      at += count
    })
    return writeTable([...keys.columns(groups), ...columns])
  }
}

type Shown = readonly (SeriesForecast | undefined)[]

function writeForecast(keyed: KeyedWriter, shown: Shown, verdicts: readonly SeriesVerdict[]): Table {
  const counts = Int32Array.from(shown, (one) => one?.ds.length ?? 0)
  const published = shown.map((one, i) => new Uint8Array(one?.ds.length ?? 0).fill(Number(verdicts[i].verdict.publish)))
  return keyed(counts, [
    ...forecastTableColumns(present(shown)),
    ['published', boolean(Uint8Array.from(published.flatMap((flags) => [...flags])))],
  ])
}

function writeHistory(keyed: KeyedWriter, shown: Shown): Table {
  const counts = Int32Array.from(shown, (one) => one?.history.ds.length ?? 0)
  return keyed(counts, historyTableColumns(present(shown)))
}

function present(shown: Shown): SeriesForecast[] {
  return shown.flatMap((one) => one ?? [])
}

function writeVerdicts(
  keyed: KeyedWriter,
  { series }: Panel,
  results: readonly SeriesResult[],
  verdicts: readonly SeriesVerdict[],
  shown: Shown,
): Table {
  const failed = verdicts.map(({ verdict }) => verdict.reasons.filter(({ passed }) => !passed))
  const evidence = (of: 'skill' | 'coverage'): OutputColumn =>
    float64(Float64Array.from(results, ({ outcome }) => outcome?.evidence[of] ?? NaN))
  return keyed(new Int32Array(series.length).fill(1), [
    ['rows', int32(Int32Array.from(series, ({ rows }) => rows))],
    ['publish', boolean(Uint8Array.from(verdicts, ({ verdict }) => Number(verdict.publish)))],
    ['p_value', float64(Float64Array.from(verdicts, ({ pValue }) => pValue))],
    ['q_value', float64(Float64Array.from(verdicts, ({ qValue }) => qValue))],
    ['model', text(shown.map((one) => one?.model ?? null))],
    ['skill', evidence('skill')],
    ['coverage', evidence('coverage')],
    ['display', text(verdicts.map(({ verdict }) => verdict.display))],
    ['summary', text(verdicts.map(({ verdict }) => verdict.summary))],
    ['code', text(failed.map((reasons) => reasons[0]?.code ?? null))],
    [
      'message',
      text(failed.map((reasons) => (reasons.length === 0 ? null : reasons.map(({ message }) => message).join('; ')))),
    ],
  ])
}

function profileColumns(profiles: readonly Profile[]): Columns {
  const number = (of: (profile: Profile) => number | undefined): OutputColumn =>
    float64(Float64Array.from(profiles, (profile) => of(profile) ?? NaN))
  const at = (of: (profile: Profile) => string | null): OutputColumn =>
    time(Float64Array.from(profiles, (profile) => Date.parse(of(profile) ?? '')))
  return [
    ['frequency', text(profiles.map(({ frequency }) => frequency))],
    ['rows', int32(Int32Array.from(profiles, ({ rows }) => rows))],
    ['start', at(({ start }) => start)],
    ['end', at(({ end }) => end)],
    ['duplicates', int32(Int32Array.from(profiles, ({ duplicates }) => duplicates))],
    ['missing', number(({ gaps }) => gaps?.missing)],
    ['zeros', number(({ zeros }) => zeros)],
    ['negatives', int32(Int32Array.from(profiles, ({ negatives }) => negatives))],
    ['constant', boolean(Uint8Array.from(profiles, ({ constant }) => Number(constant)))],
    ['outliers', int32(Int32Array.from(profiles, ({ outliers }) => outliers))],
    ['notes', text(profiles.map(({ notes }) => (notes.length === 0 ? null : notes.join('; '))))],
  ]
}
