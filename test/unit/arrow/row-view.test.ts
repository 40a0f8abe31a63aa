import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as arrow from 'apache-arrow'
import { readTable } from '../../../src/arrow/read-table.js'
import { rowViews } from '../../../src/arrow/row-view.js'

const table = new arrow.Table({
  shop: arrow.vectorFromArray(['Lyon', null], new arrow.Utf8()),
  paid: arrow.vectorFromArray([1.5, null], new arrow.Float64()),
  id: arrow.vectorFromArray([7n, null], new arrow.Int64()),
  open: arrow.vectorFromArray([true, null], new arrow.Bool()),
  at: arrow.vectorFromArray([new Date(0), null], new arrow.TimestampMillisecond()),
})

test('cells of Arrow columns are JavaScript values, null for null', () => {
  const view = rowViews(readTable(table))
  assert.deepEqual({ ...view(0) }, { shop: 'Lyon', paid: 1.5, id: 7, open: true, at: new Date(0) })
  assert.deepEqual({ ...view(1) }, { shop: null, paid: null, id: null, open: null, at: null })
})

test('cells of JavaScript arrays are what they are', () => {
  const tags = ['a', 'b']
  const row = rowViews(readTable({ tags: [tags, undefined] }))
  assert.equal(row(0).tags, tags)
  assert.equal(row(1).tags, null)
})

test('rows can be kept, listed, searched and written as JSON, but not changed', () => {
  const view = rowViews(readTable({ constructor: [1, 2], y: [3, 4] }))
  const first = view(0)
  const second = view(1) as Record<string, unknown>
  assert.equal(first.y, 3)
  assert.equal(second['constructor'], 2)
  assert.deepEqual(Object.keys(second), ['constructor', 'y'])
  assert.ok('y' in second && !('z' in second))
  assert.equal(JSON.stringify(second), '{"constructor":2,"y":4}')
  assert.equal(String(view(0)), '[object Object]')
  assert.throws(() => {
    second['y'] = 5
  }, TypeError)
  assert.throws(() => delete second['y'], TypeError)
})

test('a column that the table does not have is an error, and so is one of lists', () => {
  const view = rowViews(readTable({ shop: ['a'], list: arrow.vectorFromArray([[1]]) }))
  assert.throws(() => view(0).shpo, { code: 'COLUMN', message: 'table has no column "shpo": did you mean "shop"?' })
  assert.throws(() => view(0).list, {
    code: 'COLUMN',
    message: 'column "list": must hold labels (text, numbers or booleans), got List<Float64>',
  })
})
