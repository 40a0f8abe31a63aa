/** What is checked of an answer: how many itemsets there are of each length, and the sum of their counts. */

/** @param itemsets pairs [length, count] */
export function digest(itemsets) {
  const byLength = []
  let total = 0
  let count = 0
  for (const [length, own] of itemsets) {
    byLength[length - 1] = (byLength[length - 1] ?? 0) + 1
    total += own
    count++
  }
  return { count, byLength, total }
}

/** What is wrong with an answer, or null. `count` is what it must find, `reference` the answer of another contender to agree with. */
export function problemOf(answer, count, reference) {
  if (answer.count !== count) return `${answer.count} itemsets instead of ${count}`
  if (reference === undefined) return null
  if (String(answer.byLength) !== String(reference.byLength))
    return `${answer.byLength} itemsets by length instead of ${reference.byLength}`
  return answer.total === reference.total ? null : `counts that sum to ${answer.total} instead of ${reference.total}`
}
