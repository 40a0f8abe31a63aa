/**
 * Which columns explain: those that the caller names, or all that have no other part.
 */
import type { SourceTable } from '../arrow/read-table.js'
import { BodkinError, show } from '../errors.js'

/**
 * Names of the features, in the caller's order or the table's.
 *
 * @param features as given; undefined takes every column but `others`
 * @param others columns with another part (target, weight, unit, …); undefined ones are skipped
 * @throws BodkinError `OPTION` when a feature is named twice or has another part, `DATA` when none is left
 */
export function featureNames(
  source: SourceTable,
  features: readonly string[] | undefined,
  others: readonly (string | undefined)[],
): readonly string[] {
  if (features === undefined) {
    const rest = source.names.filter((name) => !others.includes(name))
    if (rest.length > 0) return rest
    throw new BodkinError('DATA', 'table has no column left for a feature', { columns: source.names })
  }
  if (features.length === 0) {
    throw new BodkinError('OPTION', 'option "features" must name at least one column, got an empty array', {
      option: 'features',
    })
  }
  const odd = features.findIndex((name, i) => others.includes(name) || features.indexOf(name) < i)
  if (odd < 0) return features
  const message = `option "features" must name different columns without another part, got ${show(features[odd])}`
  throw new BodkinError('OPTION', message, { option: 'features', value: features[odd] })
}
