/**
 * How far people travel to work: distances from a distance-matrix service, each trip asked for once, with the great circle where it has no answer.
 *
 *   node examples/commute.mjs                          a small service on this machine that fails now and then
 *   SERVICE=https://… node examples/commute.mjs        your own: GET ?origin=&destination=&mode= → { "metres": 5100, "seconds": 900 }
 *
 * `enrich` spaces the calls, retries, remembers the answers in the folder `commutes` of the temporary directory (run it twice: the second run asks
 * nothing), and says for each row how it came by its answer. docs/geo.md tells more.
 */
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { geo } from 'bodkin'

const random = generator(3)
const offices = { Lyon: [45.7607, 4.8597], Villeurbanne: [45.7719, 4.8902] }
const metresPerSecond = { car: 11, bicycle: 4.5, train: 14 }
const modes = Object.keys(metresPerSecond)
/** What roads add to the great circle. */
const detour = 1.3

// 300 people in 90 places around two offices
const places = Array.from({ length: 90 }, () => [45.76 + spread(0.25), 4.86 + spread(0.35)])
const employees = Array.from({ length: 300 }, (_, i) => ({
  employee: i + 1,
  origin: pointText(pick(places)),
  destination: pointText(pick(Object.values(offices))),
  mode: pick(modes),
}))

const simulated = process.env.SERVICE === undefined ? await simulatedService() : null
const service = simulated?.url ?? process.env.SERVICE

const { table, summary, verdict } = await geo.enrich(employees, {
  key: ['origin', 'destination', 'mode'],
  columns: { metres: 'number', seconds: 'number' },
  name: 'distances',
  cache: join(tmpdir(), 'commutes'),
  rate: { perSecond: 100 },
  backoff: { minMs: 20 },
  async lookup({ origin, destination, mode }, { signal }) {
    const response = await fetch(`${service}?${new URLSearchParams({ origin, destination, mode })}`, { signal })
    if (response.status === 404) return null
    if (response.status === 429) {
      const seconds = Number(response.headers.get('retry-after') ?? 1)
      throw new geo.LookupFault('throttle', 'too many calls', { retryAfterMs: 1000 * seconds })
    }
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    return response.json()
  },
})
simulated?.close()

// the service has no route for some: the great circle, lengthened, stands in and says so
const rows = table.toArray().map((row) => {
  if (row.metres !== null) return { ...row.toJSON(), from: 'service' }
  const metres = detour * greatCircle(point(row.origin), point(row.destination))
  return { ...row.toJSON(), metres, seconds: metres / metresPerSecond[row.mode], from: 'great circle' }
})

console.log(
  `${summary.rows} employees, ${summary.distinct} different trips: ${summary.calls} calls, ${summary.retries} of them retries,`,
)
console.log(`${summary.cacheHits} trips from the cache; ${verdict.summary}`)
for (const mode of modes) {
  const own = rows.filter((row) => row.mode === mode)
  const mean = (name) => own.reduce((sum, row) => sum + row[name], 0) / own.length
  const estimated = own.filter(({ from }) => from === 'great circle').length
  console.log(
    `${mode.padEnd(8)} ${String(own.length).padStart(4)} people ${(mean('metres') / 1000).toFixed(1).padStart(6)} km ` +
      `${(mean('seconds') / 60).toFixed(0).padStart(4)} min, ${estimated} by the great circle`,
  )
}

/** Metres along the great circle (haversine, mean radius of the earth). */
function greatCircle([lat1, lon1], [lat2, lon2]) {
  const radians = Math.PI / 180
  const a =
    Math.sin(((lat2 - lat1) * radians) / 2) ** 2 +
    Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * Math.sin(((lon2 - lon1) * radians) / 2) ** 2
  return 2 * 6_371_009 * Math.asin(Math.sqrt(a))
}

/** A service with roads a quarter longer than the great circle; it has no trains from some places and fails one time in ten. */
async function simulatedService() {
  const server = createServer((request, response) => {
    const trip = new URL(request.url, 'http://here').searchParams
    const [origin, destination] = [point(trip.get('origin')), point(trip.get('destination'))]
    const metres = Math.round(1.25 * greatCircle(origin, destination))
    if (random() < 0.1) response.writeHead(500).end()
    else if (trip.get('mode') === 'train' && origin[0] > 45.9) response.writeHead(404).end()
    else response.end(JSON.stringify({ metres, seconds: Math.round(metres / metresPerSecond[trip.get('mode')]) }))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${server.address().port}/`, close }
}

function point(text) {
  return text.split(',').map(Number)
}

function pointText(coordinates) {
  return coordinates.map((degrees) => degrees.toFixed(4)).join(',')
}

function pick(list) {
  return list[Math.floor(list.length * random())]
}

function spread(width) {
  return width * (random() + random() - 1)
}

/** A seeded generator (mulberry32), so that every run asks for the same trips. */
function generator(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let x = Math.imul(state ^ (state >>> 15), state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296
  }
}
