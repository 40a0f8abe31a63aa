/** Parts of a section as HTML. Every text passes `escapeHTML`; the only markup is written here. */
import { verdictCard } from '../verdict-card.js'
import { embedSVG } from './embed-svg.js'
import { escapeHTML } from './escape.js'
import type { ReportFacts, ReportFigure, ReportPart, ReportTable, ReportText, ReportVerdict } from './sections.js'

const tick =
  '<svg aria-hidden="true" viewBox="0 0 16 16"><path d="M2.5 8.5l3.5 3.5 7.5-8" fill="none" stroke="currentColor" stroke-width="2.4"/></svg>'
const cross =
  '<svg aria-hidden="true" viewBox="0 0 16 16"><path d="M3 3l10 10M13 3L3 13" fill="none" stroke="currentColor" stroke-width="2.4"/></svg>'

/** The card of a verdict: subject, state in words and sign, the sentence, every check. */
export function renderVerdict({ subject, verdict, note }: ReportVerdict): string {
  const card = verdictCard(verdict)
  const checks = card.checks.map(
    ({ code, message, state, passed }) =>
      `<li class="${state}">${passed ? tick : cross}<b>${state}</b><span>${escapeHTML(message)}<code>${escapeHTML(code)}</code></span></li>`,
  )
  return `<article class="verdict ${card.state}">
<h3>${escapeHTML(subject)}</h3>
<p class="state">${verdict.publish ? tick : cross}<span>${card.label}</span></p>
<p class="sentence">${escapeHTML(card.summary)}</p>
${note === undefined ? '' : `<p>${escapeHTML(note)}</p>`}
<ul class="checks" aria-label="${escapeHTML(card.count)}">${checks.join('')}</ul>
</article>`
}

/** A part of a section. `id` is unique on the page. */
export function renderPart(part: ReportPart, id: string): string {
  if (part.kind === 'figure') return renderFigure(part, id)
  if (part.kind === 'table') return renderTablePart(part, id)
  return part.kind === 'facts' ? renderFacts(part) : renderText(part)
}

function renderFigure({ title, caption, description, wide, narrow, table, span }: ReportFigure, id: string): string {
  const drawings =
    narrow === undefined
      ? `<div>${embedSVG(wide, `${id}w`, description)}</div>`
      : `<div class="wide">${embedSVG(wide, `${id}w`, description)}</div><div class="narrow">${embedSVG(narrow, `${id}n`, description)}</div>`
  const numbers =
    table === undefined
      ? ''
      : `<details><summary>The same as a table</summary>${renderTable(table, `${title}: ${table.title}`)}</details>`
  const classes = [span === 'half' ? 'half' : '', narrow === undefined ? '' : 'has-narrow'].filter(
    (name) => name !== '',
  )
  return `<figure class="${classes.join(' ')}"><h3>${escapeHTML(title)}</h3><figcaption class="caption">${escapeHTML(caption)}</figcaption>${drawings}${numbers}</figure>`
}

function renderTablePart(table: ReportTable, id: string): string {
  const caption = table.caption === undefined ? '' : `<p class="caption">${escapeHTML(table.caption)}</p>`
  return `<div id="${id}"><h3>${escapeHTML(table.title)}</h3>${caption}${renderTable(table, table.title)}</div>`
}

/** The table itself; the first column holds row headings. The frame scrolls and can be reached by keyboard. */
function renderTable({ columns, rows, emphasis }: ReportTable, label: string): string {
  const kind = (j: number): string => (columns[j].numeric === true ? ' class="number"' : '')
  const head = columns.map(({ title }, j) => `<th scope="col"${kind(j)}>${escapeHTML(title)}</th>`).join('')
  const body = rows.map((cells, i) => {
    const row = cells.map((cell, j) =>
      j === 0 ? `<th scope="row"${kind(j)}>${escapeHTML(cell)}</th>` : `<td${kind(j)}>${escapeHTML(cell)}</td>`,
    )
    return `<tr${i === emphasis ? ' class="emphasis"' : ''}>${row.join('')}</tr>`
  })
  return `<div class="scroll" role="region" aria-label="${escapeHTML(label)}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`
}

function renderFacts({ title, caption, items }: ReportFacts): string {
  const list = items.map(([term, value]) => `<dt>${escapeHTML(term)}</dt><dd>${escapeHTML(value)}</dd>`).join('')
  const lead = caption === undefined ? '' : `<p class="caption">${escapeHTML(caption)}</p>`
  return `<div><h3>${escapeHTML(title)}</h3>${lead}<dl>${list}</dl></div>`
}

function renderText({ title, paragraphs }: ReportText): string {
  return `<div><h3>${escapeHTML(title)}</h3>${paragraphs.map((text) => `<p>${escapeHTML(text)}</p>`).join('')}</div>`
}
