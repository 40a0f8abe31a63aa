/**
 * What an address is, and its one canonical spelling.
 *
 * `net.isIP` decides what an address is: it refuses the octal, hexadecimal and short forms (010.8.8.8, 0x7f.1, 1.2.3) that other parsers
 * take for another address than was meant. Around it the usual wrappings of logs are taken off: blanks, brackets, port, zone, and the
 * IPv6 form of an IPv4 address (::ffff:8.8.8.8). `ipaddr.js` knows the special ranges and the canonical form of IPv6 (RFC 5952).
 */
import { isIP } from 'node:net'
import { default as ipaddr } from 'ipaddr.js'
import type { IpKind } from './types.js'

/** What `classifyIp` says of a text. */
export interface IpClass {
  readonly kind: IpKind
  /** The one spelling of the address: dotted decimals, or IPv6 as RFC 5952 writes it; null for `invalid`. */
  readonly canonical: string | null
}

const INVALID: IpClass = Object.freeze({ kind: 'invalid', canonical: null })

/** Ranges of `ipaddr.js` that have a kind of their own; `unicast` is public, all others are reserved. */
const KINDS: Readonly<Record<string, IpKind>> = {
  unicast: 'public',
  private: 'private',
  uniqueLocal: 'private',
  carrierGradeNat: 'private',
  loopback: 'loopback',
  linkLocal: 'linklocal',
  deprecatedSiteLocal: 'private',
  multicast: 'multicast',
}

/** Written for examples: 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 (RFC 5737), 2001:db8::/32 (RFC 3849), 3fff::/20 (RFC 9637). */
const DOCUMENTATION = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.|^2001:db8:|^3fff:0?[0-9a-f]{0,3}:/

/** First octets that hold a special IPv4 range; every other address is public without a look. */
const SPECIAL_FIRST: ReadonlySet<number> = new Set([0, 10, 100, 127, 169, 172, 192, 198, 203])

/**
 * What kind of address a text is.
 *
 * Blanks around it, brackets, a port, a zone and the prefix `::ffff:` are taken off; anything else that is no address is `invalid`.
 *
 * @returns `kind`: `public` addresses can be located; `private` (with carrier-grade NAT and unique-local), `loopback`, `linklocal`,
 *   `documentation`, `multicast` and `reserved` cannot; `canonical`: its one spelling, null when `invalid`
 * @example
 * classifyIp('[::ffff:8.8.8.8]:443')   // { kind: 'public', canonical: '8.8.8.8' }
 * classifyIp('010.8.8.8')              // { kind: 'invalid', canonical: null }
 */
export function classifyIp(text: string): IpClass {
  if (typeof text !== 'string') return INVALID
  const bare = unwrap(text)
  const family = isIP(bare)
  if (family === 4) return classifyV4(bare)
  return family === 6 ? classifyV6(bare) : INVALID
}

function classifyV4(address: string): IpClass {
  const first = parseInt(address, 10)
  if (first < 224 && !SPECIAL_FIRST.has(first)) return { kind: 'public', canonical: address }
  if (DOCUMENTATION.test(address)) return { kind: 'documentation', canonical: address }
  return { kind: KINDS[ipaddr.IPv4.parse(address).range()] ?? 'reserved', canonical: address }
}

function classifyV6(address: string): IpClass {
  const zone = address.indexOf('%')
  const parsed = ipaddr.IPv6.parse(zone < 0 ? address : address.slice(0, zone))
  const range = parsed.range()
  if (range === 'ipv4Mapped') {
    const [high, low] = parsed.parts.slice(-2)
    return classifyV4(`${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`)
  }
  const canonical = parsed.toString()
  if (DOCUMENTATION.test(canonical)) return { kind: 'documentation', canonical }
  return { kind: KINDS[range] ?? 'reserved', canonical }
}

/** Without blanks, brackets and port: `[::1]:80` → `::1`, `8.8.8.8:53` → `8.8.8.8`. What has another form stays as it is. */
function unwrap(text: string): string {
  const trimmed = text.trim()
  const last = trimmed.charCodeAt(trimmed.length - 1)
  if (trimmed.charCodeAt(0) !== 91 /* [ */ && !trimmed.includes(':')) return trimmed
  if (last > 57 /* 9 */ && last !== 93 /* ] */) return trimmed
  const match = /^\[([^[\]]+)\](?::(\d{1,5}))?$/.exec(trimmed) ?? /^([\d.]+):(\d{1,5})$/.exec(trimmed)
  if (match === null) return trimmed
  return match[2] !== undefined && Number(match[2]) > 65_535 ? '' : match[1].trim()
}

/**
 * The network that an address lies in, written as its first address: what is sent and remembered instead of the address where privacy or
 * `keyPrefix` asks for it.
 *
 * @param canonical as `classifyIp` writes it
 * @param bits how many leading bits are kept: 0 to 32, or 0 to 128 for IPv6
 * @example
 * truncateIp('8.8.8.8', 24)   // '8.8.8.0'
 */
export function truncateIp(canonical: string, bits: number): string {
  const isV4 = !canonical.includes(':')
  const bytes = isV4 ? canonical.split('.').map(Number) : ipaddr.IPv6.parse(canonical).toByteArray()
  const kept = bytes.map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - 8 * i))) & 0xff)
  return isV4 ? kept.join('.') : ipaddr.fromByteArray(kept).toString()
}
