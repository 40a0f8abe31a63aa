/** The cases of the experiment, and which rivals are not asked there. */

/** `quick`: the threshold for a few baskets, where the experiment is only tried; `count`: how many itemsets there are (found by two independent miners); `least`: how many times as fast as mlxtend and node-fpgrowth LCM should be (no bar where it is not given). */
export const sets = [
  { name: 'retail', title: 'retail 0.1 %', minSupport: 0.001, quick: 0.05, count: 7589, least: 80, scales: true },
  { name: 'T10I4D100K', title: 'T10I4D100K 0.1 %', minSupport: 0.001, count: 27_532, least: 80, scales: true },
  { name: 'retail', title: 'retail 0.01 %', minSupport: 0.0001, count: 240_852, least: 20 },
  { name: 'chess', title: 'chess 50 %', minSupport: 0.5, count: 1_272_932, least: 20 },
  { name: 'mushroom', title: 'mushroom 5 %', minSupport: 0.05, count: 3_755_511, least: 20 },
  { name: 'BMS-WebView-1', title: 'BMS-WebView-1 0.06 %', minSupport: 0.0006, count: 461_521, least: 20 },
  { name: 'birdstrikes', title: 'birdstrikes 1 %', minSupport: 0.01, quick: 0.2, count: 3801, scales: true },
]

/**
 * Rivals that were stopped in an earlier run because one call took longer than the experiment's patience, by the title of the case:
 * `{ 'chess 50 %': ['node-apriori'] }`. Who is listed is not asked again, which saves two minutes each.
 */
export const beyondPatience = {
  'retail 0.1 %': ['npm apriori', 'node-apriori'],
  'T10I4D100K 0.1 %': ['npm apriori', 'node-apriori'],
}
