/** Reading a case of the record: the entry of a label, its time as text, the ratio of a rival to one of ours. */
import { figure, spread } from './report.mjs'

/** The timed entry of a label, or undefined. */
export function entryOf(one, label) {
  return one?.entries.find((entry) => entry.label === label && entry.why === null)
}

/** `12.3 (11.9–13.0) ms`, seconds from 10 s on; empty when it was not measured. */
export function timeOf(one, label) {
  const entry = entryOf(one, label)
  if (entry === undefined) return ''
  const { ms, once } = entry
  const [divisor, unit] = ms.median >= 10_000 ? [1000, 's'] : [1, 'ms']
  const scaled = { median: ms.median / divisor, min: ms.min / divisor, max: ms.max / divisor }
  return once ? `${figure(scaled.median)} ${unit} (one run)` : `${spread(scaled)} ${unit}`
}

/** Median, smallest and largest of rival / ours, or undefined. */
export function ratioOf(one, ours, rival) {
  return one?.ratios.find((ratio) => ratio.ours === ours && ratio.rival === rival)?.ratio
}

/** A bar on the time of an entry, milliseconds. */
export function timeBar(lab, what, one, label, required, { headline = false, rival } = {}) {
  const ratio = rival === undefined ? undefined : ratioOf(one, label, rival)
  lab.bar({
    what,
    kind: 'at most',
    required,
    measured: entryOf(one, label)?.ms.median ?? null,
    unit: 'ms',
    time: timeOf(one, label),
    ratio: ratio === undefined ? '' : `${spread(ratio)} × over ${rival}`,
    headline,
  })
}

/** A bar on the ratio of a rival to an entry of ours. */
export function ratioBar(lab, what, one, label, rival, required, { headline = false } = {}) {
  const ratio = ratioOf(one, label, rival)
  lab.bar({
    what,
    kind: 'at least',
    required,
    measured: ratio?.median ?? null,
    unit: '×',
    time: timeOf(one, label),
    ratio: ratio === undefined ? '' : `${spread(ratio)} ×`,
    headline,
  })
}
