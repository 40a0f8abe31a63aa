/**
 * The table of `causes`: columns read once, rows shared out to groups.
 */
import { keyColumns } from '../../arrow/key-columns.js'
import { keyValues } from '../../arrow/key-values.js'
import type { SourceTable } from '../../arrow/read-table.js'
import { columnError } from '../../arrow/source-column.js'
import { BodkinError, show } from '../../errors.js'
import { readFeatures, readTarget, readWeights } from '../columns.js'
import { featureNames } from '../feature-names.js'
import type { CausesSettings } from './causes-options.js'
import { groupData, type GroupData } from './group-data.js'

/** The groups of a table and what is common to them. */
export interface Groups {
  readonly groups: readonly GroupData[]
  /** Label of each group; null for the only one, and for rows without a label. */
  readonly labels: readonly (string | null)[]
  readonly features: readonly string[]
  /** Column of units: as named, or as found. */
  readonly unit: string | null
  /** Whether every value of the target lies in [0, 1]. */
  readonly bounded: boolean
}

/** Columns that are taken for units when none is named. */
const UNIT_NAMES: ReadonlySet<string> = new Set(
  ['machine', 'unit', 'asset', 'device', 'equipment'].flatMap((name) => [name, `${name}id`]),
)

/** @throws BodkinError `COLUMN`, `DATA`, `OPTION` for a table or names that do not go with the settings */
export function readGroups(source: SourceTable, settings: CausesSettings): Groups {
  const { target, by, features, time, exposure, actionable } = settings
  const named = [target, by, time, exposure]
  const unit = settings.unit === undefined ? findUnit(source, features, named) : settings.unit
  const names =
    features === undefined
      ? featureNames(source, undefined, [...named, unit ?? undefined])
      : featureNames(source, features, [target, by, exposure])
  checkActionable(actionable, names)
  if (source.rows === 0) throw new BodkinError('DATA', 'causes needs at least one row, got none', { rows: 0 })
  const y = readTarget(source, target, settings.trees.objective ?? 'squarederror')
  const table = {
    columns: readFeatures(source, names),
    target: y,
    exposure: exposure === undefined ? null : readWeights(source, exposure),
    units: unit === null ? null : readRanks(source, unit, 'a unit'),
    times: time === undefined ? null : readRanks(source, time, 'a time'),
  }
  const keys = by === undefined ? null : keyValues(source, by)
  const count = keys?.count ?? 1
  const members: number[][] = Array.from({ length: count }, () => [])
  for (let row = 0; row < source.rows; row++) members[keys?.ranks[row] ?? 0].push(row)
  const labels = keys === null ? [null] : members.map((_, rank) => labelOf(keys.show(rank)))
  return {
    groups: members.map((rows, g) => groupData(labels[g] ?? '', Int32Array.from(rows), table)),
    labels,
    features: names,
    unit,
    bounded: y.every((value) => value >= 0 && value <= 1),
  }
}

/** A key as a label: text without its quotes. */
function labelOf(shown: string): string | null {
  if (shown === 'null') return null
  return shown.startsWith('"') ? (JSON.parse(shown) as string) : shown
}

/** A column that looks like the unit: by its name, and with several rows a value. */
function findUnit(
  source: SourceTable,
  features: readonly string[] | undefined,
  named: readonly (string | undefined)[],
): string | null {
  for (const name of source.names) {
    if (named.includes(name) || features?.includes(name) === true) continue
    if (!UNIT_NAMES.has(name.toLowerCase().replaceAll(/[^a-z]/g, ''))) continue
    if (keyColumns(source, [name]).count * 2 <= source.rows) return name
  }
  return null
}

function readRanks(source: SourceTable, name: string, noun: string): Int32Array {
  const { groups, count, describe } = keyColumns(source, [name])
  if (count === 0 || describe(count - 1) !== `${name} null`) return groups
  throw columnError('DATA', source.column(name), `must have ${noun}, got null`, groups.indexOf(count - 1))
}

function checkActionable(actionable: readonly string[], features: readonly string[]): void {
  const odd = actionable.find((name, i) => !features.includes(name) || actionable.indexOf(name) < i)
  if (odd === undefined) return
  const got = features.includes(odd) ? `${show(odd)} twice` : show(odd)
  const message = `option "actionable" must name features (${features.join(', ')}), each once, got ${got}`
  throw new BodkinError('OPTION', message, { option: 'actionable', value: odd })
}
