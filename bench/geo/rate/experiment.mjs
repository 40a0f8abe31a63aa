/** How well a limit is kept, as the server sees it: most arrivals in any second, and how much of the allowed rate is used. */
import { fileURLToPath } from 'node:url'
import { figure } from '../../harness/report.mjs'
import { busiest, gaps, startServer } from '../common/server.mjs'

export const title = 'Geo: a limit of calls a second, judged at the server'

export const about = [
  'Data: a service on this machine that writes down when each request comes. It runs in the process of the bench, the contenders in theirs.',
  'Task: so many addresses, each asked for once, at 5 and at 200 a second; at 5 a second also with the event loop of the contender blocked for two seconds in the middle.',
  'Bars: never more than 6 arrivals in any second at 5 a second, never more than 1.02 times the limit and one at 200; at least 97 % of the allowed rate, the blocked time apart. ' +
    'p-throttle counts in windows of a second, bottleneck keeps a least time between starts. What is run at 5 a second runs side by side: it waits nearly all the time.',
]

const blockMs = 2000
const here = (file) => fileURLToPath(new URL(file, import.meta.url))
const tools = ['bodkin', 'p-throttle', 'bottleneck']

export async function run(lab) {
  const slow = lab.quick ? { count: 20, perSecond: 50 } : { count: 300, perSecond: 5 }
  const fast = lab.quick ? { count: 100, perSecond: 200 } : { count: 5000, perSecond: 200 }
  const calm = await Promise.all(tools.map((name) => measure(lab, name, { ...slow, blockMs: 0 })))
  const blocked = await Promise.all(
    tools.map((name) => measure(lab, name, { ...slow, blockMs: lab.quick ? 50 : blockMs })),
  )
  const quick = []
  for (const name of tools) quick.push(await measure(lab, name, { ...fast, blockMs: 0 }))
  const groups = [
    [`${slow.count} calls at ${slow.perSecond} a second`, slow.perSecond, calm, slow.perSecond + 1],
    [`the same, blocked for ${blockMs / 1000} s`, slow.perSecond, blocked, slow.perSecond + 1],
    [`${fast.count} calls at ${fast.perSecond} a second`, fast.perSecond, quick, 1.02 * fast.perSecond + 1],
  ]
  for (const [what, perSecond, results, most] of groups) report(lab, what, perSecond, results, most)
}

/** One contender against a server of its own. */
async function measure(lab, name, params) {
  const server = await startServer()
  const [contender] = await lab.open([{ name, host: 'node', module: here(`${name}.mjs`) }])
  const outcome = await lab
    .answerOf(contender, 'rate', { url: server.url, ...params })
    .catch((error) => ({ why: error.message }))
  await lab.close([contender])
  await server.close()
  return { name, params, arrivals: server.arrivals, ...outcome }
}

function report(lab, what, perSecond, results, most) {
  const rows = results.map((result) => [result.name, ...factsOf(result)])
  lab.table(
    what,
    ['tool', 'arrivals', 'most in any second', 'shortest gap, ms', 'median gap, ms', 'of the allowed rate, %'],
    rows,
  )
  const [ours] = results
  const { count } = ours.params
  lab.check(`${what}: bodkin asks for each address once`, {
    measured: ours.why ?? `${ours.arrivals.length} arrivals, ${ours.answer.located} located`,
    required: `${count} arrivals, ${count} located`,
    passed: ours.arrivals.length === count && ours.answer?.located === count,
    ours: true,
  })
  const inASecond = busiest(ours.arrivals, 1000)
  lab.bar({
    what: `${what}: most arrivals in any second`,
    kind: 'at most',
    required: most,
    measured: inASecond,
    unit: '',
    time: String(inASecond),
    headline: true,
  })
  const used = 100 * usedShare(ours)
  lab.bar({
    what: `${what}: share of the allowed rate`,
    kind: 'at least',
    required: 97,
    measured: used,
    unit: '%',
    time: `${figure(used)} %`,
  })
}

function factsOf(result) {
  if (result.why !== undefined) return [`not available: ${result.why}`, '', '', '', '']
  const { shortest, median } = gaps(result.arrivals)
  return [
    result.arrivals.length,
    busiest(result.arrivals, 1000),
    figure(shortest),
    figure(median),
    figure(100 * usedShare(result)),
  ]
}

/** Starts a second between the first and the last, over the allowed; the blocked time is nobody's. */
function usedShare({ arrivals, params: { perSecond, blockMs } }) {
  const seconds = (arrivals.at(-1) - arrivals[0] - blockMs) / 1000
  return (arrivals.length - 1) / seconds / perSecond
}
