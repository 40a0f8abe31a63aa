/**
 * Options of the trees, XGBoost's meanings and defaults under camelCase names, and their complete settings.
 *
 * What needs the table (names of features in `monotone` and `interactions`) is checked where the columns are known: constraints.ts.
 */
import { BodkinError } from '../errors.js'
import {
  choice,
  either,
  flag,
  integer,
  listOf,
  number,
  optional,
  readOptions,
  record,
  refuse,
  rule,
  textRule,
  withDefault,
  type Rule,
  type Schema,
} from '../options/rules.js'

/** The loss whose gradient the trees follow. */
export type ObjectiveName =
  'squarederror' | 'logistic' | 'pseudohuber' | 'absoluteerror' | 'quantile' | 'poisson' | 'gamma' | 'tweedie'

/** What early stopping watches on the validation rows; lower is better, except for `auc`. */
export type MetricName =
  | 'rmse'
  | 'mae'
  | 'logloss'
  | 'auc'
  | 'mphe'
  | 'quantile'
  | 'poisson-nloglik'
  | 'gamma-nloglik'
  | 'gamma-deviance'
  | 'tweedie-nloglik'

/** What a category does that the model has never seen. */
export type UnseenCategory = 'error' | 'missing' | 'node-mean' | 'left'

/** How trees are grown. */
export interface TreeOptions {
  /**
   * The loss: 'squarederror' (default); 'logistic' on labels in [0, 1]; 'pseudohuber'; 'absoluteerror' (medians); 'quantile' (needs
   * `quantiles`); 'poisson' on counts ≥ 0; 'gamma' on labels > 0; 'tweedie' on labels ≥ 0.
   */
  readonly objective?: ObjectiveName
  /** Boosting rounds, an integer ≥ 1; default 100. Each grows one tree an output. */
  readonly rounds?: number
  /** Factor of every leaf, in (0, 1]; default 0.3. */
  readonly learningRate?: number
  /** Deepest leaf, an integer ≥ 0; default 6; 0 = any depth. */
  readonly maxDepth?: number
  /** Most leaves of a tree, an integer ≥ 0; default 0 = any number. */
  readonly maxLeaves?: number
  /** 'depthwise' (default): level by level; 'lossguide': always the leaf with the best gain. */
  readonly growPolicy?: 'depthwise' | 'lossguide'
  /** Least sum of Hessians in a child, ≥ 0; default 1 (for squared error: rows, or their weights). */
  readonly minChildWeight?: number
  /** Least number of rows in a child, an integer ≥ 0; default 0. */
  readonly minRows?: number
  /** Least loss reduction of a split, ≥ 0; default 0. */
  readonly gamma?: number
  /** L2 penalty on leaves, ≥ 0; default 1. */
  readonly lambda?: number
  /** L1 penalty on leaves, ≥ 0; default 0. */
  readonly alpha?: number
  /** Largest leaf in absolute value before the learning rate, ≥ 0; default 0 = any, .7 for poisson. */
  readonly maxDeltaStep?: number
  /** Share of the rows that each tree sees, in (0, 1]; default 1. */
  readonly subsample?: number
  /** Share of the features that each tree, each level and each node may use, in (0, 1]; default 1; they multiply. */
  readonly colsampleByTree?: number
  readonly colsampleByLevel?: number
  readonly colsampleByNode?: number
  /** Most bins of a numeric feature, an integer 2 … 65,535; default 256. */
  readonly maxBin?: number
  /** Categories with fewer levels than this are split one level against the rest, an integer ≥ 1; default 4. */
  readonly maxCatToOnehot?: number
  /** Most levels on the smaller side of a category split by partition, an integer ≥ 1; default 64. */
  readonly maxCatThreshold?: number
  /** δ of 'pseudohuber', > 0; default 1, in the target's unit. */
  readonly huberSlope?: number
  /** ρ of 'tweedie', in (1, 2); default 1.5. */
  readonly tweediePower?: number
  /** Levels of 'quantile', each in (0, 1), ascending; one output each. */
  readonly quantiles?: readonly number[]
  /**
   * Multiply `minChildWeight` and `lambda` by the mean Hessian of a tree's rows, so that they count rows whatever the objective; default
   * false. A logistic target near 0 or 1 has Hessians near 0 and finds no split without it.
   */
  readonly hessianScaled?: boolean
  /** Features in which the prediction may only rise (1) or only fall (−1); default {}. */
  readonly monotone?: Readonly<Record<string, -1 | 0 | 1>>
  /** Sets of features that may meet on a path; default []: all. A feature in no set may only be split alone. */
  readonly interactions?: readonly (readonly string[])[]
  /** The prediction before the first tree, in the target's unit; default 'auto': what fits best without trees. */
  readonly baseScore?: 'auto' | number
  /** Stop when the metric has not improved on the validation table for so many rounds; default: never. */
  readonly earlyStopping?: { readonly rounds: number; readonly metric?: MetricName }
  /**
   * A label that the training rows do not have: 'error' (default), 'missing' (as a null), 'node-mean' (both ways, by the rows that went
   * there), 'left' (as XGBoost).
   */
  readonly unseenCategory?: UnseenCategory
  /** Seed of row and column samples, an integer ≥ 0; default 0. */
  readonly seed?: number
}

/** Complete settings: every option with its value. */
export interface TreeSettings {
  readonly objective: ObjectiveName
  readonly rounds: number
  readonly learningRate: number
  readonly maxDepth: number
  readonly maxLeaves: number
  readonly growPolicy: 'depthwise' | 'lossguide'
  readonly minChildWeight: number
  readonly minRows: number
  readonly gamma: number
  readonly lambda: number
  readonly alpha: number
  readonly maxDeltaStep: number
  readonly subsample: number
  readonly colsampleByTree: number
  readonly colsampleByLevel: number
  readonly colsampleByNode: number
  readonly maxBin: number
  readonly maxCatToOnehot: number
  readonly maxCatThreshold: number
  readonly huberSlope: number
  readonly tweediePower: number
  /** Empty unless the objective is 'quantile'. */
  readonly quantiles: readonly number[]
  readonly hessianScaled: boolean
  readonly monotone: Readonly<Record<string, number>>
  readonly interactions: readonly (readonly string[])[]
  readonly baseScore: 'auto' | number
  readonly earlyStopping: { readonly rounds: number; readonly metric: MetricName } | null
  readonly unseenCategory: UnseenCategory
  readonly seed: number
}

/** The options as they are read, before those that depend on others are settled by `settleTree`. */
export type TreeFields = Omit<TreeSettings, 'maxDeltaStep' | 'earlyStopping'> & {
  readonly maxDeltaStep: number | undefined
  readonly earlyStopping: { readonly rounds: number; readonly metric: MetricName | undefined } | undefined
}

const share = (): Rule<number> => withDefault(number({ above: 0, max: 1 }), 1)

const monotoneRule: Rule<Readonly<Record<string, number>>> = {
  expected: 'an object of 1 or −1 by feature',
  read(value, place) {
    if (Object.prototype.toString.call(value) !== '[object Object]') return refuse(place, monotoneRule.expected, value)
    const signs = Object.entries(value as object).map(([name, sign]): [string, number] => {
      if (sign === 1 || sign === -1 || sign === 0) return [name, sign]
      return refuse({ ...place, path: `${place.path}.${name}` }, '1, 0 or −1', sign)
    })
    return Object.freeze(Object.fromEntries(signs))
  },
  absent: () => Object.freeze({}),
}

const quantilesRule: Rule<readonly number[]> = {
  expected: 'levels in (0, 1), ascending',
  read(value, place) {
    const levels = listOf(number({ above: 0, below: 1 })).read(value, place)
    if (levels.length === 0) return refuse(place, quantilesRule.expected, value)
    for (let i = 1; i < levels.length; i++) {
      if (levels[i] <= levels[i - 1])
        refuse({ ...place, path: `${place.path}[${i}]` }, 'above the one before', levels[i])
    }
    return levels
  },
  absent: () => Object.freeze([]),
}

const metric: Rule<MetricName> = choice(
  'rmse',
  'mae',
  'logloss',
  'auc',
  'mphe',
  'quantile',
  'poisson-nloglik',
  'gamma-nloglik',
  'gamma-deviance',
  'tweedie-nloglik',
)

/** Rules of the options, for functions that take them beside their own; settle what they read with `settleTree`. */
export const treeSchema: Schema<TreeFields> = {
  objective: withDefault(
    choice('squarederror', 'logistic', 'pseudohuber', 'absoluteerror', 'quantile', 'poisson', 'gamma', 'tweedie'),
    'squarederror',
  ),
  rounds: withDefault(integer({ min: 1, max: 1_000_000 }), 100),
  learningRate: withDefault(number({ above: 0, max: 1 }), 0.3),
  maxDepth: withDefault(integer({ min: 0, max: 1024 }), 6),
  maxLeaves: withDefault(integer({ min: 0, max: 2 ** 24 }), 0),
  growPolicy: withDefault(choice('depthwise', 'lossguide'), 'depthwise'),
  minChildWeight: withDefault(number({ min: 0 }), 1),
  minRows: withDefault(integer({ min: 0 }), 0),
  gamma: withDefault(number({ min: 0 }), 0),
  lambda: withDefault(number({ min: 0 }), 1),
  alpha: withDefault(number({ min: 0 }), 0),
  maxDeltaStep: optional(number({ min: 0 })),
  subsample: share(),
  colsampleByTree: share(),
  colsampleByLevel: share(),
  colsampleByNode: share(),
  maxBin: withDefault(integer({ min: 2, max: 65_535 }), 256),
  maxCatToOnehot: withDefault(integer({ min: 1 }), 4),
  maxCatThreshold: withDefault(integer({ min: 1 }), 64),
  huberSlope: withDefault(number({ above: 0 }), 1),
  tweediePower: withDefault(number({ above: 1, below: 2 }), 1.5),
  quantiles: quantilesRule,
  hessianScaled: withDefault(flag(), false),
  monotone: monotoneRule,
  interactions: withDefault(listOf(listOf(textRule('the name of a feature'))), Object.freeze([])),
  baseScore: withDefault(
    either(
      rule('"auto"', (value): value is 'auto' => value === 'auto'),
      number(),
    ),
    'auto',
  ),
  earlyStopping: optional(record({ rounds: integer({ min: 1 }), metric: optional(metric) })),
  unseenCategory: withDefault(choice('error', 'missing', 'node-mean', 'left'), 'error'),
  seed: withDefault(integer({ min: 0 }), 0),
}

/**
 * Read the options of the trees alone.
 *
 * @throws BodkinError `OPTION`
 * @example
 * treeSettings({ maxDepth: 3 }).learningRate   // 0.3
 */
export function treeSettings(options: TreeOptions = {}): TreeSettings {
  return settleTree(readOptions(treeSchema, options))
}

/** Defaults that depend on the objective, and rules between options. */
export function settleTree(fields: TreeFields): TreeSettings {
  const { objective, quantiles, baseScore, earlyStopping } = fields
  if (objective === 'quantile' && quantiles.length === 0) {
    throw new BodkinError('OPTION', 'option "quantiles" must be given for objective "quantile", got none', {
      option: 'quantiles',
    })
  }
  if (objective !== 'quantile' && quantiles.length > 0) {
    throw new BodkinError('OPTION', `option "quantiles" needs objective "quantile", got ${JSON.stringify(objective)}`, {
      option: 'quantiles',
    })
  }
  checkBaseScore(objective, baseScore)
  const { maxDeltaStep = objective === 'poisson' ? 0.7 : 0 } = fields
  const watched = earlyStopping?.metric ?? defaultMetric(objective)
  return Object.freeze({
    ...fields,
    maxDeltaStep,
    earlyStopping:
      earlyStopping === undefined ? null : Object.freeze({ rounds: earlyStopping.rounds, metric: watched }),
  })
}

function checkBaseScore(objective: ObjectiveName, value: 'auto' | number): void {
  if (value === 'auto') return
  const place = { code: 'OPTION', noun: 'option', path: 'baseScore' } as const
  if (objective === 'logistic' && !(value > 0 && value < 1)) refuse(place, 'in (0, 1) for objective "logistic"', value)
  if ((objective === 'poisson' || objective === 'gamma' || objective === 'tweedie') && !(value > 0))
    refuse(place, `above 0 for objective "${objective}"`, value)
}

/** The loss that the objective follows, as a metric. */
function defaultMetric(objective: ObjectiveName): MetricName {
  switch (objective) {
    case 'squarederror':
      return 'rmse'
    case 'logistic':
      return 'logloss'
    case 'pseudohuber':
      return 'mphe'
    case 'absoluteerror':
      return 'mae'
    case 'quantile':
      return 'quantile'
    case 'poisson':
      return 'poisson-nloglik'
    case 'gamma':
      return 'gamma-nloglik'
    case 'tweedie':
      return 'tweedie-nloglik'
  }
}
