/**
 * Against mlxtend's `association_rules` (make.py): the same rules, and all twelve measures to 1e-12. mlxtend starts from supports in doubles,
 * here everything starts from counts, so last digits differ: absolutely for measures within [−1, 1], relatively for the others.
 *
 * Where mlxtend errs: it compares quotients of rounded supports with the threshold, so that a rule of exactly that value may be missing
 * (`minThreshold` of these cases avoids such values); conviction of confidence 1 is its infinity, null here unless asked for.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { writeItemsets } from '../../../src/association/itemsets/itemset-table.js'
import type { MeasureName } from '../../../src/association/rules/measures.js'
import { rules } from '../../../src/association/rules/rules.js'

interface Case {
  readonly name: string
  readonly transactions: number
  readonly metric: string
  readonly minThreshold: number
  readonly labels: string[]
  readonly itemsets: [items: number[], count: number][]
  /** How many rules there are; only some stand in `rules`. */
  readonly count: number
  readonly rules: [antecedents: number[], consequents: number[], values: (number | null)[]][]
}

const { measures, cases } = JSON.parse(readFileSync(new URL('mlxtend.json', import.meta.url), 'utf8')) as {
  measures: string[]
  cases: Case[]
}

/** mlxtend's itemsets as a miner here would have written them. */
function tableOf({ itemsets, labels, transactions }: Case): ReturnType<typeof writeItemsets> {
  const offsets = Int32Array.from([0, ...itemsets.map(([items]) => items.length)])
  for (let i = 0; i < itemsets.length; i++) offsets[i + 1] += offsets[i]
  return writeItemsets({
    itemsets: {
      count: itemsets.length,
      offsets,
      items: Int32Array.from(itemsets.flatMap(([items]) => items)),
      counts: Int32Array.from(itemsets, ([, count]) => count),
      truncated: null,
    },
    labels,
    facts: { transactions, minCount: 1, kind: 'frequent', maxLength: null, mustContain: [], truncated: null },
  })
}

function nameOf(antecedents: Iterable<string>, consequents: Iterable<string>): string {
  return `${[...antecedents].sort().join(', ')} → ${[...consequents].sort().join(', ')}`
}

for (const example of cases) {
  test(`${example.name}: rules and measures are those of mlxtend`, () => {
    const table = rules(tableOf(example), {
      metric: example.metric as MeasureName,
      minThreshold: example.minThreshold,
      infinity: true,
    })
    assert.equal(table.numRows, example.count)
    const rows = new Map(
      table.toArray().map((row: Record<string, unknown>) => {
        const { antecedents, consequents } = row as { antecedents: Iterable<string>; consequents: Iterable<string> }
        return [nameOf(antecedents, consequents), row]
      }),
    )
    for (const [antecedents, consequents, values] of example.rules) {
      const name = nameOf(
        antecedents.map((code) => example.labels[code]),
        consequents.map((code) => example.labels[code]),
      )
      const row = rows.get(name)
      assert.ok(row !== undefined, `${name} is missing`)
      measures.forEach((measure, i) => {
        const got = row[measure.replace(' ', '_')] as number
        const expected = values[i] ?? Infinity
        const near = got === expected || Math.abs(got - expected) <= 1e-12 * Math.max(1, Math.abs(expected))
        assert.ok(near, `${measure} of ${name}: ${got} against ${expected}`)
      })
    }
  })
}
