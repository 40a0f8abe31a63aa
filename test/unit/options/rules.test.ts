import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  anything,
  choice,
  either,
  flag,
  integer,
  listOf,
  nullable,
  number,
  optional,
  readOptions,
  readRecord,
  record,
  rule,
  textRule,
  withDefault,
  type Rule,
  type Schema,
} from '../../../src/options/rules.js'

function read<T>(entry: Rule<T>, value: unknown): T {
  return entry.read(value, { code: 'OPTION', noun: 'option', path: 'size' })
}

const refused: [string, Rule<unknown>, unknown, string][] = [
  ['a number', number(), '3', 'a finite number, got "3"'],
  ['a finite number', number(), Infinity, 'a finite number, got Infinity'],
  ['a number that is one', number(), NaN, 'a finite number, got NaN'],
  ['a lower bound', number({ min: 2 }), 1.9, 'a number of at least 2, got 1.9'],
  ['an open lower bound', number({ above: 0 }), 0, 'a number above 0, got 0'],
  ['an upper bound', number({ max: 2 }), 3, 'a number of at most 2, got 3'],
  ['an open upper bound', number({ below: 2 }), 2, 'a number below 2, got 2'],
  ['both bounds', number({ min: 0, max: 1 }), 1.2, 'a number in [0, 1], got 1.2'],
  ['both bounds open', number({ above: 0, below: 1 }), 1, 'a number in (0, 1), got 1'],
  ['half open bounds', number({ min: 0, below: 1 }), 1, 'a number in [0, 1), got 1'],
  ['an integer', integer(), 1.5, 'an integer, got 1.5'],
  ['a safe integer', integer(), 2 ** 53, 'an integer, got 9007199254740992'],
  ['an integer within bounds', integer({ min: 1, max: 9 }), 0, 'an integer in [1, 9], got 0'],
  ['text', textRule(), '', 'text that is not empty, got ""'],
  ['text of a kind', textRule('the name of a column'), 7, 'the name of a column, got 7'],
  ['a flag', flag(), 'true', 'true or false, got "true"'],
  ['a choice of one', choice('a'), 'b', '"a", got "b"'],
  ['a choice of three', choice('a', 'b', 'c'), 'd', '"a", "b" or "c", got "d"'],
  ['anything but null', anything(), null, 'given, got null'],
  ['one of two rules', either(choice('auto'), flag()), 3, '"auto" or true or false, got 3'],
  ['a list', listOf(flag()), 'no', 'an array, got "no"'],
  ['a number or null', nullable(number()), 'x', 'a finite number or null, got "x"'],
]
for (const [name, entry, value, message] of refused) {
  test(`asks for ${name}: ${message}`, () => {
    assert.throws(() => read(entry, value), { code: 'OPTION', message: `option "size" must be ${message}` })
  })
}

const taken: [string, Rule<unknown>, unknown][] = [
  ['a closed bound itself', number({ min: 0, max: 1 }), 1],
  ['an integer as a number', number(), 3],
  ['null for a nullable', nullable(number()), null],
  ['the second of two rules', either(choice('auto'), flag()), false],
  ['a word', choice('a', 'b'), 'b'],
  ['zero length list', listOf(flag()), []],
]
for (const [name, entry, value] of taken) {
  test(`takes ${name}`, () => assert.deepEqual(read(entry, value), value))
}

interface Inner {
  readonly depth: number
  readonly name: string | undefined
}
interface Outer {
  readonly growth: string
  readonly parts: readonly Inner[]
  readonly width: number
}
const inner: Schema<Inner> = { depth: integer({ min: 1 }), name: optional(textRule()) }
const outer: Schema<Outer> = {
  growth: withDefault(choice('linear', 'flat'), 'linear'),
  parts: withDefault(listOf(record(inner)), []),
  width: number(),
}

test('a record is complete and frozen to the bottom of its lists', () => {
  const settings = readOptions(outer, { width: 3, parts: [{ depth: 2 }] })
  assert.deepEqual(settings, { growth: 'linear', parts: [{ depth: 2, name: undefined }], width: 3 })
  assert.ok(Object.isFrozen(settings) && Object.isFrozen(settings.parts) && Object.isFrozen(settings.parts[0]))
})

test('undefined counts as absent', () => {
  assert.equal(readOptions(outer, { growth: undefined, width: 1 }).growth, 'linear')
})

test('the given object is neither changed nor kept', () => {
  const parts = [{ depth: 1 }]
  const settings = readOptions(outer, { width: 1, parts })
  parts[0].depth = 9
  parts.push({ depth: 5 })
  assert.deepEqual(settings.parts, [{ depth: 1, name: undefined }])
})

const broken: [string, unknown, string][] = [
  ['an unknown name', { width: 1, growht: 'flat' }, 'unknown option "growht": did you mean "growth"?'],
  ['a name like no other', { width: 1, zzzzzz: 1 }, 'unknown option "zzzzzz"'],
  ['an inherited name as an own key', { width: 1, toString: 1 }, 'unknown option "toString"'],
  ['a missing one', {}, 'option "width" must be a finite number, got undefined'],
  [
    'a bad one inside',
    { width: 1, parts: [{ depth: 1 }, { depth: 0 }] },
    'option "parts[1].depth" must be an integer of at least 1, got 0',
  ],
  [
    'an unknown one inside',
    { width: 1, parts: [{ depth: 1, nmae: '' }] },
    'unknown option "parts[0].nmae": did you mean "name"?',
  ],
  ['no record inside', { width: 1, parts: [3] }, 'option "parts[0]" must be an object, got 3'],
  ['null', null, 'option "options" must be an object, got null'],
  ['a list', [], 'option "options" must be an object, got an empty array'],
  ['text', 'flat', 'option "options" must be an object, got "flat"'],
  ['a function', () => 1, 'option "options" must be an object, got a function'],
  [
    'a Map, whose entries nobody would read',
    new Map([['width', 1]]),
    'option "options" must be an object, got an empty object',
  ],
  ['a Date', new Date(0), 'option "options" must be an object, got 1970-01-01T00:00:00.000Z'],
]
for (const [name, options, message] of broken) {
  test(`refuses ${name}: ${message}`, () => {
    assert.throws(() => readOptions(outer, options), { code: 'OPTION', message })
  })
}

test('the details name the option and its value for programs', () => {
  assert.throws(() => readOptions(outer, { width: 'x' }), { details: { option: 'width', value: 'x' } })
  assert.throws(() => readOptions(outer, { width: 1, growht: 1 }), { details: { option: 'growht' } })
})

test('the same rules read documents, under another code and noun', () => {
  assert.throws(() => readRecord(outer, { width: true }, { code: 'FORMAT', noun: 'document', path: 'model' }), {
    code: 'FORMAT',
    message: 'document "model.width" must be a finite number, got true',
  })
})

test('objects without a prototype are objects', () => {
  assert.equal(readOptions(outer, Object.assign(Object.create(null), { width: 2 })).width, 2)
})

test('only own keys count: a default is not taken from the prototype of the options', () => {
  assert.throws(
    () => readOptions(outer, Object.create({ width: 2 })),
    /option "width" must be a finite number, got undefined/,
  )
})

test('either passes on what is no refusal', () => {
  const faulty: Rule<number> = {
    expected: 'a number',
    read: () => {
      throw new TypeError('defect')
    },
  }
  assert.throws(() => read(either(faulty, flag()), true), TypeError)
})

test('a rule of one’s own says what it expects', () => {
  const even = rule('an even number', (value): value is number => typeof value === 'number' && value % 2 === 0)
  assert.equal(read(even, 4), 4)
  assert.throws(() => read(even, 3), /option "size" must be an even number, got 3/)
})
