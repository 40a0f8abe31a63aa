import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Table, tableFromIPC, tableToIPC } from 'apache-arrow'
import { dictionaryOf } from '../../../src/arrow/dictionary.js'
import { category, list, text, writeTable } from '../../../src/arrow/write-table.js'

test('equal tables are equal bytes, whatever was written between', () => {
  const write = (): Uint8Array =>
    tableToIPC(
      writeTable({
        shop: text(['Lyon', 'Nice', null]),
        items: list(Int32Array.of(0, 1, 1, 3), Int32Array.of(0, 1, 0), ['milk', 'tea']),
      }),
    )
  const first = write()
  for (let i = 0; i < 3; i++) writeTable({ other: text([`label ${i}`]) })
  assert.deepEqual(write(), first)
})

test('equal labels share one dictionary, others do not', () => {
  const labels = ['milk', 'tea']
  const { vector, type } = dictionaryOf(labels)
  assert.equal(dictionaryOf([...labels]).vector, vector)
  assert.notEqual(dictionaryOf(['milkt', 'ea']).type.id, type.id)
  assert.notEqual(dictionaryOf(['tea', 'milk']).type.id, type.id)
  assert.deepEqual([...vector], labels)
})

test('columns of several tables join in one, with equal labels and with others', () => {
  const labels = ['a', 'b']
  const column = (codes: readonly number[], names: readonly string[]) =>
    writeTable({ x: category(Int32Array.from(codes), names) }).getChildAt(0)!
  const joined = new Table({
    one: column([0, 1], labels),
    two: column([1, 1], [...labels]),
    three: column([1, 0], ['c', 'd']),
    lists: writeTable({ x: list(Int32Array.of(0, 2, 2), Int32Array.of(1, 0), labels) }).getChildAt(0)!,
  })
  const read = tableFromIPC(tableToIPC(joined))
  assert.deepEqual(JSON.parse(JSON.stringify(read.toArray())), [
    { one: 'a', two: 'b', three: 'd', lists: ['b', 'a'] },
    { one: 'b', two: 'b', three: 'c', lists: [] },
  ])
})

test('no labels and labels of any length are dictionaries', () => {
  assert.equal(dictionaryOf([]).vector.length, 0)
  assert.deepEqual([...dictionaryOf(['', 'é', '😀', 'a'.repeat(70)]).vector], ['', 'é', '😀', 'a'.repeat(70)])
})

test('hundreds of dictionaries that nobody holds are forgotten, and those in use stay shared', () => {
  const held = dictionaryOf(['held'])
  for (let i = 0; i < 600; i++) dictionaryOf([`dropped ${i}`])
  assert.equal(dictionaryOf(['held']), held)
})
