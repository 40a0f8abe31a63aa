/**
 * A column of addresses → its distinct keys: what is asked for and remembered once, however many rows say it.
 *
 * The labels of the column are read first (of a dictionary column each label once), so classification costs a pass over the distinct
 * texts and the rows cost one table look-up: O(rows + distinct texts).
 */
import { createHmac } from 'node:crypto'
import { categoryColumn } from '../arrow/category-column.js'
import type { SourceTable } from '../arrow/read-table.js'
import { classifyIp, truncateIp, type IpClass } from './ip.js'
import type { AddressColumn } from './types.js'

/** How addresses become keys. */
export interface KeyRules {
  /** A text is a list "client, proxy, proxy" (X-Forwarded-For): its first public address counts. */
  readonly forwarded: boolean
  /** `hmac`: remembered under a keyed hash · `truncate`: only the /24 or /48 network is sent and remembered. */
  readonly privacy: 'none' | 'hmac' | 'truncate'
  /** Key of the hash; needed for `hmac`. */
  readonly secret?: string | undefined
  /** One answer for a whole network of so many bits. */
  readonly keyPrefix?: { readonly v4: number; readonly v6: number } | undefined
}

/** Networks that `truncate` keeps. */
const TRUNCATED = { v4: 24, v6: 48 }

const BOGON = -2
const INVALID = -3
const UNSEEN = -4

/**
 * The distinct addresses of a column.
 *
 * @returns codes of the rows, keys and addresses in order of first appearance
 * @throws BodkinError `COLUMN` when there is no such column or it holds no text
 */
export function addressColumn(source: SourceTable, name: string, rules: KeyRules): AddressColumn {
  const { codes: labelCodes, labels } = categoryColumn(source, name)
  const known = new Map<string, number>()
  const keys: string[] = []
  const addresses: string[] = []
  const keyOf = addressKey(rules)

  const codeOf = (label: string): number => {
    const { kind, canonical } = rules.forwarded ? classifyForwarded(label) : classifyIp(label)
    if (canonical === null) return INVALID
    if (kind !== 'public') return BOGON
    const { key, address } = keyOf(canonical)
    const found = known.get(key)
    if (found !== undefined) return found
    known.set(key, keys.length)
    keys.push(key)
    return addresses.push(address) - 1
  }

  const table = new Int32Array(labels.length).fill(UNSEEN)
  const codes = labelCodes // fresh from the reader: written over in place
  for (let row = 0; row < codes.length; row++) {
    const label = codes[row]
    if (label < 0) continue
    if (table[label] === UNSEEN) table[label] = codeOf(labels[label])
    codes[row] = table[label]
  }
  return { codes, keys, addresses }
}

/** The first public address of a list, else what its first address is, else invalid. */
function classifyForwarded(list: string): IpClass {
  let first: IpClass | undefined
  for (const part of list.split(',')) {
    const found = classifyIp(part)
    if (found.kind === 'public') return found
    if (found.kind !== 'invalid') first ??= found
  }
  return first ?? { kind: 'invalid', canonical: null }
}

/** From a canonical address to its key in the cache and the address that is sent. A network's key names its length, an address's does not. */
export function addressKey(
  rules: Omit<KeyRules, 'forwarded'>,
): (canonical: string) => { key: string; address: string } {
  const prefix = narrower(rules.keyPrefix, rules.privacy === 'truncate' ? TRUNCATED : undefined)
  const { privacy, secret } = rules
  return (canonical) => {
    const bits = prefix === undefined ? undefined : canonical.includes(':') ? prefix.v6 : prefix.v4
    const address = bits === undefined ? canonical : truncateIp(canonical, bits)
    const key = bits === undefined ? address : `${address}/${bits}`
    if (privacy !== 'hmac' || secret === undefined) return { key, address }
    return { key: createHmac('sha256', secret).update(key).digest('base64url'), address }
  }
}

/** Where both are asked for, the shorter prefix: it fulfils both. */
function narrower(a: KeyRules['keyPrefix'], b: KeyRules['keyPrefix']): KeyRules['keyPrefix'] {
  if (a === undefined || b === undefined) return a ?? b
  return { v4: Math.min(a.v4, b.v4), v6: Math.min(a.v6, b.v6) }
}
