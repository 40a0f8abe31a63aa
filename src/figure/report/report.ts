/** A report as one self-contained HTML file: verdicts first, then the evidence. No network, no script, light and dark, phone and paper. */
import { escapeHTML, slug } from './escape.js'
import { renderPart, renderVerdict } from './render-parts.js'
import { reportStyle } from './style.js'
import type { Report, ReportSection } from './sections.js'

/**
 * Build the HTML text of a report.
 *
 * Every text of the report is escaped. A policy in the head forbids scripts and every request, so that the file can be opened anywhere.
 *
 * @param content title, sections (verdicts, figures, tables, facts, text), footer; SVG texts come from `toSVG`
 * @returns a complete HTML document
 * @throws BodkinError `FORMAT` when a figure is not a plain drawing
 * @example
 * await writeFile('report.html', report({ title: 'Births', sections: [{ title: 'Forecast', verdicts: [], parts: [] }] }))
 */
export function report(content: Report): string {
  const { title, subtitle, sections, footer, language = 'en' } = content
  const ids = sections.map((section, i) => `${slug(section.title)}-${i + 1}`)
  const contents =
    sections.length < 2
      ? ''
      : `<nav aria-label="Sections"><ul>${sections.map((section, i) => `<li><a href="#${ids[i]}">${escapeHTML(section.title)}</a></li>`).join('')}</ul></nav>`
  return `<!doctype html>
<html lang="${escapeHTML(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHTML(title)}</title>
<style>
${reportStyle()}
</style>
</head>
<body>
<header>
<h1>${escapeHTML(title)}</h1>
${subtitle === undefined ? '' : `<p class="lead">${escapeHTML(subtitle)}</p>`}
${contents}
</header>
<main>
${sections.map((section, i) => renderSection(section, ids[i], i)).join('\n')}
</main>
${footer === undefined ? '' : `<footer>${escapeHTML(footer)}</footer>`}
</body>
</html>
`
}

function renderSection({ title, introduction, verdicts, parts }: ReportSection, id: string, index: number): string {
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escapeHTML(title)}</h2>
${introduction === undefined ? '' : `<p class="lead">${escapeHTML(introduction)}</p>`}
${verdicts.map(renderVerdict).join('\n')}
<div class="parts">
${parts.map((part, j) => renderPart(part, `s${index + 1}p${j + 1}`)).join('\n')}
</div>
</section>`
}
