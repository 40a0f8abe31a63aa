/** Frequencies in words. */

const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  D: ['one day', 'days'],
  B: ['one business day', 'business days'],
  W: ['one week', 'weeks'],
  MS: ['one month', 'months'],
  M: ['one month', 'months'],
  QS: ['one quarter', 'quarters'],
  YS: ['one year', 'years'],
  h: ['one hour', 'hours'],
  min: ['one minute', 'minutes'],
}

/** The rows of a frequency by name, `rows` where it has no everyday one. `periodsOf('D')` → `'days'`; `periodsOf('5min')` → `'rows'` */
export function periodsOf(frequency: string): string {
  return units[frequency]?.[1] ?? 'rows'
}

/** The step between rows by name: `stepName('MS')` → `'one month'`; `stepName('5min')` → `'5min'` */
export function stepName(frequency: string): string {
  return units[frequency]?.[0] ?? frequency
}

const models: Readonly<Record<string, string>> = {
  naive: 'last value',
  seasonalNaive: 'season before',
  ets: 'exponential smoothing',
  arima: 'ARIMA',
  additiveAutoregressive: 'additive, autoregressive',
  multiplicativeAutoregressive: 'multiplicative, autoregressive',
  damped: 'additive, damped',
  median: 'median of models',
}

/** A candidate in words. `modelName('seasonalNaive')` → `'season before'`; `modelName('theta')` → `'theta'` */
export function modelName(candidate: string): string {
  return models[candidate] ?? candidate
}
