/** Names of components: each becomes a column of the forecast, with bounds beside it. */
import { BodkinError } from '../errors.js'

/** Names that components may not take, because `predict` uses them for columns of its own. */
const RESERVED: ReadonlySet<string> = new Set(
  [
    'trend',
    'additive_terms',
    'multiplicative_terms',
    'holidays',
    'zeros',
    'extra_regressors_additive',
    'extra_regressors_multiplicative',
    'yhat',
    'autoregression',
  ]
    .flatMap((name) => [name, `${name}_lower`, `${name}_upper`])
    .concat('ds', 'y', 'cap', 'floor', 'y_scaled'),
)
const BUILT_IN: ReadonlySet<string> = new Set(['yearly', 'weekly', 'daily'])

/** Refuse a component name that is reserved; `where` names the option or row. Built-in seasonalities' names are the caller's for seasonalities only. */
export function assertComponentName(name: string, where: string, kind: 'seasonality' | 'holiday' | 'regressor'): void {
  const reserved = RESERVED.has(name) || (kind !== 'seasonality' && BUILT_IN.has(name))
  if (reserved)
    throw new BodkinError('OPTION', `${where}: the name ${JSON.stringify(name)} is reserved, choose another`, { name })
  if (name.includes('_delim_')) {
    throw new BodkinError('OPTION', `${where}: a name must not contain "_delim_", got ${JSON.stringify(name)}`, {
      name,
    })
  }
}

/** Refuse a list of components in which a name stands twice, or is that of another one's bound. */
export function assertDistinctNames(components: readonly { readonly name: string; readonly kind: string }[]): void {
  const seen = new Map<string, string>()
  for (const { name, kind } of components) {
    // a component's bounds are columns too
    const before = [name, `${name}_lower`, `${name}_upper`]
      .map((column) => seen.get(column))
      .find((owner) => owner !== undefined)
    if (before !== undefined) {
      throw new BodkinError(
        'OPTION',
        `the name ${JSON.stringify(name)} must belong to one component, got a ${before} and a ${kind}`,
        { name },
      )
    }
    for (const column of [name, `${name}_lower`, `${name}_upper`]) seen.set(column, kind)
  }
}
