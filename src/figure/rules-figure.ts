/** Rules by how often they hold and how much more often than expected, published ones against refused ones. */
import type { TableLike } from '../arrow/table-like.js'
import { readDrawnRules, type DrawnRule } from './rule-columns.js'
import { figure, type Figure, type FigureSize, type Json, type Row } from './specification.js'
import { lightPalette } from './theme.js'

/** What `rulesFigure` may be told. */
export interface RulesFigureOptions extends FigureSize {
  /** Rules that were refused; default none. */
  readonly refused?: TableLike
  /** Published rules that carry their number, from the first one on; default 8. */
  readonly numbered?: number
}

/** Pixels within which two points are drawn as one, and room for a number. */
const cell = 3
const letter = 7
const line = 14

/**
 * Draw rules as points: support to the right, adjusted lift upwards, both on log scales; a line at 1, where a rule says nothing.
 *
 * The first published rules carry their number in the table; a rule and its reverse share a point and are numbered together. A number that would
 * cover another one is left out. Points that would lie upon each other are drawn once. Rules without an adjusted lift are not drawn.
 *
 * @param rules table of published rules, as `mine` gives it: `antecedents`, `consequents`, `count`, `support`, `confidence`, `adjusted_lift`,
 *   `adjusted_lift_lower`
 * @param options refused rules (a table with the same columns) and size, default 760 × 320
 * @throws BodkinError `COLUMN` when a column is missing
 * @example
 * const { rules, refused } = await mine(lines, { transaction: 'order', item: 'item' })
 * rulesFigure(rules, { refused })
 */
export function rulesFigure(rules: TableLike, options: RulesFigureOptions = {}): Figure {
  const { width = 760, height = 320, numbered = 8 } = options
  const published = readDrawnRules(rules, 'rules')
  const refused = options.refused === undefined ? [] : readDrawnRules(options.refused, 'refused')
  const drawn = [...refused, ...published].filter(isDrawable)
  const x = axisOf(
    drawn.map(({ support }) => support * 100),
    width,
  )
  const y = axisOf([1, ...drawn.map(({ adjustedLift }) => adjustedLift)], height)
  const pointOf = ({ support, adjustedLift }: DrawnRule): Point => ({
    support: support * 100,
    lift: adjustedLift,
    left: x.pixel(support * 100),
    bottom: y.pixel(adjustedLift),
  })
  const quiet = thinned(refused.filter(isDrawable).map(pointOf)).map((point) => row(point, 'Refused'))
  const loud = thinned(published.filter(isDrawable).map(pointOf)).map((point) => row(point, 'Published'))
  const numbers = numbersOf(published.filter(isDrawable).map(pointOf), numbered, width)
  const encoding = {
    x: { field: 'support', ...scaleOf(x), axis: axis('Baskets that hold the rule, %', x, width) },
    y: { field: 'lift', ...scaleOf(y), axis: axis('Times as often as expected', y, height) },
  }
  const colour = {
    field: 'state',
    type: 'nominal',
    scale: { domain: ['Published', 'Refused'], range: [lightPalette.forecast, lightPalette.baseline] },
    legend: { symbolType: 'circle', symbolOpacity: 1 },
  }
  return figure({
    description: 'Rules by support and adjusted lift, published and refused',
    usermeta: { published: loud.length, refused: quiet.length },
    width,
    height,
    layer: [
      {
        data: { values: [{ lift: 1 }] },
        mark: { type: 'rule', color: lightPalette.axis, strokeDash: [4, 3] },
        encoding: { y: { field: 'lift', type: 'quantitative' } },
      },
      points(quiet, { ...encoding, color: colour }, 26, 0.45),
      points(loud, { ...encoding, color: colour }, 46, 0.85),
      ...sides.map((side) => ({
        data: { values: numbers.filter((number) => number.side === side) },
        mark: {
          type: 'text',
          align: side === 'right' ? 'left' : 'right',
          dx: side === 'right' ? 8 : -8,
          color: lightPalette.ink,
          fontSize: 12,
        },
        encoding: { ...encoding, text: { field: 'text' } },
      })),
    ],
  })
}

/** A point in the units of the axes and in pixels from the lower left corner. */
interface Point {
  readonly support: number
  readonly lift: number
  readonly left: number
  readonly bottom: number
}

function isDrawable({ support, adjustedLift }: DrawnRule): boolean {
  return support > 0 && adjustedLift > 0 && Number.isFinite(adjustedLift)
}

/** A log axis: its ends, and where a value lies on it. */
interface LogAxis {
  readonly domain: readonly [number, number]
  readonly pixel: (value: number) => number
}

/** The values with some room around them. */
function axisOf(values: readonly number[], size: number): LogAxis {
  const logs = values.map(Math.log)
  const low = logs.reduce((a, b) => Math.min(a, b), Infinity)
  const high = logs.reduce((a, b) => Math.max(a, b), -Infinity)
  const room = Math.max(0.06, (high - low) * 0.05)
  const [from, to] = Number.isFinite(low) ? [low - room, high + room] : [0, 1]
  return {
    domain: [Math.exp(from), Math.exp(to)],
    pixel: (value) => ((Math.log(value) - from) / (to - from)) * size,
  }
}

function scaleOf({ domain }: LogAxis): Json {
  return { type: 'quantitative', scale: { type: 'log', domain, nice: false } }
}

/** Ticks at 1, 2 and 5 of each power of ten; log ticks of the drawing library crowd on short spans and vanish on others. */
function axis(title: string, { domain: [low, high] }: LogAxis, size: number): Json {
  const all: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
    for (const step of [1, 1.5, 2, 3, 5, 7]) all.push(Number((step * 10 ** power).toPrecision(2)))
  const inside = all.filter((tick) => tick >= low && tick <= high)
  const coarse = inside.filter((tick) => /^0*[125]0*$/.test(String(tick).replace('.', '')))
  const values = inside.length <= size / 50 || coarse.length < 2 ? inside : coarse
  return { title, values, format: '~g', grid: true, labelOverlap: true }
}

function points(values: readonly Row[], encoding: Json, size: number, opacity: number): Json {
  return { data: { values }, mark: { type: 'circle', size, opacity, clip: true }, encoding }
}

function row({ support, lift }: Point, state: string): Row {
  return { support: rounded(support), lift: rounded(lift), state }
}

/** Five figures are more than a pixel shows, and keep the drawing small. */
function rounded(value: number): number {
  return Number(value.toPrecision(5))
}

/** One point for each small cell of the picture. */
function thinned(all: readonly Point[]): Point[] {
  const cells = new Map<string, Point>()
  for (const point of all) {
    const key = `${Math.round(point.left / cell)} ${Math.round(point.bottom / cell)}`
    if (!cells.has(key)) cells.set(key, point)
  }
  return [...cells.values()]
}

/**
 * Numbers of the first `numbered` points beside them, those at one place together; a number that would cover an earlier one or another point is
 * left out.
 */
function numbersOf(drawn: readonly Point[], numbered: number, width: number): Row[] {
  const groups: { point: Point; numbers: number[] }[] = []
  drawn.slice(0, numbered).forEach((point, i) => {
    const near = groups.find(
      (group) => Math.abs(group.point.left - point.left) < 2 && Math.abs(group.point.bottom - point.bottom) < 2,
    )
    if (near === undefined) groups.push({ point, numbers: [i + 1] })
    else near.numbers.push(i + 1)
  })
  const placed: Box[] = []
  return groups.flatMap(({ point, numbers }) => {
    const text = numbers.join(', ')
    const room = 10 + text.length * letter
    const free = [point.left, point.left - room]
      .map((left): Box => ({ left, right: left + room, bottom: point.bottom }))
      .findIndex((box) => box.left >= 0 && box.right <= width + 20 && isFree(box, point, placed, drawn))
    if (free < 0) return []
    const left = point.left - free * room
    placed.push({ left, right: left + room, bottom: point.bottom })
    return [{ support: rounded(point.support), lift: rounded(point.lift), text, side: sides[free] }]
  })
}

/** Room of a number, in pixels. */
interface Box {
  readonly left: number
  readonly right: number
  readonly bottom: number
}

const sides = ['right', 'left'] as const

/** Whether a number covers no other number and no point but its own. */
function isFree(box: Box, own: Point, placed: readonly Box[], drawn: readonly Point[]): boolean {
  const covers = placed.some(
    (other) => box.left < other.right && other.left < box.right && Math.abs(box.bottom - other.bottom) < line,
  )
  const hides = drawn.some(
    ({ left, bottom }) =>
      Math.hypot(left - own.left, bottom - own.bottom) > 3 &&
      left > box.left - 4 &&
      left < box.right + 2 &&
      Math.abs(bottom - box.bottom) < line / 2,
  )
  return !covers && !hides
}
