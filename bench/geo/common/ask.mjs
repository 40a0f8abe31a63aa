/** One request, as a rival without a client of its own makes it; and the way to block the event loop in the middle of a run. */

export async function ask(url, ip) {
  const response = await fetch(`${url}/?ip=${ip}`)
  const body = await response.json()
  if (body.ip !== ip) throw new Error('an answer for another address')
  return body
}

/** Block this thread for `ms` milliseconds, `afterMs` from now. Returns the way to take it back. */
export function blockLater(afterMs, ms) {
  if (ms === 0) return () => undefined
  const timer = setTimeout(() => {
    const until = performance.now() + ms
    while (performance.now() < until);
  }, afterMs)
  return () => clearTimeout(timer)
}
