import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnFromArray, decimal, tableFromColumns } from '@uwdata/flechette'
import { numericColumn } from '../../../src/arrow/numeric-column.js'
import { readTable } from '../../../src/arrow/read-table.js'
import { copies, type Arrow } from './copies.js'

const { arrow } = copies[0]

function numbers(column: unknown): number[] {
  return [...numericColumn(readTable({ y: column as number[] }), 'y').values]
}

test('plain arrays may mix numbers, bigints, booleans and nulls', () => {
  const source = readTable({ y: [1.5, 2n, true, false, null, undefined, NaN, -Infinity] })
  const { values, nulls } = numericColumn(source, 'y')
  assert.deepEqual([...values], [1.5, 2, 1, 0, NaN, NaN, NaN, -Infinity])
  assert.equal(nulls, 3)
})

test('typed arrays of every kind are read', () => {
  assert.deepEqual(numbers(Int8Array.of(-1, 2)), [-1, 2])
  assert.deepEqual(numbers(Uint32Array.of(2 ** 32 - 1)), [2 ** 32 - 1])
  assert.deepEqual(numbers(Float32Array.of(0.5, NaN)), [0.5, NaN])
  assert.deepEqual(numbers(BigInt64Array.of(-1n, -(2n ** 40n), 2n ** 40n + 3n)), [-1, -(2 ** 40), 2 ** 40 + 3])
  assert.deepEqual(numbers(BigUint64Array.of(2n ** 64n - 1n, 7n)), [2 ** 64, 7])
})

test('a typed array that starts inside its buffer is read from its start', () => {
  const all = BigInt64Array.of(1n, 2n, 3n)
  assert.deepEqual(numbers(all.subarray(1)), [2, 3])
})

test('64-bit integers beyond 2^53 are rounded to the nearest double', () => {
  const big = [2n ** 53n + 1n, 2n ** 53n + 3n, -(2n ** 63n), 2n ** 63n - 1n]
  assert.deepEqual(numbers(arrow.vectorFromArray(big, new arrow.Int64())), big.map(Number))
})

/** A decimal vector; apache-arrow wants each value as words of 32 bits, lowest first. */
function decimals(arrow: Arrow, values: readonly bigint[], scale: number, bitWidth: 128 | 256) {
  const words = bitWidth / 32
  const data = new Uint32Array(values.length * words)
  values.forEach((value, i) => {
    for (let k = 0; k < words; k++) data[i * words + k] = Number((value >> BigInt(32 * k)) & 0xffffffffn)
  })
  return arrow.makeVector(arrow.makeData({ type: new arrow.Decimal(scale, 38, bitWidth), length: values.length, data }))
}

for (const { name, arrow } of copies) {
  test(`decimals of ${name} are read with the scale that get() leaves out`, () => {
    const column = decimals(arrow, [12345n, -5n, 0n], 2, 128)
    assert.equal(String(column.get(0)), '12345')
    assert.deepEqual(numbers(column), [123.45, -0.05, 0])
    assert.deepEqual(numbers(decimals(arrow, [12345n, -5n], 2, 256)), [123.45, -0.05])
    assert.deepEqual(numbers(column.slice(1, 3)), [-0.05, 0])
  })
}

test('decimals beyond 2^53 are rounded once, as their text would be', () => {
  const values = [123456789012345678901234567890n, -(10n ** 37n) - 1n, 2n ** 53n + 1n]
  const texts = ['1234567890123456789.01234567890', '-100000000000000000000000000.00000000001', '90071.99254740993']
  assert.deepEqual(numbers(decimals(arrow, values, 11, 128)), texts.map(Number))
  assert.deepEqual(numbers(decimals(arrow, [5n], -3, 128)), [5000])
  assert.deepEqual(numbers(decimals(arrow, [5n], 25, 256)), [5e-25])
})

for (const bits of [32, 64, 128, 256] as const) {
  test(`decimals of ${bits} bits of flechette are read`, () => {
    const column = columnFromArray([1.5, null, -2.125], decimal(9, 3, bits))
    const expected = Array.from(column, (value) => value ?? NaN)
    assert.deepEqual(numericColumn(readTable(tableFromColumns({ y: column })), 'y').values, Float64Array.from(expected))
  })
}

test('half floats are read with subnormals, infinities and NaN', () => {
  const data = Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0xfc00, 0x7e00, 0x8000)
  const column = arrow.makeVector(arrow.makeData({ type: new arrow.Float16(), data, length: data.length }))
  assert.deepEqual(numbers(column), [1, -2, 2 ** -24, 65504, Infinity, -Infinity, NaN, -0])
})

test('buffers longer than the column are not read past its end', () => {
  const data = Float64Array.of(1, 2, 99, 99)
  const column = arrow.makeVector(arrow.makeData({ type: new arrow.Float64(), data, length: 2 }))
  assert.deepEqual(numericColumn(readTable({ y: column }), 'y'), { values: Float64Array.of(1, 2), nulls: 0 })
})

test('nulls of a dictionary may lie in the codes and in the dictionary', () => {
  const dictionary = arrow.vectorFromArray([10, null, 30], new arrow.Float64())
  const type = new arrow.Dictionary(new arrow.Float64(), new arrow.Int32())
  const data = Int32Array.of(2, 1, -1, 0)
  const column = arrow.makeVector(
    arrow.makeData({ type, length: 4, data, dictionary, nullBitmap: Uint8Array.of(0b1011), nullCount: 1 }),
  )
  assert.deepEqual(numericColumn(readTable({ y: column }), 'y'), {
    values: Float64Array.of(30, NaN, NaN, 10),
    nulls: 2,
  })
})

test('a dictionary code outside the dictionary is an error, not a null', () => {
  const dictionary = arrow.vectorFromArray([10], new arrow.Float64())
  const type = new arrow.Dictionary(new arrow.Float64(), new arrow.Int32())
  const column = arrow.makeVector(arrow.makeData({ type, length: 2, data: Int32Array.of(0, 1), dictionary }))
  assert.throws(() => numbers(column), {
    code: 'DATA',
    message: 'column "y": must have dictionary codes below 1, got 1',
  })
})

const text = ': text and times are never read as numbers'
const bad: readonly (readonly [string, unknown, string])[] = [
  ['text', [1, null, '2'], `column "y", row 2: must be a number, got "2"${text}`],
  ['Dates', [new Date(0)], `column "y", row 0: must be a number, got 1970-01-01T00:00:00.000Z${text}`],
  ['objects', [{ a: 1 }], `column "y", row 0: must be a number, got an object with a${text}`],
  ['Utf8', arrow.vectorFromArray(['1'], new arrow.Utf8()), `column "y": must hold numbers, got Utf8${text}`],
  ['a dictionary of text', arrow.vectorFromArray(['1']), `column "y": must hold numbers, got Dictionary<Utf8>${text}`],
  [
    'timestamps',
    arrow.vectorFromArray([0], new arrow.TimestampMicrosecond('UTC')),
    `column "y": must hold numbers, got Timestamp<us, UTC>${text}`,
  ],
  [
    'lists',
    arrow.vectorFromArray([[1]], new arrow.List(new arrow.Field('item', new arrow.Int16()))),
    `column "y": must hold numbers, got List<Int16>${text}`,
  ],
  [
    'structs',
    arrow.vectorFromArray([{ a: 1 }], new arrow.Struct([new arrow.Field('a', new arrow.Int8())])),
    `column "y": must hold numbers, got Struct${text}`,
  ],
]

for (const [name, column, message] of bad) {
  test(`${name} given as numbers: ${message}`, () => {
    assert.throws(() => numbers(column), { name: 'BodkinError', code: 'COLUMN', message })
  })
}
