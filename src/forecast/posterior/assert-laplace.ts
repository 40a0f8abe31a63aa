/** What a Laplace approximation of component bounds is for. */
import { BodkinError } from '../../errors.js'
import type { ForecastModel } from '../model.js'
import { isLinear } from './problem.js'

/** Refuse `componentBounds: 'laplace'` where there is no mode that every coefficient enters linearly, and where no such bound is asked for. */
export function assertLaplace(
  model: ForecastModel,
  { interval, total }: { readonly interval: string; readonly total: string | undefined },
): void {
  const why = whyNot(model, interval, total)
  if (why === undefined) return
  throw new BodkinError('OPTION', `option "componentBounds": "laplace" ${why}`, { option: 'componentBounds' })
}

function whyNot(model: ForecastModel, interval: string, total: string | undefined): string | undefined {
  if (model.kind !== 'additive') return `needs an additive model (from fit), got a baseline of kind "${model.kind}"`
  if (model.posterior !== undefined) return 'is for models from fit: this one has draws, and its bounds are theirs'
  if (!isLinear(model)) return 'needs additive components and linear or flat growth: use posterior for this model'
  if (interval === 'none') return 'has no use when "interval" is "none"'
  if (total !== undefined) return 'has no use beside "total": sums have no components'
  return undefined
}
