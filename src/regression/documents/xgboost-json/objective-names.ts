/** The objectives under XGBoost's names, and the parameters it writes beside them. */
import type { ObjectiveName } from '../../options.js'

/** The name that an objective is written under. */
export const XGBOOST_NAMES: Readonly<Record<ObjectiveName, string>> = {
  squarederror: 'reg:squarederror',
  logistic: 'reg:logistic',
  pseudohuber: 'reg:pseudohubererror',
  absoluteerror: 'reg:absoluteerror',
  quantile: 'reg:quantileerror',
  poisson: 'count:poisson',
  gamma: 'reg:gamma',
  tweedie: 'reg:tweedie',
}

const FURTHER_NAMES: Readonly<Record<string, ObjectiveName>> = {
  'reg:linear': 'squarederror',
  'binary:logistic': 'logistic',
}

/** The objective of that name in XGBoost, if this package has it. */
export function objectiveOf(name: string): ObjectiveName | undefined {
  if (Object.hasOwn(FURTHER_NAMES, name)) return FURTHER_NAMES[name]
  const entries = Object.entries(XGBOOST_NAMES) as [ObjectiveName, string][]
  return entries.find(([, known]) => known === name)?.[0]
}

/** All names that can be read, for messages. */
export function knownNames(): string[] {
  return [...Object.values(XGBOOST_NAMES), ...Object.keys(FURTHER_NAMES)]
}
