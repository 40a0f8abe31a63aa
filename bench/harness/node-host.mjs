/**
 * The process at the other end of the line, for contenders that run in Node: `node node-host.mjs <module>`.
 *
 * A contender module exports
 *   versions() → { package: version }
 *   prepare(task, params) → { run, answer }     data are loaded here, outside every timed part
 * with run() → result (or a promise of it), the timed part, and answer(result) → plain JSON that the driver checks.
 *
 * Protocol: one JSON object a line on stdin, one JSON answer a line on stdout, one request at a time:
 *   prepare {task, params} → {slot, firstMs, answer}    the first call and its answer
 *   warm {slot, forMs, targetMs} → {repeats}            calls until forMs have passed; how many calls fill targetMs
 *   measure {slot, repeats} → {ms}                      time of one call, mean over `repeats` calls in a row
 *   release {slot} · memory → {peakMb} · quit
 */
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

console.log = console.error // a rival that logs must not break the protocol
const contender = await import(pathToFileURL(process.argv[2]).href)
const slots = new Map()
let nextSlot = 1

const operations = {
  hello: () => ({ versions: contender.versions() }),
  async prepare({ task, params }) {
    const work = await contender.prepare(task, params)
    const start = performance.now()
    const result = await work.run()
    const firstMs = performance.now() - start
    const slot = nextSlot++
    slots.set(slot, { ...work, last: result })
    return { slot, firstMs, answer: await work.answer(result) }
  },
  async warm({ slot, forMs, targetMs }) {
    const start = performance.now()
    const recent = []
    do {
      recent.push(await timed(slots.get(slot), 1))
    } while (performance.now() - start < forMs)
    const lastMs = Math.min(...recent.slice(-5))
    return { repeats: Math.max(1, Math.min(1000, Math.ceil(targetMs / lastMs))) }
  },
  measure: async ({ slot, repeats }) => ({ ms: await timed(slots.get(slot), repeats) }),
  release: ({ slot }) => ({ released: slots.delete(slot) }),
  memory: () => ({ peakMb: peakMegabytes() }),
  quit: () => process.exit(0),
}

/** Mean milliseconds of a call over `repeats` calls in a row; the result is kept, so that no call is dead code. */
async function timed(work, repeats) {
  const start = performance.now()
  for (let i = 0; i < repeats; i++) {
    const result = work.run()
    work.last = result instanceof Promise ? await result : result
  }
  return (performance.now() - start) / repeats
}

/** Peak resident set of this process. Linux: VmHWM, because maxRSS there begins at the size of the process that forked us. */
function peakMegabytes() {
  const status = '/proc/self/status'
  const line = existsSync(status) ? /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8')) : null
  return (line === null ? process.resourceUsage().maxRSS : Number(line[1])) / 1024
}

for await (const line of createInterface({ input: process.stdin })) {
  const { op, ...rest } = JSON.parse(line)
  let reply
  try {
    reply = await operations[op](rest)
  } catch (error) {
    reply = { error: String(error instanceof Error ? error.message : error).split('\n')[0] }
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`)
}
