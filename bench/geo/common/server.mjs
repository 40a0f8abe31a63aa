/** A service of places on this machine that writes down when each request came: the judge of rates. */
import { createServer } from 'node:http'

/** `{ url, arrivals (milliseconds), close }`; it answers every address with the same place. */
export async function startServer() {
  const arrivals = []
  const server = createServer((request, response) => {
    arrivals.push(performance.now())
    const ip = new URL(request.url, 'http://here').searchParams.get('ip')
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ip, country_code: 'FR' }))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(resolve)
    })
  return { url: `http://127.0.0.1:${server.address().port}`, arrivals, close }
}

/** Most arrivals in any window of so many milliseconds. O(arrivals). */
export function busiest(arrivals, windowMs) {
  let most = 0
  let from = 0
  for (let to = 0; to < arrivals.length; to++) {
    while (arrivals[to] - arrivals[from] >= windowMs) from++
    most = Math.max(most, to - from + 1)
  }
  return most
}

/** Median and shortest time between two arrivals, milliseconds. */
export function gaps(arrivals) {
  const sorted = arrivals
    .slice(1)
    .map((at, i) => at - arrivals[i])
    .toSorted((a, b) => a - b)
  return { shortest: sorted[0] ?? NaN, median: sorted[sorted.length >> 1] ?? NaN }
}

/** So many different public addresses. */
export function addresses(count) {
  return Array.from(
    { length: count },
    (_, i) => `${20 + (i >> 22)}.${(i >> 14) & 255}.${(i >> 6) & 255}.${(4 * i) & 255}`,
  )
}
