/** One listener on a signal for any number of jobs: Node warns of a leak when a signal has more than ten. */

/** Call `stop` when `signal` is raised. Returns the function that ends the watch. */
export type AbortWatch = (signal: AbortSignal, stop: () => void) => () => void

/** A watch over signals; a signal carries a listener only while something is to be stopped. */
export function abortWatch(): AbortWatch {
  const watched = new Map<AbortSignal, Set<() => void>>()

  function onAbort({ target }: Event): void {
    const stops = watched.get(target as AbortSignal) ?? []
    for (const stop of stops) stop()
  }

  return (signal, stop) => {
    const stops = watched.get(signal) ?? new Set()
    if (stops.size === 0) {
      watched.set(signal, stops)
      signal.addEventListener('abort', onAbort)
    }
    stops.add(stop)
    return () => {
      stops.delete(stop)
      if (stops.size > 0) return
      watched.delete(signal)
      signal.removeEventListener('abort', onAbort)
    }
  }
}
