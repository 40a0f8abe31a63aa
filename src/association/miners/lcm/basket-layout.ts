/**
 * How baskets lie in one array: length, weight, mark, then the items, ascending. What a visit needs stands together in memory, and a visit that
 * goes up to an item of the basket needs no end. Constants are the distance back from a basket's first item.
 */
export const LENGTH = 3
export const WEIGHT = 2
export const MARK = 1
/** Numbers before the items. */
export const HEADER = 3
