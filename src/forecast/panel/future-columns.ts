/** Columns that the rows to forecast must bring, because no model forecasts them. */
import { BodkinError } from '../../errors.js'
import { columnsOfSettings } from '../additive/components.js'
import type { ModelRecipe } from '../additive/preparation.js'
import type { NeededColumns } from '../history.js'

/** What a recipe needs to know of the rows to forecast: regressors without a predictor, conditions, limits; those of predictors too. */
export function futureColumns({ settings, predictors }: ModelRecipe): NeededColumns {
  const own = columnsOfSettings(settings)
  const parts = [
    { numbers: own.numbers.filter((name) => !(name in predictors)), flags: own.flags },
    ...Object.values(predictors).map(futureColumns),
  ]
  return {
    numbers: [...new Set(parts.flatMap(({ numbers }) => numbers))],
    flags: [...new Set(parts.flatMap(({ flags }) => flags))],
  }
}

/** Refuse a recipe whose rows to forecast cannot be known from their times alone; `advice` says what to do. */
export function assertKnownFuture(recipe: ModelRecipe, caller: string, advice: string): void {
  const { numbers, flags } = futureColumns(recipe)
  const [missing] = [...numbers, ...flags]
  if (missing === undefined) return
  throw new BodkinError('COLUMN', `${caller} cannot know the future of column "${missing}": ${advice}`, {
    column: missing,
  })
}
