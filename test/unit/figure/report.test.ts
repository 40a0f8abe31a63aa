import assert from 'node:assert/strict'
import { test } from 'node:test'
import { effectsFigure, report, toSVG, verdictCard, type Report, type ReportFigure } from '../../../src/figure/index.js'
import { darkPalette, lightPalette, type Palette } from '../../../src/figure/theme.js'
import { verdict } from '../../../src/verdict/verdict.js'

const hostile = '<script>alert("x")</script>\'" onload=steal() '
const reason = (code: string, passed: boolean): Parameters<typeof verdict>[0][number] => ({
  code,
  message: `check ${hostile}`,
  measured: 1,
  required: 2,
  passed,
})
const judged = verdict([reason('A', true), reason('B', false)], { published: 'yes', refused: () => `no: ${hostile}` })

async function hostileReport(): Promise<Report> {
  const svg = await toSVG(effectsFigure({ name: [hostile, 'Christmas'], effect: [1, -2] }, { width: 900 }))
  const table = {
    kind: 'table' as const,
    title: hostile,
    columns: [{ title: hostile }, { title: 'N', numeric: true }],
    rows: [[hostile, '1']],
    emphasis: 0,
  }
  const picture: ReportFigure = {
    kind: 'figure',
    title: hostile,
    caption: hostile,
    description: hostile,
    wide: svg,
    narrow: svg,
    table,
  }
  return {
    title: hostile,
    subtitle: hostile,
    footer: hostile,
    sections: [1, 2].map(() => ({
      title: hostile,
      introduction: hostile,
      verdicts: [{ subject: hostile, verdict: judged, note: hostile }],
      parts: [
        picture,
        table,
        { kind: 'facts', title: hostile, items: [[hostile, hostile]] },
        { kind: 'text', title: hostile, paragraphs: [hostile] },
      ],
    })),
  }
}

test('hostile text is inert everywhere: no script, no attribute of its own', async () => {
  const html = report(await hostileReport())
  assert.doesNotMatch(html, /<script/i)
  for (const [tag] of html.matchAll(/<[a-z][^>]*>/gi)) {
    assert.doesNotMatch(tag.replaceAll(/"[^"]*"/g, '""'), /onload|alert|'/, tag)
  }
  assert.match(html, /&lt;script&gt;/)
})

test('the report names no address and forbids every request', async () => {
  const html = report(await hostileReport())
  assert.doesNotMatch(html, /https?:|\/\/[a-z]|@import|src=|url\((?!#)/i)
  assert.match(html, /Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/)
})

test('the page has language, title, viewport, one h1 and headings that skip no level', async () => {
  const html = report(await hostileReport())
  assert.match(html, /^<!doctype html>\n<html lang="en">/)
  assert.match(html, /<meta name="viewport" content="width=device-width, initial-scale=1">/)
  assert.match(html, /<title>[^<]+<\/title>/)
  const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level))
  assert.equal(levels.filter((level) => level === 1).length, 1)
  levels.reduce((before, level) => {
    assert.ok(level <= before + 1)
    return level
  })
})

test('ids are unique, and every reference to an id has its target', async () => {
  const html = report(await hostileReport())
  const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
  assert.equal(new Set(ids).size, ids.length)
  for (const [, target] of html.matchAll(/(?:url\(#|href="#|aria-labelledby=")([\w-]+)/g))
    assert.ok(ids.includes(target), target)
})

test('pictures are images with a name, and tables can be reached by keyboard', async () => {
  const html = report(await hostileReport())
  for (const [tag] of html.matchAll(/<svg[^>]*>/g))
    assert.match(tag, /role="img" aria-label="[^"]+"|aria-hidden="true"/)
  for (const [tag] of html.matchAll(/<div class="scroll"[^>]*>/g))
    assert.match(tag, /role="region" aria-label="[^"]+" tabindex="0"/)
})

test('the state of a verdict is told in words, failed checks first', () => {
  const card = verdictCard(judged)
  assert.deepEqual([card.state, card.label, card.count], ['refused', 'Refused', '1 of 2 checks passed'])
  assert.deepEqual(
    card.checks.map(({ code, state }) => [code, state]),
    [
      ['B', 'failed'],
      ['A', 'passed'],
    ],
  )
  const html = report({
    title: 't',
    sections: [{ title: 's', verdicts: [{ subject: 'x', verdict: judged }], parts: [] }],
  })
  assert.match(html, /<span>Refused<\/span>/)
})

const withFigure = (wide: string): (() => string) => {
  const part: ReportFigure = { kind: 'figure', title: 't', caption: 'c', description: 'd', wide }
  return () => report({ title: 't', sections: [{ title: 's', verdicts: [], parts: [part] }] })
}

test('what is not a plain drawing is refused', () => {
  const bodies = [
    '<script>x</script>',
    '<g onclick="x"/>',
    '<a href="x"/>',
    '<image href="http://x"/>',
    '<rect fill="url(http://x)"/>',
    "<rect fill='red'/>",
    '<g onload=x',
    '<style>@import "x"</style>',
    '<foreignObject/>',
  ]
  for (const body of bodies) assert.throws(withFigure(`<svg viewBox="0 0 1 1">${body}</svg>`), { code: 'FORMAT' }, body)
  assert.throws(withFigure('<p>no drawing</p>'), { code: 'FORMAT' })
  assert.match(withFigure('<svg viewBox="0 0 1 1"><text>a = b, onx=1</text></svg>')(), /onx=1/)
})

test('text keeps a contrast of 4.5 in both palettes, marks 3', () => {
  for (const palette of [lightPalette, darkPalette]) {
    for (const role of ['ink', 'muted', 'good', 'bad', 'forecast'] as const) {
      assert.ok(contrast(palette[role], palette.page) >= 4.5, role)
      assert.ok(contrast(palette[role], palette.surface) >= 4.5, role)
    }
    for (const role of ['history', 'truth', 'baseline', 'shock'] as const)
      assert.ok(contrast(palette[role], palette.page) >= 3, role)
  }
})

test('each role has a colour of its own, so that a dark page can recolour it', () => {
  const colours = Object.values(lightPalette) as Palette[keyof Palette][]
  assert.equal(new Set(colours).size, colours.length)
})

/** Contrast ratio of WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
