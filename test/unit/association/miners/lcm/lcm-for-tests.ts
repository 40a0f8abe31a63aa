/** LCM as the other miners are called, and as plain values. */
import type { Table } from 'apache-arrow'
import type { ItemsetKind, Transactions } from '../../../../../src/association/index.js'
import { lcmItemsets } from '../../../../../src/association/miners/lcm/lcm.js'
import { mineTask, readMiningTask } from '../../../../../src/association/miners/mine-itemsets.js'

/** What a test asks for. */
export interface LcmOptions {
  readonly minCount?: number
  readonly minSupport?: number
  readonly kind?: ItemsetKind
  readonly maxLength?: number | null | undefined
  readonly mustContain?: string | readonly string[]
  readonly limits?: Readonly<Record<string, unknown>>
}

export function lcmTable(baskets: Transactions, options: LcmOptions): Table {
  return mineTask({ kernel: lcmItemsets, findsAll: false }, readMiningTask(baskets, options))
}

/** Everything in a table but the number that apache-arrow gives each new dictionary. */
export function contents(table: Table): unknown {
  const lists = table.getChild('itemsets')
  const [{ valueOffsets, children }] = lists?.data ?? []
  const columns = ['length', 'count', 'support'].map((name) => table.getChild(name)?.data[0].values)
  const labels = [...(children[0].dictionary ?? [])]
  return { valueOffsets, codes: children[0].values, labels, columns, metadata: [...table.schema.metadata] }
}
