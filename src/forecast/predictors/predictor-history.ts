/** The history of a regressor, as its own model sees it. */
import { columnsOfSettings } from '../additive/components.js'
import type { History } from '../history.js'
import type { ModelSettings } from '../options.js'

/** The regressor's column in the place of y, beside the further columns that its model needs. */
export function predictorHistory({ ds, columns }: History, name: string, settings: ModelSettings): History {
  const { numbers, flags } = columnsOfSettings(settings)
  return {
    ds,
    y: columns[name],
    columns: Object.fromEntries([...numbers, ...flags].map((needed) => [needed, columns[needed]])),
  }
}
