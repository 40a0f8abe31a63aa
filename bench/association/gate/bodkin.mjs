/** bodkin's `mine` with its defaults on simulated baskets. */
import { listTable, readLists } from '../common/baskets.mjs'
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { encode, plantedPairs, simulate } from './shuffle.mjs'

const { association } = await importBodkin('index.js')

export const versions = bodkinVersions

/** @param params `file` of the baskets to shuffle, seeds `from` … `to` − 1, `plant` */
export function prepare(task, { file, from, to, plant }) {
  if (task !== 'gate') throw new Error(`no task ${task}`)
  const coded = encode(readLists(file))
  const partner = new Map(
    plantedPairs(coded).flatMap(([a, b]) => [
      [a, b],
      [b, a],
    ]),
  )
  const worlds = Array.from({ length: to - from }, (_, i) => simulate(coded, from + i, plant))
  const run = async () => {
    const results = []
    for (const [i, { lists }] of worlds.entries())
      results.push(await association.mine(listTable(lists), { items: 'items', seed: from + i }))
    return results
  }
  return {
    run,
    answer: (results) =>
      results.map((result, i) => ({
        ...judged(result, plant ? partner : new Map()),
        leastSupport: worlds[i].leastSupport,
      })),
  }
}

/**
 * A published rule is true when a planted pair stands across it. A pair is found when the rule of its two items alone, in one direction at least, is published.
 */
function judged({ rules, refused, verdict }, partner) {
  const sides = ['antecedents', 'consequents'].map((name) => [...rules.getChild(name)].map((items) => [...items]))
  const found = new Set()
  let wrong = 0
  for (let row = 0; row < rules.numRows; row++) {
    const [left, right] = [sides[0][row], sides[1][row]]
    if (!left.some((item) => right.includes(partner.get(item)))) wrong++
    else if (left.length === 1 && right.length === 1) found.add([...left, ...right].toSorted().join('\t'))
  }
  return {
    publish: verdict.publish,
    published: rules.numRows,
    tested: rules.numRows + refused.numRows,
    wrong,
    found: found.size,
  }
}
