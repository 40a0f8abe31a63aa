/** Association: itemsets and rules from baskets, and which of them are real. */
export { closed, maximal } from './filters.js'
export type { ItemsetKind } from './search.js'
export type { MinerOptions } from './miner-options.js'
export { apriori, fpGrowth, lcm, type MinerInput } from './miners.js'
export { lcmAsync, type LcmAsyncInput } from './lcm/lcm-async.js'
export { transactions } from './transactions.js'
export type { BasketIds, Transactions } from './transactions-data.js'
export type {
  ListFormOptions,
  LongFormOptions,
  Normalize,
  OneHotOptions,
  TransactionsOptions,
} from './transactions-options.js'
export type { TransactionsProfile, TransactionsWarning } from './transactions-profile.js'
export type { SequentialOptions } from './sequential-options.js'
export { sequentialRules } from './sequential-rules.js'
export { itemsetLabels, type ItemsetLabelsOptions } from './itemset-labels.js'
export { mine, type Mined } from './mine/mine.js'
export type { MineGate, MineOptions } from './mine/mine-options.js'
export { significance } from './significance/significance.js'
export type { Correction, SignificanceMethod, SignificanceOptions } from './significance/significance-options.js'
export { rules } from './rules.js'
export type { RulesOptions } from './rules-options.js'
export type { MeasureName } from './measures.js'
export { redundant, type RedundantOptions } from './redundant.js'
export { topRules, type TopRulesInput, type TopRulesOptions } from './top-rules.js'
export { compareRules } from './compare-rules.js'
export { recommend, type RecommendInput, type RecommendOptions } from './recommend.js'
export type { HierarchyOptions } from './hierarchy-options.js'
