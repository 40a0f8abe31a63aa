/** Association: itemsets and rules from baskets, and which of them are real. */
export { closed, maximal } from './itemsets/filters.js'
export type { ItemsetKind } from './search/search.js'
export type { MinerOptions } from './miners/miner-options.js'
export { apriori, fpGrowth, lcm, type MinerInput } from './miners/miners.js'
export { lcmAsync, type LcmAsyncInput } from './miners/lcm/lcm-async.js'
export { transactions } from './transactions/transactions.js'
export type { BasketIds, Transactions } from './transactions/transactions-data.js'
export type {
  ListFormOptions,
  LongFormOptions,
  Normalize,
  OneHotOptions,
  TransactionsOptions,
} from './transactions/transactions-options.js'
export type { TransactionsProfile, TransactionsWarning } from './transactions/transactions-profile.js'
export type { SequentialOptions } from './sequences/sequential-options.js'
export { sequentialRules } from './sequences/sequential-rules.js'
export { itemsetLabels, type ItemsetLabelsOptions } from './itemsets/itemset-labels.js'
export { mine, type Mined } from './mine/mine.js'
export type { MineGate, MineOptions } from './mine/mine-options.js'
export { significance } from './significance/significance.js'
export type { Correction, SignificanceMethod, SignificanceOptions } from './significance/significance-options.js'
export { rules } from './rules/rules.js'
export type { RulesOptions } from './rules/rules-options.js'
export type { MeasureName } from './rules/measures.js'
export { redundant, type RedundantOptions } from './rules/redundant.js'
export { topRules, type TopRulesInput, type TopRulesOptions } from './rules/top-rules.js'
export { compareRules } from './rules/compare-rules.js'
export { recommend, type RecommendInput, type RecommendOptions } from './rules/recommend.js'
export type { HierarchyOptions } from './hierarchy/hierarchy-options.js'
