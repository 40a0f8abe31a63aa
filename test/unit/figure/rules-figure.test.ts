import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transactions } from '../../../src/association/index.js'
import { cooccurrenceFigure, rulesFigure, rulesTable, toSVG } from '../../../src/figure/index.js'
import { lightPalette } from '../../../src/figure/theme.js'

/** Rules with both sides of one item. */
function rules(...rows: readonly (readonly [from: string, to: string, support: number, lift: number])[]): object[] {
  return rows.map(([from, to, support, lift]) => ({
    antecedents: [from],
    consequents: [to],
    support,
    confidence: 0.5,
    count: support * 1000,
    adjusted_lift: lift,
    adjusted_lift_lower: lift - 0.1,
  }))
}

const published = rules(['tea', 'milk', 0.02, 1.8], ['milk', 'tea', 0.02, 1.8], ['jam', 'bread', 0.05, 1.4])

interface Layer {
  readonly data: { readonly values: readonly Record<string, unknown>[] }
  readonly mark: { readonly type: string; readonly align?: string }
}

const layersOf = (figure: object): readonly Layer[] => (figure as { layer: readonly Layer[] }).layer
const textsOf = (figure: object): unknown[] =>
  layersOf(figure)
    .filter(({ mark }) => mark.type === 'text')
    .flatMap(({ data }) => data.values.map(({ text }) => text))

test('published rules carry their numbers, a rule and its reverse together', () => {
  assert.deepEqual(textsOf(rulesFigure(published as never)), ['1, 2', '3'])
  assert.deepEqual(textsOf(rulesFigure(published as never, { numbered: 1 })), ['1'])
})

test('a number gives way to the point beside it, to the left if there is room', () => {
  const crowded = rules(['a', 'b', 0.02, 1.5], ['c', 'd', 0.0204, 1.5], ['e', 'f', 0.06, 1.2], ['g', 'h', 0.005, 1.2])
  const layers = layersOf(rulesFigure(crowded as never, { numbered: 2 })).filter(({ mark }) => mark.type === 'text')
  assert.deepEqual(
    layers.map(({ data }) => data.values.map(({ text }) => text)),
    [['2'], ['1']],
  )
})

test('rules that lie upon each other are drawn once, those without an adjusted lift not at all', () => {
  const refused = [
    ...rules(['a', 'b', 0.01, 1.01], ['b', 'a', 0.01, 1.01], ['c', 'd', 0.03, 0.9], ['e', 'f', 0.03, NaN]),
  ]
  const figure = rulesFigure(published as never, { refused: refused as never })
  assert.deepEqual(figure.usermeta, { published: 2, refused: 2 })
})

test('a figure without any rule is still drawn', async () => {
  const none = {
    antecedents: [],
    consequents: [],
    support: [],
    confidence: [],
    count: [],
    adjusted_lift: [],
    adjusted_lift_lower: [],
  }
  assert.match(await toSVG(rulesFigure(none)), /^<svg/)
})

test('the drawings render', async () => {
  assert.match(await toSVG(rulesFigure(published as never)), /Times as often as expected/)
  const svg = await toSVG(cooccurrenceFigure(transactions({ items: [['tea', 'milk'], ['tea']] }, { items: 'items' })))
  assert.match(svg, /tea +1/)
})

test('rules become a table of sentences, cut where told', () => {
  const table = rulesTable(published as never, { top: 2 })
  assert.deepEqual(table.rows, [
    ['1', 'tea', 'milk', '20', '50.0 %', '1.80', '1.70'],
    ['2', 'milk', 'tea', '20', '50.0 %', '1.80', '1.70'],
  ])
  assert.match(table.caption ?? '', /The first 2 of 3\.$/)
})

test('items of several labels are joined', () => {
  const [rule] = rules(['a', 'b', 0.1, 2])
  assert.deepEqual(rulesTable([{ ...rule, antecedents: ['tea', 'jam'] }] as never).rows[0].slice(1, 3), [
    'tea + jam',
    'b',
  ])
})

/** Ten baskets: tea in 5, milk in 4, jam in 2; tea and milk in 4, tea and jam in none, milk and jam in none. */
const baskets = transactions(
  { items: [...Array.from({ length: 4 }, () => ['tea', 'milk']), ['tea'], ['jam'], ['jam'], [], [], []] },
  { items: 'items' },
)

function cellsOf(figure: object): Record<string, unknown>[] {
  const [, matrix] = (figure as { hconcat: readonly { data: { values: Record<string, unknown>[] } }[] }).hconcat
  return matrix.data.values
}

test('cells say how many times as often as expected two items meet', () => {
  // seven baskets in one stratum: 7 · 5/7 · 4/7 · f are expected, f = 7 · (4 · 2 · 1)/(4 · 2 + 3)² = 56/121; 4 were found
  assert.equal(4 / (((5 * 4) / 7) * (56 / 121)), 3.025)
  assert.deepEqual(cellsOf(cooccurrenceFigure(baskets)), [
    { i: 1, j: 0, colour: lightPalette.forecast, opacity: 0.5, text: '3.0', mark: '' },
    { i: 2, j: 0, colour: lightPalette.truth, opacity: 0.66, text: '–', mark: '–' },
    { i: 2, j: 1, colour: lightPalette.truth, opacity: 0.66, text: '–', mark: '–' },
  ])
})

test('values of one thing take no room from each other, and their pairs stay empty', () => {
  const flights = transactions(
    {
      items: [
        ['sky=clear', 'light=day'],
        ['sky=clear', 'light=night'],
        ['sky=cloud', 'light=day'],
        ['sky=clear', 'light=day'],
      ],
    },
    { items: 'items' },
  )
  // clear and day: 3 · 3 / 4 expected, 2 found
  assert.deepEqual(
    cellsOf(cooccurrenceFigure(flights, { exclusive: '=', only: ['sky=clear', 'sky=cloud', 'light=day'] })).map(
      ({ i, j, text }) => [i, j, text],
    ),
    [
      [2, 0, '0.9'],
      [2, 1, '1.3'],
    ],
  )
})

test('items are chosen by count, by number or by name', () => {
  assert.equal(cellsOf(cooccurrenceFigure(baskets, { items: 2 })).length, 1)
  const named = cooccurrenceFigure(baskets, { only: ['jam', 'tea'] })
  const [names] = (named as unknown as { hconcat: readonly { data: { values: { name: string }[] } }[] }).hconcat
  assert.deepEqual(
    names.data.values.map(({ name }) => name),
    ['jam  1', 'tea  2'],
  )
})

test('an item that no basket holds is named', () => {
  assert.throws(() => cooccurrenceFigure(baskets, { only: ['teas'] }), {
    code: 'OPTION',
    message: 'option "only" must be items of the baskets, got "teas": did you mean "tea"?',
  })
})

test('a column that is missing is named', () => {
  const message = 'rules has no column "adjusted_lift"'
  const [{ ...rule }] = published as Record<string, unknown>[]
  delete rule.adjusted_lift
  for (const draw of [rulesFigure, rulesTable])
    assert.throws(
      () => draw([rule]),
      (error: Error) => error.message.startsWith(message),
    )
})
