/** exp and log in float32 against the C library that XGBoost calls (make.py): the same bits. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { expf, logf } from '../../../src/regression/model/float-functions.js'

for (const [name, ours] of [
  ['exp', expf],
  ['log', logf],
] as const) {
  test(`${name} in float32 has the bits of glibc`, () => {
    const pairs = JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as [
      number,
      number | string,
    ][]
    for (const [x, result] of pairs) {
      const wanted = typeof result === 'number' ? result : Infinity
      assert.ok(Object.is(ours(x), Math.fround(wanted)), `${name}(${x}): ${ours(x)} against ${wanted}`)
    }
    // a correctly rounded result is another one now and then, so the table is needed
    const rounded = name === 'exp' ? Math.exp : Math.log
    if (name === 'log') assert.ok(pairs.some(([x, result]) => Math.fround(rounded(x)) !== result))
  })
}
