/**
 * The rules of a measurement, in one place.
 *
 *   answers first   every contender does the task once; its answer is checked; who answers wrongly is not timed
 *   warm-up         the task is repeated for a while (at least once), the same for all
 *   interleaved     then `runs` rounds: ours, rival, rival …, ours, rival, rival …, each in its own process, one at a time
 *   pairs           a ratio is rival / ours within one round; the table shows the median and spread of these ratios
 *   long tasks      a task of more than `longMs` had its warm-up with the checked answer and gets 5 rounds; one of more than `onceMs` is timed
 *                   by that first call alone, marked "one run", and compared with every run of the others; the same for ours
 *
 * No garbage collection is forced: each contender pays for its own garbage, and a forced one makes V8 drop compiled code (it tripled the
 * time of tasks of a few milliseconds). Short tasks are repeated inside a run until it lasts about `targetMs`, so that the clock's grain and a single hiccup do not count.
 */
import { startContender } from './contender.mjs'
import { exponent, summary } from './statistics.mjs'

/** Length of the warm-up and least length of one timed run, milliseconds. */
const warmMs = 300
const targetMs = 20
/** From here on a task is warm after its first call, milliseconds; and from here on one call is all that it gets. */
const longMs = 4000
const onceMs = 30_000
/** Rounds of every task that lasts no more than `onceMs`, at least. */
const leastRounds = 5

/**
 * Everything that an experiment needs, and the record that becomes results.json.
 *
 * @param settings `quick`: one untimed-for-good round, no bars · `runs`: rounds per case, at least 5 · `python`: see pythonRivals · `log`
 */
export function createLab({ quick, runs, python, log }) {
  const record = { contenders: [], checks: [], cases: [], scaling: [], tables: [], bars: [] }
  const rounds = quick ? 1 : runs

  /** Start contenders (`{ name, host, module }`); the ones that cannot run are in the list too, with their `why`. */
  async function open(descriptions) {
    const contenders = []
    for (const description of descriptions) {
      const contender = await startContender(description, python)
      if (contender.why !== null) log(`  ${contender.name}: not available: ${contender.why}`)
      contenders.push(contender)
    }
    return contenders
  }

  /** End contenders and note versions and peak memory; a contender opened more than once keeps its largest peak. */
  async function close(contenders) {
    for (const contender of contenders) {
      if (contender.why === null) {
        await contender.close().catch((error) => {
          contender.why = error.message
        })
      }
      const { name, why, versions, peakMb } = contender
      const known = record.contenders.find((other) => other.name === name)
      if (known === undefined) record.contenders.push({ name, versions, peakMb, why })
      else known.peakMb = Math.max(known.peakMb ?? 0, peakMb ?? 0) || null
    }
  }

  /** Note that something was checked; a failed check of ours makes the command fail. */
  function check(what, { measured, required, passed, ours }) {
    record.checks.push({ what, measured, required, passed, ours })
    if (ours && !passed) log(`  WRONG: ${what}: ${measured}, required ${required}`)
  }

  /**
   * Measure one case.
   *
   * @param spec `id` with its parameters; `entries`: `{ label, contender, task, params, ours, skip }` (`skip`: why this one is left out here);
   *   `verify(label, answer, answers)` → null or what is wrong with the answer (`answers`: all of them by label)
   * @returns the case of the record: per entry either times or `why` there are none, and the ratios of every rival to every entry of ours
   */
  async function race({ id, group, size = null, entries, verify }) {
    log(`  ${id}`)
    const racers = []
    for (const { contender, task, params, skip = null, ...entry } of entries) {
      const racer = {
        ...entry,
        contender,
        skipped: skip !== null,
        why: skip ?? contender.why,
        answer: undefined,
        slot: undefined,
        firstMs: null,
        times: [],
      }
      if (racer.why === null)
        await attempt(racer, async () => Object.assign(racer, await contender.ask({ op: 'prepare', task, params })))
      racers.push(racer)
    }
    const answers = Object.fromEntries(
      racers.filter((racer) => racer.why === null).map((racer) => [racer.label, racer.answer]),
    )
    for (const racer of racers) {
      if (racer.why === null) {
        const problem = verify(racer.label, racer.answer, answers)
        if (problem !== null) racer.why = `wrong answer: ${problem}`
      } else if (!racer.ours) continue
      const [measured, passed] = [racer.why ?? 'right', racer.why === null]
      check(`${id}: ${racer.label}`, { measured, required: 'a right answer', passed, ours: racer.ours === true })
    }

    const running = () => racers.filter((racer) => racer.why === null)
    for (const racer of running()) {
      racer.once = racer.firstMs > onceMs
      racer.rounds = quick || racer.once ? 1 : racer.firstMs > longMs ? leastRounds : runs
      racer.repeats = 1
      if (racer.once) racer.times.push(racer.firstMs)
      if (racer.firstMs > longMs) continue
      const wish = { op: 'warm', slot: racer.slot, forMs: quick ? 0 : warmMs, targetMs: quick ? 0 : targetMs }
      await attempt(racer, async () => (racer.repeats = (await racer.contender.ask(wish)).repeats))
    }
    for (let round = 0; round < rounds; round++) {
      for (const racer of running()) {
        if (racer.times.length >= racer.rounds) continue
        const wish = { op: 'measure', slot: racer.slot, repeats: racer.repeats }
        await attempt(racer, async () => racer.times.push((await racer.contender.ask(wish)).ms))
      }
    }
    for (const racer of racers) {
      if (racer.slot !== undefined) await attempt(racer, () => racer.contender.ask({ op: 'release', slot: racer.slot }))
    }

    const result = { id, group, size, runs: rounds, entries: racers.map(entryOfRecord), ratios: pairwiseRatios(racers) }
    record.cases.push(result)
    for (const entry of result.entries) {
      log(
        entry.why === null
          ? `    ${entry.label}: ${entry.ms.median.toPrecision(3)} ms`
          : `    ${entry.label}: ${entry.skipped ? 'left out' : 'not available'}: ${entry.why}`,
      )
    }
    return { ...result, answers }
  }

  /** Ask a contender for one answer, outside any table of times. Rejects with the reason when there is none. */
  async function answerOf(contender, task, params) {
    if (contender.why !== null) throw new Error(contender.why)
    const { slot, answer, firstMs } = await contender.ask({ op: 'prepare', task, params })
    await contender.ask({ op: 'release', slot })
    return { answer, ms: firstMs }
  }

  /** The same of several contenders: `{ contender, label, task, params }` → answers by label; who cannot answer is absent. */
  async function answersOf(entries) {
    const answers = {}
    for (const { contender, label, task, params } of entries) {
      try {
        answers[label] = (await answerOf(contender, task, params)).answer
      } catch (error) {
        log(`    ${label}: not available: ${error.message}`)
      }
    }
    return answers
  }

  /**
   * Answers to a list of jobs `{ task, params }`, shared out among several processes of one contender, for what is judged by its answers and
   * not by the clock. Returns `{ answer, ms }` or `{ why }` a job, in their order.
   */
  async function answersToAll(contenders, jobs) {
    const outcomes = []
    let next = 0
    const serve = async (contender) => {
      while (next < jobs.length) {
        const at = next++
        const { task, params } = jobs[at]
        outcomes[at] = await answerOf(contender, task, params).catch((error) => ({ why: error.message }))
      }
    }
    await Promise.all(contenders.map(serve))
    return outcomes
  }

  /** Measured exponents of time over size in the cases of `group`, one per label with at least three sizes. */
  function scaling(group) {
    const cases = record.cases.filter((one) => one.group === group && one.size !== null)
    for (const label of new Set(cases.flatMap((one) => one.entries.map((entry) => entry.label)))) {
      const points = cases.flatMap((one) =>
        one.entries
          .filter((entry) => entry.label === label && entry.why === null)
          .map((entry) => [one.size, entry.ms.median]),
      )
      if (points.length < 3 || quick) continue
      const [sizes, ms] = [points.map(([size]) => size), points.map(([, time]) => time)]
      record.scaling.push({ group, label, sizes, ms, exponent: exponent(sizes, ms) })
    }
  }

  /**
   * Compare a measurement with its bar.
   *
   * @param bar `what`; `kind` 'at most' or 'at least'; `required`, `measured` (null: not measured) in `unit`; `time` and `ratio`: texts beside it;
   *   `headline`: it belongs into the README's table
   */
  function bar({ what, kind, required, measured, unit, time = '', ratio = '', headline = false }) {
    if (quick) return
    const holds = measured === null ? null : kind === 'at most' ? measured <= required : measured >= required
    record.bars.push({ what, kind, required, measured, unit, time, ratio, holds, headline })
  }

  /** A further table of results, for what is neither a time nor a bar (say, accuracy). */
  function table(title, columns, rows) {
    record.tables.push({ title, columns, rows })
  }

  return {
    quick,
    runs: rounds,
    log,
    record,
    open,
    close,
    check,
    race,
    answerOf,
    answersOf,
    answersToAll,
    scaling,
    bar,
    table,
  }
}

/** Do something with a contender; when that fails, its reason is the racer's and it takes no further part. */
async function attempt(racer, action) {
  try {
    await action()
  } catch (error) {
    racer.why = error.message
  }
}

function entryOfRecord({ label, ours, why, skipped, firstMs, repeats, times, once }) {
  return why === null && times.length > 0
    ? { label, ours: ours === true, why: null, ms: summary(times), firstMs, repeats, once, times }
    : { label, ours: ours === true, why: why ?? 'not measured', skipped }
}

/** rival / ours, round by round, for every rival and every entry of ours: above 1 ours is faster. What ran once is paired with every run of the other. */
function pairwiseRatios(racers) {
  const timed = racers.filter((racer) => racer.why === null && racer.times.length > 0)
  return timed
    .filter((racer) => racer.ours)
    .flatMap((ours) =>
      timed
        .filter((racer) => !racer.ours)
        .map((rival) => ({ ours: ours.label, rival: rival.label, ratio: ratioOf(rival, ours) })),
    )
}

function ratioOf(rival, ours) {
  const [a, b] = [rival.times, ours.times]
  const pairs = rival.once || ours.once ? Math.max(a.length, b.length) : Math.min(a.length, b.length)
  return summary(Array.from({ length: pairs }, (_, i) => a[rival.once ? 0 : i] / b[ours.once ? 0 : i]))
}
