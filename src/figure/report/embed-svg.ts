/**
 * An SVG text of `toSVG` as a part of a page.
 *
 * Ids (clip paths) are made unique to the page, for several drawings that all say `url(#clip0)` would use the first one's. The fixed size gives
 * way to the view box, so that the drawing fills its column. Tags and attribute names are checked against what a drawing needs; text between
 * the tags is left as it is: `toSVG` has escaped it.
 */
import { BodkinError, show } from '../../errors.js'
import { escapeHTML } from './escape.js'

const elements = new Set([
  'svg',
  'g',
  'path',
  'rect',
  'line',
  'circle',
  'text',
  'tspan',
  'defs',
  'clippath',
  'lineargradient',
  'stop',
])
const dropped = /\s(?:class|role|xmlns(?::\w+)?|version|aria-[\w-]+)="[^"]*"/g

/**
 * @param svg text of `toSVG`
 * @param id prefix that no other drawing of the page has
 * @param label accessible name of the picture
 * @throws BodkinError `FORMAT` when the text is not one `<svg>` element with a view box, or holds more than a drawing (scripts, links, addresses)
 */
export function embedSVG(svg: string, id: string, label: string): string {
  const text = svg.trim()
  const root = /^<svg\b[^>]*>/.exec(text)?.[0] ?? ''
  const viewBox = /\sviewBox="([\d\s.+-]+)"/.exec(root)?.[1]
  if (viewBox === undefined || !text.endsWith('</svg>')) {
    throw new BodkinError('FORMAT', `figure must be an <svg> element with a viewBox, got ${show(svg)}`)
  }
  const inner = text.slice(root.length).replace(/<[^>]*>?/g, (tag) => drawingTag(tag, id))
  const width = Math.ceil(Number(viewBox.trim().split(/\s+/)[2]))
  return `<svg role="img" aria-label="${escapeHTML(label)}" viewBox="${viewBox}" style="max-width:${width}px">${inner}`
}

function drawingTag(tag: string, id: string): string {
  const name = /^<\/?([a-zA-Z]+)(?=[\s/>])/.exec(tag)?.[1].toLowerCase() ?? ''
  const unquoted = tag.replace(/"[^"]*"/g, '""')
  const active = /\s(?:on\w+|[\w:]*href)\s*=|'/i.test(unquoted) || /url\((?!#[\w-]+\))|javascript:/i.test(tag)
  if (!elements.has(name) || active || !tag.endsWith('>')) {
    throw new BodkinError('FORMAT', `figure must be a drawing without scripts and links, got ${show(tag)}`, { tag })
  }
  return tag
    .replace(dropped, '')
    .replace(/\sid="([\w-]+)"/g, ` id="${id}-$1"`)
    .replace(/url\(#([\w-]+)\)/g, `url(#${id}-$1)`)
}
