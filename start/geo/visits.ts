/** A seeded log of visits to a website: who came, from which address, some of them odd as in every log. */
import { randomStream } from '../../src/numeric/random.js'

/** The log as columns. */
export interface Visits {
  readonly visit: Int32Array
  readonly address: readonly (string | null)[]
}

/** What stands in logs beside public addresses. */
const oddities = ['10.0.0.7', '192.168.1.20', '127.0.0.1', '100.64.3.9', '203.0.113.5', 'unknown', '-', null]
const addressCount = 20_000
/** First octets of space that is in use: registries' and providers' blocks all over the world. */
const firstOctets = [1, 2, 5, 8, 14, 23, 24, 27, 31, 36, 41, 45, 49, 51, 58, 62, 66, 71, 77, 78, 81, 84, 87, 90, 93, 98]
const moreOctets = [103, 106, 109, 113, 117, 121, 125, 138, 151, 163, 177, 181, 186, 189, 196, 200, 202, 212, 217, 220]

/** So many visits: a few addresses come often, most seldom; 3 % are no public address; one in twenty is IPv6. */
export function seededVisits(count: number): Visits {
  const { uniform: random } = randomStream(2026, 'visits')
  const octets = [...firstOctets, ...moreOctets]
  const octet = (): number => Math.floor(256 * random())
  const v4 = (): string => `${octets[Math.floor(octets.length * random())]}.${octet()}.${octet()}.${octet()}`
  const v6 = (): string =>
    `2a0${Math.floor(8 * random())}:${(octet() * 256 + octet()).toString(16)}::${octet().toString(16)}`
  const known = Array.from({ length: addressCount }, () => (random() < 0.05 ? v6() : v4()))
  const address = Array.from({ length: count }, () =>
    random() < 0.03
      ? oddities[Math.floor(oddities.length * random())]
      : known[Math.floor(addressCount * random() ** 2.5)],
  )
  return { visit: Int32Array.from({ length: count }, (_, i) => i + 1), address }
}
