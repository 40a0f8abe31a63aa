/**
 * Writes small databases in MaxMind's format, so that every shape of record can be tested without the makers' files.
 *
 * Format: a binary tree of nodes of two 24-bit records (left = 0), 16 zero bytes, the data, a marker, the metadata.
 * https://maxmind.github.io/MaxMind-DB/
 */
import { default as ipaddr } from 'ipaddr.js'

type Node = [Node | number | null, Node | number | null]

/** A database of networks (`8.8.8.0/24`) and their records; IPv4 networks lie under ::/96 in one for IPv6. */
export function mmdbOf(
  networks: Readonly<Record<string, unknown>>,
  databaseType: string = 'Test',
  ipVersion: 4 | 6 = 6,
): Buffer {
  const data: Buffer[] = []
  let dataSize = 0
  const root: Node = [null, null]
  for (const [network, record] of Object.entries(networks)) {
    const [address, length] = ipaddr.parseCIDR(network)
    const bytes = address.toByteArray()
    const lifted = ipVersion === 6 && bytes.length === 4
    const path = lifted ? [...new Array<number>(12).fill(0), ...bytes] : bytes
    insert(root, path, lifted ? length + 96 : length, dataSize)
    const encoded = encode(record)
    data.push(encoded)
    dataSize += encoded.length
  }
  const nodes: Node[] = []
  const number = new Map<Node, number>()
  for (const stack: Node[] = [root]; stack.length > 0;) {
    const node = stack.pop() as Node
    number.set(node, nodes.push(node) - 1)
    for (const side of node) if (Array.isArray(side)) stack.push(side)
  }
  const tree = Buffer.alloc(nodes.length * 6)
  nodes.forEach((node, n) => {
    node.forEach((side, i) => {
      const value = Array.isArray(side)
        ? (number.get(side) as number)
        : side === null
          ? nodes.length
          : nodes.length + 16 + side
      tree.writeUIntBE(value, n * 6 + i * 3, 3)
    })
  })
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_780_000_000,
    database_type: databaseType,
    description: { en: `${databaseType} for tests` },
    ip_version: ipVersion,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 24,
  })
  return Buffer.concat([tree, Buffer.alloc(16), ...data, Buffer.from('abcdef4d61784d696e642e636f6d', 'hex'), metadata])
}

function insert(root: Node, path: readonly number[], length: number, value: number): void {
  let node = root
  for (let bit = 0; bit < length; bit++) {
    const side = (path[bit >> 3] >> (7 - (bit & 7))) & 1
    if (bit === length - 1) node[side] = value
    else {
      const next = node[side]
      if (Array.isArray(next)) node = next
      else node = node[side] = [null, null]
    }
  }
}

function encode(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'boolean') return control(14, Number(value))
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return Buffer.concat([control(6, 4), bytes])
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(8)
    bytes.writeDoubleBE(value)
    return Buffer.concat([control(3, 8), bytes])
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)])
  const entries = Object.entries(value as object)
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([key, inner]) => [encode(key), encode(inner)])])
}

function control(type: number, size: number): Buffer {
  const [head, more] = size < 29 ? [size, []] : [29, [size - 29]]
  return Buffer.from(type < 8 ? [(type << 5) | head, ...more] : [head, type - 7, ...more])
}
