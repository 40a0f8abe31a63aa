/** results.json → results.md: every table of a result, written by the command and never by hand. */

/** `0.0123` → `0.0123`, `1234.5` → `1,235`: three significant figures, thousands grouped. */
export function figure(value) {
  if (value === null || value === undefined) return '–'
  if (!Number.isFinite(value)) return String(value)
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1000) return Math.round(value).toLocaleString('en-US')
  if (size < 1e-3) return value.toExponential(1)
  return value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(size))))
}

/** `12.3 (11.9–13.0)`: median and spread. */
export function spread({ median, min, max }) {
  return `${figure(median)} (${figure(min)}–${figure(max)})`
}

/** The same of an entry of a case, which may have run once only. */
function timeText({ ms, once }) {
  return once ? `${figure(ms.median)} (one run)` : spread(ms)
}

/** One sentence that names the machine. */
export function machineLine({ cpu, cores, memoryGb, platform, node, python }) {
  return `${cpu}, ${cores} cores, ${memoryGb} GiB, ${platform}, Node ${node}${python === null ? '' : `, Python ${python}`}`
}

/** `holds`, `falls short` or `not measured`. */
export function outcome({ holds }) {
  return holds === null ? 'not measured' : holds ? 'holds' : '**falls short**'
}

/** The bar as text: `≥ 12 ×`. */
export function barText({ kind, required, unit }) {
  const number = required !== 0 && required < 1e-3 ? required.toExponential() : required.toLocaleString('en-US')
  return `${kind === 'at most' ? '≤' : '≥'} ${number} ${unit}`.trim()
}

/** `| a | b |` lines with a header; a pipe inside a cell is escaped. */
export function markdownTable(columns, rows) {
  return [tableLine(columns), tableLine(columns.map(() => '---')), ...rows.map(tableLine)].join('\n')
}

function tableLine(cells) {
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
}

/** The whole page of a result. */
export function resultPage(result) {
  const parts = [
    `# ${result.title}`,
    `Written by \`${result.command}\` on ${result.date} from ${result.build}; do not edit.`,
    result.about.join('\n\n'),
    `Machine: ${machineLine(result.machine)}; load ${result.machine.loadAtStart} at the start, ${result.machine.loadAtEnd} at the end. One thread unless a case says otherwise. ${result.runs} interleaved runs after a warm-up (5 of a task that lasts more than 4 seconds, one of a task that lasts more than 30, marked so); ` +
      'times are milliseconds of one call, median (smallest–largest); a ratio is rival / bodkin within one round, so above 1 bodkin is faster.',
    barsSection(result),
    ...groups(result).map((group) => groupSection(result, group)),
    scalingSection(result),
    ...result.tables.map(({ title, columns, rows }) => `## ${title}\n\n${markdownTable(columns, rows)}`),
    contendersSection(result),
    checksSection(result),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** The page of a folder of experiments: what there is, and every bar of theirs. `parts`: their results with `name` and `path` beside them. */
export function overviewPage(name, parts) {
  const outcomes = parts.map(({ bars }) => bars.filter(({ holds }) => holds === true).length)
  const rows = parts.map((part, i) => [link(part), part.title, part.date, `${outcomes[i]} of ${part.bars.length}`])
  const bars = parts.flatMap((part) =>
    part.bars.map((bar) => [link(part), bar.what, barText(bar), bar.time, bar.ratio, outcome(bar)]),
  )
  return `${[
    `# ${name}: all experiments`,
    `Written by \`npm run bench -- ${name}\` (or one of its parts) from the results beside it; do not edit. Machine, versions, data and rules stand on each experiment's own page.`,
    markdownTable(['experiment', 'what is measured', 'run on', 'bars held'], rows),
    `## Bars\n\n${markdownTable(['experiment', 'what', 'bar', 'measured', 'ratio', ''], bars)}`,
  ].join('\n\n')}\n`
}

function link({ name, path }) {
  return `[${name}](${path})`
}

function barsSection({ bars }) {
  if (bars.length === 0) return ''
  const rows = bars.map((bar) => [bar.what, barText(bar), bar.time, bar.ratio, outcome(bar)])
  return `## Bars\n\n${markdownTable(['what', 'bar', 'measured', 'ratio', ''], rows)}`
}

function groups({ cases }) {
  return [...new Set(cases.map((one) => one.group))]
}

/** One table a group; one column of ratios for each way of ours. */
function groupSection({ cases }, group) {
  const members = cases.filter((one) => one.group === group)
  const ways = [
    ...new Set(members.flatMap(({ entries }) => entries.filter(({ ours }) => ours).map(({ label }) => label))),
  ]
  const rows = members.flatMap(({ id, entries, ratios }) =>
    entries.map((entry, i) => {
      const name = i === 0 ? `\`${id}\`` : ''
      if (entry.why !== null) {
        const state = entry.skipped ? 'left out' : 'not available'
        return [name, entry.label, `${state}: ${entry.why}`, ...ways.map(() => ''), '']
      }
      const factors = ways.map((way) => ratios.find(({ ours, rival }) => ours === way && rival === entry.label))
      const cells = factors.map((factor) => (factor === undefined ? '' : spread(factor.ratio)))
      return [name, entry.label, timeText(entry), ...cells, figure(entry.firstMs)]
    }),
  )
  const columns = ['case', 'contender', 'ms', ...ways.map((way) => `ratio to ${way}`), 'first call, ms']
  return `## ${group}\n\n${markdownTable(columns, rows)}`
}

function scalingSection({ scaling }) {
  if (scaling.length === 0) return ''
  const rows = scaling.map(({ group, label, sizes, ms, exponent }) => [
    group,
    label,
    sizes.map((size, i) => `${size.toLocaleString('en-US')}: ${figure(ms[i])}`).join(', '),
    exponent.toFixed(2),
  ])
  return `## Scaling\n\nExponent b of ms ≈ a·size^b (least squares on logarithms).\n\n${markdownTable(['what', 'contender', 'size: ms', 'exponent'], rows)}`
}

function contendersSection({ contenders }) {
  const rows = contenders.map(({ name, versions, peakMb, why }) => [
    name,
    Object.entries(versions)
      .map(([packageName, version]) => `${packageName} ${version}`)
      .join(', '),
    why === null ? figure(peakMb) : `not available: ${why}`,
  ])
  return `## Contenders\n\nPeak resident memory of the contender's own process, its interpreter, imports and data included; child processes that it starts are not counted.\n\n${markdownTable(['contender', 'versions', 'peak MiB'], rows)}`
}

/** How many answers were right, and those that were not; all of them are in results.json. */
function checksSection({ checks }) {
  const failed = checks.filter(({ passed }) => !passed)
  const rows = failed.map(({ what, measured, required }) => [what, measured, required])
  return [
    '## Answers checked',
    'Before anything was timed; a contender whose answer is wrong is not timed, and the command fails when it is bodkin.',
    `${checks.length - failed.length} of ${checks.length} checks passed; each of them is in results.json.`,
    ...(failed.length === 0 ? [] : [markdownTable(['what', 'measured', 'required'], rows)]),
  ].join('\n\n')
}
