import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scoresFigure, toSVG, type Figure } from '../../../src/figure/index.js'
import { optionalPeer } from '../../../src/figure/to-svg.js'

test('an absent peer is an error that says what to install', async () => {
  const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
  await assert.rejects(
    optionalPeer(() => Promise.reject(missing)),
    { code: 'PEER', message: 'figures need vega and vega-lite: npm install vega vega-lite@6.4.3' },
  )
})

test('any other failure of a peer stays what it is', async () => {
  await assert.rejects(
    optionalPeer(() => Promise.reject(new SyntaxError('broken package'))),
    SyntaxError,
  )
})

test('a specification that asks for an address is refused, and nothing is fetched', async () => {
  const figure: Figure = { ...scoresFigure({ model: ['a'], mae: [1] }), data: { url: 'http://127.0.0.1:9/data.json' } }
  await assert.rejects(toSVG(figure), { code: 'FORMAT', message: /inline.*127\.0\.0\.1/ })
})

test('a broken specification is a FORMAT error', async () => {
  await assert.rejects(toSVG({ $schema: '', mark: 'bar', layer: 3 } as Figure), { code: 'FORMAT' })
})

test('rendering is repeatable to the byte', async () => {
  const figure = scoresFigure({ model: ['a', 'b'], mae: [1, 2] })
  assert.equal(await toSVG(figure), await toSVG(figure))
})
