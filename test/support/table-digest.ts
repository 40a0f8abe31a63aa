/** A digest of what a table holds: names, types, metadata, every value. The ids that Arrow counts its dictionaries by are left out. */
import { createHash } from 'node:crypto'
import type { Table } from 'apache-arrow'

/** Equal for tables of equal content, to the last bit of every number. */
export function tableDigest(table: Table): string {
  const { fields, metadata } = table.schema
  const hash = createHash('sha256')
  hash.update(JSON.stringify([...metadata]))
  for (const { name, type } of fields) {
    const values = Array.from(table.getChild(name) as Iterable<unknown>, (value) =>
      typeof value === 'object' && value !== null && Symbol.iterator in value
        ? [...(value as Iterable<unknown>)]
        : value,
    )
    hash.update(`${name}: ${type}\n${JSON.stringify(values)}\n`)
  }
  return hash.digest('hex')
}
